"""Which points a check list holds on a day. Pure: what the rules say comes in as values."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from netral.calendar.core.stages import Campaign, Stage
from netral.kernel.words import N_
from netral.supervision.core import CheckKind
from netral.supervision.core.topics import Topic

TEXT: Final = 400  # signs of a point that are kept


class Phase(StrEnum):
    """Where a day lies in an election, as far as a list differs."""

    NONE = "none"
    BEFORE = "before"
    CANDIDATES = "candidates"
    CAMPAIGN = "campaign"
    QUIET = "quiet"
    AFTER = "after"


PHASE_WORDS: Final = {
    Phase.NONE: N_("No election is near"),
    Phase.BEFORE: N_("Before candidates are determined"),
    Phase.CANDIDATES: N_("Candidates are determined, the campaign has not begun"),
    Phase.CAMPAIGN: N_("Campaign period"),
    Phase.QUIET: N_("Quiet period"),
    Phase.AFTER: N_("After the vote"),
}
BY_CAMPAIGN: Final = {
    Campaign.DURING: Phase.CAMPAIGN,
    Campaign.QUIET: Phase.QUIET,
    Campaign.AFTER: Phase.AFTER,
}


def phase_of(stage: str, campaign: str) -> Phase:
    """Name the phase by what the calendar says; what it does not know counts as before."""
    if campaign in BY_CAMPAIGN:
        return BY_CAMPAIGN[Campaign(campaign)]
    return Phase.CANDIDATES if stage == Stage.AFTER else Phase.BEFORE


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One point as the data file has it: what must be so, and the acts that would break it."""

    code: str
    topic: Topic
    indonesian: str
    english: str
    kinds: frozenset[CheckKind]
    phases: frozenset[Phase]  # empty: in every phase
    acts: tuple[str, ...] = ()  # none: no rule asks for it, the house does
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cited:
    """A rule that a point rests on: its code, title, source, address, and whether it is sure."""

    code: str
    title: str
    source: str
    url: str = ""
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a list as its reader sees it."""

    code: str
    topic: Topic
    text: str
    cites: tuple[Cited, ...] = ()


def chosen(
    asked: Iterable[Asked],
    kind: CheckKind,
    phase: Phase,
    spoken_of: Callable[[Asked], bool],
) -> list[Asked]:
    """Return the points of a kind and phase.

    Those with acts are asked only if a rule speaks of one of them today.
    """
    return [
        each
        for each in asked
        if kind in each.kinds
        and (not each.phases or phase in each.phases)
        and (not each.acts or spoken_of(each))
    ]


def topic_of(acts: Iterable[str], topics: Mapping[Topic, frozenset[str]]) -> Topic:
    """Return the topic that most of the acts belong to; without any, that of circulars."""
    known = list(acts)
    counts = {topic: sum(act in own for act in known) for topic, own in topics.items()}
    best = max(counts, key=lambda topic: counts[topic], default=Topic.CIRCULAR)
    return best if counts.get(best) else Topic.CIRCULAR
