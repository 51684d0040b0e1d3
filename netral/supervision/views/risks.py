"""The pages of the risk list: units in order, and one unit with reasons and remedies."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from netral.access.core import Duty
from netral.access.gate import SeatedRequest, needs
from netral.orgs import queries as orgs
from netral.supervision.queries import risks as queries


@require_safe
@needs(Duty.SUPERVISE_UNIT)
def listed(request: SeatedRequest) -> HttpResponse:
    """Show the units I look after, the riskiest first."""
    facts = {"units": queries.ranked(request.seat), "most": queries.LISTED}
    return render(request, "supervision/risks/list.html", facts)


@require_safe
@needs(Duty.SUPERVISE_UNIT)
def show(request: SeatedRequest, pk: int) -> HttpResponse:
    """Show why one unit needs attention, and what to do."""
    unit = orgs.unit_for(request.seat, Duty.SUPERVISE_UNIT, pk)
    found = queries.of_unit(unit, request.seat.at)
    return render(request, "supervision/risks/show.html", {"found": found})
