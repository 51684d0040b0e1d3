"""A log rebuilt from its public files alone: leaves, tiles, root, and the rules between leaves.

Nothing but what a stranger can fetch goes in. One pass, in order; what is kept meanwhile is the
right edge of the tree and the end of each history.
"""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field

from netral.ledger.core.chains import Chains
from netral.ledger.core.faults import Code, Fault
from netral.ledger.core.leaf import b64u
from netral.ledger.core.tiles import (
    WIDTH,
    Edge,
    Reader,
    TileWrong,
    bundle_path,
    hashes,
    tile_path,
    unbundle,
)
from netral.ledger.core.tree import leaf_hash

Fetch = Callable[[str], bytes | None]  # octets below the log's address; None: there is no such file


@dataclass(slots=True)
class Rebuild:
    """The first `size` leaves of a log, read through `fetch`."""

    fetch: Fetch
    size: int
    edge: Edge = field(default_factory=Edge)
    chains: Chains = field(default_factory=Chains)
    full: dict[tuple[int, int], bytes] = field(default_factory=dict)

    def run(self, take: Callable[[int, list[bytes]], Iterator[Fault]]) -> Iterator[Fault]:
        """Yield what does not fit; hand every bundle of leaves, with its first index, to `take`.

        A bundle that cannot be read is taken from its tile, so that the rest is still checked.
        """
        for first in range(0, self.size, WIDTH):
            width = min(WIDTH, self.size - first)
            leaves = yield from self._leaves(first // WIDTH, width)
            tile = yield from self._tile(0, first // WIDTH, width)
            own = list(map(leaf_hash, leaves))
            yield from self._differences(first, own, tile)
            for index, (octets, digest) in enumerate(zip(leaves, own, strict=True), first):
                yield from self.chains.add(index, octets, digest)
            yield from take(first, leaves)
            for level, number, full in self.append(own or tile):
                if level:
                    yield from self._compare(level, number, full)
        for level, number, row in self.edge.unfinished():
            if level:
                yield from self._compare(level, number, row)

    def anchors(self) -> Iterator[Fault]:
        """Yield the leaves that name a state which the log never had; after `run`."""
        reader = self.reader()
        for size, (root, index) in sorted(self.chains.anchors.items()):
            try:
                fits = size <= self.size and b64u(reader.root(size)) == root
            except TileWrong:
                fits = False
            if not fits:
                yield Fault(Code.ANCHOR, f"leaf {index}", {"size": size})

    def reader(self) -> Reader:
        """Return what reads roots of earlier sizes from the tiles."""

        def fetch(path: str) -> bytes:
            octets = self._partial(path)
            if octets is None:
                msg = f"{path} is missing"
                raise TileWrong(msg)
            return octets

        return Reader(fetch, self.size)

    def append(self, digests: list[bytes]) -> list[tuple[int, int, list[bytes]]]:
        """Add leaf hashes to the tree; return the tiles that became full."""
        finished = list(self.edge.append(digests))
        for level, number, row in finished:
            self._note(level, number, row)
        return finished

    @property
    def roots(self) -> dict[tuple[int, int], bytes]:
        """Return the hash over each full tile, by level and number."""
        for level, number, row in self.edge.unfinished():
            self._note(level, number, row)
        return self.full

    def _note(self, level: int, number: int, row: list[bytes]) -> None:
        """Keep what a tile says of those below it: their roots."""
        if level:
            first = number * WIDTH
            self.full.update({(level - 1, first + at): root for at, root in enumerate(row)})

    def _leaves(self, number: int, width: int) -> Generator[Fault, None, list[bytes]]:
        path = bundle_path(number, width)
        octets = self._partial(path)
        if octets is None:
            yield Fault(Code.MISSING_FILE, path)
            return []
        try:
            leaves = list(unbundle(octets))
        except TileWrong:
            leaves = []
        if len(leaves) < width or (width == WIDTH and len(leaves) > width):
            yield Fault(Code.BUNDLE, path, {"leaves": len(leaves), "expected": width})
            return []
        return leaves[:width]

    def _tile(self, level: int, number: int, width: int) -> Generator[Fault, None, list[bytes]]:
        path = tile_path(level, number, width)
        octets = self._partial(path)
        if octets is None:
            yield Fault(Code.MISSING_FILE, path)
            return []
        row = hashes(octets)
        if len(row) < width or len(octets) % 32:
            yield Fault(Code.TILE, path)
        return row[:width]

    def _differences(self, first: int, own: list[bytes], tile: list[bytes]) -> Iterator[Fault]:
        if own == tile:
            return
        for index, (mine, kept) in enumerate(zip(own, tile, strict=False), first):
            if mine != kept:
                yield Fault(Code.LEAF_HASH, f"leaf {index}")

    def _compare(self, level: int, number: int, row: list[bytes]) -> Iterator[Fault]:
        kept = yield from self._tile(level, number, len(row))
        if kept and kept != row:
            yield Fault(Code.TILE, tile_path(level, number, len(row)))

    def _partial(self, path: str) -> bytes | None:
        """Fetch a file; an unfinished one may have been replaced by the finished one."""
        octets = self.fetch(path)
        if octets is None and ".p/" in path:
            whole, _, width = path.partition(".p/")
            octets = self.fetch(whole)
            if octets is not None and "entries" not in path:
                octets = octets[: int(width) * 32]
        return octets
