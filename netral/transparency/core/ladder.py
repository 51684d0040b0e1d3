"""The way from one entry up to the fingerprint of the whole log, and its drawing.

Each rung joins what was reached so far with a fingerprint beside it, on the side where it stands.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from netral.insight.core.drawing import Drawing, picture, tag
from netral.ledger.core.tree import node_hash


@dataclass(frozen=True, slots=True)
class Rung:
    """One join: the fingerprint beside, whether it stands on the left, and what comes of both."""

    beside: bytes
    left: bool
    above: bytes


@dataclass(frozen=True, slots=True)
class Words:
    """What stands in the drawing; `title` and `shows` are for who cannot see it."""

    title: str
    shows: str
    entry: str
    whole: str
    short: Callable[[bytes], str]


WIDTH: Final = 336
ROW: Final = 40
BOX: Final = (92, 26)
MIDDLE: Final = WIDTH / 2
SIDE: Final = 112  # from the middle to the middle of what stands beside
TYPE: Final = 4


def climb(*, index: int, size: int, leaf: bytes, proof: Sequence[bytes]) -> Iterator[Rung]:
    """Yield the rungs of a proof of inclusion that holds (RFC 9162 §2.1.3.2)."""
    at, last, reached = index, size - 1, leaf
    for beside in proof:
        left = bool(at % 2) or at == last
        if left:
            reached = node_hash(beside, reached)
            while at and not at % 2:
                at, last = at >> 1, last >> 1
        else:
            reached = node_hash(reached, beside)
        yield Rung(beside, left, reached)
        at, last = at >> 1, last >> 1


def draw(leaf: bytes, rungs: Sequence[Rung], words: Words) -> Drawing:
    """Draw the way: the entry at the foot, the whole log at the top."""
    height = ROW * (len(rungs) + 1) + 24
    foot = height - BOX[1] / 2 - 18
    drawn = [_joined(rung, foot - ROW * (n + 1), words) for n, rung in enumerate(rungs)]
    top = len(rungs)
    steps = (
        _box(MIDDLE, foot - ROW * n, text, "way top" if n == top else "way")
        for n, text in enumerate(map(words.short, [leaf, *(rung.above for rung in rungs)]))
    )
    return picture(
        "jalur",
        (WIDTH, height),
        (words.title, words.shows),
        *drawn,
        *steps,
        tag("text", words.entry, x=MIDDLE, y=foot + BOX[1] / 2 + 15, cls="small"),
        tag("text", words.whole, x=MIDDLE + BOX[0] / 2 + 6, y=foot - ROW * top + TYPE, cls="start"),
    )


def _joined(rung: Rung, y: float, words: Words) -> Drawing:
    """Draw the line up to a rung and the fingerprint that comes in from the side."""
    x = MIDDLE - SIDE if rung.left else MIDDLE + SIDE
    below = y + ROW
    return tag(
        "g",
        tag("path", d=f"M{MIDDLE:g} {below:g}V{y:g}", cls="edge way"),
        tag("path", d=f"M{x:g} {below:g}V{y + ROW / 2:g}H{MIDDLE:g}", cls="edge"),
        _box(x, below, words.short(rung.beside), "beside"),
    )


def _box(x: float, y: float, text: str, cls: str) -> Drawing:
    width, height = BOX
    frame = tag(
        "rect", x=x - width / 2, y=y - height / 2, width=width, height=height, rx=5, cls="box"
    )
    return tag("g", frame, tag("text", text, x=x, y=y + TYPE, cls="print"), cls=f"node {cls}")
