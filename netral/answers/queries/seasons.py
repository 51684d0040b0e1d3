"""The elections of an institution's region as runs of days with the same facts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from django.utils.translation import gettext, override

from netral.calendar import queries as calendar
from netral.calendar.core.elections import OFFICE_WORDS, Election, Office, Phase
from netral.calendar.core.stages import MANY_REGIONS, campaign_on, stage_on
from netral.rules.core.base import CAMPAIGN, DERIVED, ELECTION, STAGE, Words
from netral.tenancy.core import Kind
from netral.tenancy.models import Institution

PIVOTS: Final = (Phase.DETERMINATION, Phase.CAMPAIGN, Phase.QUIET, Phase.VOTE)
ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Segment:
    """Days from `starts` on (None: from ever) with the same facts; what is doubtful of them."""

    starts: date | None
    stage: str  # empty where the calendar does not know it; so the campaign
    campaign: str
    doubts: tuple[Words, ...]

    @property
    def facts(self) -> dict[str, str]:
        """Return what is known, as the rules name it."""
        told = {STAGE: self.stage, CAMPAIGN: self.campaign}
        return {name: value for name, value in told.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """An election, or those of its offices that share their dates."""

    code: str
    name: Words
    law: str
    first: date | None
    last: date | None
    segments: tuple[Segment, ...]

    def segment(self, on: date) -> Segment:
        """Return the run of days that a day lies in."""
        return [s for s in self.segments if s.starts is None or s.starts <= on][-1]

    def facts(self, on: date) -> dict[str, str]:
        """Return what the calendar says of a day, as the rules know it."""
        return {ELECTION: self.law, **self.segment(on).facts}

    def distance(self, on: date) -> int:
        """Return how many days lie between a day and the season; unknown seasons are far."""
        if self.first is None or self.last is None:
            return date.max.toordinal()
        return max((self.first - on).days, (on - self.last).days, 0)


def seasons(institution: Institution) -> tuple[Season, ...]:
    """Return every election that concerns an institution, offices with other dates apart."""
    found: list[Season] = []
    for election in calendar.concerning(institution):
        found += _of(election, institution)
    return tuple(found)


def nearest(known: Sequence[Season], today: date) -> Season | None:
    """Return the season that a day lies in, or the nearest."""
    return min(known, key=lambda season: season.distance(today), default=None)


def _of(election: Election, institution: Institution) -> list[Season]:
    region = institution.code
    if institution.kind == Kind.AGENCY:
        unknown = Segment(None, "", "", _both([MANY_REGIONS]))
        return [_season(election, (), (unknown,))]
    offices = sorted(election.offices_in(region), key=election.offices.index)
    runs = [(_segments(election, region, office), office) for office in offices]
    alike = [
        (segments, tuple(office for other, office in runs if other == segments))
        for segments in dict.fromkeys(segments for segments, _ in runs)
    ]
    if len(alike) == 1 or not alike:
        segments = alike[0][0] if alike else _segments(election, region, None)
        return [_season(election, (), segments)]
    return [_season(election, held, segments) for segments, held in alike]


def _season(
    election: Election, offices: tuple[Office, ...], segments: tuple[Segment, ...]
) -> Season:
    said = [OFFICE_WORDS[office] for office in offices]
    names = [", ".join(each) for each in _languages(said)]
    days = [d.starts for d in election.phases if d.starts]
    votes = [d.starts for d in election.phases if d.phase is Phase.VOTE and d.starts]
    return Season(
        code=".".join([election.code, *offices[:1]]),
        name=Words(*(f"{election.name}: {each}" if each else election.name for each in names)),
        law=election.law.value,
        first=min(days, default=None),
        last=max(votes, default=None),
        segments=segments,
    )


def _segments(election: Election, region: str, office: Office | None) -> tuple[Segment, ...]:
    days = sorted(_pivots(election))
    if not days:
        return (_segment(election, region, office, date.min, None),)
    runs = [_segment(election, region, office, days[0] - ONE_DAY, None)]
    runs += [_segment(election, region, office, day, day) for day in days]
    alike = groupby(runs, key=lambda run: (run.stage, run.campaign, run.doubts))
    return tuple(next(group) for _, group in alike)


def _segment(
    election: Election, region: str, office: Office | None, on: date, starts: date | None
) -> Segment:
    stage = stage_on(election, region, on, office)
    campaign = campaign_on(election, region, on, office)
    return Segment(
        starts,
        stage.stage.value if stage.stage in DERIVED[STAGE] else "",
        campaign.campaign.value if campaign.campaign in DERIVED[CAMPAIGN] else "",
        _both(dict.fromkeys((*stage.doubts, *campaign.doubts))),
    )


def _pivots(election: Election) -> set[date]:
    """Return every day on which a fact may change, and the day after it."""
    dates = [dates for dates in election.phases if dates.phase in PIVOTS]
    days = {d.starts for d in dates} | {d.ends + ONE_DAY for d in dates if d.ends}
    known = {day for day in days if day}
    return known | {day + ONE_DAY for day in known}


def _both(texts: Iterable[str]) -> tuple[Words, ...]:
    return tuple(Words(*each) for each in zip(*_languages(list(texts)), strict=True))


def _languages(texts: Sequence[str]) -> list[list[str]]:
    found = []
    for language in ("id", "en"):
        with override(language):
            found.append([gettext(text) for text in texts])
    return found
