"""Elections as dated data: who votes for what, and when each phase runs."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from netral.kernel.words import N_

EVERYWHERE: Final = "*"


class Law(StrEnum):
    """Which law governs the election; clocks and penalties differ."""

    NATIONAL = "pemilu"
    REGIONAL = "pilkada"


class Office(StrEnum):
    """What people are elected to."""

    PRESIDENT = "president"
    DPR = "dpr"
    DPD = "dpd"
    DPRD_PROVINCE = "dprd-province"
    DPRD_CITY = "dprd-city"  # of a city or a regency
    GOVERNOR = "governor"
    REGENT = "regent"
    MAYOR = "mayor"


OFFICE_WORDS: Final = {
    Office.PRESIDENT: N_("President and vice president"),
    Office.DPR: N_("House of Representatives (DPR)"),
    Office.DPD: N_("Regional Representative Council (DPD)"),
    Office.DPRD_PROVINCE: N_("Provincial council (DPRD)"),
    Office.DPRD_CITY: N_("City or regency council (DPRD)"),
    Office.GOVERNOR: N_("Governor and deputy"),
    Office.REGENT: N_("Regent and deputy"),
    Office.MAYOR: N_("Mayor and deputy"),
}


class Phase(StrEnum):
    """A part of an election's calendar."""

    PLANNING = "planning"
    VOTER_DATA = "voter-data"
    PARTIES = "parties"
    DISTRICTS = "districts"
    BODIES = "bodies"  # ad hoc bodies: PPK, PPS, KPPS
    OBSERVERS = "observers"
    SUPPORT = "support"  # of independents
    REPLACEMENT_BAN = "replacement-ban"  # no replacement of officials, UU 10/2016 Pasal 71(2)
    NOMINATION = "nomination"
    REGISTRATION = "registration"
    CHECK = "check"  # of requirements
    DETERMINATION = "determination"  # penetapan
    DRAW = "draw"  # of numbers
    CAMPAIGN = "campaign"
    QUIET = "quiet"  # masa tenang
    VOTE = "vote"
    COUNT = "count"
    RECAP = "recap"
    OATH = "oath"


PHASE_WORDS: Final = {
    Phase.PLANNING: N_("Planning"),
    Phase.VOTER_DATA: N_("Voter data"),
    Phase.PARTIES: N_("Registration of parties"),
    Phase.DISTRICTS: N_("Seats and districts"),
    Phase.BODIES: N_("Ad hoc election bodies"),
    Phase.OBSERVERS: N_("Registration of observers"),
    Phase.SUPPORT: N_("Support for independent candidates"),
    Phase.REPLACEMENT_BAN: N_("Ban on replacing officials"),
    Phase.NOMINATION: N_("Nomination"),
    Phase.REGISTRATION: N_("Registration of candidates"),
    Phase.CHECK: N_("Check of requirements"),
    Phase.DETERMINATION: N_("Determination of candidates"),
    Phase.DRAW: N_("Draw of candidate numbers"),
    Phase.CAMPAIGN: N_("Election campaign"),
    Phase.QUIET: N_("Quiet period"),
    Phase.VOTE: N_("Voting day"),
    Phase.COUNT: N_("Counting"),
    Phase.RECAP: N_("Recapitulation"),
    Phase.OATH: N_("Oath of office"),
}


class Confidence(StrEnum):
    """How sure a fact is."""

    PRESS = "press"
    FOUND = "found"
    CONFLICT = "found-conflict"
    DERIVED = "derived"  # computed from found facts
    MEMORY_HIGH = "memory-high"
    MEMORY_LOW = "memory-low"
    UNKNOWN = "unknown"


SURE: Final = frozenset({Confidence.PRESS, Confidence.FOUND, Confidence.DERIVED})


@dataclass(frozen=True, slots=True)
class Dates:
    """When a phase runs, first and last day included. None is a day that is not known."""

    phase: Phase
    starts: date | None
    ends: date | None
    source: str
    confidence: Confidence
    offices: frozenset[Office] = frozenset()  # empty: all of the election
    region: str = EVERYWHERE
    note: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Regions that take part, and for which offices. A region covers those inside it."""

    regions: tuple[str, ...]
    offices: frozenset[Office]
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Election:
    """One election. `complete` says that regions which are not listed take no part."""

    code: str
    name: str
    law: Law
    offices: tuple[Office, ...]
    parts: tuple[Part, ...]
    complete: bool
    phases: tuple[Dates, ...]
    source: str
    note: str = ""

    def offices_in(self, region: str) -> frozenset[Office]:
        """Return the offices that `region` votes for, as far as is known."""
        held = [part.offices for part in self._parts(region)]
        return frozenset[Office]().union(*held)

    def takes_part_surely(self, region: str) -> bool:
        """Tell whether a source, not only memory, says that `region` takes part."""
        return any(part.confidence in SURE for part in self._parts(region))

    def dates(self, phase: Phase, region: str, office: Office) -> Dates | None:
        """Return when `phase` runs for an office in a region: the region's own dates come first."""
        found = [
            each
            for each in self.phases
            if each.phase is phase
            and covers(each.region, region)
            and (not each.offices or office in each.offices)
        ]
        return max(found, key=_how_special, default=None)

    def _parts(self, region: str) -> list[Part]:
        return [p for p in self.parts if any(covers(each, region) for each in p.regions)]


def covers(outer: str, inner: str) -> bool:
    """Tell whether region `outer` is `inner` or holds it: "32" and "32.76" hold "32.76.01"."""
    return outer in {EVERYWHERE, inner} or inner.startswith(f"{outer}.")


def _how_special(dates: Dates) -> tuple[int, bool]:
    depth = 0 if dates.region == EVERYWHERE else 1 + dates.region.count(".")
    return depth, bool(dates.offices)
