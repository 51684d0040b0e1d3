"""A line chart over days, each line with its name at its end; and a line in a word's size."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from netral.insight.core.drawing import EMPTY, Drawing, brief, picture, tag
from netral.insight.core.scales import Scale, apart, fitted, some, ticks

TYPE: Final = 13  # size of type
MARKS: Final = ("round", "square", "corner")  # the shape at a line's end tells it apart too
LABEL: Final = 32  # height of a name with its value below


@dataclass(frozen=True, slots=True)
class Line:
    """One measure over the days; None where it is not known."""

    name: str
    values: Sequence[float | None]

    @property
    def last(self) -> int | None:
        """Return the position of the last known value."""
        known = [n for n, value in enumerate(self.values) if value is not None]
        return known[-1] if known else None


@dataclass(frozen=True, slots=True)
class Frame:
    """How large a chart is, and what lies around its lines."""

    width: int
    height: int
    left: int
    right: int
    dates: int  # named below it, at most
    top: int = 14
    bottom: int = 30


WIDE: Final = Frame(width=760, height=280, left=48, right=128, dates=6)
NARROW: Final = Frame(width=340, height=240, left=38, right=88, dates=3)


@dataclass(frozen=True, slots=True)
class Trend:
    """What a line chart shows; `of` is the highest possible value, where there is one."""

    name: str  # of the picture, unique on its page
    words: tuple[str, str]  # the title, and a sentence that says what is seen
    days: Sequence[date]
    lines: Sequence[Line]
    say: Callable[[float], str]
    say_day: Callable[[date], str]
    of: float | None = None


def line_chart(trend: Trend, frame: Frame) -> Drawing:
    """Draw lines over days, lying as far apart as the days do; nothing known, nothing drawn."""
    lines = [line for line in trend.lines if line.last is not None]
    if not lines:
        return EMPTY
    known = [value for line in lines for value in line.values if value is not None]
    named = ticks(trend.of if trend.of is not None else max(known))
    first, last = min(trend.days), max(trend.days)
    right = frame.width - frame.right
    across = Scale((first.toordinal(), last.toordinal()), (frame.left, right))
    up = Scale((0, named[-1]), (frame.height - frame.bottom, frame.top))
    return picture(
        f"{trend.name}-{frame.width}",
        (frame.width, frame.height),
        trend.words,
        *_axis(named, up, frame, trend),
        *_dates(across, frame, trend),
        *(_line(n, line, trend, across, up) for n, line in enumerate(lines)),
        *_names(lines, trend, (across, up), frame),
    )


def _axis(named: list[int], up: Scale, frame: Frame, trend: Trend) -> Iterator[Drawing]:
    for value in named:
        y, cls = up(value), "axis" if value == 0 else "grid"
        yield tag("path", d=f"M{frame.left} {brief(y)}H{frame.width - frame.right}", cls=cls)
        yield tag("text", trend.say(value), x=frame.left - 8, y=y + 4, cls="end")


def _dates(across: Scale, frame: Frame, trend: Trend) -> Iterator[Drawing]:
    days = sorted(set(trend.days))
    for n in some(len(days), frame.dates):
        x = across(days[n].toordinal())
        cls = "start" if n == 0 and len(days) > 1 else "middle"
        yield tag("text", trend.say_day(days[n]), x=x, y=frame.height - 8, cls=cls)


def _line(n: int, line: Line, trend: Trend, across: Scale, up: Scale) -> Drawing:
    path, pen = [], "M"
    for day, value in zip(trend.days, line.values, strict=True):
        if value is None:
            pen = "M"
            continue
        path.append(f"{pen}{brief(across(day.toordinal()))} {brief(up(value))}")
        pen = "L"
    end = line.last or 0
    x, y = across(trend.days[end].toordinal()), up(line.values[end] or 0)
    drawn = tag("path", d="".join(path), cls="line")
    return tag("g", drawn, _mark(n, x, y), cls=f"series-{n % len(MARKS) + 1}")


def _mark(n: int, x: float, y: float) -> Drawing:
    match MARKS[n % len(MARKS)]:
        case "round":
            return tag("circle", cx=x, cy=y, r=4.5)
        case "square":
            return tag("rect", x=x - 4, y=y - 4, width=8, height=8)
    return tag("path", d=f"M{brief(x)} {brief(y - 5)}l5 9h-10z")


def _names(
    lines: Sequence[Line], trend: Trend, scales: tuple[Scale, Scale], frame: Frame
) -> Iterator[Drawing]:
    """Name each line at its end, with its last value, no two names over each other."""
    across, up = scales
    ends = [(line.last or 0, line) for line in lines]
    places = [up(line.values[n] or 0) for n, line in ends]
    moved = apart(places, LABEL, (frame.top, frame.height - frame.bottom - LABEL / 2))
    for number, ((n, line), y) in enumerate(zip(ends, moved, strict=True)):
        x = across(trend.days[n].toordinal()) + 10
        value = line.values[n] or 0
        name = fitted(line.name, frame.width - x, TYPE)
        series = f"named series-{number % len(MARKS) + 1}"
        yield tag(
            "text",
            tag("tspan", trend.say(value), x=x, y=y, cls="strong"),
            tag("tspan", name, x=x, y=y + 16),
            cls=series,
        )
