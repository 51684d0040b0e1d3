"""The gallery: every part with its states, for those who build and judge pages."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from netral.web import specimens


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Show the parts; only where people build or try, never in production."""
    if not (settings.DEBUG or settings.DEMO or settings.TESTING):
        raise Http404
    return render(request, "web/gallery.html", specimens.everything())
