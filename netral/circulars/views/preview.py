"""The letter before it is signed."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from netral.access.core import Duty
from netral.access.gate import SeatedRequest, hand_out, needs
from netral.circulars import letter, queries
from netral.circulars.actions.sealing import seal_circular


@require_safe
@needs(
    Duty.DRAFT_CIRCULAR,
    Duty.INITIAL_CIRCULAR,
    Duty.SIGN_CIRCULAR,
    Duty.PASS_ON_CIRCULAR,
    Duty.AUDIT,
)
def preview(request: SeatedRequest, slug: str) -> HttpResponse:
    """Show the letter as it would look, marked as a draft; once signed, the letter itself."""
    circular, at = queries.staff_circular(request.seat, slug), request.seat.at
    if circular.signed_at is None:
        pdf = letter.pdf(circular, draft=True, at=at)
    else:
        pdf = seal_circular(circular=circular, at=at)
    return hand_out(pdf, "application/pdf", f"konsep-{circular.slug}.pdf", show=True)
