"""The log as the database has it: where it goes on, and its files, at any size it ever had."""

from collections.abc import Iterator
from typing import Final

from netral.ledger.core.growth import Grown, Tail
from netral.ledger.core.tiles import HEIGHT, WIDTH, Edge
from netral.ledger.core.tree import leaf_hash
from netral.ledger.errors import TablesDiffer
from netral.ledger.models import Place, Tile

STEP: Final = 16 * WIDTH  # leaves that are read at a time


def tail(size: int) -> Tail:
    """Return where the log of the first `size` leaves goes on.

    Raises:
        TablesDiffer: a place, or the hash over a tile, is missing.
    """
    pending = leaves(size - size % WIDTH, size)
    rows = [list(map(leaf_hash, pending))]
    while width := size >> HEIGHT * len(rows):
        rows.append(_hashes(len(rows) - 1, width - width % WIDTH, width))
    return Tail(Edge(size, rows), pending)


def root(size: int) -> bytes:
    """Return the root of the first `size` leaves.

    Raises:
        TablesDiffer: what it is made of is missing.
    """
    return tail(size).edge.root()


def grown(start: int, size: int) -> Iterator[Grown]:
    """Yield, some at a time, what the leaves from `start` to `size` have finished.

    Raises:
        TablesDiffer: a leaf is missing.
    """
    growing = tail(start)
    while growing.size < size:
        yield growing.grow(leaves(growing.size, min(size, growing.size + STEP)))


def leaves(start: int, end: int) -> list[bytes]:
    """Return the leaves at the indices from `start` to before `end`.

    Raises:
        TablesDiffer: one is missing.
    """
    rows = Place.objects.filter(index__gte=start, index__lt=end).order_by("index")
    found = list(rows.values_list("index", "entry__leaf"))
    if [index for index, _ in found] != list(range(start, end)):
        raise TablesDiffer(start=start, end=end)
    return [bytes(leaf) for _, leaf in found]


def _hashes(level: int, start: int, end: int) -> list[bytes]:
    rows = Tile.objects.filter(level=level, number__gte=start, number__lt=end).order_by("number")
    found = [bytes(each) for each in rows.values_list("root", flat=True)]
    if len(found) != end - start:
        raise TablesDiffer(start=start << HEIGHT * (level + 1), end=end << HEIGHT * (level + 1))
    return found
