"""The pages of who has signed: the receipt, the paper, the proof and what that shows."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from netral.access.core import Duty
from netral.access.gate import SeatedRequest, hand_out, needs
from netral.kernel.codes import grouped
from netral.kernel.qr import svg
from netral.ledger.queries.marks import mark
from netral.orgs.queries import person_of
from netral.pacts import queries
from netral.pacts.actions.seals import paper_of
from netral.pacts.models import Pledge
from netral.pacts.queries.mine import card, my_signed
from netral.signing.gate import asks_for_log, fields_page, log_part, receipt_file
from netral.signing.queries import verify_url


def _signed(request: SeatedRequest, slug: str) -> Pledge:
    """Return the seated person's own signed pledge."""
    found = queries.campaign_for(request.seat.institution, slug)
    return my_signed(person_of(request.seat), found)


@require_safe
@needs(Duty.BE_BOUND)
def receipt(request: SeatedRequest, slug: str) -> HttpResponse:
    """Show what was signed, and what happens next."""
    pledge = _signed(request, slug)
    proof = reverse("pacts:receipt_proof", args=[slug])
    choose = reverse("pacts:receipt_fields", args=[slug])
    if asks_for_log(request):
        return log_part(request, pledge.signature.entry, proof, choose)
    url = verify_url(pledge.signature.paper.code)
    facts = {
        "campaign": pledge.campaign,
        "pledge": pledge,
        "mine": card(pledge, request.seat.at),
        "signature": pledge.signature,
        "paper": pledge.signature.paper,
        "log": mark(pledge.signature.entry),
        "proof": proof,
        "choose": choose,
        "code": grouped(pledge.signature.paper.code),
        "verify": url,
        "qr": svg(url),
    }
    return render(request, "pacts/receipt.html", facts)


@require_safe
@needs(Duty.BE_BOUND)
def receipt_pdf(request: SeatedRequest, slug: str) -> HttpResponse:
    """Hand out the person's own pact, sealed by now at the latest."""
    pledge = _signed(request, slug)
    pdf = paper_of(signature=pledge.signature, at=request.seat.at)
    show = "unduh" not in request.GET
    return hand_out(pdf, "application/pdf", f"pakta-{slug}.pdf", show=show)


@require_safe
@needs(Duty.BE_BOUND)
def receipt_fields(request: SeatedRequest, slug: str) -> HttpResponse:
    """Let the person choose what the proof of the own signature shows."""
    entry = _signed(request, slug).signature.entry
    proof = reverse("pacts:receipt_proof", args=[slug])
    return fields_page(request, entry, proof=proof, back=reverse("pacts:receipt", args=[slug]))


@require_safe
@needs(Duty.BE_BOUND)
def receipt_proof(request: SeatedRequest, slug: str) -> HttpResponse:
    """Hand out the proof of the own signature, with the fields that were chosen."""
    entry = _signed(request, slug).signature.entry
    return receipt_file(request, entry, f"pakta-{slug}", own=True)
