"""Copies of the log; what they say is checked by whoever reads."""

from collections.abc import Iterator

from netral.ledger import reader
from netral.ledger.core.public import Unreadable
from netral.ledger.core.rebuild import Fetch
from netral.ledger.core.tiles import WIDTH, TileWrong, bundle_path, unbundle
from netral.ledger.errors import MirrorWrong


def source(place: str) -> Fetch:
    """Return what reads the copy in a folder or at an address.

    Raises:
        MirrorWrong: it cannot be read; so does what is returned.
    """
    try:
        fetch = reader.source(place)
    except Unreadable as problem:
        raise MirrorWrong(problem=str(problem)) from problem

    def read(path: str) -> bytes | None:
        try:
            return fetch(path)
        except Unreadable as problem:
            raise MirrorWrong(problem=str(problem)) from problem

    return read


def file(mirror: Fetch, path: str) -> bytes:
    """Return the octets of a file that must be there.

    Raises:
        MirrorWrong: it is not.
    """
    octets = mirror(path)
    if octets is None:
        raise MirrorWrong(problem=f"{path} is missing")
    return octets


def bundles(mirror: Fetch, start: int, size: int) -> Iterator[list[bytes]]:
    """Yield the leaves from `start`, a bundle at a time, of a copy of a log of `size`.

    Raises:
        MirrorWrong: one is missing, or has another number of leaves.
    """
    for number in range(start // WIDTH, -(-size // WIDTH)):
        width = min(WIDTH, size - number * WIDTH)
        path = bundle_path(number, width)
        try:
            leaves = list(unbundle(file(mirror, path)))
        except TileWrong as problem:
            raise MirrorWrong(problem=f"{path}: {problem}") from problem
        if len(leaves) != width:
            raise MirrorWrong(problem=f"{path}: {len(leaves)}")
        yield leaves[max(0, start - number * WIDTH) :]
