"""A mirror: the files of a log, copied once they were verified.

Anybody can serve the folder, and `manage.py ledger_import` can read it. Files are first kept apart,
and take their places only when the whole log was found to be what it signed; `checkpoint` last.
"""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from netral_monitor.findings import Unreadable

STAGING: Final = ".baru"
FAILED: Final = "the mirror cannot be written: {why}"
STATE: Final = ".monitor.sqlite"


class Mirror:
    """A folder that becomes, or is, a copy of a log."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._staging = folder / STAGING
        try:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.rmtree(self._staging, ignore_errors=True)
            self._staging.mkdir()
        except OSError as wrong:
            raise Unreadable(FAILED, why=wrong) from wrong

    def keep(self, path: str, octets: bytes) -> None:
        """Keep a file apart."""
        to = self._staging / path
        try:
            to.parent.mkdir(parents=True, exist_ok=True)
            to.write_bytes(octets)
        except OSError as wrong:
            raise Unreadable(FAILED, why=wrong) from wrong

    def settle(self, last: Mapping[str, bytes]) -> None:
        """Put all kept files in their places, then those of `last`, in their order."""
        try:
            for kept in sorted(self._staging.rglob("*")):
                if kept.is_file():
                    self._place(kept)
            for path, octets in last.items():
                self.keep(path, octets)
                self._place(self._staging / path)
        except OSError as wrong:
            raise Unreadable(FAILED, why=wrong) from wrong
        self.drop()

    def drop(self) -> None:
        """Forget the files that were kept apart."""
        shutil.rmtree(self._staging, ignore_errors=True)

    def _place(self, kept: Path) -> None:
        with kept.open("rb") as file:
            os.fsync(file.fileno())
        to = self._folder / kept.relative_to(self._staging)
        to.parent.mkdir(parents=True, exist_ok=True)
        kept.replace(to)
