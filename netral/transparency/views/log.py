"""The page of the log: how far it is, who watches it, and why nobody can alter it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from netral.transparency.queries.state import published


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Say how far the log is."""
    return render(request, "transparency/log.html", {"state": published()})
