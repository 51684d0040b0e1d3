"""Tiles: the tree as files that never change (C2SP tlog-tiles v0.1.0).

A tile holds 256 hashes of one level; those of level l stand for complete trees of 256**l leaves.
Only the tiles at the right edge are unfinished, and carry their width in their name.
"""

import struct
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from netral.ledger.core.tree import EMPTY, SIZE, fold, halves, node_hash, whole_parts

WIDTH: Final = 256  # hashes of a tile, leaves of a bundle
HEIGHT: Final = 8  # levels of the tree within a tile
LENGTH: Final = struct.Struct(">H")  # before each leaf of a bundle
File = tuple[str, bytes]  # its path below the log's address, its octets


class TileWrong(ValueError):
    """A file of the log does not have the shape that its name promises."""


def tile_path(level: int, number: int, width: int = WIDTH) -> str:
    """Return the path of a tile of hashes: `tile/0/x001/067.p/7`."""
    return f"tile/{level}/{_numbered(number, width)}"


def bundle_path(number: int, width: int = WIDTH) -> str:
    """Return the path of a bundle of leaves: `tile/entries/000`."""
    return f"tile/entries/{_numbered(number, width)}"


def _numbered(number: int, width: int) -> str:
    parts = [f"{number % 1000:03}"]
    while number := number // 1000:
        parts.insert(0, f"x{number % 1000:03}")
    return "/".join(parts) + (f".p/{width}" if width < WIDTH else "")


def bundle(leaves: Iterable[bytes]) -> bytes:
    """Join leaves, each behind its length in two octets."""
    return b"".join(LENGTH.pack(len(leaf)) + leaf for leaf in leaves)


def unbundle(octets: bytes) -> Iterator[bytes]:
    """Yield the leaves of a bundle.

    Raises:
        TileWrong: the bundle ends within a leaf.
    """
    at = 0
    while at < len(octets):
        start = at + LENGTH.size
        if start > len(octets):
            msg = "a bundle ends within a length"
            raise TileWrong(msg)
        at = start + LENGTH.unpack_from(octets, at)[0]
        if at > len(octets):
            msg = "a bundle ends within a leaf"
            raise TileWrong(msg)
        yield octets[start:at]


def hashes(tile: bytes) -> list[bytes]:
    """Cut a tile into its hashes."""
    return [tile[at : at + SIZE] for at in range(0, len(tile), SIZE)]


@dataclass(slots=True)
class Edge:
    """The right edge of a growing tree: at each level, the hashes of its unfinished tile."""

    size: int = 0
    levels: list[list[bytes]] = field(default_factory=list)

    def append(self, leaves: Iterable[bytes]) -> Iterator[tuple[int, int, list[bytes]]]:
        """Add leaf hashes; yield each tile that becomes full, as (level, number, hashes).

        The edge is only whole once the iterator has been used up.
        """
        if not self.levels:
            self.levels.append([])
        lowest = self.levels[0]
        for leaf in leaves:
            lowest.append(leaf)
            self.size += 1
            if len(lowest) == WIDTH:
                yield from self._finish()
                lowest = self.levels[0]

    def _finish(self) -> Iterator[tuple[int, int, list[bytes]]]:
        level = 0
        while len(full := self.levels[level]) == WIDTH:
            yield level, (self.size >> HEIGHT * (level + 1)) - 1, full
            self.levels[level] = []
            level += 1
            if level == len(self.levels):
                self.levels.append([])
            self.levels[level].append(fold(full))

    def unfinished(self) -> Iterator[tuple[int, int, list[bytes]]]:
        """Yield the partial tiles of the present size, as (level, number, hashes)."""
        for level, row in enumerate(self.levels):
            if row:
                yield level, self.size >> HEIGHT * (level + 1), row

    def root(self) -> bytes:
        """Return the root of the tree."""
        below: list[bytes] = []
        for row in self.levels:
            if row:
                below = [fold([*row, *below])]
        return below[0] if below else EMPTY


class Tiled(ABC):
    """Hashes and proofs of a tree of `size` leaves, from its tiles, each of which is read once.

    What is read is believed: hold a root that this computes against a signed one.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self._tiles: dict[tuple[int, int], list[bytes]] = {}

    @abstractmethod
    def read(self, level: int, number: int, width: int) -> list[bytes]:
        """Return the first `width` hashes of a tile."""

    def root(self, size: int | None = None) -> bytes:
        """Return the root over the first `size` leaves."""
        end = self.size if size is None else size
        return self._over(0, end) if end else EMPTY

    def leaf(self, index: int) -> bytes:
        """Return the leaf hash at `index`."""
        return self._subtree(0, index)

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """Return the proof that a leaf stands in the tree, from its neighbour upwards."""
        start, end = 0, self.size if size is None else size
        proof = []
        while end - start > 1:
            middle = halves(start, end)
            if index < middle:
                proof.append(self._over(middle, end))
                end = middle
            else:
                proof.append(self._over(start, middle))
                start = middle
        return proof[::-1]

    def consistency(self, old: int, size: int | None = None) -> list[bytes]:
        """Return the proof that the tree begins with its first `old` leaves (RFC 6962 §2.1.2)."""
        start, end = 0, self.size if size is None else size
        if old in {0, end}:
            return []
        proof = []
        while old != end:
            middle = halves(start, end)
            if old <= middle:
                proof.append(self._over(middle, end))
                end = middle
            else:
                proof.append(self._over(start, middle))
                start = middle
        if start:
            proof.append(self._over(start, end))
        return proof[::-1]

    def _over(self, start: int, end: int) -> bytes:
        """Return the root over the leaves [start, end), a half of a half of the tree."""
        parts = [self._subtree(height, place) for height, place in whole_parts(start, end)]
        root = parts.pop()
        while parts:
            root = node_hash(parts.pop(), root)
        return root

    def _subtree(self, height: int, place: int) -> bytes:
        """Return the root of the complete subtree number `place` of 2**height leaves."""
        level, within = divmod(height, HEIGHT)
        first = place << within
        tile = self._tile(level, first // WIDTH)
        at = first % WIDTH
        return fold(tile[at : at + (1 << within)])

    def _tile(self, level: int, number: int) -> list[bytes]:
        kept = self._tiles.get((level, number))
        if kept is None:
            width = min(WIDTH, (self.size >> HEIGHT * level) - number * WIDTH)
            kept = self.read(level, number, width)
            if len(kept) != width or len(kept[-1]) != SIZE:
                msg = f"{tile_path(level, number, width)} must hold {width} hashes"
                raise TileWrong(msg)
            self._tiles[level, number] = kept
        return kept


class Reader(Tiled):
    """A tree read from files: `fetch` returns the octets of a path below the log's address."""

    def __init__(self, fetch: Callable[[str], bytes], size: int) -> None:
        super().__init__(size)
        self._fetch = fetch

    def read(self, level: int, number: int, width: int) -> list[bytes]:
        """Fetch the file of a tile."""
        return hashes(self._fetch(tile_path(level, number, width)))
