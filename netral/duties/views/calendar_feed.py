"""The calendar of an office under a secret address, and posters for the wall."""

import hashlib
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_http_methods, require_safe

from netral.access.core import Duty
from netral.access.gate import SeatedRequest, hand_out, needs
from netral.duties.actions.calendar_feed import end_feed, make_feed
from netral.duties.papers import Poster, Size, poster
from netral.duties.queries import calendar_feed as feeds
from netral.duties.queries import posters
from netral.duties.reader import channels
from netral.orgs.models import Office
from netral.tenancy.queries import moment

HOUR: Final = 3600


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.ANSWER_FOR_UNIT, Duty.HOLD_SESSION)
def tools(request: SeatedRequest) -> HttpResponse:
    """Make and end the addresses of the own calendars; a new address is shown this once."""
    seat, told, office = request.seat, "", None
    if request.method == "POST":
        pk = request.POST.get("office", "")
        rows = Office.objects.of(seat.institution).select_related("institution", "unit")
        office = get_object_or_404(rows, pk=pk if pk.isdecimal() and len(pk) < 10 else 0)  # noqa: PLR2004
        if "end" in request.POST:
            end_feed(office=office, user=seat.user, at=seat.at)
        else:
            token = make_feed(office=office, user=seat.user, at=seat.at)
            told = settings.BASE_URL + reverse("duties:feed", kwargs={"token": token})
    facts = {
        "cards": feeds.cards(seat.user, seat.institution, seat.at),
        "told": told,
        "webcal": "webcal:" + told.partition(":")[2] if told else "",
        "office": office,
        "units": posters.units(seat),
    }
    answer = render(request, "duties/tools.html", facts)
    answer.headers["Cache-Control"] = "private, no-store"  # it may show a secret
    return answer


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """Hand out a calendar to whoever knows its address: calendars on phones cannot sign in."""
    found = feeds.find(token)
    if found is None:
        raise Http404
    at = moment(found.institution, timezone.now())
    if not feeds.is_live(found, at):
        return HttpResponse(status=410)  # gone: calendars stop asking
    octets = feeds.written_for(found, at)
    etag = f'"{hashlib.sha256(octets).hexdigest()}"'
    answer = HttpResponse(octets, content_type="text/calendar; charset=utf-8")
    answer.headers["Cache-Control"] = f"private, max-age={HOUR}"
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=answer) or answer


@require_safe
@needs(Duty.ANSWER_FOR_UNIT, Duty.HOLD_SESSION)
def wall(request: SeatedRequest, pk: int) -> HttpResponse:
    """Set the poster of a unit, on A4 or A3."""
    unit = posters.unit_for(request.seat, pk)
    size = Size.A3 if request.GET.get("ukuran") == Size.A3 else Size.A4
    wanted = Poster(unit, posters.numbers(unit), channels(), size)
    octets = poster(wanted, at=request.seat.at.local())
    return hand_out(octets, "application/pdf", f"poster-netralitas-{size}.pdf", show=True)
