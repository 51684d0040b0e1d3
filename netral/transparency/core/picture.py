"""Drawing the small tree: entries at the foot, one fingerprint at the top, witnesses who keep it.

What a change has reached is drawn otherwise, not only coloured: with corners and a thick line.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from netral.insight.core.drawing import Drawing, brief, picture, tag
from netral.transparency.core.example import Example, Node

Place = tuple[float, float]  # the middle of a box


@dataclass(frozen=True, slots=True)
class Frame:
    """Measures of a picture, in its own units; `digits` of a fingerprint have room in a box."""

    name: str
    width: int
    box: tuple[int, int]
    digits: int
    step: int  # from one row to the one above
    witness: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Words:
    """What stands in the picture; `title` and `shows` are for who cannot see it."""

    title: str
    shows: str
    entries: str
    joined: str
    root: str
    witnesses: Sequence[str]
    keeps: Callable[[str], str]
    same: str
    differs: str


WIDE: Final = Frame("lebar", 760, (72, 34), 7, 62, (184, 60))
NARROW: Final = Frame("sempit", 336, (38, 30), 4, 54, (104, 62))
GAP: Final = 34  # between the top of the tree and the witnesses
FOOT: Final = 26  # for the words under the entries
TYPE: Final = 4  # from the middle of a line of type down to its foot


def draw(shown: Example, words: Words, frame: Frame) -> Drawing:
    """Draw the tree and its witnesses."""
    rows = [list(_row(n, row, len(shown.rows), frame)) for n, row in enumerate(shown.rows)]
    height = rows[0][0][1] + frame.box[1] / 2 + FOOT
    return picture(
        f"pohon-{frame.name}",
        (frame.width, height),
        (words.title, words.shows),
        *_edges(shown, rows, frame),
        *_witnesses(shown, words, rows[-1][0], frame),
        *(
            _box(node, place, frame, n if level == 0 else None)
            for level, row in enumerate(shown.rows)
            for n, (node, place) in enumerate(zip(row, rows[level], strict=True))
        ),
        *_named(words, rows, frame),
    )


def _row(level: int, row: Sequence[Node], height: int, frame: Frame) -> Iterator[Place]:
    """Yield where the boxes of a row stand: over the middle of what they join."""
    top = frame.witness[1] + GAP + frame.box[1] / 2
    part = frame.width / len(row)
    for n in range(len(row)):
        yield part * (n + 0.5), top + frame.step * (height - 1 - level)


def _edges(shown: Example, rows: list[list[Place]], frame: Frame) -> Iterator[Drawing]:
    half = frame.box[1] / 2
    for level, row in enumerate(shown.rows[:-1]):
        for n, node in enumerate(row):
            (x, y), (to_x, to_y) = rows[level][n], rows[level + 1][n // 2]
            middle = (y - half + to_y + half) / 2
            yield tag(
                "path",
                d=f"M{brief(x)} {brief(y - half)}V{brief(middle)}H{brief(to_x)}"
                f"V{brief(to_y + half)}",
                cls="edge is-changed" if node.changed else "edge",
            )


def _box(node: Node, place: Place, frame: Frame, number: int | None) -> Drawing:
    (x, y), (width, height) = place, frame.box
    changed = node.changed
    text = node.hex[: frame.digits]
    lines = (
        [tag("text", text, x=x, y=y + TYPE, cls="print")]
        if number is None
        else [
            tag("text", str(number + 1), x=x, y=y - 3, cls="number"),
            tag("text", text, x=x, y=y + 11, cls="print"),
        ]
    )
    frame_box = tag(
        "rect",
        x=x - width / 2,
        y=y - height / 2,
        width=width,
        height=height,
        rx=0 if changed else 6,
        cls="box",
    )
    return tag("g", frame_box, *lines, cls="node is-changed" if changed else "node")


def _witnesses(shown: Example, words: Words, root: Place, frame: Frame) -> Iterator[Drawing]:
    width, height = frame.witness
    part = frame.width / len(words.witnesses)
    differs = shown.root.changed
    for n, name in enumerate(words.witnesses):
        x = part * (n + 0.5)
        yield tag(
            "path",
            d=f"M{brief(root[0])} {brief(root[1] - frame.box[1] / 2)}"
            f"V{brief(height + GAP / 2)}H{brief(x)}V{height}",
            cls="keeps",
        )
        said = words.differs if differs else words.same
        yield tag(
            "g",
            tag("rect", x=x - width / 2, y=1, width=width, height=height - 1, rx=6, cls="box"),
            tag("text", name, x=x, y=18, cls="name"),
            tag("text", words.keeps(shown.kept[: frame.digits]), x=x, y=35, cls="small"),
            tag("text", said, x=x, y=52, cls="said"),
            cls="witness is-alarmed" if differs else "witness",
        )


def _named(words: Words, rows: list[list[Place]], frame: Frame) -> Iterator[Drawing]:
    """Write beside the rows what they are."""
    _x, foot = rows[0][0]
    yield tag("text", words.entries, x=frame.width / 2, y=foot + frame.box[1] / 2 + 18, cls="small")
    x, y = rows[-1][0]
    yield tag("text", words.root, x=x + frame.box[0] / 2 + 8, y=y + TYPE, cls="small start")
    _left, between = rows[-2][0]
    yield tag("text", words.joined, x=frame.width / 2, y=between + TYPE, cls="small")
