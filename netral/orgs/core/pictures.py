"""Making an uploaded picture harmless and small: it is drawn anew, nothing else of it is kept."""

import io
import warnings
from typing import Final

from PIL import Image, UnidentifiedImageError

EDGE: Final = 512  # pixels of the longer side, kept
PIXELS: Final = 40_000_000  # of the upload, at most
FORMATS: Final = ("PNG", "JPEG", "WEBP")


class NotAPicture(Exception):
    """The octets are no picture of a kind that is taken, or one far too large."""


def small_png(octets: bytes) -> bytes:
    """Draw a picture anew as a PNG that fits the emblem's place.

    Raises:
        NotAPicture: it cannot be read, or would unpack to more than is reasonable.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(octets), formats=FORMATS) as picture:
                if picture.width * picture.height > PIXELS:
                    raise NotAPicture
                drawn = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError,
            Image.DecompressionBombWarning) as error:  # fmt: skip
        raise NotAPicture from error
    drawn.thumbnail((EDGE, EDGE))
    fresh = Image.new("RGBA", drawn.size)
    fresh.paste(drawn)
    out = io.BytesIO()
    fresh.save(out, "PNG", optimize=True)
    return out.getvalue()
