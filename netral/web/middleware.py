"""The shell's middleware: language, and refusals made readable."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from netral.kernel.errors import Refusal

COOKIE = "bahasa"


class LanguageMiddleware:
    """Speak Indonesian unless the reader switched."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate the reader's language for this request."""
        chosen = request.COOKIES.get(COOKIE, "id")
        with translation.override(chosen if chosen in {"id", "en"} else "id"):
            request.LANGUAGE_CODE = translation.get_language() or "id"
            response = self.get_response(request)
            response.headers["Content-Language"] = request.LANGUAGE_CODE
            return response


class RefusalMiddleware:
    """Answer a `Refusal` with a page that says why and what next."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the work is in `process_exception`."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Render refusals; leave every other exception to Django."""
        if not isinstance(error, Refusal):
            return None
        facts = {
            "text": translation.gettext(error.text).format(**error.facts),
            "remedy": translation.gettext(error.remedy).format(**error.facts),
            "code": error.code,
        }
        return render(request, "web/refused.html", facts, status=error.status)
