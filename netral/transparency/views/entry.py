"""The page of one entry: what everybody may see of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from netral.transparency.queries import entries

WAITING = "-"  # in the place of an index that is not known yet


@require_safe
def by_hash(request: HttpRequest, leaf: str) -> HttpResponse:
    """Lead from the hash of a leaf alone to its page."""
    found = entries.shown(leaf)
    if found is None:
        return _unknown(request)
    return redirect("transparency:entry", _number(found), found.hash)


@require_safe
def show(request: HttpRequest, index: str, leaf: str) -> HttpResponse:
    """Show an entry; an address that names no place yet leads to the one that does."""
    found = entries.shown(leaf)
    if found is None:
        return _unknown(request)
    if index == WAITING and found.index is not None:
        return redirect("transparency:entry", _number(found), found.hash)
    facts = {"entry": found, "elsewhere": index != _number(found)}
    return render(request, "transparency/entry.html", facts)


def _number(found: entries.Shown) -> str:
    return WAITING if found.index is None else str(found.index)


def _unknown(request: HttpRequest) -> HttpResponse:
    return render(request, "transparency/unknown.html", status=404)
