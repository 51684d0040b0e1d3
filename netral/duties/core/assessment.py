"""Self-assessment: what should be there, what is there, and what is missing.

A requirement is data (`data/assessment.toml`): how much is enough, for how long a deed counts,
and where that stands. Facts come from what the other parts hold; nobody types them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from netral.kernel.words import N_


class Need(StrEnum):
    """What is asked for."""

    CIRCULAR = "circular"
    CHANNEL = "channel"
    PASSED_ON = "passed_on"
    READ = "read"
    PACTS = "pacts"
    SESSIONS = "sessions"
    EDUCATION = "education"
    GUIDANCE = "guidance"
    SUPERVISION = "supervision"
    NIL_REPORTS = "nil_reports"
    IN_TIME = "in_time"


NEED_WORDS: Final = {
    Need.CIRCULAR: N_("A circular on neutrality is in force"),
    Need.CHANNEL: N_("The circular says where breaches can be reported"),
    Need.PASSED_ON: N_("Heads have passed the circular on to their units"),
    Need.READ: N_("The staff have confirmed that they read the circular"),
    Need.PACTS: N_("Integrity pacts are signed"),
    Need.SESSIONS: N_("Units have informed their staff in a session"),
    Need.EDUCATION: N_("Units have educated their staff"),
    Need.GUIDANCE: N_("Heads have given guidance"),
    Need.SUPERVISION: N_("Units have been checked"),
    Need.NIL_REPORTS: N_("Units have reported, or stated that there is nothing to report"),
    Need.IN_TIME: N_("No duty is late"),
}
REMEDY_WORDS: Final = {
    Need.CIRCULAR: N_("Draft the circular, have it signed and publish it."),
    Need.CHANNEL: N_("Name in the circular where breaches can be reported."),
    Need.PASSED_ON: N_("Heads acknowledge receipt at the circular desk and issue their own."),
    Need.READ: N_("Remind the staff to read the circular and confirm it."),
    Need.PACTS: N_("Remind those who have not signed; open the paper counter where needed."),
    Need.SESSIONS: N_("Plan a session, take attendance and close it with minutes."),
    Need.EDUCATION: N_("Ask the staff to take the course, or hold a session that educates."),
    Need.GUIDANCE: N_("Give guidance, to a person or in a session."),
    Need.SUPERVISION: N_("Go through the check list of this stage."),
    Need.NIL_REPORTS: N_("State that there is nothing to report, or refer what was found."),
    Need.IN_TIME: N_("Do what is late first; the list begins with the oldest."),
}
NAMED: Final = 12  # units that lack something, on the page and on paper
WHOLE: Final = frozenset({Need.CIRCULAR, Need.CHANNEL})  # of the institution, not of each unit


class Confidence(StrEnum):
    """How sure it is that the source says so."""

    FOUND = "found"  # read in an archived public source
    MEMORY = "memory"  # not verified
    HOUSE = "house"  # decided here, changeable here


CONFIDENCE_WORDS: Final = {
    Confidence.FOUND: N_("from a public source"),
    Confidence.MEMORY: N_("not verified"),
    Confidence.HOUSE: N_("house policy"),
}


class Verdict(StrEnum):
    """Whether a requirement is met."""

    MET = "met"
    PARTLY = "partly"
    UNMET = "unmet"
    NOT_ASKED = "not_asked"  # nothing there that it could be asked of


VERDICT_WORDS: Final = {
    Verdict.MET: N_("Met"),
    Verdict.PARTLY: N_("Partly met"),
    Verdict.UNMET: N_("Not met"),
    Verdict.NOT_ASKED: N_("Not asked for here"),
}
MEANINGS: Final = {
    Verdict.MET: "done",
    Verdict.PARTLY: "due",
    Verdict.UNMET: "late",
    Verdict.NOT_ASKED: "next",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """What is enough: `bar` percent of units or people; a deed counts `days` days (0: always)."""

    need: Need
    bar: int
    days: int
    source: str
    confidence: Confidence
    bar_confidence: Confidence

    def __post_init__(self) -> None:
        """Refuse what nobody can reach."""
        if not 0 < self.bar <= 100:  # noqa: PLR2004  # percent
            msg = f"{self.need}: {self.bar} is no percentage to be reached"
            raise ValueError(msg)
        if self.days < 0:
            msg = f"{self.need}: a deed cannot count {self.days} days"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Evidence that counts: what, when, until when it counts, and where it can be looked at."""

    title: str
    unit: str
    on: date
    until: date | None
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A unit that lacks it; `expired` is when its last deed ceased to count."""

    unit: str
    url: str = ""
    expired: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """How far it is: `part` of `whole` units or people."""

    part: int
    whole: int
    deeds: Sequence[Deed] = ()
    gaps: Sequence[Gap] = ()
    url: str = ""  # where it is done


NOTHING: Final = Fact(part=0, whole=0)


@dataclass(frozen=True, slots=True)
class Line:
    """One requirement beside its fact."""

    requirement: Requirement
    fact: Fact

    @property
    def share(self) -> float:
        """Return the percentage reached; 0 where nothing is asked."""
        return 100 * self.fact.part / self.fact.whole if self.fact.whole else 0.0

    @property
    def verdict(self) -> Verdict:
        """Judge by whole numbers, so that 94.9 never passes a bar of 95."""
        fact = self.fact
        if fact.whole == 0:
            return Verdict.NOT_ASKED
        if 100 * fact.part >= self.requirement.bar * fact.whole:
            return Verdict.MET
        return Verdict.PARTLY if fact.part else Verdict.UNMET

    @property
    def missing(self) -> int:
        """Return how many are lacking until it is met."""
        fact, bar = self.fact, self.requirement.bar
        return max(0, -(-bar * fact.whole // 100) - fact.part)

    @property
    def expires(self) -> date | None:
        """Return the first day on which a deed that counts ceases to."""
        return min((deed.until for deed in self.fact.deeds if deed.until), default=None)


@dataclass(frozen=True, slots=True)
class Assessment:
    """All requirements beside their facts."""

    lines: Sequence[Line]

    @property
    def asked(self) -> int:
        """Return how many requirements can be asked for."""
        return sum(line.verdict is not Verdict.NOT_ASKED for line in self.lines)

    @property
    def met(self) -> int:
        """Return how many are met."""
        return sum(line.verdict is Verdict.MET for line in self.lines)

    @property
    def share(self) -> float:
        """Return the percentage of requirements met."""
        return 100 * self.met / self.asked if self.asked else 0.0

    @property
    def open(self) -> list[Line]:
        """Return what is not met, the furthest from it first."""
        lacking = (Verdict.UNMET, Verdict.PARTLY)
        found = [line for line in self.lines if line.verdict in lacking]
        return sorted(found, key=lambda line: line.share - line.requirement.bar)


def assess(requirements: Sequence[Requirement], facts: Mapping[Need, Fact]) -> Assessment:
    """Lay facts beside requirements; a need without a fact is not asked for."""
    return Assessment([Line(each, facts.get(each.need, NOTHING)) for each in requirements])
