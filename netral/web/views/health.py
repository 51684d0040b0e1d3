"""The sign of life: for a watchdog as data, for people as a page that says what to do."""

from typing import Any, Final

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from netral.ledger.queries.refused import refused
from netral.ledger.queries.state import waiting
from netral.transparency.queries.state import state

JSON: Final = "application/json"
PAGE: Final = "text/html"


@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Tell whether the database answers, and whether the log is written.

    Only the database decides over 200 or 503: while the log stands still, business goes on.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        facts = _log()
    except DatabaseError:
        return JsonResponse({"database": "unreachable"}, status=503)
    if request.get_preferred_type([JSON, PAGE]) == PAGE:
        answer: HttpResponse = render(request, "web/health.html", facts)
    else:
        answer = JsonResponse({"database": "ok", "log": facts["log"]})
    patch_vary_headers(answer, ["Accept"])
    return answer


def _log() -> dict[str, Any]:
    """Return how the log is: in a word for programs, and what the page says."""
    now, found, why = timezone.now(), state(), refused()
    if why is not None:
        word = "refused"
    elif found is None:
        word = "empty"
    else:
        word = "silent" if found.stale(now) else "ok"
    text, remedy = why.words(gettext) if why else ("", "")
    return {
        "log": word,
        "state": found,
        "waiting": waiting(now),
        "text": text,
        "remedy": remedy,
        "apart": settings.SEQUENCER == "apart",
    }
