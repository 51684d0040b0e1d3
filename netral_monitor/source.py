"""Where the public files of a log are read from: a folder, or an address on the web.

Whoever serves them may be hostile. Files have greatest sizes, are regular, lie inside the folder;
nothing is decompressed, no other host is followed to, nothing is waited for without end.
"""

import os
import socket
import stat
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import SplitResult, urljoin, urlsplit

from netral_monitor.findings import Damaged, Finding, Unreadable
from netral_verify import Wrong
from netral_verify.hurried import hurried

TIMEOUT: Final = 20  # seconds without an octet
DEADLINE: Final = 300  # seconds for one file
AHEAD: Final = 32  # files asked for before they are needed
AT_ONCE: Final = 8  # connections
FAILED: Final = "{path} could not be fetched: {why}"
PIECE: Final = 64 * 1024
REDIRECTS: Final = 3
OPEN: Final = (
    os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
)  # fmt: skip

Wanted = tuple[str, int]  # a path below the log's address, the most octets that it may have


class Missing(Damaged):
    """There is no such file."""

    def __init__(self, path: str) -> None:
        super().__init__(path, Wrong("it is missing"))
        self.finding = Finding("file-missing", path, None, {"path": path})


class Source(Protocol):
    """Something that holds the files of a log."""

    def read(self, path: str, most: int) -> bytes:
        """Return a file of at most `most` octets.

        Raises:
            Missing: there is none.
            Damaged: it is larger, or no plain file.
            Unreadable: it cannot be read now.
        """

    def read_all(self, wanted: Sequence[Wanted]) -> Iterator[bytes]:
        """Yield many files in order; raises as `read` does."""

    def close(self) -> None:
        """Let go of what is open."""


