"""Sessions that end in time, and the seat of whoever is signed in."""

import time
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from netral.access import queries, sessions


class SessionLimitsMiddleware:
    """End a session after a time without activity, and after a time in any case.

    Pages of signed-in people are never kept in a cache, on the device or on the way. A page that
    keeps its own figures fresh is not activity, or a board left open would never end a session.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Check before the view, forbid caching after it."""
        in_use = not request.htmx  # type: ignore[attr-defined]  # pages use it to refresh themselves
        now = time.time()
        if request.user.is_authenticated and sessions.is_over(request.session, now, in_use=in_use):
            logout(request)
            messages.info(request, _("Your session has expired. Sign in again."))
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = "no-store, private"
        return response


class SeatMiddleware:
    """Give every request a `seat`: None for strangers and for people without a role."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Read the clock once for the whole request."""
        seat = None
        if request.user.is_authenticated:
            now = timezone.now()  # noqa: TID251  # the one clock of a request
            chosen = request.session.get("institution")
            seat = queries.seat(request.user, now=now, chosen=chosen)
        request.seat = seat  # type: ignore[attr-defined]
        return self.get_response(request)
