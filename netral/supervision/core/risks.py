"""Where a unit is likely to slip: computed from what is on record, never about persons. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from netral.kernel.words import N_
from netral.orgs.core import UnitKind
from netral.supervision.core.checklists import Phase
from netral.supervision.core.topics import Topic


class Cause(StrEnum):
    """Why a unit needs attention."""

    FINDINGS = "findings"
    UNCHECKED = "unchecked"
    PACTS = "pacts"
    AGAIN = "again"
    FACILITIES = "facilities"
    PUBLIC = "public"


class Level(StrEnum):
    """How much attention."""

    HIGH = "high"
    MIDDLE = "middle"
    LOW = "low"


LEVEL_WORDS: Final = {
    Level.HIGH: N_("High risk"),
    Level.MIDDLE: N_("Moderate risk"),
    Level.LOW: N_("Low risk"),
}
LEVEL_MEANINGS: Final = {Level.HIGH: "late", Level.MIDDLE: "due", Level.LOW: "done"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is on record of one unit on a day."""

    kind: UnitKind
    phase: Phase
    open_findings: int = 0
    oldest_days: int = 0  # of the open findings
    unchecked_days: int | None = None  # since the last check; None: never
    asked_to_sign: int = 0
    unsigned: int = 0
    facilities: frozenset[Topic] = frozenset()  # that the last self-check said are there
    found: Mapping[Topic, int] = field(default_factory=dict)  # findings of late, by topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How much each cause weighs, and from when on: house policy, as data."""

    weights: Mapping[Cause, int]
    most: Mapping[Cause, int]  # what a cause can add up to
    check_every: Mapping[Phase, int]  # days
    often: int  # findings of one topic that make a pattern
    public: frozenset[UnitKind]
    near: frozenset[Phase]  # phases in which facilities and the public weigh
    high: int
    middle: int


@dataclass(frozen=True, slots=True)
class Risk:
    """One cause at one unit: what it weighs, and the facts that its sentence names."""

    cause: Cause
    weight: int
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Assessed:
    """The risks of one unit, the heaviest first."""

    risks: tuple[Risk, ...]
    level: Level

    @property
    def score(self) -> int:
        """Add up the weights."""
        return sum(risk.weight for risk in self.risks)


def assess(known: Known, policy: Policy) -> Assessed:
    """Return what speaks for looking at a unit; nothing on record is no risk but to be checked."""
    found = [
        *_findings(known, policy),
        *_unchecked(known, policy),
        *_pacts(known, policy),
        *_again(known, policy),
        *_near(known, policy),
    ]
    risks = tuple(sorted(found, key=lambda risk: (-risk.weight, risk.cause)))
    score = sum(risk.weight for risk in risks)
    level = Level.HIGH if score >= policy.high else Level.LOW
    if policy.middle <= score < policy.high:
        level = Level.MIDDLE
    return Assessed(risks, level)


def _weight(cause: Cause, times: float, policy: Policy) -> int:
    return min(round(policy.weights[cause] * times), policy.most[cause])


def _findings(known: Known, policy: Policy) -> list[Risk]:
    if not known.open_findings:
        return []
    weight = _weight(Cause.FINDINGS, known.open_findings, policy)
    return [Risk(Cause.FINDINGS, weight, {"n": known.open_findings, "days": known.oldest_days})]


def _unchecked(known: Known, policy: Policy) -> list[Risk]:
    every, days = policy.check_every[known.phase], known.unchecked_days
    if days is not None and days <= every:
        return []
    worst = policy.most[Cause.UNCHECKED]
    weight = worst if days is None else _weight(Cause.UNCHECKED, days / every, policy)
    return [Risk(Cause.UNCHECKED, weight, {"days": days})]


def _pacts(known: Known, policy: Policy) -> list[Risk]:
    if not known.asked_to_sign or not known.unsigned:
        return []
    share = known.unsigned / known.asked_to_sign
    weight = max(1, _weight(Cause.PACTS, share, policy))
    return [Risk(Cause.PACTS, weight, {"n": known.unsigned, "all": known.asked_to_sign})]


def _again(known: Known, policy: Policy) -> list[Risk]:
    often = {topic: n for topic, n in known.found.items() if n >= policy.often}
    if not often:
        return []
    topic = max(sorted(often), key=lambda each: often[each])
    weight = _weight(Cause.AGAIN, len(often), policy)
    return [Risk(Cause.AGAIN, weight, {"topic": topic, "n": often[topic]})]


def _near(known: Known, policy: Policy) -> list[Risk]:
    """Return what weighs only while an election is near."""
    if known.phase not in policy.near:
        return []
    found = []
    if known.facilities:
        weight = _weight(Cause.FACILITIES, len(known.facilities), policy)
        found.append(Risk(Cause.FACILITIES, weight, {"topics": tuple(sorted(known.facilities))}))
    if known.kind in policy.public:
        found.append(Risk(Cause.PUBLIC, _weight(Cause.PUBLIC, 1, policy)))
    return found
