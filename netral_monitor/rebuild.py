"""Read the entries of a log, and rebuild its tree from nothing else.

What the tiles say is only compared: the entries alone make the root.
"""

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final, NamedTuple

from netral_monitor.findings import Damaged
from netral_monitor.source import Missing, Source, Wanted
from netral_verify import Wrong
from netral_verify.tiles import HEIGHT, WIDTH, bundle_path, leaves, tile_path
from netral_verify.tree import HASH, Tree, leaf_hash

GREATEST_LEAF: Final = 2 + 65_535  # as the format has it; longer than 4,096 is a finding
TILE: Final = WIDTH * HASH
BUNDLE: Final = WIDTH * GREATEST_LEAF
BLOCK: Final = 4096  # bundles that are asked for together, however large a log says to be

Keep = Callable[[str, bytes], None]  # what is done with a file that fits the entries


class Chunk(NamedTuple):
    """Entries of one bundle that were not known before.

    `row` are all leaf hashes of the bundle; `peaks` the right edge of the tree before it.
    """

    start: int  # index of the first
    leaves: list[bytes]
    number: int  # of the bundle
    row: list[bytes]
    peaks: list[bytes]


@dataclass(slots=True)
class Edge:
    """The right edge of a tree: at each level of tiles, the hashes of the unfinished one."""

    size: int = 0
    rows: list[list[bytes]] = field(default_factory=lambda: [[]])

    def tree(self) -> Tree:
        """Return the tree without the leaves of the unfinished tile."""
        peaks = []
        for row in reversed(self.rows[1:]):
            at = 0
            for bit in reversed(range(HEIGHT)):
                if len(row) >> bit & 1:
                    peaks.append(fold(row[at : at + (1 << bit)]))
                    at += 1 << bit
        return Tree(self.size - len(self.rows[0]), peaks)

    def root(self) -> bytes:
        """Return the root over all leaves."""
        tree = self.tree()
        tree.extend(self.rows[0])
        return tree.root()


def fold(row: Sequence[bytes]) -> bytes:
    """Return the root over a power of two of hashes."""
    while len(row) > 1:
        row = [
            sha256(b"\x01" + left + right).digest()
            for left, right in zip(row[::2], row[1::2], strict=True)
        ]
    return row[0]


class EdgeMoved(Exception):
    """The entries that were read before are others now."""


@dataclass(slots=True)
class Rebuild:
    """Reads on from an edge, which grows with it.

    `roots` become those over the first so many entries, for each of the `sizes` that is passed.
    `tiles` become those that differ from the entries, by path.
    """

    source: Source
    edge: Edge
    keep: Keep
    sizes: AbstractSet[int] = frozenset()
    roots: dict[int, bytes] = field(default_factory=dict)
    tiles: dict[str, bytes] = field(default_factory=dict)

    def read(self, end: int) -> Iterator[Chunk]:
        """Yield all entries from the edge to `end`.

        Raises:
            Damaged: a file cannot be what it must be.
            EdgeMoved: the leaves of the unfinished tile are others than those of the edge.
        """
        if end == self.edge.size:
            return
        first, full = self.edge.size // WIDTH, end // WIDTH
        for begin in range(first, full, BLOCK):
            yield from self._read_full(range(begin, min(full, begin + BLOCK)))
        if width := end % WIDTH:
            bundle = self.partial_bundle(full, width)
            tile = self._partial_tile(0, full, width)
            yield self._take(full, width, bundle, tile)
        self._compare_unfinished()

    def _read_full(self, numbers: range) -> Iterator[Chunk]:
        """Yield the entries of full bundles."""
        wanted: list[Wanted] = []
        for number in numbers:
            wanted += [(bundle_path(number), BUNDLE), (tile_path(0, number), TILE)]
        read = self.source.read_all(wanted)
        for number in numbers:
            yield self._take(number, WIDTH, next(read), next(read))

    def _take(self, number: int, width: int, bundle: bytes, tile: bytes) -> Chunk:
        try:
            octets = leaves(bundle, width)
        except Wrong as wrong:
            raise Damaged(bundle_path(number, width), wrong) from wrong
        row = [leaf_hash(each) for each in octets]
        known = self.edge.rows[0]
        if row[: len(known)] != known:
            raise EdgeMoved
        start, tree = self.edge.size, self.edge.tree()
        peaks = list(tree.peaks)
        self._find_roots(tree, row)
        self.keep(bundle_path(number, width), bundle)
        self._compare(tile_path(0, number, width), row, tile)
        self.edge.rows[0] = row
        self.edge.size += len(row) - len(known)
        if width == WIDTH:
            self._finish()
        return Chunk(start, octets[len(known) :], number, row, peaks)

    def _find_roots(self, tree: Tree, row: Sequence[bytes]) -> None:
        start = tree.size
        for size in range(self.edge.size + 1, start + len(row) + 1):
            if size in self.sizes:
                tree.extend(row[tree.size - start : size - start])
                self.roots[size] = tree.root()

    def _finish(self) -> None:
        """Move full tiles one level up."""
        rows, level = self.edge.rows, 0
        while len(rows[level]) == WIDTH:
            if level:
                number = (self.edge.size >> HEIGHT * (level + 1)) - 1
                path = tile_path(level, number)
                self._compare(path, rows[level], self.source.read(path, TILE))
            if level + 1 == len(rows):
                rows.append([])
            rows[level + 1].append(fold(rows[level]))
            rows[level] = []
            level += 1

    def _compare_unfinished(self) -> None:
        for level, row in enumerate(self.edge.rows[1:], 1):
            if row:
                number = self.edge.size >> HEIGHT * (level + 1)
                path = tile_path(level, number, len(row))
                tile = self._partial_tile(level, number, len(row))
                self._compare(path, row, tile)

    def partial_bundle(self, number: int, width: int) -> bytes:
        """Read the first leaves of a bundle, from the unfinished file or the full one.

        Unfinished files may go once the full one is there (tlog-tiles).
        """
        try:
            return self.source.read(bundle_path(number, width), BUNDLE)
        except Missing as missing:
            return _first(self._instead(bundle_path(number), BUNDLE, missing), width)

    def _partial_tile(self, level: int, number: int, width: int) -> bytes:
        try:
            return self.source.read(tile_path(level, number, width), TILE)
        except Missing as missing:
            return self._instead(tile_path(level, number), TILE, missing)[: width * HASH]

    def _instead(self, path: str, most: int, missing: Missing) -> bytes:
        try:
            return self.source.read(path, most)
        except Missing:
            raise missing from None

    def _compare(self, path: str, row: Sequence[bytes], tile: bytes) -> None:
        right = b"".join(row)
        self.keep(path, right)
        if tile != right:
            self.tiles[path] = tile


def _first(bundle: bytes, width: int) -> bytes:
    """Return the first leaves of a full bundle, as a bundle."""
    try:
        kept = leaves(bundle, WIDTH)[:width]
    except Wrong:
        return bundle
    return b"".join(len(leaf).to_bytes(2) + leaf for leaf in kept)
