"""Figures that may be published: bands of five instead of counts of people.

A count becomes the band in which it lies: 0 to 4, 5 to 9, 10 to 14. A total is the sum of its
cells' bands, so it says nothing that they do not: with a total counted for itself, cells that
all lie at one end of their bands would give each other away. There is one way of cutting
(kinds of unit): two ways, laid over each other, would cut out small groups.

What an attacker learns from everything published: of each cell the band, five values; of one
count beside one that holds it (signed of asked) still the whole band of either, for both
are cut at the same places; of what happened from one week to the next at least five values.
`tests/duties/test_bands.py` counts them all. Who knows exact counts from elsewhere knows more.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 5


@dataclass(frozen=True, slots=True)
class Band:
    """The whole numbers from `low` to `high`, both included."""

    low: int
    high: int

    def __add__(self, other: "Band") -> "Band":
        """Add two bands: whatever their counts are, their sum lies in it."""
        return Band(self.low + other.low, self.high + other.high)

    @property
    def is_small(self) -> bool:
        """Tell whether nothing may be said but that there are few."""
        return self.low == 0

    @property
    def middle(self) -> float:
        """Return the value that is wrong by the least."""
        return (self.low + self.high) / 2


NONE: Final = Band(0, 0)


def band(count: int) -> Band:
    """Return the band in which a count lies."""
    if count < 0:
        msg = f"{count} is no count"
        raise ValueError(msg)
    low = count - count % WIDTH
    return Band(low, low + WIDTH - 1)


def total(cells: Iterable[Band]) -> Band:
    """Add up published cells, and nothing else."""
    return sum(cells, NONE)


def share(part: Band, whole: Band) -> Band | None:
    """Return between which whole percentages the share of a part lies; None: it may be anything.

    Rounded outwards, so that the true share is inside. A share that is not known to within
    twenty points says nothing.
    """
    if whole.low <= 0:
        return None
    low = 100 * part.low // whole.high
    high = min(100, -(-100 * part.high // whole.low))
    return Band(low, high) if high - low <= 20 else None  # noqa: PLR2004  # said above
