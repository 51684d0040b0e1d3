"""A log of eight entries, small enough to be drawn: what happens when one of them is changed.

The fingerprints are computed as those of the real log are (RFC 6962), so that the picture shows
what is, and anybody can do the sum again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from netral.ledger.core.tree import leaf_hash, node_hash

ENTRIES: Final = 8  # a power of two: the picture has no lonely node


@dataclass(frozen=True, slots=True)
class Node:
    """One fingerprint of the tree, in hexadecimal, and whether the change reached it."""

    hex: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Example:
    """The rows of the tree from the entries up to the one fingerprint over all of them.

    `kept` is the fingerprint that the witnesses have kept since before the change.
    """

    rows: tuple[tuple[Node, ...], ...]
    kept: str

    @property
    def root(self) -> Node:
        """Return the fingerprint over the whole log as it is now."""
        return self.rows[-1][0]


def example(entries: Sequence[str], changed: int | None, instead: str) -> Example:
    """Return the tree over `entries`, the one at `changed` replaced by what stands there `instead`.

    Raises:
        ValueError: there are not as many entries as the picture has room for.
    """
    if len(entries) != ENTRIES:
        msg = f"the picture has room for {ENTRIES} entries"
        raise ValueError(msg)
    before = _rows(entries)
    now = list(entries)
    if changed is not None:
        now[changed] = instead
    rows = tuple(
        tuple(Node(each.hex(), each != old) for each, old in zip(row, was, strict=True))
        for row, was in zip(_rows(now), before, strict=True)
    )
    return Example(rows, before[-1][0].hex())


def _rows(entries: Sequence[str]) -> list[list[bytes]]:
    rows = [[leaf_hash(entry.encode()) for entry in entries]]
    while len(below := rows[-1]) > 1:
        rows.append([node_hash(*below[at : at + 2]) for at in range(0, len(below), 2)])
    return rows
