"""My page, the board, and the page of a unit."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from netral.access.core import Duty
from netral.access.gate import SeatedRequest, needs
from netral.insight import queries
from netral.insight.setup import setup
from netral.orgs import queries as orgs


@require_safe
@needs(*Duty)
def mine(request: SeatedRequest) -> HttpResponse:
    """Show the reader what to do, by when, and what is done; a builder what is missing."""
    page, missing = queries.my_page(request.seat), setup(request.seat)
    return render(request, "insight/mine.html", {"page": page, "setup": missing})


@require_safe
@needs(Duty.SEE_BOARD)
def board(request: SeatedRequest) -> HttpResponse:
    """Show everything that runs, from the highest unit that the reader may see."""
    seen = queries.overview(request.seat, orgs.widest(request.seat, Duty.SEE_BOARD))
    name = "insight/_board.html" if getattr(request, "htmx", False) else "insight/board.html"
    return render(request, name, {"page": seen})


@require_safe
@needs(Duty.SEE_BOARD)
def unit(request: SeatedRequest, pk: int) -> HttpResponse:
    """Show the desk of a unit: what it owes, and how far its people have come."""
    found = orgs.unit_for(request.seat, Duty.SEE_BOARD, pk)
    return render(request, "insight/unit.html", {"page": queries.overview(request.seat, found)})
