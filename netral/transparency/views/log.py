"""The page of the log: how far it is, who watches it, and why nobody can alter it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from netral.ledger.core.policy import NONE
from netral.ledger.queries.state import waiting
from netral.tenancy.queries import houses
from netral.transparency import pictures, spoken
from netral.transparency.forms import SearchForm
from netral.transparency.queries import state


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Say how far the log is, and draw why it cannot be altered; `?ubah=5` changes the picture."""
    asked = request.GET.get("ubah", "")
    changed = int(asked) if asked in {"1", "2", "3", "4", "5", "6", "7", "8"} else None
    picture = pictures.explained(changed)
    if getattr(request, "htmx", False):
        return render(request, "transparency/_picture.html", {"picture": picture})
    now = timezone.now()
    found = state.state()
    facts = {
        "state": found,
        "age": spoken.ago(found.published_at, now) if found else "",
        "stale": found is not None and found.stale(now),
        "waiting": waiting(now),
        "release": f"{settings.SEALED_HOUR:02}.00 WIB",
        "picture": picture,
        "form": SearchForm(),
        "houses": houses(),
        **_outside(),
    }
    return render(request, "transparency/log.html", facts)


def _outside() -> dict[str, object]:
    """Return what somebody needs who checks without this site."""
    whom = state.policy()
    key = whom.logs.get(settings.LOG_ORIGIN) if whom else None
    return {
        "origin": settings.LOG_ORIGIN,
        "address": f"{settings.BASE_URL}/log",  # where the files are, whatever the log's name is
        "vkey": key.vkey if key else "",
        "policy": state.policy_text(),
        "needed": state.needed(whom) if whom else None,
        "has_quorum": whom is not None and whom.quorum != NONE,
        "policy_unread": whom is None,
    }
