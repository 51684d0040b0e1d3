"""Weekly recaps: made on demand, handed out sealed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from netral.access.core import Duty
from netral.access.gate import SeatedRequest, hand_out, needs
from netral.duties.actions.digests import pdf_of
from netral.duties.actions.recaps import make_recap
from netral.duties.core.weeks import Week, week_of
from netral.duties.queries.recaps import digest_for
from netral.orgs import queries as orgs


@require_POST
@needs(Duty.EXCUSE_DUTY)
def make(request: SeatedRequest, pk: int) -> HttpResponse:
    """Freeze this week as far as it has come, and lead to the paper."""
    seat = request.seat
    found = orgs.unit_for(seat, Duty.EXCUSE_DUTY, pk)
    seat.require(Duty.SEE_BOARD, found.path)
    today = seat.at.local().date()
    week = Week(week_of(today).first, today)
    make_recap(unit=found, week=week, by=seat.actor, at=seat.at)
    messages.success(request, gettext("The recap is made; it stands in the list below."))
    return redirect("insight:compliance_unit", pk)


@require_safe
@needs(Duty.SEE_BOARD)
def pdf(request: SeatedRequest, pk: int) -> HttpResponse:
    """Hand out a recap, sealed by now."""
    found = digest_for(request.seat, "recap", pk)
    octets = pdf_of(digest=found, at=request.seat.at)
    name = f"rekap-kewajiban-{found.last_on.isoformat()}.pdf"
    return hand_out(octets, "application/pdf", name, show=True)
