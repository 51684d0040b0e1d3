"""Long lists in parts that one statement takes."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, TypeVar

MANY: Final = 5_000  # values in one look-up: SQLite takes 32,766 at most
Row = TypeVar("Row")


def parts(rows: Iterable[Row], size: int = MANY) -> Iterator[list[Row]]:
    """Yield `rows` in order, at most `size` at a time."""
    left = iter(rows)
    while part := list(islice(left, size)):
        yield part
