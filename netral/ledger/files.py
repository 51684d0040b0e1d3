"""The public files of the log: what anybody may read, and what survives the loss of the database.

A file appears whole or not at all: it is written beside, forced to the disk, and then renamed.
"""

import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from netral.ledger.core.public import HISTORY
from netral.ledger.core.tiles import HEIGHT, WIDTH, File, bundle_path, tile_path
from netral.ledger.errors import FileDiffers

VKEY: Final = "vkey"
POLICY: Final = "policy"
_NUMBER: Final = r"(?:x[0-9]{3}/)*[0-9]{3}(?:\.p/[1-9][0-9]{0,2})?"
PUBLIC: Final = re.compile(
    rf"checkpoint|vkey|policy|history/[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}"
    rf"|tile/(?:entries|[0-9]|[1-5][0-9]|6[0-3])/{_NUMBER}",
    re.ASCII,
)
FOR_ALL: Final = 0o644  # who serves the files is somebody else
OPEN_TO_ALL: Final = 0o755
ASIDE: Final = ".new"  # where files are written before they are renamed
LOCK: Final = ".lock"


class Folder:
    """The folder of the log."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @contextmanager
    def mine(self) -> Iterator[bool]:
        """Hold the folder against other processes of this machine; tell whether it was free."""
        self._make(self.root)
        with (self.root / LOCK).open("wb") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            shutil.rmtree(self.root / ASIDE, ignore_errors=True)  # of those who died writing
            yield True

    def read(self, path: str) -> bytes:
        """Return the octets of a file.

        Raises:
            FileNotFoundError: it is not there.
        """
        return (self.root / path).read_bytes()

    def fetch(self, path: str) -> bytes | None:
        """Return the octets of a file; None: it is not there."""
        return self.read(path) if self.has(path) else None

    def has(self, path: str) -> bool:
        """Tell whether a file is there."""
        return (self.root / path).is_file()

    def days(self) -> list[date]:
        """Return the days of which there is a history."""
        found = (self.root / HISTORY).glob("????-??-??")
        return sorted(date.fromisoformat(each.name) for each in found)

    def holds(self, path: str, octets: bytes) -> bool:
        """Tell whether a file is there and says exactly this."""
        return self.fetch(path) == octets

    def keep(self, files: Iterable[File]) -> None:
        """Write files that never change. What is there already must be the same.

        Raises:
            FileDiffers: it is not.
            OSError: a file could not be written; those before it are there.
        """
        changed: set[Path] = set()
        try:
            for path, octets in files:
                target = self.root / path
                if not target.is_file():
                    changed |= self._write(target, octets)
                elif target.read_bytes() == octets:
                    changed.add(target.parent)  # whoever wrote it may not have come so far
                else:
                    raise FileDiffers(path=path)
        finally:
            for each in changed:
                _sync(each)

    def replace(self, path: str, octets: bytes) -> None:
        """Write a file in the place of what was there.

        Raises:
            OSError: it could not be written; what was there still is.
        """
        for each in self._write(self.root / path, octets):
            _sync(each)

    def append(self, path: str, octets: bytes) -> None:
        """Write behind the end of a file.

        Raises:
            OSError: it could not be written; the file is as it was.
        """
        target = self.root / path
        changed = self._make(target.parent)
        with target.open("ab") as file:
            before = file.tell()
            try:
                file.write(octets)
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                with suppress(OSError):
                    os.ftruncate(file.fileno(), before)
                raise
            os.fchmod(file.fileno(), FOR_ALL)
        for each in {*changed, target.parent}:
            _sync(each)

    def clear(self, start: int, size: int) -> None:
        """Remove unfinished tiles that a log of `size` has whole, from where one of `start` had.

        Whoever reads an older state takes the whole tile instead (tlog-tiles).
        """
        self._clear(range(start // WIDTH, size // WIDTH), bundle_path)
        level = 0
        while size >> (below := HEIGHT * (level + 1)):
            self._clear(range(start >> below, size >> below), partial(tile_path, level))
            level += 1

    def _clear(self, numbers: Iterable[int], name: Callable[[int], str]) -> None:
        for number in numbers:
            whole = self.root / name(number)
            unfinished = whole.with_name(f"{whole.name}.p")
            if unfinished.is_dir() and whole.is_file():
                shutil.rmtree(unfinished)

    def _write(self, target: Path, octets: bytes) -> set[Path]:
        """Write a file; return the folders in which something has a new name now."""
        changed = self._make(target.parent)
        self._make(self.root / ASIDE)
        number, name = tempfile.mkstemp(dir=self.root / ASIDE)
        try:
            with os.fdopen(number, "wb") as file:
                file.write(octets)
                file.flush()
                os.fchmod(number, FOR_ALL)
                os.fsync(number)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        return {*changed, target.parent}

    def _make(self, folder: Path) -> set[Path]:
        """Make a folder with those above it; return the ones in which a name is new."""
        if folder.is_dir():
            return set()
        above = self._make(folder.parent)
        folder.mkdir(exist_ok=True)
        folder.chmod(OPEN_TO_ALL)
        return {*above, folder.parent}


def _sync(folder: Path) -> None:
    """Force the names in a folder to the disk."""
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
