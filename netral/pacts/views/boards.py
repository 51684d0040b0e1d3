"""Boards: counters by unit, lists of people for those who may see them, reminders."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from netral.access.core import Duty
from netral.access.errors import NotYours
from netral.access.gate import SeatedRequest, needs
from netral.orgs import queries as orgs
from netral.orgs.models import Unit
from netral.pacts import queries
from netral.pacts.actions.reminders import remind as send
from netral.pacts.core import STATE_WORDS, State, Window
from netral.pacts.models import Campaign, Report
from netral.pacts.queries.reminding import upcoming


@require_safe
@needs(Duty.SEE_BOARD)
def board(request: SeatedRequest, slug: str) -> HttpResponse:
    """Show the whole institution, or lead to the highest unit the reader may see."""
    campaign = _opened(request, slug)
    top = orgs.root(campaign.institution)
    if request.seat.may(Duty.SEE_BOARD, top.path):
        return _board(request, campaign, top)
    return redirect("pacts:unit", slug=slug, pk=orgs.widest(request.seat, Duty.SEE_BOARD).pk)


@require_safe
@needs(Duty.SEE_BOARD)
def unit(request: SeatedRequest, slug: str, pk: int) -> HttpResponse:
    """Show one unit with those right below it."""
    campaign = _opened(request, slug)
    return _board(request, campaign, orgs.unit_for(request.seat, Duty.SEE_BOARD, pk))


def _board(request: SeatedRequest, campaign: Campaign, place: Unit) -> HttpResponse:
    seat = request.seat
    shown = queries.unit_board(campaign, place, seat.at)
    facts = {
        "board": shown,
        "campaign": campaign,
        "above": [each for each in shown.above if seat.may(Duty.SEE_BOARD, _path(shown, each[0]))],
        "may_remind": seat.may(Duty.REMIND, place.path),
        "may_see_people": seat.may(Duty.SEE_PEOPLE, place.path),
        "may_take_paper": seat.may(Duty.TAKE_PAPER, place.path),
        "owner": seat.may(Duty.OWN_CAMPAIGN, place.path),
        "next_reminder": upcoming(campaign, seat.at) if shown.window is Window.OPEN else None,
    }
    if getattr(request, "htmx", False) and "bagian" in request.GET:
        return render(request, "pacts/board/live.html", facts)
    rows = Report.objects.of(seat.institution).filter(campaign=campaign, unit=place)
    facts["reports"] = list(rows.select_related("paper")[:5])
    return render(request, "pacts/board.html", facts)


def _path(shown: queries.Board, pk: int) -> str:
    """Return the path of a unit above: the part of the path down to it."""
    before, found, _ = f"/{shown.path}".partition(f"/{pk}/")
    return f"{before}{found}"[1:]


def _opened(request: SeatedRequest, slug: str) -> Campaign:
    campaign = queries.campaign_for(request.seat.institution, slug)
    if campaign.stage == Campaign.Stage.DRAFT:
        raise NotYours
    return campaign


@require_safe
@needs(Duty.SEE_PEOPLE)
def people(request: SeatedRequest, slug: str, pk: int) -> HttpResponse:
    """List the people of a unit that are waited for, or that stand at one state."""
    campaign = _opened(request, slug)
    place = orgs.unit_for(request.seat, Duty.SEE_PEOPLE, pk)
    wanted = request.GET.get("keadaan", "")
    state = State(wanted) if wanted in set(State) else None
    name = request.GET.get("nama", "").strip()[:80]
    facts = {
        "campaign": campaign,
        "unit": place,
        "page": queries.late(
            campaign, place, state=state, name=name, page=request.GET.get("page", "1")
        ),
        "states": [(each.value, STATE_WORDS[each]) for each in State],
        "wanted": wanted if state else "",
        "name": name,
        "may_remind": request.seat.may(Duty.REMIND, place.path),
    }
    return render(request, "pacts/people.html", facts)


@require_POST
@needs(Duty.REMIND)
def remind(request: SeatedRequest, slug: str, pk: int) -> HttpResponse:
    """Remind everybody below a unit who may sign and has not."""
    campaign = _opened(request, slug)
    place = orgs.unit_for(request.seat, Duty.REMIND, pk)
    sent = send(campaign=campaign, unit=place, by=request.seat.actor, at=request.seat.at)
    text = ngettext(
        "A reminder went to %(n)s person.", "A reminder went to %(n)s people.", sent
    ) % {"n": sent}
    if not sent:
        text = gettext("Everyone who can be reached has already been reminded today.")
    messages.success(request, text)
    return redirect("pacts:unit", slug=slug, pk=pk)
