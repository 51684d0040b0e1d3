"""The pages of checks: which one, going through a list, what was seen."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from netral.access.core import Duty
from netral.access.errors import NotYours
from netral.access.gate import SeatedRequest, needs
from netral.kernel.errors import Refusal
from netral.ledger.queries.marks import mark
from netral.orgs import queries as orgs
from netral.orgs.models import Unit
from netral.supervision.actions.checks import Sheet, keep
from netral.supervision.core import CHECK_WORDS, CheckKind
from netral.supervision.core.checklists import PHASE_WORDS, Phase
from netral.supervision.forms.checks import CheckForm
from netral.supervision.forms.guidance import FindForm
from netral.supervision.queries import checks as queries
from netral.supervision.queries import units
from netral.supervision.queries.lists import list_for

METHODS = ["GET", "HEAD", "POST"]
ON_A_PAGE = 30


@require_safe
@needs(*queries.READERS)
def index(request: SeatedRequest) -> HttpResponse:
    """Show which lists I can go through, and what was checked."""
    seat = request.seat
    form = FindForm(request.GET or None)
    words = form.cleaned_data["nama"] if form.is_valid() else ""
    own = units.own(seat)
    mine = {unit.pk for unit in own}
    page = Paginator(queries.checks(seat), ON_A_PAGE).get_page(request.GET.get("page"))
    facts = {
        "own": own,
        "below": [unit for unit in units.below(seat, words) if unit.pk not in mine],
        "form": form,
        "searched": bool(words),
        "page": page,
        "lines": [queries.check_line(row) for row in page.object_list],
    }
    return render(request, "supervision/checks/index.html", facts)


@require_http_methods(METHODS)
@needs(Duty.SUPERVISE_UNIT)
def self_check(request: SeatedRequest, pk: int) -> HttpResponse:
    """Go through the list of the own unit."""
    unit = orgs.unit_for(request.seat, Duty.SUPERVISE_UNIT, pk)
    if unit not in units.own(request.seat):
        raise NotYours
    return _go_through(request, unit, CheckKind.SELF)


@require_http_methods(METHODS)
@needs(Duty.SUPERVISE_UNIT)
def field_check(request: SeatedRequest, pk: int) -> HttpResponse:
    """Go through the list of a place."""
    unit = orgs.unit_for(request.seat, Duty.SUPERVISE_UNIT, pk)
    return _go_through(request, unit, CheckKind.FIELD)


def _go_through(request: SeatedRequest, unit: Unit, kind: CheckKind) -> HttpResponse:
    seat = request.seat
    shown = list_for(unit, kind, seat.at)
    form = CheckForm(request.POST or None, shown=shown)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        sheet = Sheet(given["sheet"], shown, form.ticked(), given["note"], given.get("place", ""))
        try:
            check = keep(unit=unit, sheet=sheet, by=seat.actor, at=seat.at)
        except Refusal as refusal:
            form.add_error(None, " ".join(refusal.words(gettext)))
        else:
            messages.success(request, gettext("The check is recorded."))
            return redirect("supervision:check", slug=check.slug)
    facts = {
        "form": form, "unit": unit, "shown": shown, "kind": CHECK_WORDS[kind],
        "phase": PHASE_WORDS[shown.phase],
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "supervision/checks/go_through.html", facts, status=status)


@require_safe
@needs(*queries.READERS)
def show(request: SeatedRequest, slug: str) -> HttpResponse:
    """Show what was seen."""
    check = queries.check_for(request.seat, slug)
    facts = {
        "check": check,
        "kind": CHECK_WORDS[CheckKind(check.kind)],
        "phase": PHASE_WORDS[Phase(check.phase)],
        "groups": queries.by_topic(check),
        "by": queries.names([check.by]).get(check.by, ""),
        "proof": mark(check.entry),
        "may_act": request.seat.may(Duty.SUPERVISE_UNIT, check.unit.path),
    }
    return render(request, "supervision/checks/show.html", facts)
