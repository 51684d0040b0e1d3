"""Whom to remind of what today: one list a head, one list a superior."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from netral.calendar.queries import week
from netral.duties.core import Group, Kind, State
from netral.duties.core.demands import Demand
from netral.duties.models import Obligation
from netral.kernel.moment import Moment, instant
from netral.notices import queries as notices
from netral.notices.core.plan import Kind as Occasion
from netral.notices.core.plan import Quiet, Reminder, come, reminders
from netral.orgs.core import unit_ids
from netral.orgs.models import Holding, Unit
from netral.orgs.queries import heads_of
from netral.tenancy.models import Institution

BEHIND = timedelta(weeks=10)  # afterwards the weekly recap says it


@dataclass(frozen=True, slots=True)
class Told:
    """One obligation of which somebody is reminded today, and on what occasion."""

    row: Obligation
    reminder: Reminder


@dataclass(frozen=True, slots=True)
class Letter:
    """What one person is told today: the own unit's obligations, or what is late below."""

    holding: Holding
    unit: Unit
    told: tuple[Told, ...]
    escalates: bool
    urgent: bool


def due_today(institution: Institution, at: Moment) -> list[Told]:
    """Return the obligations whose latest reminder is today's, by what was reckoned last."""
    rows = Obligation.objects.of(institution).filter(
        state__in=[State.DUE, State.LATE],
        due_at__gt=at.acted - BEHIND,
    )
    rows = rows.exclude(group=Group.STANDING).select_related("unit", "clause")
    quiet = notices.quiet(institution.zone, week(institution).works)
    today = at.local().date()
    found = [Told(row, last) for row in rows if (last := _last(row, quiet, at.acted))]
    return [each for each in found if quiet.local(each.reminder.at).date() == today]


def _last(row: Obligation, quiet: Quiet, now: datetime) -> Reminder | None:
    begins = instant(_opens(row), time(8), quiet.zone)
    planned = reminders(start=min(begins, row.due_at), due=row.due_at, quiet=quiet)
    return come(planned, now)


def letters(institution: Institution, at: Moment) -> list[Letter]:
    """Return what each head, and each superior of a head who is late, is told today.

    A vacant office has no reader: what it owes goes to the next head above. Four queries.
    """
    told = due_today(institution, at)
    if not told:
        return []
    units = _above([each.row.unit for each in told])
    heads = heads_of(list(units.values()), at.local().date())
    own: dict[tuple[int, bool], list[Told]] = defaultdict(list)
    up: dict[int, list[Told]] = defaultdict(list)
    for each in told:
        reader = _reader(each.row.unit, heads, itself=True)
        own[reader, each.reminder.urgent].append(each)
        superior = _reader(each.row.unit, heads, itself=False)
        if each.reminder.kind is Occasion.OVERDUE and superior != reader:
            up[superior].append(each)
    return [*_letters(own, units, heads), *_lists(up, units, heads)]


def _letters(
    own: dict[tuple[int, bool], list[Told]], units: dict[int, Unit], heads: dict[int, Holding]
) -> Iterator[Letter]:
    for (unit, urgent), told in own.items():
        if unit in heads:
            ordered = tuple(sorted(told, key=_due))
            yield Letter(heads[unit], units[unit], ordered, escalates=False, urgent=urgent)


def _lists(
    up: dict[int, list[Told]], units: dict[int, Unit], heads: dict[int, Holding]
) -> Iterator[Letter]:
    for unit, told in up.items():
        if unit in heads:
            ordered = tuple(sorted(told, key=_due))
            yield Letter(heads[unit], units[unit], ordered, escalates=True, urgent=False)


def _above(units: Sequence[Unit]) -> dict[int, Unit]:
    """Return units with all above them, by id."""
    ids = {pk for unit in units for pk in unit_ids(unit.path)}
    return {unit.pk: unit for unit in Unit.objects.filter(pk__in=ids)}


def _reader(unit: Unit, heads: dict[int, Holding], *, itself: bool) -> int:
    """Return the nearest unit with a head, from the unit itself or from above on; 0: none."""
    line = unit_ids(unit.path) if itself else unit_ids(unit.path)[:-1]
    return next((pk for pk in reversed(line) if pk in heads), 0)


def _due(told: Told) -> datetime:
    return told.row.due_at


def _opens(row: Obligation) -> date:
    demand = Demand(
        Group(row.group), Kind(row.kind), row.source, row.first_on, row.last_on, row.due_at
    )
    return demand.opens_on
