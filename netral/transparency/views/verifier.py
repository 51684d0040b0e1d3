"""The page that checks receipts without a network, to keep on a disk."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from netral.access.gate import hand_out
from netral.transparency.queries.state import policy_text
from netral_verify.page import page

NAME: Final = "netral-periksa.html"


@require_safe
def download(_request: HttpRequest) -> HttpResponse:
    """Hand out the page with this installation's policy in it, which it shows as just that."""
    return hand_out(page(policy_text()).encode(), "text/html; charset=utf-8", NAME, public=True)
