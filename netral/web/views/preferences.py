"""The two switches: language and theme."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from netral.access.actions import choose_language
from netral.access.models import User
from netral.web import preferences


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language, of the account too, and return to where the reader was."""
    chosen = request.POST.get("language", "")
    if isinstance(request.user, User) and chosen in preferences.LANGUAGES:
        choose_language(user=request.user, language=chosen)
    return _kept(request, preferences.LANGUAGE, "language", preferences.LANGUAGES)


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Switch the theme and return to where the reader was."""
    return _kept(request, preferences.THEME, "theme", preferences.THEMES)


def _kept(request: HttpRequest, cookie: str, field: str, allowed: frozenset[str]) -> HttpResponse:
    chosen = request.POST.get(field, "")
    response = redirect(preferences.local(request, request.POST.get("next", "/")))
    preferences.keep(response, cookie, chosen if chosen in allowed else "")
    return response
