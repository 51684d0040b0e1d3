"""Counts that may be told to who audits: small numbers lead to a person, and are not. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

FEWEST: Final = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """A count that may be told, or the word that it is small."""

    count: int | None  # None: fewer than `FEWEST`, none at all included

    @property
    def told(self) -> bool:
        """Tell whether the number stands."""
        return self.count is not None


def cells(
    counts: Mapping[tuple[str, str], int], rows: Iterable[str], columns: Sequence[str]
) -> dict[str, list[Cell]]:
    """Return for each row one cell for each column; small numbers and none look alike.

    The columns share nothing, and there are no sums: with either, a hidden cell would be a
    subtraction away.
    """
    return {row: [_cell(counts.get((row, column), 0)) for column in columns] for row in rows}


def _cell(count: int) -> Cell:
    return Cell(count if count >= FEWEST else None)
