"""Scans of signed paper: what is taken, and made harmless before it is kept."""

import hashlib
import io
import warnings
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from netral.pacts.errors import ScanLocked, ScanTooLarge, ScanUnreadable
from netral.signing.queries import look_into

MEGABYTES: Final = 5
MOST: Final = MEGABYTES * 1_000_000
PIXELS: Final = 40_000_000  # A4 at 600 dpi is 35 million
SIDE: Final = 2480  # A4 at 300 dpi: enough to read, small enough to keep


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan fit to keep."""

    octets: bytes
    media_type: str

    @property
    def sha256(self) -> str:
        """Return the hash that the ledger commits to."""
        return hashlib.sha256(self.octets).hexdigest()


def clean(octets: bytes) -> Scan:
    """Take a PDF, JPEG or PNG by what it is, not by its name; pictures are drawn anew.

    Drawing anew drops places, devices and whatever else a camera writes into a file.
    """
    if len(octets) > MOST:
        raise ScanTooLarge(megabytes=MEGABYTES)
    if octets.startswith(b"%PDF-"):
        return _pdf(octets)
    if octets.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return _picture(octets)
    raise ScanUnreadable


def _pdf(octets: bytes) -> Scan:
    look = look_into(octets)
    if look.locked or look.active:
        raise ScanLocked
    if not look.readable:
        raise ScanUnreadable
    return Scan(octets, "application/pdf")


def _picture(octets: bytes) -> Scan:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(octets), formats=("JPEG", "PNG"))
        if opened.width * opened.height > PIXELS:
            raise ScanTooLarge(megabytes=MEGABYTES)
        upright = ImageOps.exif_transpose(opened).convert("RGB")
    except Image.DecompressionBombError as huge:
        raise ScanTooLarge(megabytes=MEGABYTES) from huge
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as broken:
        raise ScanUnreadable from broken
    upright.thumbnail((SIDE, SIDE))
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=82, optimize=True)
    return Scan(out.getvalue(), "image/jpeg")
