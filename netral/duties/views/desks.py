"""The desk of a head, of a unit below, and what an office has owed."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from netral.access.core import Duty
from netral.access.gate import SeatedRequest, needs
from netral.duties import queries
from netral.duties.queries.desk import desk
from netral.duties.queries.history import office_for, office_story
from netral.duties.queries.late import Late
from netral.duties.reader import standing
from netral.orgs import queries as orgs
from netral.orgs.models import Unit
from netral.supervision.queries.knowledge_clock import running

LATE_SHOWN = 5
OWN_LATE = 20  # as many of a head's own may stand before those below
ROWS_SHOWN = 12  # the furthest behind; all of them one tap away


@require_safe
@needs(Duty.SEE_BOARD)
def index(request: SeatedRequest) -> HttpResponse:
    """Open on the reader's own unit; who has none sees the units below."""
    mine = own_units(request)
    found = mine[0] if mine else orgs.widest(request.seat, Duty.SEE_BOARD)
    return _page(request, found, mine)


@require_safe
@needs(Duty.SEE_BOARD)
def unit(request: SeatedRequest, pk: int) -> HttpResponse:
    """Show what one unit owes, and how far the units below it are."""
    found = orgs.unit_for(request.seat, Duty.SEE_BOARD, pk)
    return _page(request, found, own_units(request))


@require_safe
@needs(Duty.SEE_BOARD)
def office(request: SeatedRequest, pk: int) -> HttpResponse:
    """Show what became of everything that an office has owed, and in whose time."""
    found = office_for(request.seat, pk)
    page = office_story(found, request.GET.get("page", "1"))
    return render(request, "duties/office.html", {"office": found, "page": page})


def own_units(request: SeatedRequest) -> list[Unit]:
    """Return the units below the top in which the reader holds an office, headed ones first."""
    seat = request.seat
    held = orgs.holdings_of(seat.user, seat.institution, seat.at.local().date())
    found = {h.office.unit_id: h.office.unit for h in held if h.office.unit.parent_id}
    return [u for u in found.values() if seat.may(Duty.SEE_BOARD, u.path)]


def _late_below(found: Unit, at: datetime, *, owns: bool) -> list[Late]:
    """Return what is late longest; what a head's own list says already is left out."""
    limit = LATE_SHOWN + OWN_LATE if owns else LATE_SHOWN
    rows = queries.late(found.institution, [found.path], at, limit=limit)
    return [each for each in rows if not owns or each.unit != found.pk][:LATE_SHOWN]


def own_tools(request: SeatedRequest, found: Unit, mine: list[Unit]) -> list[Duty]:
    """Return the duties whose pages open to the reader as who holds an office in the unit."""
    if all(each.pk != found.pk for each in mine):
        return []
    return [duty for duty in Duty if request.seat.may(duty, found.path)]


def _page(request: SeatedRequest, found: Unit, mine: list[Unit]) -> HttpResponse:
    seat, institution = request.seat, request.seat.institution
    found.institution = institution
    board = queries.board(institution, found)
    answers = seat.may(Duty.ANSWER_FOR_UNIT, found.path)
    owns = any(each.pk == found.pk for each in mine)
    tools = own_tools(request, found, mine)
    vacant = queries.vacant(institution, [found.path], seat.at.local().date())
    facts = {
        "unit": found,
        "mine": mine,
        "owns": owns,
        "desk": desk(found, seat.at.acted, tools) if found.parent_id else None,
        "standing": standing(),
        "clocks": running(seat) if owns and answers else [],
        "answers": answers,
        "english": get_language() == "en",
        "board": board,
        "rows": board.rows if "semua" in request.GET else board.rows[:ROWS_SHOWN],
        "late": _late_below(found, seat.at.acted, owns=owns) if board.rows else [],
        "vacant": [each for each in vacant if each.unit != found.pk],
        "own_vacancy": next((each for each in vacant if each.unit == found.pk), None),
    }
    return render(request, "duties/unit.html", facts)
