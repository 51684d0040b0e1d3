"""A drawn page that stands for the scan of a signed paper."""

import io
from typing import Final

from PIL import Image, ImageDraw

PAGE: Final = (620, 877)  # A4 at 75 dpi
INK: Final = 40
LINES: Final = range(260, 560, 24)


def drawn_page(title: str, name: str) -> bytes:
    """Draw a page with a title, lines for text, and a name under a scrawl; as PNG."""
    page = Image.new("L", PAGE, 250)
    pen = ImageDraw.Draw(page)
    pen.text((60, 80), "CONTOH PINDAIAN - REKAAN UNTUK PERAGAAN", fill=INK)
    pen.text((60, 130), title, fill=INK)
    for y in LINES:
        pen.line((60, y, 560, y), fill=190, width=3)
    pen.arc((380, 640, 480, 720), 20, 320, fill=INK, width=3)
    pen.arc((430, 650, 540, 700), 180, 60, fill=INK, width=3)
    pen.text((360, 740), name, fill=INK)
    out = io.BytesIO()
    page.save(out, "PNG")
    return out.getvalue()
