"""Pages of the shell: home, preferences, statements, health, gallery, errors."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from netral.web import preferences


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Say what Netral is for, and open the three doors."""
    return render(request, "web/home.html")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language and return to where the reader was."""
    chosen = request.POST.get("language", "")
    response = redirect(preferences.local(request, request.POST.get("next", "/")))
    preferences.keep(
        response, preferences.LANGUAGE, chosen if chosen in preferences.LANGUAGES else ""
    )
    return response


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Switch the theme and return to where the reader was."""
    chosen = request.POST.get("theme", "")
    response = redirect(preferences.local(request, request.POST.get("next", "/")))
    preferences.keep(response, preferences.THEME, chosen if chosen in preferences.THEMES else "")
    return response


@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is kept, why, and on which law."""
    return render(request, "web/privacy.html")


@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say what was tested and where to complain."""
    return render(request, "web/accessibility.html")


@never_cache
@require_GET
def health(_request: HttpRequest) -> JsonResponse:
    """Tell a watchdog whether the database answers; nothing else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"database": "unreachable"}, status=503)
    return JsonResponse({"database": "ok"})
