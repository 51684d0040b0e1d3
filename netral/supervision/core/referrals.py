"""To which desk a suspicion goes, who is kept from it, and what may be counted of it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from netral.kernel.words import N_
from netral.supervision.core import Desk, ReferralState

DESK_WORDS: Final = {
    Desk.PERSONNEL: N_("Personnel office (BKPSDM)"),
    Desk.INSPECTORATE: N_("Inspectorate (Inspektorat)"),
}
REFERRAL_WORDS: Final = {
    ReferralState.SENT: N_("Waiting for the desk"),
    ReferralState.TAKEN: N_("Being examined"),
    ReferralState.CLOSED: N_("Closed"),
}
# Meaning for colour and shape, in the words of the page's parts.
REFERRAL_SHAPES: Final = {
    ReferralState.SENT: "due",
    ReferralState.TAKEN: "next",
    ReferralState.CLOSED: "done",
}
LONGEST: Final = 4_000  # characters, about two pages
SLUG_SIGNS: Final = 12


class Outcome(StrEnum):
    """How a desk closed a referral."""

    SUPERVISOR = "supervisor"  # handed to the election supervisor
    DISCIPLINE = "discipline"  # a discipline process has begun
    NOTHING = "nothing"


OUTCOME_WORDS: Final = {
    Outcome.SUPERVISOR: N_("Handed to the election supervisor (Bawaslu)"),
    Outcome.DISCIPLINE: N_("A discipline process has begun"),
    Outcome.NOTHING: N_("Found to be nothing"),
}


@dataclass(frozen=True, slots=True)
class Suspect:
    """What decides the desk about the person suspected."""

    heads: bool = False  # holds an office over people
    personnel: bool = False  # serves at the personnel office, or takes referrals there


def desk_for(suspect: Suspect, *, superior_involved: bool, wished: Desk | None) -> Desk:
    """Return the desk: the personnel office, unless it would judge itself or a superior."""
    own_house = suspect.heads or suspect.personnel or superior_involved
    return Desk.INSPECTORATE if own_house else wished or Desk.PERSONNEL


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where somebody of the desk stands: account, unit, and what the person stands over."""

    account: int
    path: str  # of the unit in which the person serves; empty where the roster has none
    heads: tuple[str, ...] = ()  # paths of units that the person directs
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """Whom a referral is about, with what keeps others from it."""

    accounts: frozenset[int]  # suspect, sender, and whoever was kept out on the day of sending
    path: str = ""  # of the line concerned: of the suspect's unit, once known
    suspect_heads: tuple[str, ...] = ()
    superior_involved: bool = False
    words: str = ""  # how the person was described; empty once somebody is named


def may_see(place: Place, concern: Concern) -> bool:
    """Tell whether a referral is there for somebody of the desk.

    Never for the suspect and the sender; where a superior is concerned, not for who stands over
    the suspect, nor for who serves under a suspect who heads a unit. While nobody is named,
    whoever bears a name that the description holds counts as described.
    """
    if place.account in concern.accounts:
        return False
    if describes(concern.words, place.name):
        return False
    if any(place.path.startswith(head) for head in concern.suspect_heads):
        return False
    concerned = concern.superior_involved or concern.suspect_heads
    above = any(concern.path.startswith(head) for head in place.heads)
    return not (concerned and above)


def describes(words: str, name: str) -> bool:
    """Tell whether a description holds every part of a name, in any order."""
    said, parts = _parts(words), _parts(name)
    return bool(parts) and parts <= said


def _parts(text: str) -> set[str]:
    bare = "".join(sign if sign.isalnum() else " " for sign in text.casefold())
    return {part for part in bare.split() if len(part) > 1}
