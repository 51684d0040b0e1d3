"""The pages of findings: the list, a new one, one with its files, closing it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from netral.access.core import Duty
from netral.access.gate import SeatedRequest, bounded, hand_out, needs
from netral.kernel.errors import Refusal
from netral.ledger.queries.marks import mark
from netral.orgs import queries as orgs
from netral.supervision.actions.findings import MOST_FILES, Seen, find, mend, show_by
from netral.supervision.errors import ProofTooLarge
from netral.supervision.exhibits import MEGABYTES, MOST, taken
from netral.supervision.forms.checks import FindingForm, MendForm, ProofForm
from netral.supervision.models import Finding
from netral.supervision.queries import checks as queries

METHODS = ["GET", "HEAD", "POST"]
ON_A_PAGE = 50
BODY = MOST + 100_000  # the file with the rest of the form


@require_safe
@needs(*queries.READERS)
def listed(request: SeatedRequest) -> HttpResponse:
    """Show findings, the open ones first."""
    page = Paginator(queries.findings(request.seat), ON_A_PAGE).get_page(request.GET.get("page"))
    facts = {
        "page": page,
        "lines": [queries.finding_line(row) for row in page.object_list],
        "open": queries.open_count(request.seat),
    }
    return render(request, "supervision/findings/list.html", facts)


@require_http_methods(METHODS)
@needs(Duty.SUPERVISE_UNIT)
def new(request: SeatedRequest, pk: int) -> HttpResponse:
    """Record something seen without a list."""
    seat = request.seat
    unit = orgs.unit_for(seat, Duty.SUPERVISE_UNIT, pk)
    form = FindingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        seen = Seen(form.topic_chosen(), given["what"], given["place"])
        try:
            found = find(unit=unit, seen=seen, slug=given["sheet"], by=seat.actor, at=seat.at)
        except Refusal as refusal:
            form.add_error("what", " ".join(refusal.words(gettext)))
        else:
            messages.success(request, gettext("The finding is recorded. Add a photo if you can."))
            return redirect("supervision:finding", slug=found.slug)
    facts = {"form": form, "unit": unit}
    status = 422 if form.errors else 200
    return render(request, "supervision/findings/new.html", facts, status=status)


@require_safe
@needs(*queries.READERS)
def show(request: SeatedRequest, slug: str) -> HttpResponse:
    """Show one finding with what proves it and what was done."""
    return _page(request, queries.finding_for(request.seat, slug))


def _page(
    request: SeatedRequest,
    found: Finding,
    mending: MendForm | None = None,
    proving: ProofForm | None = None,
) -> HttpResponse:
    """Show a finding; a form that was not taken stands in its place with what was written."""
    files = list(found.files.defer("content"))
    may_act = request.seat.may(Duty.SUPERVISE_UNIT, found.unit.path)
    names = queries.names([found.by, found.mended_by])
    facts = {
        "finding": found,
        "line": queries.finding_line(found),
        "files": files,
        "by": names.get(found.by, ""),
        "mended_by": names.get(found.mended_by, ""),
        "proof": mark(found.entry),
        "mending": (mending or MendForm()) if may_act and not found.mended_at else None,
        "proving": (proving or ProofForm()) if may_act and len(files) < MOST_FILES else None,
        "refused": mending or proving,
    }
    status = 422 if mending or proving else 200
    return render(request, "supervision/findings/show.html", facts, status=status)


@require_http_methods(["POST"])
@needs(Duty.SUPERVISE_UNIT)
def close(request: SeatedRequest, slug: str) -> HttpResponse:
    """Close a finding with what was done."""
    seat, found = request.seat, queries.finding_for(request.seat, slug)
    seat.require(Duty.SUPERVISE_UNIT, found.unit.path)
    form = MendForm(request.POST)
    if form.is_valid():
        remedy = form.cleaned_data["remedy"]
        try:
            mend(finding=found, remedy=remedy, by=seat.actor, at=seat.at)
        except Refusal as refusal:
            form.add_error("remedy", " ".join(refusal.words(gettext)))
        else:
            messages.success(request, gettext("The finding is closed."))
            return redirect("supervision:finding", slug=slug)
    return _page(request, found, mending=form)


@require_http_methods(["POST"])
@bounded(BODY, lambda: ProofTooLarge(name=gettext("File"), megabytes=MEGABYTES))
@needs(Duty.SUPERVISE_UNIT)
def prove(request: SeatedRequest, slug: str) -> HttpResponse:
    """Add a photo or a PDF."""
    seat, found = request.seat, queries.finding_for(request.seat, slug)
    seat.require(Duty.SUPERVISE_UNIT, found.unit.path)
    form = ProofForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            show_by(
                finding=found, exhibit=taken(form.cleaned_data["file"]), by=seat.actor, at=seat.at
            )
        except Refusal as refusal:
            form.add_error("file", " ".join(refusal.words(gettext)))
        else:
            words = gettext("The file was added. Photos keep no place or device.")
            messages.success(request, words)
            return redirect("supervision:finding", slug=slug)
    return _page(request, found, proving=form)


@require_safe
@needs(*queries.READERS)
def file(request: SeatedRequest, slug: str, order: int) -> HttpResponse:
    """Hand out one file; no cache keeps it, and a PDF is not shown inside the page."""
    found = queries.file_for(request.seat, slug, order)
    photo = found.media_type.startswith("image/")
    name = f"bukti-{order}.{'jpg' if photo else 'pdf'}"
    return hand_out(bytes(found.content), found.media_type, name, show=photo)
