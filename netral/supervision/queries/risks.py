"""The risk list of units, from findings, checks and the counters of pacts. Persons are not read."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from netral.access.core import Duty
from netral.access.queries import Seat
from netral.kernel.moment import Moment
from netral.orgs import queries as orgs
from netral.orgs.core import UnitKind
from netral.orgs.models import Unit
from netral.pacts.core import Figures
from netral.pacts.models import Campaign
from netral.supervision.core import CheckKind, FindingState, Tick
from netral.supervision.core.risks import (
    LEVEL_MEANINGS,
    LEVEL_WORDS,
    Assessed,
    Cause,
    Known,
    Risk,
    assess,
)
from netral.supervision.core.topics import TOPIC_WORDS, Topic
from netral.supervision.models import Check, CheckPoint, Finding
from netral.supervision.queries.phases import phase_today
from netral.supervision.reader.risks import found_days, policy
from netral.tallies.queries import owns

LISTED: Final = 30
FACILITIES: Final = (Topic.CARS, Topic.OFFICES, Topic.GOODS)


@dataclass(frozen=True, slots=True)
class Told:
    """One risk in words: why, and what to do, with where it is done."""

    why: str
    todo: str
    url: str
    weight: int


@dataclass(frozen=True, slots=True)
class UnitRisk:
    """The risks of one unit, ready to show."""

    unit: Unit
    word: str  # msgid of the level
    meaning: str
    score: int
    told: tuple[Told, ...]


def ranked(seat: Seat) -> list[UnitRisk]:
    """Return the units that the seat supervises, the riskiest first."""
    rows = Unit.objects.of(seat.institution).filter(
        orgs.within(seat.paths(Duty.SUPERVISE_UNIT), "path"), valid_to=None
    )
    units = list(rows.exclude(kind=UnitKind.ROOT).select_related("institution"))
    found = assessed(units, seat.at)
    order = sorted(units, key=lambda unit: (-found[unit.pk].score, unit.name))
    return [_shown(unit, found[unit.pk]) for unit in order[:LISTED]]


def of_unit(unit: Unit, at: Moment) -> UnitRisk:
    """Return the risks of one unit."""
    return _shown(unit, assessed([unit], at)[unit.pk])


def assessed(units: Sequence[Unit], at: Moment) -> dict[int, Assessed]:
    """Return the risks of units of one institution by their ids; as many queries for any number."""
    if not units:
        return {}
    records = _Records(units, at)
    return {unit.pk: assess(records.known(unit), policy()) for unit in units}


class _Records:
    """What is on record of some units of one institution, fetched at once."""

    def __init__(self, units: Sequence[Unit], at: Moment) -> None:
        self._house, self._at = units[0].institution, at
        self._phase, _ = phase_today(self._house, at)
        own = {"unit__in": [unit.pk for unit in units]} if len(units) == 1 else {}
        self._open = self._open_findings(own)
        self._found = self._found_of_late(own)
        rows = Check.objects.of(self._house).filter(**own, done_at__lte=at.acted)
        self._checked = dict(rows.order_by().values_list("unit").annotate(last=Max("done_at")))
        self._facilities = self._declared(own)
        self._pacts = self._signing([unit.pk for unit in units])

    def known(self, unit: Unit) -> Known:
        """Gather what is on record of one unit."""
        found = self._open.get(unit.pk, [])
        figures = self._pacts.get(unit.pk)
        checked = self._checked.get(unit.pk)
        return Known(
            kind=UnitKind(unit.kind),
            phase=self._phase,
            open_findings=len(found),
            oldest_days=max((self._days(each) for each in found), default=0),
            unchecked_days=self._days(checked) if checked else None,
            asked_to_sign=figures.total if figures else 0,
            unsigned=figures.waiting if figures else 0,
            facilities=self._facilities.get(unit.pk, frozenset()),
            found=self._found.get(unit.pk, {}),
        )

    def _days(self, since: datetime) -> int:
        return max(0, (self._at.acted - since).days)

    def _open_findings(self, own: Mapping[str, Any]) -> dict[int, list[datetime]]:
        rows = Finding.objects.of(self._house).filter(**own, state=FindingState.OPEN)
        found: dict[int, list[datetime]] = defaultdict(list)
        for unit, at in rows.values_list("unit_id", "found_at"):
            found[unit].append(at)
        return found

    def _found_of_late(self, own: Mapping[str, Any]) -> dict[int, Counter[Topic]]:
        since = self._at.acted - timedelta(days=found_days())
        rows = Finding.objects.of(self._house).filter(**own, found_at__gte=since)
        found: dict[int, Counter[Topic]] = defaultdict(Counter)
        for unit, topic in rows.values_list("unit_id", "topic"):
            found[unit][Topic(topic)] += 1
        return found

    def _declared(self, own: Mapping[str, Any]) -> dict[int, frozenset[Topic]]:
        """Return what each unit's latest self-check said is there."""
        checks = Check.objects.of(self._house).filter(**own, kind=CheckKind.SELF)
        rows = checks.order_by("done_at", "pk").values_list("unit_id", "pk")
        latest = dict(rows)  # of each unit the last one stays
        points = CheckPoint.objects.of(self._house).filter(
            check_list__in=latest.values(), topic__in=[topic.value for topic in FACILITIES]
        )
        found: dict[int, set[Topic]] = defaultdict(set)
        seen = points.exclude(tick=Tick.NOT_HERE).values_list("check_list__unit_id", "topic")
        for unit, topic in seen:
            found[unit].add(Topic(topic))
        return {unit: frozenset(topics) for unit, topics in found.items()}

    def _signing(self, units: Sequence[int]) -> dict[int, Figures]:
        """Return the counters of the campaign that is open and ends last, by unit."""
        rows = Campaign.objects.of(self._house).filter(stage=Campaign.Stage.OPEN)
        campaign: Campaign | None = rows.order_by("-deadline", "-pk").first()
        if campaign is None:
            return {}
        counted = owns(self._house, campaign.board, units)
        return {unit: Figures(counts) for unit, counts in counted.items()}


