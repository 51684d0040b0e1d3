"""Closing a session with minutes, and reading them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from netral.access.core import Duty
from netral.access.errors import NotYours
from netral.access.gate import SeatedRequest, hand_out, needs
from netral.orgs.queries import holdings_of
from netral.outreach.actions.closing import close
from netral.outreach.actions.minutes import minutes_of
from netral.outreach.actions.moves import Hand
from netral.outreach.core import SessionState
from netral.outreach.errors import NobodyCame, NotBegun
from netral.outreach.forms.sessions import CloseForm
from netral.outreach.queries import sessions
from netral.outreach.tasks import seal_minutes
from netral.outreach.views.reading import READERS


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.HOLD_SESSION)
def close_session(request: SeatedRequest, slug: str) -> HttpResponse:
    """Write the minutes and close."""
    found = sessions.session_to_host(request.seat, slug)
    if found.state != SessionState.PLANNED:
        return redirect("outreach:show", slug=slug)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = close(
                session=found,
                minutes=given["minutes"],
                reason=given["reason"],
                hand=_hand(request),
                at=request.seat.at,
            )
        except NobodyCame as refusal:
            form.add_error("reason", " ".join(refusal.words(gettext)))
        except NotBegun as refusal:
            form.add_error("minutes", " ".join(refusal.words(gettext)))
        else:
            seal_minutes.enqueue([made.paper_id] if made.paper_id else [])
            messages.success(request, gettext("The session is closed, and the minutes are kept."))
            return redirect("outreach:show", slug=slug)
    facts = {
        "session": found,
        "form": form,
        "present": sessions.count_present(found),
        "all": sessions.count_invited(found),
    }
    return render(request, "outreach/close.html", facts, status=422 if form.errors else 200)


def _hand(request: SeatedRequest) -> Hand:
    """Return who closes, styled as the office has it."""
    seat = request.seat
    terms = holdings_of(seat.user, seat.institution, seat.at.local().date())
    if not terms:
        return Hand(seat.actor, seat.user.name)
    return Hand(seat.actor, terms[0].person.full_name, terms[0].title)


@require_safe
@needs(*READERS)
def minutes(request: SeatedRequest, slug: str) -> HttpResponse:
    """Hand out the minutes, sealed by now at the latest."""
    found = sessions.session_for(request.seat, slug)
    if found.paper is None:
        raise NotYours
    pdf = minutes_of(session=found, at=request.seat.at)
    show = "unduh" not in request.GET
    return hand_out(pdf, "application/pdf", f"notulen-{slug}.pdf", show=show)
