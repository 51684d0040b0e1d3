"""The register: who was permitted what, without the reasons and without the spouse's candidacy."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import F, Q, QuerySet
from django.utils.translation import get_language, gettext

from netral.access.core import Duty
from netral.access.queries import Seat
from netral.kernel import spoken
from netral.orgs.models import Unit
from netral.orgs.queries import within
from netral.permits.core import HELD, Shown, State
from netral.permits.models import Permit
from netral.permits.queries.mine import Card, card, rows_of

MOST: Final = 20_000  # rows of an export


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which permits to show, as the form has read it; empty means all."""

    kind: str = ""
    shown: str = ""
    unit: str = ""
    name: str = ""
    serving: bool = False  # who holds a permit today


def paths(seat: Seat) -> tuple[str, ...]:
    """Return the units whose permits the seat may list."""
    return (*seat.paths(Duty.SEE_PERMITS), *seat.paths(Duty.DECIDE_PERMIT))


def units(seat: Seat) -> list[Unit]:
    """Return the units of whose people the register holds something, for the filter."""
    known = _all(seat).values("person__unit")
    return list(Unit.objects.of(seat.institution).filter(pk__in=known).order_by("name"))


def register(seat: Seat, wanted: Wanted) -> QuerySet[Permit]:
    """Return the permits that fit, newest first."""
    rows, today = _all(seat), seat.at.local().date()
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.unit:
        rows = rows.filter(person__unit=int(wanted.unit))
    if wanted.name:
        rows = rows.filter(person__name__icontains=wanted.name)
    if wanted.shown:
        rows = rows.filter(_at(Shown(wanted.shown), today))
    if wanted.serving:
        held = [state.value for state in HELD]
        rows = rows.filter(state__in=held, starts_on__lte=today, last_on__gte=today)
    return rows.order_by("-asked_at", "-pk")


def _all(seat: Seat) -> QuerySet[Permit]:
    return rows_of(seat.institution).filter(within(paths(seat), "person__unit__path"))


def _at(shown: Shown, today: date) -> Q:
    """Keep the permits whose readers see them there on a day."""
    granted = Q(state=State.GRANTED)
    match shown:
        case Shown.COMING:
            return granted & Q(starts_on__gt=today)
        case Shown.RUNNING:
            return granted & Q(starts_on__lte=today, last_on__gte=today)
        case Shown.OVER:
            return granted & Q(starts_on__lte=F("last_on"), last_on__lt=today)
        case _:
            return Q(state=shown.value)


def lines(seat: Seat, wanted: Wanted) -> Iterator[list[str]]:
    """Yield the register as lines of text, the words of the columns first."""
    today, language = seat.at.local().date(), get_language() or "id"
    yield [
        gettext("Number"), gettext("Name"), gettext("Unit"), gettext("Kind of permit"),
        gettext("Body"), gettext("From"), gettext("Up to"), gettext("State"),
    ]  # fmt: skip
    for permit in register(seat, wanted)[:MOST]:
        yield _line(card(permit, today), language)


def _line(each: Card, language: str) -> list[str]:
    days = (spoken.short_day(day, language) for day in (each.starts_on, each.last_on))
    body = gettext(each.body) if each.body else ""
    return [each.number, each.name, each.unit, gettext(each.kind), body, *days, gettext(each.word)]
