"""A head states that nothing came to knowledge in a time."""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta

from django.db import transaction
from django.utils.translation import get_language

from netral.kernel import spoken
from netral.kernel.moment import Moment, midnight
from netral.ledger.actions import Act, record
from netral.orgs.models import Holding, Unit
from netral.supervision.core import FindingState
from netral.supervision.core.periods import LONGEST, Period
from netral.supervision.errors import (
    FindingsOpen,
    PeriodNotOver,
    PeriodTooLong,
    PeriodTurned,
    SomethingKnown,
)
from netral.supervision.models import Finding, NilReport

# The words of the letter: they are kept, and stay Indonesian in whatever language they were read.
STATEMENT = (
    "Sejak {first} sampai dengan {last} tidak ada dugaan pelanggaran netralitas di {unit} "
    "yang saya ketahui."
)


@transaction.atomic
def state_nil(
    *,
    term: Holding,
    period: Period,
    units: Collection[int],
    something_known: bool,
    by: str,
    at: Moment,
) -> NilReport:
    """Keep the statement of who heads a unit; the same period again is the same statement.

    `units` are the ids that the head answers for. Whether the head's own clock ran in the period
    comes in as a fact: the refusal says no more than that.

    Raises:
        PeriodTurned, PeriodNotOver, PeriodTooLong, FindingsOpen, SomethingKnown: why not.
    """
    unit = term.office.unit
    Unit.objects.of(unit.institution_id).select_for_update(no_key=True).get(pk=unit.pk)
    rows = NilReport.objects.of(unit.institution_id)
    same = rows.filter(unit=unit, starts_on=period.starts_on, ends_on=period.ends_on)
    there: NilReport | None = same.first()
    if there is not None:
        return there
    _fits(period, at)
    _nothing_open(unit, units, period, at)
    if something_known:
        raise SomethingKnown
    return _kept(term, period, by, at)


def _kept(term: Holding, period: Period, by: str, at: Moment) -> NilReport:
    unit = term.office.unit
    days = {"starts_on": period.starts_on, "ends_on": period.ends_on}
    act = Act(
        act="nil_report.stated", actor=by, subject=f"unit:{unit.pk}",
        fields={"detail": {name: day.isoformat() for name, day in days.items()}},
    )  # fmt: skip
    return NilReport.objects.create(
        institution=unit.institution,
        unit=unit,
        statement=statement(unit.name, period),
        stated_by=term,
        stated_at=at.acted,
        entry=record(act, institution=unit.institution, at=at),
        **days,
    )


def statement(unit: str, period: Period) -> str:
    """Return the sentence that a head states."""
    first, last = (spoken.day(day, "id") for day in (period.starts_on, period.ends_on))
    return STATEMENT.format(first=first, last=last, unit=unit)


def _fits(period: Period, at: Moment) -> None:
    """Refuse a period that nobody can know about."""
    if period.ends_on < period.starts_on:
        raise PeriodTurned
    if period.ends_on > at.local().date():
        raise PeriodNotOver(last_day=_say(period.ends_on))
    if period.days > LONGEST:
        raise PeriodTooLong(days=LONGEST)


def _nothing_open(unit: Unit, units: Collection[int], period: Period, at: Moment) -> None:
    since, until = span(period, at.zone)
    found = Finding.objects.of(unit.institution_id).filter(
        unit__in=list(units), state=FindingState.OPEN, found_at__gte=since, found_at__lt=until
    )
    if count := found.count():
        raise FindingsOpen(count=count)


def span(period: Period, zone: str) -> tuple[datetime, datetime]:
    """Return the instants at which a period begins and is over, in UTC."""
    after = period.ends_on + timedelta(days=1)
    first, last = midnight(period.starts_on, zone), midnight(after, zone)
    return first.astimezone(UTC), last.astimezone(UTC)


def _say(day: date) -> str:
    return spoken.short_day(day, get_language() or "id")
