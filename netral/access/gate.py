"""The decorators that guard a view: `needs` for duties, `signed_in` for one's own account.

`bounded` keeps a view from reading more than it can use; `hand_out` answers with a file.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from netral.access.core import Duty
from netral.access.errors import NotYours
from netral.access.limits import Limit
from netral.access.models import User
from netral.access.queries import Seat
from netral.kernel.errors import Refusal

__all__ = [
    "Limit",
    "SeatedRequest",
    "SignedInRequest",
    "announced",
    "bounded",
    "hand_out",
    "needs",
    "signed_in",
]
P = ParamSpec("P")


class SeatedRequest(HttpRequest):
    """A request whose user sits in an institution; only `needs` hands one out."""

    user: User
    seat: Seat


class SignedInRequest(HttpRequest):
    """A request of somebody who is signed in, perhaps without any role."""

    user: User
    seat: Seat | None


View = Callable[Concatenate[SeatedRequest, P], HttpResponseBase]
OpenView = Callable[..., HttpResponseBase]
OwnView = Callable[Concatenate[SignedInRequest, P], HttpResponseBase]


def needs(*duties: Duty) -> Callable[[View[P]], Callable[..., HttpResponseBase]]:
    """Let a view run only for someone who holds one of `duties` somewhere in the institution.

    The view itself narrows by path: `request.seat.require(duty, unit.path)`. Where the
    installation demands it, staff must have set up a second step before any page but their own.
    """

    def guard(view: View[P]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            seat: Seat | None = request.seat
            if seat is None or not any(seat.paths(duty) for duty in duties):
                raise NotYours
            if settings.STAFF_MFA and not seat.second_step and not _own(seat, duties):
                messages.warning(request, _("Your role needs a second step at sign-in. Set it up."))
                return redirect("mfa_index")
            return view(request, *args, **kwargs)

        guarded.duties = duties  # type: ignore[attr-defined]  # read by tests/web/test_every_url.py
        return guarded

    return guard


def _own(seat: Seat, duties: tuple[Duty, ...]) -> bool:
    """Tell whether the page is one of an employee's own tasks."""
    return Duty.BE_BOUND in duties and bool(seat.paths(Duty.BE_BOUND))


def bounded(most: int, refusal: Callable[[], Refusal]) -> Callable[[OpenView], OpenView]:
    """Refuse a request whose body is announced with more than `most` octets, before reading it.

    Django checks the token of a form by reading the form, a film of 2 GB included; so the size is
    looked at first, and the token right after. A body without an announced size is taken for none.
    """

    def guard(view: OpenView) -> OpenView:
        checked = csrf_protect(view)

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if announced(request) > most:
                raise refusal()
            answer: HttpResponseBase = checked(request, *args, **kwargs)
            return answer

        guarded.bounded = True  # type: ignore[attr-defined]  # it says more than web's middleware
        return csrf_exempt(guarded)

    return guard


def announced(request: HttpRequest) -> int:
    """Return how many octets a body is said to have; Django reads no further than that."""
    told = request.META.get("CONTENT_LENGTH") or ""
    return int(told[:20]) if told.isascii() and told.isdigit() else 0


def signed_in(view: OwnView[P]) -> Callable[..., HttpResponseBase]:
    """Let a view run for whoever is signed in: pages on the own account."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    guarded.duties = ("signed in",)  # type: ignore[attr-defined]  # read by tests/web
    return guarded


def hand_out(
    octets: bytes, media_type: str, name: str, *, show: bool = False, public: bool = False
) -> HttpResponse:
    """Answer with a file: a download, or shown where the browser can; no cache keeps a private one.

    That no browser guesses what a file is, the header of all pages says (`nosniff`).
    """
    answer = HttpResponse(octets, content_type=media_type)
    answer.headers["Content-Disposition"] = content_disposition_header(not show, name) or ""
    if not public:
        answer.headers["Cache-Control"] = "private, no-store"
    return answer
