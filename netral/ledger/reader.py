"""The public files of a log, in a folder or at an address, as a stranger reads them."""

import re
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from netral.ledger.core.public import Unreadable
from netral.ledger.core.rebuild import Fetch
from netral.ledger.wire import NoAnswer, ask

LONGEST: Final = 100_000_000  # octets of one file: a day of the history may be long
PATIENCE: Final = 60.0  # seconds for one file
ADDRESS: Final = re.compile(r"https?://")
NEAR: Final = frozenset({"localhost", "127.0.0.1", "::1"})


def source(where: str) -> Fetch:
    """Return what reads a file of the log at `where`, a folder or an address; None: not there.

    It raises `Unreadable` for what is there, and cannot be read.

    Raises:
        Unreadable: there is no such folder, or the address is not one that is read.
    """
    if ADDRESS.match(where):
        parts = urlsplit(where)
        if parts.scheme != "https" and parts.hostname not in NEAR:
            msg = f"not read without encryption: {where}"
            raise Unreadable(msg)
        return partial(_asked, where.rstrip("/"))
    root = Path(where)
    if not root.is_dir():
        msg = f"no folder: {where}"
        raise Unreadable(msg)
    return partial(_opened, root)


def _opened(root: Path, path: str) -> bytes | None:
    try:
        return (root / path).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as wrong:
        raise Unreadable(str(wrong)) from wrong


def _asked(base: str, path: str) -> bytes | None:
    try:
        status, octets = ask(f"{base}/{path}", patience=PATIENCE, longest=LONGEST)
    except NoAnswer as wrong:
        msg = f"{base}/{path}: {wrong}"
        raise Unreadable(msg) from wrong
    if status not in {HTTPStatus.OK, HTTPStatus.NOT_FOUND}:
        msg = f"{base}/{path}: {status}"
        raise Unreadable(msg)
    return octets if status == HTTPStatus.OK else None
