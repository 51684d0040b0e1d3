"""Roster import: bring a file, see what it would do, apply it, read what was refused."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from netral.access.core import Duty
from netral.access.gate import SeatedRequest, hand_out, needs
from netral.kernel.cells import CSV, PLAIN, XLSX, as_csv, harmless
from netral.orgs.actions.intake import Wishes, drop_roster, receive_roster
from netral.orgs.actions.rosters import queue_roster
from netral.orgs.core.layouts import TEMPLATE
from netral.orgs.forms.people import ApplyForm, UploadForm
from netral.orgs.models import RosterImport
from netral.orgs.queries import require_whole
from netral.orgs.queries import rosters as queries
from netral.orgs.queries.units import labels
from netral.orgs.tasks import work_on_roster

FORMS = ["GET", "HEAD", "POST"]
SHOWN = 100  # refused lines and missing people on the page; the download has all


@require_http_methods(FORMS)
@needs(Duty.IMPORT_ROSTER)
def imports(request: SeatedRequest) -> HttpResponse:
    """List what was imported, and take a new file."""
    seat = request.seat
    require_whole(seat, Duty.IMPORT_ROSTER)
    form = UploadForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        seat=seat,
        units=labels(seat.institution, seat.paths(Duty.IMPORT_ROSTER)),
    )
    if request.method == "POST" and form.is_valid():
        file, below = form.cleaned_data["file"], form.cleaned_data["create_below"]
        roster = receive_roster(
            institution=seat.institution,
            name=file.name,
            chunks=file.chunks(),
            wishes=Wishes(create_below=below.pk if below else None),
            by=seat.actor,
            at=seat.at,
        )
        work_on_roster.enqueue(roster.pk)
        return redirect("orgs:roster", pk=roster.pk)
    facts = {
        "form": form,
        "rosters": queries.rosters(seat.institution),
        "limits": queries.limits(),
        "mb": settings.ROSTER_MAX_MB,
    }
    return render(request, "orgs/imports.html", facts)


@require_safe
@needs(Duty.IMPORT_ROSTER)
def roster(request: SeatedRequest, pk: int) -> HttpResponse:
    """Show one import: how far it is, what it found, what it did."""
    return render(request, "orgs/roster.html", _facts(queries.roster_for(request.seat, pk)))


@require_safe
@needs(Duty.IMPORT_ROSTER)
def progress(request: SeatedRequest, pk: int) -> HttpResponse:
    """Answer the page that asks again and again; when the work is over, it loads itself anew."""
    found = queries.roster_for(request.seat, pk)
    answer = render(request, "orgs/roster/progress.html", {"roster": found})
    if found.state not in (RosterImport.State.READING, RosterImport.State.APPLYING):
        answer.headers["HX-Refresh"] = "true"
    return answer


def _facts(found: RosterImport) -> dict[str, Any]:
    lines = queries.report(found)
    return {
        "roster": found,
        "busy": found.state in (RosterImport.State.READING, RosterImport.State.APPLYING),
        "tallies": queries.tallies(found),
        "problem": queries.problem(found),
        "refused": [(line, queries.reason(line)) for line in lines.refused[:SHOWN]],
        "refused_all": len(lines.refused),
        "missing": lines.missing[:SHOWN],
        "missing_all": len(lines.missing),
        "form": ApplyForm(),
    }


@require_POST
@needs(Duty.IMPORT_ROSTER)
def apply(request: SeatedRequest, pk: int) -> HttpResponse:
    """Have a checked roster applied in the background."""
    found = queries.roster_for(request.seat, pk)
    form = ApplyForm(request.POST)
    end = form.is_valid() and form.cleaned_data["missing"] == "end"
    queue_roster(roster=found, end_missing=end, by=request.seat.actor)
    work_on_roster.enqueue(found.pk)
    return redirect("orgs:roster", pk=found.pk)


@require_POST
@needs(Duty.IMPORT_ROSTER)
def drop(request: SeatedRequest, pk: int) -> HttpResponse:
    """Set a roster aside without applying it."""
    found = queries.roster_for(request.seat, pk)
    drop_roster(roster=found)
    messages.success(request, _("The roster has been discarded; nothing from it was kept."))
    return redirect("orgs:imports")


@require_safe
@needs(Duty.IMPORT_ROSTER)
def refused(request: SeatedRequest, pk: int, kind: str) -> HttpResponse:
    """Download the refused lines, as CSV or XLSX."""
    found = queries.roster_for(request.seat, pk)
    rows = list(queries.refused_rows(queries.report(found)))
    name = f"ditolak-{found.pk}.{kind}"
    return hand_out(as_csv(rows), CSV, name) if kind == "csv" else _xlsx(rows, name)


@require_safe
@needs(Duty.IMPORT_ROSTER)
def missing(request: SeatedRequest, pk: int) -> HttpResponse:
    """Download who serves here but is not in the file."""
    found = queries.roster_for(request.seat, pk)
    report = queries.report(found)
    rows = [[harmless(cell) for cell in (m.identity, m.name, m.unit)] for m in report.missing]
    return _xlsx([[_("Number"), _("Name"), _("Unit")], *rows], f"tidak-ada-{found.pk}.xlsx")


@require_safe
@needs(Duty.IMPORT_ROSTER)
def template(request: SeatedRequest) -> HttpResponse:
    """Download an empty workbook in the simple layout, with two lines that show how."""
    unit = request.seat.institution.name
    rows = [
        TEMPLATE,
        ("Non-ASN", "K-0001", "", "Nama Contoh", "", "S.Kom.", "Tenaga administrasi", "", "Aktif",
         "", unit, "nama@contoh.go.id", "081200000000"),
        ("BUMD", "B-0001", "", "Nama Rekaan", "", "", "Petugas lapangan", "", "Aktif", "", unit,
         "", ""),
    ]  # fmt: skip
    return _xlsx(rows, "templat-roster.xlsx")


def _xlsx(rows: Iterable[Sequence[str]], name: str) -> HttpResponse:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, PLAIN) as book:
        sheet = book.add_worksheet("Roster")
        text = book.add_format({"num_format": "@"})
        sheet.set_column(0, 20, 22, text)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write_string(at, column, str(cell), text)
        sheet.freeze_panes(1, 0)
    return hand_out(out.getvalue(), XLSX, name)
