"""Bars that lie: the parts of a whole row by row, and values side by side in groups."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from netral.insight.core.drawing import EMPTY, Drawing, brief, picture, tag
from netral.insight.core.scales import Scale, fitted, room

TYPE: Final = 13
HATCHES: Final = (2,)  # the part that is hatched too: colour alone tells nobody enough


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a chart of lying bars is laid out; without a column of names they stand above."""

    width: int
    names: int  # width of the column of names, 0: above the bar
    said: int  # width of what is said at the end

    @property
    def start(self) -> int:
        """Return where the bars begin."""
        return self.names + 12 if self.names else 0

    @property
    def end(self) -> int:
        """Return where the longest bar ends."""
        return self.width - self.said

    @property
    def step(self) -> int:
        """Return the height of a row."""
        return 30 if self.names else 48

    @property
    def drop(self) -> int:
        """Return how far below the top of its row a bar begins."""
        return 5 if self.names else 22


WIDE: Final = Sheet(width=760, names=250, said=108)
NARROW: Final = Sheet(width=340, names=0, said=96)


@dataclass(frozen=True, slots=True)
class Row:
    """One bar: its name, its parts in the order of their words, and what is said at its end."""

    name: str
    parts: Sequence[float]
    said: str


@dataclass(frozen=True, slots=True)
class Stack:
    """Rows that show parts of their own whole, each of the same length."""

    name: str
    words: tuple[str, str]
    parts: Sequence[str]  # the words of the parts
    rows: Sequence[Row]


def stacked(stack: Stack, sheet: Sheet) -> Drawing:
    """Draw each row as shares of its whole; a row of nothing is an empty frame."""
    if not stack.rows:
        return EMPTY
    name = f"{stack.name}-{sheet.width}"
    legend, top = _legend(stack.parts, sheet, name)
    rows = [
        tag("g", *_row(row, sheet, name), transform=f"translate(0 {top + n * sheet.step})")
        for n, row in enumerate(stack.rows)
    ]
    height = top + len(rows) * sheet.step
    return picture(name, (sheet.width, height), stack.words, _hatch(name), *legend, tag("g", *rows))


def _hatch(name: str) -> Drawing:
    """Return the pattern of what is hatched."""
    lines = tag("path", d="M0 0V7", cls="hatch-line")
    ground = tag("rect", width=7, height=7, cls="hatch-ground")
    pattern = tag(
        "pattern", ground, lines, id=f"{name}-arsir", width=7, height=7,
        patternUnits="userSpaceOnUse", patternTransform="rotate(45)",
    )  # fmt: skip
    return tag("defs", pattern)


def _legend(words: Sequence[str], sheet: Sheet, name: str) -> tuple[list[Drawing], int]:
    """Return the words of the parts with their looks, and where the rows may begin."""
    drawn, x, y = [], 0.0, 2
    for n, word in enumerate(words):
        wide = 22 + room(word, TYPE)
        if x and x + wide > sheet.width:
            x, y = 0.0, y + 22
        drawn.append(tag("rect", x=x, y=y, width=14, height=14, **_look(n, name)))
        drawn.append(tag("text", word, x=x + 20, y=y + 11.5))
        x += wide + 18
    return drawn, y + 28


def _look(n: int, name: str) -> dict[str, str]:
    fill = {"fill": f"url(#{name}-arsir)"} if n in HATCHES else {}
    return {"cls": f"part-{n + 1}", **fill}


def _row(row: Row, sheet: Sheet, name: str) -> Iterator[Drawing]:
    yield from _name(row.name, sheet)
    whole = sum(row.parts)
    y, tall = sheet.drop, 18
    along = Scale((0, whole or 1), (sheet.start, sheet.end - 12))
    yield tag(
        "rect", x=sheet.start, y=y, width=sheet.end - 12 - sheet.start, height=tall, cls="frame"
    )
    begun = 0.0
    for n, part in enumerate(row.parts):
        if part > 0:
            x, wide = along(begun), along(begun + part) - along(begun)
            yield tag("rect", x=x, y=y, width=max(wide - 1, 1), height=tall, **_look(n, name))
        begun += max(part, 0)
    said = fitted(row.said, sheet.said, TYPE)
    yield tag("text", said, x=sheet.end, y=y + 13.5, cls="strong")


def _name(name: str, sheet: Sheet) -> Iterator[Drawing]:
    """Write a name beside or above its bar; one that was shortened can still be read whole."""
    width = sheet.names or sheet.width
    shown = fitted(name, width, TYPE)
    whole = [tag("title", name)] if shown != name else []
    if sheet.names:
        yield tag("text", *whole, shown, x=sheet.names, y=sheet.drop + 13.5, cls="end name")
    else:
        yield tag("text", *whole, shown, x=0, y=15, cls="name")


@dataclass(frozen=True, slots=True)
class Bar:
    """One value that lies between two: what is said of it, and whether anything is known."""

    name: str
    low: float | None
    high: float | None
    said: str


@dataclass(frozen=True, slots=True)
class Group:
    """Values of the same measure."""

    title: str
    bars: Sequence[Bar]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Groups of bars on one scale from 0 to `top`."""

    name: str
    words: tuple[str, str]
    groups: Sequence[Group]
    top: float = 100


def grouped(shown: Comparison, sheet: Sheet) -> Drawing:
    """Draw values side by side; a whisker shows between which two each of them lies."""
    groups = [group for group in shown.groups if group.bars]
    if not groups:
        return EMPTY
    along = Scale((0, shown.top), (sheet.start, sheet.end - 12))
    drawn: list[Drawing] = []
    y = 0
    for group in groups:
        drawn.append(tag("text", group.title, x=0, y=y + 16, cls="strong title"))
        y += 30
        for bar in group.bars:
            drawn.append(tag("g", *_bar(bar, sheet, along), transform=f"translate(0 {y})"))
            y += sheet.step
        y += 14
    name = f"{shown.name}-{sheet.width}"
    return picture(name, (sheet.width, y - 14), shown.words, *drawn)


def _bar(bar: Bar, sheet: Sheet, along: Scale) -> Iterator[Drawing]:
    yield from _name(bar.name, sheet)
    y = sheet.drop
    yield tag(
        "rect", x=sheet.start, y=y, width=sheet.end - 12 - sheet.start, height=18, cls="frame"
    )
    if bar.low is not None and bar.high is not None:
        x = along((bar.low + bar.high) / 2)
        yield tag(
            "rect", x=sheet.start, y=y, width=max(x - sheet.start, 1), height=18, cls="part-1"
        )
        if along(bar.high) - along(bar.low) > 4:  # noqa: PLR2004  # narrower than its own ends
            low, high = brief(along(bar.low)), brief(along(bar.high))
            yield tag("path", d=f"M{low} {y + 9}H{high}M{low} {y + 4}v10M{high} {y + 4}v10",
                      cls="whisker")  # fmt: skip
    yield tag("text", fitted(bar.said, sheet.said, TYPE), x=sheet.end, y=y + 13.5, cls="strong")
