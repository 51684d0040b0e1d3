"""The shell's middleware: addresses, language, and refusals made readable."""

import logging
from collections.abc import Callable
from datetime import date, datetime
from http import HTTPStatus
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import DataError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django_htmx.http import HttpResponseClientRedirect

from netral.access.gate import announced
from netral.access.queries import Seat
from netral.kernel import spoken
from netral.kernel.errors import Refusal
from netral.web import preferences
from netral.web.errors import BodyTooLarge, OutOfRange

log = logging.getLogger(__name__)
SECRETS: Final = ("password", "sandi", "code", "kode", "otp", "token", "nik", "csrf", "key")
WORTH_KEEPING: Final = 20  # signs; shorter answers are typed again at once
HOME_ZONE: Final = "Asia/Jakarta"  # for strangers


class AddressMiddleware:
    """Turn away addresses with NUL in them: no page has one, and PostgreSQL breaks on it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 400 before any view looks something up."""
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest
        return self.get_response(request)


class LanguageMiddleware:
    """Speak Indonesian unless the account or, for strangers, the device chose English."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate the reader's language for this request."""
        chosen = preferences.language(request)
        with translation.override(chosen or "id"):
            request.LANGUAGE_CODE = chosen or "id"
            response = self.get_response(request)
            spoken = translation.get_language() or "id"
            response.headers["Content-Language"] = spoken
            # A page that no view answers is not asked who reads: the cookie tells it.
            if getattr(request, "account_speaks", "") not in {"", chosen}:
                preferences.keep(response, preferences.LANGUAGE, spoken)
            return response

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """Let the account's own language win as soon as somebody is known to be signed in."""
        language = getattr(request.user, "language", "")
        if language in preferences.LANGUAGES:
            translation.activate(language)
            request.LANGUAGE_CODE = language
            request.account_speaks = language  # type: ignore[attr-defined]


class RefusalMiddleware:
    """Answer a `Refusal` with a page, a fragment or JSON that says why and what next."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; a fragment's redirect becomes one of the whole page.

        Else htmx would follow it by itself and put, say, the sign-in page into a table.
        """
        response = self.get_response(request)
        target = response.headers.get("Location")
        if target and getattr(request, "htmx", False):
            moved = HttpResponseClientRedirect(target)
            moved.cookies.update(response.cookies)
            return moved
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Render refusals; leave every other exception to Django.

        A year 1 or a number of forty digits passes a form and breaks on the way to the database;
        nothing is written then, and whoever typed it is told.
        """
        if isinstance(error, OverflowError | DataError):
            where = getattr(request.resolver_match, "view_name", "")
            log.warning("out of range at %s: %s", where, type(error).__name__)
            error = OutOfRange()
        return refused(request, error) if isinstance(error, Refusal) else None


class BodyMiddleware:
    """Turn away what is larger than the largest file that any page takes, before it is read.

    Django looks for the token of a form in its body, and writes the files in it to the disk first:
    on every page, and for strangers.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, *_given: Any) -> HttpResponse | None:
        """Answer 413 by the size that is announced; a view with a bound of its own says it."""
        most = settings.BODY_MAX_MB
        if getattr(view, "bounded", False) or announced(request) <= most * 1_000_000:
            return None
        return refused(request, BodyTooLarge(megabytes=most))


def refused(request: HttpRequest, error: Refusal) -> HttpResponse:
    """Say in words why something was refused, and what next."""
    seat: Seat | None = getattr(request, "seat", None)
    zone = seat.institution.zone if seat else HOME_ZONE
    error.facts = {name: spell(fact, zone) for name, fact in error.facts.items()}
    text, remedy = error.words(translation.gettext)
    facts = {"text": text, "remedy": remedy, "code": error.code, "status": error.status}
    return answer(request, "web/refused.html", facts)


def spell(fact: object, zone: str) -> object:
    """Write the days and instants among the facts of a refusal as people do."""
    language = translation.get_language() or "id"
    if isinstance(fact, datetime):
        return spoken.at(fact, zone, language)
    return spoken.day(fact, language) if isinstance(fact, date) else fact


def answer(request: HttpRequest, page: str, facts: dict[str, Any]) -> HttpResponse:
    """Say why something was not done, in the form that was asked for: JSON, fragment, page."""
    status: int = facts["status"]
    if wants_json(request):
        return JsonResponse(facts, status=status)
    if getattr(request, "htmx", False):
        return render(request, "web/parts/refusal.html", facts, status=status)
    more = {
        # What is too large is not read just to give its texts back.
        "typed": [] if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE else typed(request),
        "posted": request.method == "POST",
        "back": preferences.local(request, request.headers.get("Referer", "/")),
    }
    return render(request, page, facts | more, status=status)


def wants_json(request: HttpRequest) -> bool:
    """Tell whether a machine asks."""
    return request.path.endswith(".json") or (
        request.accepts("application/json") and not request.accepts("text/html")
    )


def typed(request: HttpRequest) -> list[str]:
    """Return the longer texts of a refused form, so that nobody has to write them twice."""
    if request.method != "POST":
        return []
    return [
        value
        for name, values in request.POST.lists()
        if not any(secret in name.casefold() for secret in SECRETS)
        for value in values
        if len(value) >= WORTH_KEEPING and " " in value
    ]
