"""The inbox in house."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from netral.notices import actions, queries
from netral.tenancy.models import Institution

PER_PAGE = 25
P = ParamSpec("P")


def own(view: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view run for whoever is signed in: a mailbox needs no role, only its owner."""
    guarded = login_required(view)
    guarded.duties = ("signed in",)  # type: ignore[attr-defined]  # read by tests/web
    return guarded


@require_GET
@own
def inbox(request: HttpRequest) -> HttpResponse:
    """List what has come, newest first."""
    house = _house(request)
    page = Paginator(queries.inbox(request.user, house), PER_PAGE).get_page(request.GET.get("page"))
    language = get_language() or "id"
    shown = {
        "page": page,
        "letters": [queries.letter(message, language) for message in page],
        "unread": queries.unread(request.user, house),
        "outside": bool(queries.offered()),
    }
    return render(request, "notices/inbox.html", shown)


@require_POST
@own
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one message as read and go where it leads."""
    message = queries.inbox(request.user, _house(request)).filter(pk=pk).first()
    if message is None:
        raise Http404
    actions.mark_read(message=message, now=timezone.now())
    return redirect(queries.path(message.url) or "notices:inbox")


@require_POST
@own
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    actions.mark_all_read(user=request.user, institution=_house(request), now=timezone.now())
    return redirect("notices:inbox")


def _house(request: HttpRequest) -> Institution | None:
    """Return the institution in which the reader sits, if in any."""
    return getattr(getattr(request, "seat", None), "institution", None)
