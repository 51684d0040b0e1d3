"""Witnessing from behind a wall: fetch the log's own files instead of waiting to be asked.

No standard says how a cosignature made like this reaches the log. It is written as a file,
`<SHA-256 of the origin>/checkpoint`, that any web server can show; a witness that can be reached
answers `add-checkpoint` at once and is the better one.
"""

import os
import urllib.error
import urllib.request
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from pathlib import Path
from typing import Any, Final, Never

from netral_verify import Wrong, require
from netral_verify.hurried import hurried
from netral_verify.note import LONGEST, Checkpoint, Note
from netral_verify.tiles import WIDTH, Fetch, Tiles
from netral_verify.tree import HASH
from netral_witness.config import Log
from netral_witness.protocol import Answer, Submission, Witness, signed_by
from netral_witness.server import name_of

PATIENCE: Final = 20.0  # seconds without an octet
DEADLINE: Final = 120.0  # seconds for one file
GONE: Final = {404, 410}


class _Answer(HTTPResponse):
    """An answer that must be there within the deadline, its head and all."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fp = hurried(self.fp, DEADLINE)


class _Plain(HTTPConnection):
    response_class = _Answer


class _Secure(HTTPSConnection):
    response_class = _Answer


class _Http(urllib.request.HTTPHandler):
    def http_open(self, request: urllib.request.Request) -> HTTPResponse:
        return self.do_open(_Plain, request)


class _Https(urllib.request.HTTPSHandler):
    def https_open(self, request: urllib.request.Request) -> HTTPResponse:
        return self.do_open(_Secure, request)


class _Still(urllib.request.HTTPRedirectHandler):
    """Follows nobody elsewhere: the files of a log are where its operator said."""

    def redirect_request(self, *args: object) -> Never:  # noqa: ARG002
        msg = "the log sends us elsewhere, which is not followed"
        raise Wrong(msg)


def over_http(address: str) -> Fetch:
    """Return what fetches files below an address.

    Raises (when fetching):
        Wrong: there is no such file, it is too long, or the log cannot be reached.
    """
    opener = urllib.request.build_opener(_Still, _Http, _Https)
    require(address.startswith(("https://", "http://")), "this is no address: {url}", url=address)

    def fetch(path: str) -> bytes:
        most = LONGEST if path == "checkpoint" else WIDTH * HASH
        url = f"{address}/{path}"
        try:
            with opener.open(url, timeout=PATIENCE) as answer:
                octets: bytes = answer.read(most + 1)
        except urllib.error.HTTPError as wrong:
            full, partial, width = path.partition(".p/")
            if wrong.code in GONE and partial:  # a tile that became full since
                return fetch(full)[: int(width) * HASH]
            msg = "{url} answers {code}"
            raise Wrong(msg, url=url, code=wrong.code) from wrong
        except (OSError, ValueError) as wrong:
            msg = "{url} cannot be fetched: {why}"
            raise Wrong(msg, url=url, why=wrong) from wrong
        require(len(octets) <= most, "{url} is longer than it may be", url=url)
        return octets

    return fetch


def pull(witness: Witness, log: Log, fetch: Fetch) -> Answer:
    """Fetch the newest state of a log, check that it only grew, and cosign it.

    Raises:
        Wrong: the log cannot be read, or its files do not bear out what it signed.
        sqlite3.Error: it cannot be recorded, so nothing was signed.
    """
    note = Note.parse(fetch("checkpoint"))
    own = signed_by(note, log)
    if own is None:
        msg = "the log {origin} did not sign the state that it shows"
        raise Wrong(msg, origin=log.origin)
    state = Checkpoint.parse(own.text, extended=True)
    require(
        state.origin == log.origin,
        "this is a state of {found}, not of {wanted}",
        found=state.origin,
        wanted=log.origin,
    )
    with witness.record.reading() as book:
        newest = book.newest(log.origin)
    old = newest.size if newest else 0
    if state.size < old:
        witness.consider(Submission(state.size, (), own, state))  # keeps a fork, if it is one
        msg = "{origin} shows {size} entries, but had {old} before"
        raise Wrong(msg, origin=log.origin, size=state.size, old=old)
    proof = Tiles(fetch, state.size).consistency(old)
    return witness.consider(Submission(old, tuple(proof), own, state))


def publish(witness: Witness, log: Log, folder: Path) -> Path:
    """Write the newest cosigned state of a log where a web server can show it."""
    note = witness.cosigned(log.origin)
    if note is None:
        msg = "nothing of {origin} was cosigned yet"
        raise Wrong(msg, origin=log.origin)
    path = folder / name_of(log.origin) / "checkpoint"
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    with fresh.open("wb") as file:
        file.write(bytes(note))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    return path
