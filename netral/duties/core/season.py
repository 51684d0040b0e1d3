"""Which phase of the season a day lies in, where several elections may run side by side."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from netral.calendar.core.elections import Election
from netral.calendar.core.elections import Phase as Part
from netral.kernel.words import N_

DAY: Final = timedelta(days=1)


class Phase(StrEnum):
    """A phase of the season, as far as duties differ by it."""

    BEFORE = "before"  # before candidates are determined
    DETERMINED = "determined"  # from the determination to the campaign
    CAMPAIGN = "campaign"
    QUIET = "quiet"
    AFTER = "after"  # from voting day to the end of the count
    UNKNOWN = "unknown"


PHASE_WORDS: Final = {
    Phase.BEFORE: N_("Before the determination of candidates"),
    Phase.DETERMINED: N_("From the determination of candidates to the campaign"),
    Phase.CAMPAIGN: N_("Election campaign period"),
    Phase.QUIET: N_("Quiet period"),
    Phase.AFTER: N_("From voting day to the end of the count"),
    Phase.UNKNOWN: N_("Phase not known"),
}
# Where elections overlap, the phase that asks more of heads goes before.
RANK: Final = (
    Phase.QUIET, Phase.CAMPAIGN, Phase.DETERMINED, Phase.BEFORE, Phase.AFTER, Phase.UNKNOWN,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dates:
    """The days of one election that duties go by; None is a day that nobody knows."""

    determined: date | None = None
    campaign: tuple[date, date] | None = None
    quiet: tuple[date, date] | None = None
    vote: date | None = None
    ends: date | None = None  # last day of the count

    def phase_on(self, day: date) -> Phase | None:
        """Return the phase of `day`; None once the election is over."""
        if self.ends and day > self.ends:
            return None
        if self.determined is None:
            early = Phase.UNKNOWN
        else:
            early = Phase.DETERMINED if day >= self.determined else Phase.BEFORE
        is_so = {
            Phase.AFTER: self.vote is not None and day >= self.vote,
            Phase.QUIET: _holds(self.quiet, day),
            Phase.CAMPAIGN: _holds(self.campaign, day),
        }
        return next((phase for phase, holds in is_so.items() if holds), early)


@dataclass(frozen=True, slots=True)
class Span:
    """Days on end in one phase, both ends included."""

    phase: Phase
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Season:
    """All elections that a circular is about, on the calendar of one region."""

    elections: tuple[Dates, ...] = ()

    @property
    def ends(self) -> date | None:
        """Return the last day on which something can be asked; None while it is not known."""
        known = [each.ends for each in self.elections]
        return max((day for day in known if day), default=None) if all(known) else None

    def phase_on(self, day: date) -> Phase:
        """Return the phase of a day, the one that asks most where elections overlap."""
        found = {each.phase_on(day) for each in self.elections} - {None}
        return min((p for p in found if p), key=RANK.index, default=Phase.UNKNOWN)

    def spans(self, first: date, last: date) -> tuple[Span, ...]:
        """Cut the days from `first` to `last` by phase."""
        return tuple(_spans(self, first, last))


def _spans(season: Season, first: date, last: date) -> Iterator[Span]:
    begun = first
    while begun <= last:
        phase, day = season.phase_on(begun), begun
        while day < last and season.phase_on(day + DAY) is phase:
            day += DAY
        yield Span(phase, begun, day)
        begun = day + DAY


def season_of(elections: Sequence[Election], region: str) -> Season:
    """Return the season of `elections` in a region.

    Offices of one election may have days of their own: it begins with the earliest
    determination and ends with the latest count.
    """
    return Season(tuple(_dates(each, region) for each in elections))


def _dates(election: Election, region: str) -> Dates:
    begins = _days(election, region, Part.DETERMINATION, last=False)
    counted = [*_days(election, region, Part.RECAP, last=True)]
    counted += _days(election, region, Part.COUNT, last=True)
    votes = _days(election, region, Part.VOTE, last=False)
    return Dates(
        determined=min(begins, default=None),
        campaign=_run(election, region, Part.CAMPAIGN),
        quiet=_run(election, region, Part.QUIET),
        vote=max(votes, default=None),
        ends=max([*counted, *votes], default=None),
    )


def _run(election: Election, region: str, part: Part) -> tuple[date, date] | None:
    first = min(_days(election, region, part, last=False), default=None)
    last = max(_days(election, region, part, last=True), default=None)
    return (first, last) if first and last else None


def _days(election: Election, region: str, part: Part, *, last: bool) -> list[date]:
    offices = election.offices_in(region) or frozenset(election.offices)
    found = [election.dates(part, region, office) for office in sorted(offices)]
    return list(_known((d.ends if last else d.starts) for d in found if d is not None))


def _known(days: Iterable[date | None]) -> Iterator[date]:
    return (day for day in days if day is not None)


def _holds(run: tuple[date, date] | None, day: date) -> bool:
    return run is not None and run[0] <= day <= run[1]
