"""Public pages: home and statements."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from netral.access.queries import Seat
from netral.circulars import queries as circulars
from netral.tenancy import queries as tenancy
from netral.tenancy.models import Institution
from netral.web import queries


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Open the three doors of an institution; ask which one where several live here."""
    seat: Seat | None = getattr(request, "seat", None)
    if seat is not None:
        return _doors(request, seat.institution)
    houses = tenancy.houses()
    if len(houses) != 1:
        return render(request, "web/home.html", {"houses": houses})
    return _doors(request, houses[0])


@require_safe
def house(request: HttpRequest, slug: str) -> HttpResponse:
    """Open the three doors of the institution named in the address."""
    found = queries.house(slug)
    if found is None:
        raise Http404
    return _doors(request, found)


def _doors(request: HttpRequest, institution: Institution) -> HttpResponse:
    at = tenancy.moment(institution, timezone.now()).acted
    newest = circulars.in_force(institution, at)[:1]
    return render(request, "web/home.html", {"institution": institution, "newest": newest})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is kept, why, and on which law."""
    return render(request, "web/privacy.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say what was tested, what was not, and where to complain."""
    return render(request, "web/accessibility.html")
