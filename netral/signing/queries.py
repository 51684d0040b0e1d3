"""Reading papers: their address, their bytes."""

from django.conf import settings

from netral.kernel.codes import grouped
from netral.signing import store
from netral.signing.models import Paper


def verify_url(code: str) -> str:
    """Return the absolute address that the QR code of a paper leads to."""
    return f"{settings.BASE_URL}/verifikasi/{grouped(code)}/"


def sealed_bytes(paper: Paper) -> bytes | None:
    """Return the sealed file, or None while the paper is signed but not sealed."""
    return store.get(paper.sha256) if paper.sha256 else None
