"""Looking up a receipt: what is handed in is read in memory, answered, and forgotten."""

from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from netral.access.gate import bounded
from netral.signing.gate import FILES
from netral.transparency import answers
from netral.transparency.core.asked import read
from netral.transparency.errors import ReceiptTooLarge
from netral.transparency.forms import MEGABYTES, SearchForm
from netral.transparency.queries import search as queries
from netral.transparency.queries.entries import first_seen

# Below the size at which Django would put an upload on the disk.
MOST: Final = MEGABYTES * 1_000_000 + 100_000


@bounded(MOST, lambda: ReceiptTooLarge(megabytes=MEGABYTES))
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Ask for a receipt, and answer for it."""
    if request.method != "POST":
        return _page(request, SearchForm())
    form = SearchForm(request.POST, request.FILES)
    found = _answered(request, form) if form.is_valid() else None
    if found is None:
        return _page(request, form, status=422)
    index = found.entry.index if found.entry else None
    seen = first_seen(index) if index is not None else None
    said = answers.spoken(found)
    return _page(request, SearchForm(), answer=found, said=said, seen=seen)


def _answered(request: HttpRequest, form: SearchForm) -> queries.Answer | None:
    now, file = timezone.now(), form.cleaned_data["file"]
    if file is not None:
        octets = file.read()
        known = queries.known_file(octets, now)
        if known is None:
            FILES.take(request)
        return known or queries.strange_file(octets, now)
    asked = read(form.cleaned_data["text"], urlsplit(settings.BASE_URL).netloc)
    if asked is None:
        form.add_error("text", _("This is nothing that a receipt or a paper of ours carries."))
        return None
    return queries.answer(asked, now)


def _page(
    request: HttpRequest, form: SearchForm, *, status: int = 200, **facts: Any
) -> HttpResponse:
    answer = render(request, "transparency/search.html", {"form": form, **facts}, status=status)
    answer.headers["Cache-Control"] = "no-store"
    return answer
