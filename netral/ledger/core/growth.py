"""How a log grows: which files a batch of leaves makes, and which hashes are kept of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from netral.ledger.core.tiles import WIDTH, Edge, File, bundle, bundle_path, tile_path
from netral.ledger.core.tree import fold, leaf_hash


@dataclass(frozen=True, slots=True)
class Grown:
    """What a batch has finished: files that never change again, and the hash over each tile."""

    start: int  # size before the batch
    files: list[File]
    tiles: list[tuple[int, int, bytes]]  # level, number, hash over the tile


@dataclass(slots=True)
class Tail:
    """Where a log goes on: the edge of its tree, and the leaves of its unfinished bundle."""

    edge: Edge = field(default_factory=Edge)
    pending: list[bytes] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Return how many leaves the log has."""
        return self.edge.size

    def grow(self, leaves: Sequence[bytes]) -> Grown:
        """Append leaves; return what this finishes.

        Leaves come before the hashes over them, so that whoever sees a tile finds what it hashes.
        """
        start = self.edge.size
        hashes: list[File] = []
        tiles: list[tuple[int, int, bytes]] = []
        for level, number, full in self.edge.append(map(leaf_hash, leaves)):
            hashes.append((tile_path(level, number), b"".join(full)))
            tiles.append((level, number, fold(full)))
        return Grown(start, [*self._bundles(start // WIDTH, leaves), *hashes], tiles)

    def partial(self) -> Iterator[File]:
        """Yield the files at the right edge, which carry their width in their name."""
        if self.pending:
            yield bundle_path(self.size // WIDTH, len(self.pending)), bundle(self.pending)
        for level, number, row in self.edge.unfinished():
            yield tile_path(level, number, len(row)), b"".join(row)

    def _bundles(self, number: int, leaves: Sequence[bytes]) -> Iterator[File]:
        self.pending.extend(leaves)
        whole = len(self.pending) // WIDTH * WIDTH
        for at in range(0, whole, WIDTH):
            yield bundle_path(number + at // WIDTH), bundle(self.pending[at : at + WIDTH])
        del self.pending[:whole]
