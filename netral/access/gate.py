"""The one decorator that guards a view."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase

from netral.access.core import Duty
from netral.access.errors import NotYours
from netral.access.models import User
from netral.access.queries import Seat

P = ParamSpec("P")


class SeatedRequest(HttpRequest):
    """A request whose user sits in an institution; only `needs` hands one out."""

    user: User
    seat: Seat


View = Callable[Concatenate[SeatedRequest, P], HttpResponseBase]


def needs(*duties: Duty) -> Callable[[View[P]], Callable[..., HttpResponseBase]]:
    """Let a view run only for someone who holds one of `duties` somewhere in the institution.

    The view itself narrows by path: `request.seat.require(duty, unit.path)`.
    """

    def guard(view: View[P]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            seat: Seat | None = request.seat
            if seat is None or not any(seat.paths(duty) for duty in duties):
                raise NotYours
            return view(request, *args, **kwargs)

        guarded.duties = duties  # type: ignore[attr-defined]  # read by tests/web/test_every_url.py
        return guarded

    return guard
