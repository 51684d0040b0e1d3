"""The public files of a log, read from a folder or over HTTP, as a stranger reads them."""

import http.client
import re
import urllib.error
import urllib.request
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from netral.ledger.core.public import Unreadable
from netral.ledger.core.rebuild import Fetch

LARGEST: Final = 64_000_000  # octets of a file; a day of checkpoints is the longest
TIMEOUT: Final = 10  # seconds
ADDRESS: Final = re.compile(r"https?://")
NEAR: Final = frozenset({"localhost", "127.0.0.1", "::1"})


def source(where: str) -> Fetch:
    """Return what reads a file of the log at `where`, a folder or an address; None: not there.

    Raises:
        Unreadable: there is no such folder, or the address is not one that is read.
    """
    if ADDRESS.match(where):
        return _web(where.rstrip("/"))
    root = Path(where)
    if not root.is_dir():
        msg = f"no folder: {where}"
        raise Unreadable(msg)

    def read(path: str) -> bytes | None:
        try:
            return (root / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as wrong:
            raise Unreadable(str(wrong)) from wrong

    return read


class _Stay(urllib.request.HTTPRedirectHandler):
    """A log stays where it is: who is sent elsewhere reads somebody else's files."""

    def redirect_request(self, *_given: object) -> None:
        return None


def _web(base: str) -> Fetch:
    parts = urlsplit(base)
    if parts.scheme != "https" and parts.hostname not in NEAR:
        msg = f"not read without encryption: {base}"
        raise Unreadable(msg)
    opener = urllib.request.build_opener(_Stay)

    def read(path: str) -> bytes | None:
        try:
            with opener.open(f"{base}/{path}", timeout=TIMEOUT) as answer:
                octets: bytes = answer.read(LARGEST + 1)
        except urllib.error.HTTPError as wrong:
            if wrong.code == http.client.NOT_FOUND:
                return None
            msg = f"{base}/{path}: {wrong}"
            raise Unreadable(msg) from wrong
        except (OSError, http.client.HTTPException) as wrong:
            msg = f"{base}/{path}: {wrong}"
            raise Unreadable(msg) from wrong
        if len(octets) > LARGEST:
            msg = f"{base}/{path}: longer than {LARGEST} octets"
            raise Unreadable(msg)
        return octets

    return read
