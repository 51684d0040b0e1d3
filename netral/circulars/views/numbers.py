"""The page on numbers: how units write them, and where each running number stands."""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from netral.access.core import Duty
from netral.access.gate import SeatedRequest, needs
from netral.access.queries import Seat
from netral.circulars.actions.numbers import set_pattern
from netral.circulars.core.numbers import Pattern
from netral.circulars.models import NumberPattern
from netral.circulars.number_form import NumberForm
from netral.orgs.models import Unit
from netral.orgs.queries import within

MAY = (Duty.DRAFT_CIRCULAR, Duty.PASS_ON_CIRCULAR)  # drafters anywhere, heads in their own unit


@dataclass(frozen=True, slots=True)
class Row:
    """One pattern, and the number it makes next."""

    unit: str
    pattern: str
    year: int
    next_number: str


@require_http_methods(["GET", "POST"])
@needs(*MAY)
def settings(request: SeatedRequest) -> HttpResponse:
    """Show the patterns within reach, and set one."""
    seat = request.seat
    units = _units(seat)
    today = seat.at.local().date()
    first = {"year": today.year, "next_seq": 1, "unit": units.first()}
    form = NumberForm(request.POST or None, units=units, initial=first)
    if request.method == "POST" and form.is_valid():
        made = set_pattern(**form.cleaned_data, by=seat.actor, at=seat.at)
        number = Pattern(made.pattern).make(made.next_seq, today)
        messages.success(request, gettext("The next number will be %s.") % number)
        return redirect("circulars:numbers")
    context = {"form": form, "rows": _rows(seat, units), "institution": seat.institution}
    return render(
        request, "circulars/numbers/settings.html", context, status=422 if form.errors else 200
    )


def _units(seat: Seat) -> QuerySet[Unit]:
    paths = {path for duty in MAY for path in seat.paths(duty)}
    own = Unit.objects.of(seat.institution).filter(within(paths, "path"), valid_to=None)
    return own.select_related("institution").order_by("path")


def _rows(seat: Seat, units: QuerySet[Unit]) -> list[Row]:
    today = seat.at.local().date()
    rows = NumberPattern.objects.of(seat.institution).filter(unit__in=units.order_by())
    return [
        Row(
            unit=row.unit.name,
            pattern=row.pattern,
            year=row.year,
            next_number=Pattern(row.pattern).make(
                row.next_seq, today.replace(year=row.year, day=1)
            ),
        )
        for row in rows.select_related("unit").order_by("-year", "unit__path", "pattern")
    ]