class Folder:
    """A copy of a log in a folder."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._inside: set[Path] = set()
        if not self._root.is_dir():
            msg = "{path} is not a folder"
            raise Unreadable(msg, path=root)

    def read(self, path: str, most: int) -> bytes:
        """Return a file."""
        full = self._root / path
        self._check_inside(full.parent, path)
        try:
            handle = os.open(full, OPEN)
        except FileNotFoundError as wrong:
            raise Missing(path) from wrong
        except OSError as wrong:
            raise Damaged(path, Wrong("{why}", why=wrong.strerror)) from wrong
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode) or found.st_size > most:
            os.close(handle)
            raise Damaged(path, Wrong("it is no plain file of at most {most} octets", most=most))
        with os.fdopen(handle, "rb") as file:
            return file.read(most)

    def read_all(self, wanted: Sequence[Wanted]) -> Iterator[bytes]:
        """Yield files in order."""
        return (self.read(path, most) for path, most in wanted)

    def close(self) -> None:
        """Nothing stays open."""

    def _check_inside(self, folder: Path, path: str) -> None:
        """Refuse folders that are links to somewhere else."""
        if folder in self._inside:
            return
        if not folder.resolve().is_relative_to(self._root):
            raise Damaged(path, Wrong("it leads out of the folder"))
        self._inside.add(folder)


class Web:
    """A log on the web."""

    def __init__(self, address: str) -> None:
        self._local = threading.local()  # a connection for each thread
        self._connections: list[HTTPConnection] = []
        self._pool = ThreadPoolExecutor(AT_ONCE)
        try:
            self._base = urlsplit(address.rstrip("/") + "/")
            known = self._base.scheme in {"http", "https"} and self._base.hostname
            _ = self._base.port
        except ValueError:
            known = None
        if not known or self._base.query or self._base.username:
            msg = "{address} is not an address of a log"
            raise Unreadable(msg, address=address)

    def read(self, path: str, most: int) -> bytes:
        """Return a file."""
        address = urlsplit(urljoin(self._base.geturl(), path))
        for _ in range(REDIRECTS):
            found = self._ask(address, path, most)
            if isinstance(found, bytes):
                return found
            address = found
        msg = "{path} is said to be elsewhere again and again"
        raise Unreadable(msg, path=path)

    def read_all(self, wanted: Sequence[Wanted]) -> Iterator[bytes]:
        """Yield files in order, asked for ahead over some connections."""
        asked: list[Future[bytes]] = []
        try:
            for number in range(len(wanted)):
                while len(asked) < min(len(wanted), number + AHEAD):
                    asked.append(self._pool.submit(self.read, *wanted[len(asked)]))
                yield asked[number].result()
                asked[number] = Future()  # let go of its octets
        finally:
            for each in asked:
                each.cancel()

    def close(self) -> None:
        """Close all connections."""
        self._pool.shutdown(cancel_futures=True)
        for each in self._connections:
            each.close()

    def _ask(self, address: SplitResult, path: str, most: int) -> bytes | SplitResult:
        """Return a file, or where it is said to be on the same host."""
        try:
            answer = self._answer(address.path)
        except (OSError, HTTPException) as wrong:
            self._close()
            raise _failed(path, wrong) from wrong
        try:
            return self._taken(answer, address, path, most)
        except (OSError, HTTPException) as wrong:
            raise _failed(path, wrong) from wrong
        finally:
            if not answer.isclosed():
                self._close()

    def _answer(self, path: str) -> HTTPResponse:
        """Ask over the connection of this thread; once more if it went stale meanwhile."""
        headers = {"Accept-Encoding": "identity", "User-Agent": "netral-monitor"}
        for fresh in (False, True):
            connection = self._connection()
            try:
                connection.request("GET", path, headers=headers)
                return connection.getresponse()
            except (OSError, HTTPException) as wrong:
                self._close()
                if fresh or isinstance(wrong, TimeoutError):
                    raise
        raise AssertionError

    def _taken(
        self, answer: HTTPResponse, address: SplitResult, path: str, most: int
    ) -> bytes | SplitResult:
        match answer.status:
            case 200:
                return _body(answer, path, most)
            case 404 | 410:
                raise Missing(path)
            case 301 | 302 | 303 | 307 | 308:
                return _target(address, path, answer.headers.get("Location", ""))
        msg = "{path}: the server answers {status}"
        raise Unreadable(msg, path=path, status=answer.status)

    def _connection(self) -> HTTPConnection:
        kept: HTTPConnection | None = getattr(self._local, "connection", None)
        if kept is None:
            kind = HTTPSConnection if self._base.scheme == "https" else HTTPConnection
            kept = kind(self._base.hostname or "", self._base.port, timeout=TIMEOUT)
            kept.response_class = _Answer
            self._local.connection = kept
            self._connections.append(kept)
        return kept

    def _close(self) -> None:
        kept: HTTPConnection | None = getattr(self._local, "connection", None)
        if kept is not None:
            kept.close()
            self._connections.remove(kept)
            self._local.connection = None


def _failed(path: str, wrong: Exception) -> Unreadable:
    if isinstance(wrong, TimeoutError):
        msg = "{path} takes too long"
        return Unreadable(msg, path=path)
    return Unreadable(FAILED, path=path, why=f"{type(wrong).__name__} {wrong}")


class _Answer(HTTPResponse):
    """An answer that must be there within the deadline, its head and all."""

    def __init__(self, sock: socket.socket, *more: Any, **named: Any) -> None:
        super().__init__(sock, *more, **named)
        self.fp = hurried(self.fp, DEADLINE)


def _target(address: SplitResult, path: str, location: str) -> SplitResult:
    """Return where on the same host a file is said to be."""
    with suppress(ValueError):  # no address at all
        target = urlsplit(urljoin(address.geturl(), location))
        if target[:2] == address[:2]:
            return target
    msg = "{path} is said to be on another host, where it is not fetched: {location}"
    raise Unreadable(msg, path=path, location=location)


def _body(answer: HTTPResponse, path: str, most: int) -> bytes:
    if answer.headers.get("Content-Encoding", "identity") != "identity":
        raise Damaged(path, Wrong("the server compresses it"))
    pieces, length = [], 0
    while piece := answer.read1(PIECE):
        length += len(piece)
        pieces.append(piece)
        if length > most:
            raise Damaged(path, Wrong("it has more than {most} octets", most=most))
    if answer.length:
        msg = "the connection ended within {path}"
        raise Unreadable(msg, path=path)
    return b"".join(pieces)


def source(place: str) -> Source:
    """Return where the files are: at an address, or in a folder.

    Raises:
        Unreadable: neither.
    """
    if "://" in place:
        return Web(place)
    return Folder(Path(place))
