"""The public files of a log (C2SP tlog-tiles), and what can be computed from them."""

from collections.abc import Callable
from typing import Final

from netral_verify import require
from netral_verify.tree import EMPTY, HASH, growth, node_hash, root, split

WIDTH: Final = 256  # hashes of a full tile, leaves of a full bundle
HEIGHT: Final = 8
GROUP: Final = 1000

Fetch = Callable[[str], bytes]  # the octets of a file, by its path below the log's address


def tile_path(level: int, number: int, width: int = WIDTH) -> str:
    """Return where the tile `number` of a level is; `width` hashes of it, if it is not full."""
    return f"tile/{level}/{_place(number)}{_partial(width)}"


def bundle_path(number: int, width: int = WIDTH) -> str:
    """Return where the leaves of the tile `number` of level 0 are."""
    return f"tile/entries/{_place(number)}{_partial(width)}"


def _place(number: int) -> str:
    whole, last = divmod(number, GROUP)
    above = []
    while whole:
        whole, group = divmod(whole, GROUP)
        above.append(f"x{group:03}/")
    return "".join(reversed(above)) + f"{last:03}"


def _partial(width: int) -> str:
    return "" if width == WIDTH else f".p/{width}"


def hashes(octets: bytes, width: int) -> list[bytes]:
    """Return the hashes of a tile.

    Raises:
        Wrong: there are not `width` of them.
    """
    fit = len(octets) == width * HASH
    require(fit, "a file of the log should hold {width} hashes", width=width)
    return [octets[at : at + HASH] for at in range(0, len(octets), HASH)]


def leaves(octets: bytes, width: int) -> list[bytes]:
    """Return the leaves of a bundle.

    Raises:
        Wrong: there are not `width` of them, or one is cut off.
    """
    found, at, end = [], 0, len(octets)
    while at < end:
        start = at + 2
        at = start + int.from_bytes(octets[at:start])
        found.append(octets[start:at])
    fit = at == end and len(found) == width
    require(fit, "a file of the log should hold {width} entries", width=width)
    return found


class Tiles:
    """A tree of `size` leaves, read from tiles as they are needed.

    The files are not trusted: hold what comes out of this against a signed root.
    """

    def __init__(self, fetch: Fetch, size: int) -> None:
        self.size = size
        self._fetch = fetch
        self._read: dict[tuple[int, int], list[bytes]] = {}

    def root(self, size: int | None = None) -> bytes:
        """Return the root over all leaves, or the first `size`."""
        end = self.size if size is None else size
        return self.over(0, end) if end else EMPTY

    def inclusion(self, index: int) -> list[bytes]:
        """Return the path from a leaf to the root."""
        return self._path(index, 0, self.size)

    def consistency(self, old: int) -> list[bytes]:
        """Return the proof that the tree begins with its first `old` leaves."""
        return growth(old, self.size, lambda start, end: self.over(start, end - start))

    def over(self, start: int, size: int) -> bytes:
        """Return the root over `size` leaves from `start`, as they stand together in a tree."""
        if size & (size - 1):
            left = split(size)
            return node_hash(self.over(start, left), self.over(start + left, size - left))
        level, height = divmod(size.bit_length() - 1, HEIGHT)
        number, place = divmod(start >> HEIGHT * level, WIDTH)
        return root(self._tile(level, number)[place : place + (1 << height)])

    def _path(self, index: int, start: int, size: int) -> list[bytes]:
        if size == 1:
            return []
        left = split(size)
        if index < left:
            return [*self._path(index, start, left), self.over(start + left, size - left)]
        rest = self._path(index - left, start + left, size - left)
        return [*rest, self.over(start, left)]

    def _tile(self, level: int, number: int) -> list[bytes]:
        found = self._read.get((level, number))
        if found is None:
            width = min(WIDTH, (self.size >> HEIGHT * level) - number * WIDTH)
            found = hashes(self._fetch(tile_path(level, number, width)), width)
            self._read[level, number] = found
        return found
