"""What follows from the dates of an election: its stage, and where a day lies from the campaign."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from netral.calendar.core.elections import SURE, Dates, Election, Office, Phase
from netral.kernel.words import N_


class Stage(StrEnum):
    """Whether candidates are determined; most conduct changes regime on that day."""

    BEFORE = "before"
    PARTLY = "partly"  # for some offices of the election
    AFTER = "after"
    UNKNOWN = "unknown"


STAGE_WORDS: Final = {
    Stage.BEFORE: N_("Before the determination of candidates"),
    Stage.PARTLY: N_("Candidates are determined for some offices"),
    Stage.AFTER: N_("After the determination of candidates"),
    Stage.UNKNOWN: N_("Not known whether candidates are determined"),
}


class Campaign(StrEnum):
    """Where a day lies from the campaign."""

    BEFORE = "before"
    DURING = "during"
    QUIET = "quiet"
    AFTER = "after"
    UNKNOWN = "unknown"


CAMPAIGN_WORDS: Final = {
    Campaign.BEFORE: N_("Before the election campaign"),
    Campaign.DURING: N_("Election campaign period"),
    Campaign.QUIET: N_("Quiet period"),
    Campaign.AFTER: N_("After the election campaign"),
    Campaign.UNKNOWN: N_("Campaign dates are not known"),
}

DATE_DOUBT: Final = N_("The date is not verified.")
DAY_DOUBT: Final = N_("That the day of determination itself counts as after is not verified.")
DATE_UNKNOWN: Final = N_("The date is not known.")
REGION_UNKNOWN: Final = N_("It is not known whether this region takes part.")
PART_DOUBT: Final = N_("That this region takes part is not verified.")
NO_PART: Final = N_("This region takes no part.")
MANY_REGIONS: Final = N_("It differs from region to region.")


@dataclass(frozen=True, slots=True)
class StageFact:
    """The stage on a day, the dates it follows from, and what is doubtful about it."""

    stage: Stage
    dates: tuple[Dates, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def verified(self) -> bool:
        """Tell whether nothing about it is doubtful."""
        return not self.doubts


@dataclass(frozen=True, slots=True)
class CampaignFact:
    """Where a day lies from the campaign, the dates it follows from, and the doubts."""

    campaign: Campaign
    dates: tuple[Dates, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def verified(self) -> bool:
        """Tell whether nothing about it is doubtful."""
        return not self.doubts


def stage_on(election: Election, region: str, day: date, office: Office | None = None) -> StageFact:
    """Derive the stage of an election in a region on a local day.

    The day of determination counts as after from its first minute.
    """
    offices = _offices(election, region, office)
    if not offices:
        return StageFact(Stage.UNKNOWN, doubts=_no_part(election))
    pivots = _distinct(election.dates(Phase.DETERMINATION, region, o) for o in sorted(offices))
    whens = [dates.starts for dates in pivots if dates is not None]
    if len(whens) < len(pivots) or None in whens:
        return StageFact(Stage.UNKNOWN, _known(pivots), (DATE_UNKNOWN,))
    known = [when for when in whens if when is not None]
    stage = Stage.PARTLY
    if day < min(known):
        stage = Stage.BEFORE
    elif day >= max(known):
        stage = Stage.AFTER
    doubts = _part_doubts(election, region) + _doubts(pivots)
    return StageFact(stage, _known(pivots), doubts + ((DAY_DOUBT,) if day in known else ()))


def campaign_on(
    election: Election, region: str, day: date, office: Office | None = None
) -> CampaignFact:
    """Derive where a local day lies from the campaign of an election in a region."""
    offices = _offices(election, region, office)
    if not offices:
        return CampaignFact(Campaign.UNKNOWN, doubts=_no_part(election))
    answers = [_campaign(election, region, day, each) for each in sorted(offices)]
    values = {value for value, _ in answers}
    dates = _distinct(because for _, because in answers)
    if len(values) > 1 or Campaign.UNKNOWN in values:
        return CampaignFact(Campaign.UNKNOWN, _known(dates), (DATE_UNKNOWN,))
    doubts = _part_doubts(election, region) + _doubts(dates)
    return CampaignFact(values.pop(), _known(dates), doubts)


def _campaign(
    election: Election, region: str, day: date, office: Office
) -> tuple[Campaign, Dates | None]:
    run = election.dates(Phase.CAMPAIGN, region, office)
    quiet = election.dates(Phase.QUIET, region, office)
    vote = election.dates(Phase.VOTE, region, office)
    if vote and vote.starts and day >= vote.starts:
        return Campaign.AFTER, vote
    if quiet and _within(quiet, day):
        return Campaign.QUIET, quiet
    if run and _within(run, day):
        return Campaign.DURING, run
    if run and run.starts and day < run.starts:
        return Campaign.BEFORE, run
    return Campaign.UNKNOWN, None


def _within(dates: Dates, day: date) -> bool:
    return dates.starts is not None and dates.ends is not None and dates.starts <= day <= dates.ends


def _offices(election: Election, region: str, office: Office | None) -> frozenset[Office]:
    held = election.offices_in(region)
    return held if office is None else held & {office}


def _no_part(election: Election) -> tuple[str, ...]:
    return (NO_PART,) if election.complete else (REGION_UNKNOWN,)


def _part_doubts(election: Election, region: str) -> tuple[str, ...]:
    return () if election.takes_part_surely(region) else (PART_DOUBT,)


def _distinct(dates: Iterable[Dates | None]) -> list[Dates | None]:
    return list(dict.fromkeys(dates))


def _known(dates: Sequence[Dates | None]) -> tuple[Dates, ...]:
    return tuple(each for each in dates if each is not None)


def _doubts(dates: Sequence[Dates | None]) -> tuple[str, ...]:
    unsure = any(each.confidence not in SURE for each in _known(dates))
    return (DATE_DOUBT,) if unsure else ()
