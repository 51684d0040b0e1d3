"""The receipt of an act on the pages of its owner: where it stands, its file, what that shows.

`FILES` says how often a stranger may have a file examined, for the pages of other apps too.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from netral.ledger.models import Entry
from netral.ledger.queries.disclosed import chosen, openable
from netral.ledger.queries.marks import mark
from netral.ledger.queries.receipts import TYPE, receipt
from netral.signing.limits import FILES

__all__ = ["FILES", "asks_for_log", "fields_page", "log_part", "receipt_file"]

NOTHING_NEW = 204  # htmx leaves the page as it is


def asks_for_log(request: HttpRequest) -> bool:
    """Tell whether a page asks again where its act stands."""
    return request.method != "POST" and request.GET.get("bagian") == "log"


def log_part(request: HttpRequest, entry: Entry, proof: str, choose: str = "") -> HttpResponse:
    """Answer a page that waits for the proof: the part that shows it, nothing while there is none.

    `proof` is the address of the file, `choose` that of the page which picks the fields.
    """
    where = mark(entry)
    if where.waits:
        return HttpResponse(status=NOTHING_NEW)
    facts = {"log": where, "proof": proof, "choose": choose}
    return render(request, "signing/log.html", facts)


def fields_page(request: HttpRequest, entry: Entry, *, proof: str, back: str) -> HttpResponse:
    """Let the owner of an act choose what its receipt shows."""
    facts = {"log": mark(entry), "fields": openable(entry), "proof": proof, "back": back}
    return render(request, "signing/fields.html", facts)


def receipt_file(request: HttpRequest, entry: Entry, name: str, *, own: bool) -> HttpResponse:
    """Hand out a receipt. Only the owner of an act can have fields of it opened, by asking."""
    asked = request.GET.getlist("isian") if own else []
    found = receipt(entry, chosen(entry, asked))
    answer = HttpResponse(bytes(found), content_type=TYPE)
    called = f"{name}.tlog-proof" if found.proof else f"{name}-janji.txt"
    answer.headers["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=called
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
