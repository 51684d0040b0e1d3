"""QR codes as SVG: crisp at any size, drawn here, fetched from nowhere."""

from functools import lru_cache
from itertools import groupby
from typing import Final

import segno

# Trying all eight masks costs five times as much and helps no scanner we know.
_MASK: Final = 3


@lru_cache(maxsize=256)
def svg(text: str, quiet: int = 4) -> str:
    """Draw a public `text` as `draw` does, and keep the picture for the next who asks."""
    return draw(text, quiet)


def draw(text: str, quiet: int = 4) -> str:
    """Draw `text` as inline SVG that scales with its box, dark on white in every theme.

    `quiet` is the white margin in modules; scanners want four. Say beside it where it leads.
    """
    rows = [bytes(row) for row in _code(text).matrix]
    side = len(rows) + 2 * quiet
    runs = "".join(_runs(row, quiet, y + quiet) for y, row in enumerate(rows))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" aria-hidden="true">'
        f'<path fill="#fff" stroke="none" d="M0 0h{side}v{side}H0z"/>'
        f'<path fill="#000" stroke="none" d="{runs}"/></svg>'
    )


def for_typst(text: str) -> str:
    """Draw `text` as SVG for `image(bytes(..), format: "svg", alt: ..)`; paper is its margin."""
    return svg(text, quiet=0)


def _code(text: str) -> segno.QRCode:
    return segno.make(text, error="m", micro=False, boost_error=False, mask=_MASK)


def _runs(row: bytes, left: int, y: int) -> str:
    """Draw the dark runs of one row as closed boxes."""
    path, x = "", left
    for dark, run in groupby(row):
        width = len(list(run))
        if dark:
            path += f"M{x} {y}h{width}v1h-{width}z"
        x += width
    return path
