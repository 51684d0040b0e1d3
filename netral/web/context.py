"""What every page needs."""

from functools import partial

from django.http import HttpRequest
from django.utils import timezone

from netral.notices import queries as notices
from netral.web import nav
from netral.web.preferences import here, theme


def shell(request: HttpRequest) -> dict[str, object]:
    """Return the seat and what the frame of the page shows."""
    seat = getattr(request, "seat", None)
    # The frame is an edge like a view: for strangers there is no seat that has read the clock.
    now = seat.at.logged if seat else timezone.now()  # noqa: TID251
    keeping = nav.links(nav.KEEPING, seat, request.path)
    return {
        "seat": seat,
        "house": seat.institution if seat else None,
        "now": now,
        "theme": theme(request),
        "here": here(request),
        "nav_main": nav.links(nav.MAIN if seat else nav.STRANGERS, seat, request.path),
        "nav_keeping": keeping,
        "keeping_here": any(link.current for link in keeping),
        "nav_own": nav.links(nav.OWN, seat, request.path),
        # Asked only where a whole page is drawn: fragments have no frame.
        "unread": partial(notices.unread, seat.user, seat.institution) if seat else 0,
    }
