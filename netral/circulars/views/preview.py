"""The letter before it is signed."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from netral.access.core import Duty
from netral.access.gate import SeatedRequest, needs
from netral.circulars import letter, queries


@require_safe
@needs(
    Duty.DRAFT_CIRCULAR,
    Duty.INITIAL_CIRCULAR,
    Duty.SIGN_CIRCULAR,
    Duty.PASS_ON_CIRCULAR,
    Duty.AUDIT,
)
def preview(request: SeatedRequest, slug: str) -> HttpResponse:
    """Show the letter as it would look, marked as a draft."""
    circular = queries.staff_circular(request.seat, slug)
    pdf = letter.pdf(circular, draft=circular.signed_at is None, at=request.seat.at)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="konsep-{circular.slug}.pdf"'
    return answer
