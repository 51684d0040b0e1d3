"""Uploaded photographs: drawn anew, so that nothing else of the file is kept.

Drawing anew drops places, devices, comments and whatever else a camera or somebody with bad
intentions writes into a file; what is kept is a JPEG of a size that a page can show.
"""

import hashlib
import io
import struct
import warnings
from dataclasses import dataclass
from typing import Final

from PIL import Image, UnidentifiedImageError
from PIL.ExifTags import Base

FORMATS: Final = ("JPEG", "PNG", "WEBP")
STARTS: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")
PIXELS: Final = 50_000_000  # of the upload: what a good phone makes, not what fills the memory
SIDE: Final = 2000  # pixels of the longer side, kept
QUALITY: Final = 82
TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # by the orientation that a camera writes (Exif 2.32, 4.6.4.A)
# Everything that Pillow raises for damaged files (found by damaging some 400,000).
BROKEN: Final = (
    UnidentifiedImageError, OSError, EOFError, SyntaxError, ValueError, TypeError, struct.error,
)  # fmt: skip


class NotAPicture(Exception):
    """The octets are no JPEG, PNG or WebP picture that can be read whole, or one that moves."""


class PictureTooLarge(Exception):
    """The octets are too many, or would unpack to more pixels than is reasonable."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture fit to keep: octets, media type, and pixels of both sides."""

    octets: bytes
    media_type: str
    width: int
    height: int

    @property
    def sha256(self) -> str:
        """Return the hash that the ledger commits to."""
        return hashlib.sha256(self.octets).hexdigest()


def remade(octets: bytes, *, limit: int) -> Picture:
    """Draw a picture anew, upright, as a JPEG at most `SIDE` pixels long; `limit` is in octets.

    It is judged by what it is, not by its name: SVG, HTML, video and PDF are no pictures here.

    Raises:
        NotAPicture: it cannot be read as one still picture.
        PictureTooLarge: more octets than `limit`, or more pixels than `PIXELS`.
    """
    if len(octets) > limit:
        raise PictureTooLarge
    if not octets.startswith(STARTS):
        raise NotAPicture
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # counted below
            with Image.open(io.BytesIO(octets), formats=FORMATS) as opened:
                upright = _upright(opened)
    except Image.DecompressionBombError as huge:
        raise PictureTooLarge from huge
    except BROKEN as broken:
        raise NotAPicture from broken
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=QUALITY, optimize=True)
    return Picture(out.getvalue(), "image/jpeg", upright.width, upright.height)


def _upright(opened: Image.Image) -> Image.Image:
    """Return the picture as people see it, on white, small enough, without anything beside it."""
    if opened.width * opened.height > PIXELS:
        raise PictureTooLarge
    # A phone's JPEG may hold a second view of itself (MPO); the first is the photograph.
    if opened.format in {"PNG", "WEBP"} and getattr(opened, "is_animated", False):
        raise NotAPicture
    opened.draft("RGB", (SIDE, SIDE))  # lets JPEG unpack no more than is kept
    turn = TURNS.get(opened.getexif().get(Base.Orientation, 1))
    opened.thumbnail((SIDE, SIDE))
    turned = opened if turn is None else opened.transpose(turn)
    if turned.mode in {"RGBA", "LA", "PA", "P"}:
        seen = turned.convert("RGBA")
        ground = Image.new("RGB", seen.size, "white")
        ground.paste(seen, mask=seen.getchannel("A"))
        return ground
    fresh = turned.convert("RGB")
    fresh.info.clear()
    return fresh
