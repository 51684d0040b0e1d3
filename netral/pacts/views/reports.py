"""Completion reports as PDF and as workbook."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from netral.access.core import Duty
from netral.access.errors import NotYours
from netral.access.gate import SeatedRequest, hand_out, needs
from netral.kernel import spoken
from netral.kernel.cells import XLSX
from netral.orgs import queries as orgs
from netral.orgs.models import Unit
from netral.pacts import queries
from netral.pacts.actions.reports import make_report, report_pdf
from netral.pacts.models import Campaign, Report
from netral.pacts.queries.rolls import people_below, units_below
from netral.pacts.sheets import workbook


@require_POST
@needs(Duty.REMIND)
def make(request: SeatedRequest, slug: str, pk: int) -> HttpResponse:
    """Freeze the figures of a unit and lead to the sealed paper."""
    campaign, unit = _place(request, slug, pk, Duty.REMIND)
    made = make_report(campaign=campaign, unit=unit, by=request.seat.actor, at=request.seat.at)
    return redirect("pacts:report", pk=made.pk)


@require_safe
@needs(Duty.SEE_BOARD)
def pdf(request: SeatedRequest, pk: int) -> HttpResponse:
    """Hand out a report, sealed by now."""
    rows = Report.objects.of(request.seat.institution).filter(pk=pk)
    found = rows.select_related("campaign", "unit", "paper", "institution").first()
    if found is None:
        raise NotYours
    request.seat.require(Duty.SEE_BOARD, found.unit.path)
    made = report_pdf(report=found, at=request.seat.at)
    name = f"laporan-{found.campaign.slug}-{pk}.pdf"
    return hand_out(made, "application/pdf", name, show="unduh" not in request.GET)


@require_safe
@needs(Duty.SEE_BOARD)
def sheet(request: SeatedRequest, slug: str, pk: int) -> HttpResponse:
    """Hand out the figures as they are now; with names for those who may see people."""
    campaign, unit = _place(request, slug, pk, Duty.SEE_BOARD)
    seat = request.seat
    language = request.LANGUAGE_CODE or "id"
    title = [
        f"{campaign.name}: {unit.name}",
        campaign.institution.name,
        spoken.at(seat.at.acted, seat.at.zone, language),
    ]
    names = people_below(campaign, unit) if seat.may(Duty.SEE_PEOPLE, unit.path) else None
    octets = workbook(title, units_below(campaign, unit), names)
    return hand_out(octets, XLSX, f"laporan-{slug}-{pk}.xlsx")


def _place(request: SeatedRequest, slug: str, pk: int, duty: Duty) -> tuple[Campaign, Unit]:
    campaign = queries.campaign_for(request.seat.institution, slug)
    if campaign.stage == Campaign.Stage.DRAFT:
        raise NotYours
    return campaign, orgs.unit_for(request.seat, duty, pk)