def _shown(unit: Unit, found: Assessed) -> UnitRisk:
    return UnitRisk(
        unit=unit,
        word=LEVEL_WORDS[found.level],
        meaning=LEVEL_MEANINGS[found.level],
        score=found.score,
        told=tuple(_told(unit, risk) for risk in found.risks),
    )


def _told(unit: Unit, risk: Risk) -> Told:
    why, todo, route = _SENTENCES[risk.cause](risk.facts)
    where = {"pk": unit.pk} if route == "supervision:field_check" else {}
    return Told(why, todo, reverse(route, kwargs=where) if route else "", risk.weight)


Sentence = tuple[str, str, str]  # why, what to do, the route where it is done


def _say_findings(facts: Mapping[str, Any]) -> Sentence:
    n, days = facts["n"], facts["days"]
    why = ngettext(
        "%(n)s finding is open, for up to %(days)s days.",
        "%(n)s findings are open, for up to %(days)s days.",
        n,
    ) % {"n": n, "days": days}
    return why, gettext("Mend it and close the finding."), "supervision:findings"


def _say_unchecked(facts: Mapping[str, Any]) -> Sentence:
    todo = gettext("Go through the list at the place.")
    if facts["days"] is None:
        return gettext("The unit was never checked."), todo, "supervision:field_check"
    why = gettext("The last check was %(days)s days ago.") % {"days": facts["days"]}
    return why, todo, "supervision:field_check"


def _say_pacts(facts: Mapping[str, Any]) -> Sentence:
    why = gettext("%(n)s of %(all)s pacts are not signed.") % facts
    return why, gettext("Remind those who are still waited for."), "pacts:index"


def _say_again(facts: Mapping[str, Any]) -> Sentence:
    word = TOPIC_WORDS[facts["topic"]]
    topic = gettext(word)
    why = gettext("The same was found %(n)s times: %(topic)s.") % {"n": facts["n"], "topic": topic}
    return why, gettext("Hold a session about it and look again."), ""


def _say_facilities(facts: Mapping[str, Any]) -> Sentence:
    topics = ", ".join(gettext(TOPIC_WORDS[topic]) for topic in facts["topics"])
    why = gettext("The unit has what a campaign could misuse: %(topics)s.") % {"topics": topics}
    return why, gettext("Check log and place before events."), "supervision:field_check"


def _say_public(_facts: Mapping[str, Any]) -> Sentence:
    why = gettext("The unit serves the public every day while an election is near.")
    return why, gettext("Remind the staff at the counter of neutral service."), ""


_SENTENCES: Final = {
    Cause.FINDINGS: _say_findings,
    Cause.UNCHECKED: _say_unchecked,
    Cause.PACTS: _say_pacts,
    Cause.AGAIN: _say_again,
    Cause.FACILITIES: _say_facilities,
    Cause.PUBLIC: _say_public,
}
