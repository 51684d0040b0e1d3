"""The page that checks receipts without a network, to keep on a disk."""

from pathlib import Path
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.html import escape
from django.views.decorators.http import require_safe

from netral.access.gate import hand_out
from netral.ledger.queries.state import policy_text

# It was written apart from this program and is built by itself (`python -m tools.verifier_page`).
PAGE: Final = Path(__file__).resolve().parents[3] / "netral_verify" / "verifier.html"
EMPTY: Final = '<pre id="carried" hidden></pre>'
NAME: Final = "netral-periksa.html"


@require_safe
def download(_request: HttpRequest) -> HttpResponse:
    """Hand out the page with this installation's policy in it, which it shows as just that."""
    try:
        policy = policy_text()
    except (OSError, UnicodeDecodeError):
        policy = ""  # whoever checks brings a policy along anyway
    carrying = EMPTY.replace("><", f">{escape(policy)}<")
    html = PAGE.read_text(encoding="utf-8").replace(EMPTY, carrying, 1)
    return hand_out(html.encode(), "text/html; charset=utf-8", NAME, public=True)
