"""Copies of the log, in a folder or at an address; what they say is checked by whoever reads."""

from collections.abc import Iterator
from datetime import date, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Final

from netral.ledger.core.tiles import WIDTH, TileWrong, bundle_path, unbundle
from netral.ledger.errors import MirrorWrong
from netral.ledger.files import Folder
from netral.ledger.sequencing.history import Source
from netral.ledger.sequencing.wire import NoAnswer, ask

LONGEST: Final = 100_000_000  # octets of one file: a day of the history may be long
PATIENCE: Final = 60.0  # seconds for one file


class Web:
    """A copy at an address."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")

    def read(self, path: str) -> bytes:
        """Return the octets of a file.

        Raises:
            FileNotFoundError: it is not there.
            MirrorWrong: there is no proper answer.
        """
        try:
            status, octets = ask(f"{self._url}/{path}", patience=PATIENCE, longest=LONGEST)
        except NoAnswer as problem:
            raise MirrorWrong(problem=f"{path}: {problem}") from problem
        if status == HTTPStatus.NOT_FOUND:
            raise FileNotFoundError(path)
        if status != HTTPStatus.OK:
            raise MirrorWrong(problem=f"{path}: {status}")
        return octets


def source(place: str) -> Source:
    """Return the copy in a folder or at an address."""
    return Web(place) if place.startswith(("http://", "https://")) else Folder(Path(place))


def file(mirror: Source, path: str) -> bytes:
    """Return the octets of a file that must be there.

    Raises:
        MirrorWrong: it is not.
    """
    try:
        return mirror.read(path)
    except OSError as problem:
        raise MirrorWrong(problem=f"{path}: {type(problem).__name__}") from problem


def bundles(mirror: Source, start: int, size: int) -> Iterator[list[bytes]]:
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


def days(mirror: Source, first: date, last: date) -> list[date]:
    """Return the days of which there may be a history, from `first` to `last`."""
    if isinstance(mirror, Folder):
        return [day for day in mirror.days() if day >= first]
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
