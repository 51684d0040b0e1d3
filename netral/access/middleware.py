"""Seat the signed-in person in an institution."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from netral.access import queries


class SeatMiddleware:
    """Give every request a `seat`: None for strangers and for people without a role."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Read the clock once for the whole request."""
        request.seat = queries.seat(  # type: ignore[attr-defined]
            request.user,
            now=timezone.now(),  # noqa: TID251  # the one clock of a request
            chosen=request.session.get("institution"),
        )
        return self.get_response(request)
