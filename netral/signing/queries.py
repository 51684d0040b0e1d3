"""Reading papers: their address, their bytes."""

from django.conf import settings

from netral.kernel.codes import grouped
from netral.signing import store
from netral.signing.bounds import examine
from netral.signing.core import Look
from netral.signing.models import Paper, SealKey
from netral.signing.pades import roots


def verify_url(code: str) -> str:
    """Return the absolute address that the QR code of a paper leads to."""
    return f"{settings.BASE_URL}/verifikasi/{grouped(code)}/"


def sealed_bytes(paper: Paper) -> bytes | None:
    """Return the sealed file, or None while the paper is signed but not sealed."""
    return store.get(paper.sha256) if paper.sha256 else None


def look_into(pdf: bytes) -> Look:
    """Look into a PDF of unknown origin with bounded time and memory; nothing is kept."""
    chains = SealKey.objects.values_list("certificate", flat=True)
    return examine(pdf, roots(list(chains)))
