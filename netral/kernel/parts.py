"""Long lists in parts that one statement takes."""

from collections.abc import Iterator, Sequence
from typing import Final, TypeVar

MANY: Final = 5_000  # values in one look-up: SQLite takes 32,766 at most
Row = TypeVar("Row")


def parts(rows: Sequence[Row], size: int = MANY) -> Iterator[Sequence[Row]]:
    """Yield `rows` in order, at most `size` at a time."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
