"""How heads of unit fulfil their duties: the board, the late list, and both as files."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from netral.access.core import Duty
from netral.access.gate import SeatedRequest, hand_out, needs
from netral.duties.core import GROUP_WORDS, KIND_WORDS, KINDS_OF, Group, Part, part_words
from netral.duties.queries.boards import uncounted
from netral.insight import pictures, sheets
from netral.insight.queries import compliance as queries
from netral.insight.spoken_bands import language
from netral.kernel import spoken
from netral.kernel.cells import CSV, XLSX
from netral.orgs import queries as orgs

if TYPE_CHECKING:
    from netral.orgs.models import Unit

SHOWN = 40  # of the late list at first; the whole is one tap away, to be printed
LONG = 19  # digits that are no key any more


@require_safe
@needs(Duty.SEE_BOARD)
def board(request: SeatedRequest) -> HttpResponse:
    """Show the highest unit that the reader may see."""
    return _board(request, None)


@require_safe
@needs(Duty.SEE_BOARD)
def unit(request: SeatedRequest, pk: int) -> HttpResponse:
    """Show one unit with those right below it."""
    return _board(request, pk)


def _board(request: SeatedRequest, pk: int | None) -> HttpResponse:
    found, part = _place(request, pk), _part(request)
    page = queries.compliance(request.seat, found, part)
    facts = {
        "page": page,
        **_narrowed(part),
        "standing": uncounted() if part is Group.STANDING else (),
        "english": language().startswith("en"),
        "units": pictures.units(page.board),
        "trend": pictures.trend(page.days),
    }
    return render(request, "insight/compliance.html", facts)


@require_safe
@needs(Duty.SEE_BOARD)
def late(request: SeatedRequest) -> HttpResponse:
    """List what is late, the longest first, to be gone through and printed."""
    typed = request.GET.get("unit", "")
    found = _place(request, int(typed) if _is_key(typed) else None)
    part = _part(request)
    rows = queries.late_list(request.seat, [found.path], part)
    whole = "semua" in request.GET
    facts = {
        "unit": found,
        "rows": rows if whole else rows[:SHOWN],
        "count": len(rows),
        "more": len(rows) == queries.LISTED,
        **_narrowed(part),
    }
    return render(request, "insight/late.html", facts)


@require_safe
@needs(Duty.SEE_BOARD)
def workbook(request: SeatedRequest, pk: int) -> HttpResponse:
    """Hand out the figures of all units below, the late list and the days, as they are now."""
    title, found = _asked(request, pk)
    made = sheets.workbook(title, found, request.seat.at.zone)
    return hand_out(made, XLSX, f"kewajiban-{pk}.xlsx")


@require_safe
@needs(Duty.SEE_BOARD)
def table(request: SeatedRequest, pk: int) -> HttpResponse:
    """Hand out the figures of all units below as CSV."""
    title, found = _asked(request, pk)
    return hand_out(sheets.table(title, found), CSV, f"kewajiban-{pk}.csv")


def _asked(request: SeatedRequest, pk: int) -> tuple[list[str], queries.Everything]:
    seat, found, part = request.seat, _place(request, pk), _part(request)
    when = spoken.at(seat.at.acted, seat.at.zone, language())
    about = [gettext(part_words(part))] if part else []
    title = [found.name, seat.institution.name, *about, when]
    return title, queries.everything(seat, found, part)


def _place(request: SeatedRequest, pk: int | None) -> "Unit":
    seat = request.seat
    if pk is None:
        return orgs.widest(seat, Duty.SEE_BOARD)
    return orgs.unit_for(seat, Duty.SEE_BOARD, pk)


def _is_key(typed: str) -> bool:
    """Tell whether it can be the key of a row; what has more digits is none."""
    return typed.isascii() and typed.isdigit() and len(typed) < LONG


def _part(request: SeatedRequest) -> Part | None:
    """Read what the reader narrowed the page to; a strange word is nothing."""
    return queries.PARTS.get(request.GET.get("jenis", ""))


def _narrowed(part: Part | None) -> dict[str, Any]:
    """Return what pages say of the part, and what may be chosen instead."""
    return {
        "part": part,
        "word": part_words(part) if part else "",
        "groups": [
            (group.value, GROUP_WORDS[group], [(k.value, KIND_WORDS[k]) for k in kinds])
            for group, kinds in KINDS_OF.items()
        ],
    }
