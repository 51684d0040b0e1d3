"""Institutions added up to provinces and to all, in bands. Pure.

Each cell is the band of its own count. A whole is the sum of its cells' bands and never counted
for itself, and so is every sum of institutions: nobody can subtract their way into a cell.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from netral.duties.core.bands import Band, band, share, total
from netral.kernel.words import N_


class Cell(StrEnum):
    """What is counted of an institution; the names are those of the columns of files."""

    SIGNED = "signed"
    WAITING = "waiting"
    NEITHER = "neither"
    FULFILLED = "fulfilled"
    DUE = "due"
    LATE = "late"


CELL_WORDS: Final = {
    Cell.SIGNED: N_("Pact signed"),
    Cell.WAITING: N_("Still waiting"),
    Cell.NEITHER: N_("Exempt, on leave, refused, or left"),
    Cell.FULFILLED: N_("Duties fulfilled"),
    Cell.DUE: N_("Duties still in time"),
    Cell.LATE: N_("Duties late"),
}
PACTS: Final = (Cell.SIGNED, Cell.WAITING, Cell.NEITHER)
DUTIES: Final = (Cell.FULFILLED, Cell.DUE, Cell.LATE)


def cells(names: Iterable[Cell], counts: Iterable[int]) -> dict[Cell, Band]:
    """Return the bands in which counts lie."""
    return {name: band(count) for name, count in zip(names, counts, strict=True)}


@dataclass(frozen=True, slots=True)
class Line:
    """An institution, or a sum of some. What does not exist is not nought but absent."""

    code: str  # of the institution or the province; empty: of all
    name: str
    houses: int
    cells: Mapping[Cell, Band]

    def whole(self, parts: Iterable[Cell]) -> Band | None:
        """Return the sum of cells, and None where there are none of them."""
        found = [self.cells[part] for part in parts if part in self.cells]
        return total(found) if found else None

    @property
    def asked(self) -> Band | None:
        """Return how many people were asked for a pact."""
        return self.whole(PACTS)

    @property
    def owed(self) -> Band | None:
        """Return how many duties have begun."""
        return self.whole(DUTIES)

    def share(self, part: Cell) -> Band | None:
        """Return between which percentages of its whole a cell lies; None: it may be anything."""
        whole = self.asked if part in PACTS else self.owed
        return share(self.cells[part], whole) if part in self.cells and whole else None


def added(code: str, name: str, lines: Iterable[Line]) -> Line:
    """Add institutions up."""
    found = list(lines)
    sums = {
        cell: total(line.cells[cell] for line in found if cell in line.cells)
        for cell in Cell
        if any(cell in line.cells for line in found)
    }
    return Line(code, name, sum(line.houses for line in found), sums)


def behind(line: Line) -> tuple[float, str]:
    """Return the place in an order by signatures: the furthest behind first, the unknown last."""
    signed = line.share(Cell.SIGNED)
    return (101.0 if signed is None else signed.middle), line.name
