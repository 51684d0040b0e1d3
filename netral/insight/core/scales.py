"""Where a value lies on paper, which values an axis names, and what fits into a label."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

STEPS: Final = (1, 2, 5, 10)
WIDE: Final = frozenset("MWmw@%ABCDGHKNOQRUVX")
SIGN: Final = 0.55  # of the size of type: the width of a sign on the average
WIDE_SIGN: Final = 0.75


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight line from values to places; a domain without extent lies at its beginning."""

    domain: tuple[float, float]
    places: tuple[float, float]

    def __call__(self, value: float) -> float:
        """Return the place of a value."""
        first, last = self.domain
        if last == first:
            return self.places[0]
        share = (value - first) / (last - first)
        return self.places[0] + share * (self.places[1] - self.places[0])


def ticks(highest: float, about: int = 4) -> list[int]:
    """Return round whole numbers from 0 to just beyond `highest`, about so many steps."""
    step = _step(max(highest, 1) / max(about, 1))
    return [n * step for n in range(math.ceil(max(highest, 1) / step) + 1)]


def _step(least: float) -> int:
    power = 10 ** max(0, math.floor(math.log10(least)))
    return next(int(power * step) for step in STEPS if power * step >= least)


def some(count: int, most: int) -> list[int]:
    """Return at most `most` positions of `count`, evenly apart, the first and the last among them.

    One alone is the last: what is now says more than what was.
    """
    if count <= 0 or most <= 0:
        return []
    if count == 1 or most == 1:
        return [count - 1]
    wanted = min(count, most)
    return [round(n * (count - 1) / (wanted - 1)) for n in range(wanted)]


def room(text: str, size: float) -> float:
    """Return about how wide a text is in type of `size`."""
    return sum(size * (WIDE_SIGN if sign in WIDE else SIGN) for sign in text)


def fitted(text: str, width: float, size: float) -> str:
    """Shorten a text that is too wide, at its end."""
    if room(text, size) <= width:
        return text
    while text and room(f"{text}…", size) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def apart(places: Sequence[float], gap: float, within: tuple[float, float]) -> list[float]:
    """Move places that lie too close to each other, as little as may be, and keep their order.

    Where there is no room for all, they still lie `gap` apart and the last ones leave `within`.
    """
    order = sorted(range(len(places)), key=lambda n: places[n])
    moved = [places[n] for n in order]
    for n in range(1, len(moved)):
        moved[n] = max(moved[n], moved[n - 1] + gap)
    if moved and moved[-1] > within[1]:
        moved[-1] = within[1]
        for n in range(len(moved) - 2, -1, -1):
            moved[n] = min(moved[n], moved[n + 1] - gap)
    if moved and moved[0] < within[0]:
        moved[0] = within[0]
        for n in range(1, len(moved)):
            moved[n] = max(moved[n], moved[n - 1] + gap)
    back = dict(zip(order, moved, strict=True))
    return [back[n] for n in range(len(places))]
