"""Answers to requests that could not be served. Each says what happened and what to do.

Django passes `exception` and `reason` by name, so they stay even where nobody needs them.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext

from netral.access.errors import NotYours
from netral.web.middleware import answer, wants_json


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer 400 without asking anything of the request: it may be forged in every part."""
    return HttpResponse(render_to_string("web/400.html"), status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer 403."""
    return _said(
        request,
        403,
        gettext("You are not allowed to open this page."),
        gettext("Ask your personnel office which role you have been given."),
    )


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer 404 in the very words of a page that is there but not yours."""
    twin = NotYours
    return _said(request, twin.status, gettext(twin.text), gettext(twin.remedy), code=twin.code)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Answer a form whose token is missing or old: mostly a page left open overnight."""
    return _said(
        request,
        403,
        gettext("This form was open too long, or cookies are switched off."),
        gettext("Go back, reload the page, and send the form again."),
        code="web.stale_form",
    )


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 500 from a page that needs neither database nor session."""
    if wants_json(request):
        return HttpResponse('{"code": "web.500"}', content_type="application/json", status=500)
    page = "web/parts/broken.html" if request.headers.get("HX-Request") else "web/500.html"
    return HttpResponse(render_to_string(page), status=500)


def _said(
    request: HttpRequest, status: int, text: str, remedy: str, *, code: str = ""
) -> HttpResponse:
    facts: dict[str, Any] = {
        "text": text,
        "remedy": remedy,
        "code": code or f"web.{status}",
        "status": status,
    }
    return answer(request, "web/refused.html", facts)
