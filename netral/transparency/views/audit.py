"""Pages for auditors: all entries of the own institution, and the list as a file."""

from collections.abc import Iterator
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from netral.access.core import Duty
from netral.access.gate import SeatedRequest, hand_out, needs
from netral.kernel.cells import CSV, as_csv
from netral.kernel.moment import local
from netral.ledger.core.leaf import b64u
from netral.transparency.acts import ACTS
from netral.transparency.forms import FilterForm
from netral.transparency.queries.auditing import Wanted, listing, may_audit
from netral.transparency.words import type_words

A_PAGE: Final = 50
MOST: Final = 100_000  # lines of a file: a spreadsheet takes no more than a million


@require_safe
@needs(Duty.AUDIT)
def entries(request: SeatedRequest) -> HttpResponse:
    """List the entries of the institution, the newest first."""
    if not may_audit(request.seat):
        return render(request, "transparency/part_only.html", status=403)
    form, wanted = _wanted(request)
    page = Paginator(listing(request.seat, wanted), A_PAGE).get_page(request.GET.get("page"))
    facts = {
        "form": form,
        "page": page,
        "rows": [_row(each) for each in page],
        "most": MOST if page.paginator.count > MOST else None,
    }
    return render(request, "transparency/entries.html", facts)


@require_safe
@needs(Duty.AUDIT)
def table(request: SeatedRequest) -> HttpResponse:
    """Hand out the list, as it is narrowed, as CSV."""
    _form, wanted = _wanted(request)
    rows = listing(request.seat, wanted)
    zone = request.seat.institution.zone
    lines = as_csv([*_head(), *_lines(rows[:MOST], zone), *_left_out(rows.count())])
    return hand_out(lines, CSV, f"catatan-{request.seat.institution.slug}.csv")


def _wanted(request: SeatedRequest) -> tuple[FilterForm, Wanted]:
    """Read the filter; what cannot be read narrows nothing, and the form says so."""
    form = FilterForm(request.GET or None)
    form.is_valid()
    given: dict[str, Any] = getattr(form, "cleaned_data", {})
    return form, Wanted(given.get("tindakan", ""), given.get("dari"), given.get("sampai"))


def _row(entry: Any) -> dict[str, object]:
    place = getattr(entry, "place", None)
    return {
        "index": place.index if place else None,
        "number": str(place.index) if place else "-",
        "act": _(ACTS[entry.act]),
        "kind": type_words(entry.kind)[0],
        "logged_at": entry.logged_at,
        "hash": b64u(bytes(entry.leaf_hash)),
    }


def _head() -> Iterator[list[str]]:
    yield [_("Number"), _("Recorded"), _("Act recorded"), _("Code of the act"), _("Leaf type"),
           _("Leaf hash")]  # fmt: skip


def _left_out(count: int) -> Iterator[list[str]]:
    """Say at the end of a file that it is not all."""
    if count > MOST:
        text = _("Only the newest {most} of {all} entries. Choose fewer days to have the others.")
        yield [text.format(most=MOST, all=count)]


def _lines(rows: Any, zone: str) -> Iterator[list[str]]:
    for entry in rows.iterator(2000):
        row = _row(entry)
        at = local(entry.logged_at, zone)
        index = "" if row["index"] is None else str(row["index"])
        yield [index, f"{at:%Y-%m-%d %H:%M:%S}", str(row["act"]), entry.act, entry.kind,
               str(row["hash"])]  # fmt: skip
