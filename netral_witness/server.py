"""The witness over HTTP. It speaks plain HTTP: a proxy in front of it speaks TLS.

POST /add-checkpoint                     C2SP tlog-witness
GET  /<SHA-256 of the origin>/checkpoint the newest state that was cosigned
GET  /<SHA-256 of the origin>/evidence   what speaks against the log, as JSON
GET  /vkey   GET /                       who this is, what it has seen
"""

import json
import logging
import socket
import sqlite3
import threading
import time
from datetime import UTC, datetime
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

from netral_verify import Wrong
from netral_verify.hurried import hurried
from netral_verify.spelling import b64, number
from netral_witness.protocol import LONGEST, Answer, Witness, said

SILENCE: Final = 10.0  # seconds that a client may say nothing
PATIENCE: Final = 20.0  # seconds in which a body must have arrived
LIFE: Final = 60.0  # seconds of a connection
CROWD: Final = 64  # connections at a time
PIECE: Final = 16 * 1024

log = logging.getLogger(__name__)


class Server(ThreadingHTTPServer):
    """Answers some connections at a time, and hangs up on more."""

    daemon_threads = True
    request_queue_size = CROWD

    def __init__(self, address: tuple[str, int], witness: Witness) -> None:
        self.witness = witness
        if ":" in address[0]:
            self.address_family = socket.AF_INET6
        self._places = threading.BoundedSemaphore(CROWD)
        super().__init__(address, Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Serve a connection if there is a place for it."""
        if not self._places.acquire(blocking=False):
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve a connection, and free its place."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002
        """Log what went wrong with a connection; most often the other side left."""
        log.warning("a connection ended early", exc_info=True)  # noqa: LOG014  # it is handling one


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: Server
    protocol_version = "HTTP/1.1"
    server_version = "netral-witness"
    sys_version = ""
    timeout = SILENCE

    def setup(self) -> None:
        """Give the whole connection its time, or heads that trickle would take all places."""
        super().setup()
        self.rfile = hurried(self.rfile, LIFE)

    def do_POST(self) -> None:
        """Take a submission."""
        if self.path != "/add-checkpoint":
            self._answer(said(404, "there is nothing here"), close=True)
            return
        length = self._length()
        if isinstance(length, Answer):
            self._answer(length, close=True)
            return
        body = self._body(length)
        if body is None:
            self._answer(said(408, "the body did not arrive"), close=True)
            return
        try:
            self._answer(self.server.witness.add(body))
        except (sqlite3.Error, OSError):
            log.exception("nothing was signed, because nothing could be recorded")
            self._answer(said(500, "this cannot be recorded now"), close=True)

    def do_GET(self) -> None:
        """Show what was seen."""
        # What comes along is not read: on a line that a proxy shares it would be the next request.
        close = "Content-Length" in self.headers or "Transfer-Encoding" in self.headers
        try:
            self._answer(shown(self.server.witness, self.path), close=close)
        except (sqlite3.Error, OSError):
            log.exception("the record cannot be read")
            self._answer(said(500, "the record cannot be read"), close=True)

    def do_HEAD(self) -> None:
        """Show the same without the body."""
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # as it is called
        """Keep quiet: submissions are logged by what came of them."""

    def _length(self) -> int | Answer:
        if self.headers.get("Transfer-Encoding") or "Content-Length" not in self.headers:
            return said(411, "say how long the body is (Content-Length)")
        try:
            length = number(self.headers["Content-Length"])
        except Wrong as wrong:
            return said(400, wrong)
        return length if length <= LONGEST else said(413, "a submission is not as long as that")

    def _body(self, length: int) -> bytes | None:
        """Return the body; None if it does not arrive in time."""
        parts, missing, end = [], length, time.monotonic() + PATIENCE
        while missing and time.monotonic() < end:
            part = self.rfile.read1(min(missing, PIECE))
            if not part:
                break
            parts.append(part)
            missing -= len(part)
        return None if missing else b"".join(parts)

    def _answer(self, answer: Answer, *, close: bool = False) -> None:
        self.send_response(answer.status, HTTPStatus(answer.status).phrase)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-store")
        if close:
            self.close_connection = True
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)


def name_of(origin: str) -> str:
    """Return the name of a log in addresses."""
    return sha256(origin.encode()).hexdigest()


def shown(witness: Witness, path: str) -> Answer:
    """Return what stands at an address."""
    if path == "/":
        return Answer(200, overview(witness).encode())
    if path == "/vkey":
        return Answer(200, f"{witness.cosigner.key.vkey}\n".encode())
    origins = {name_of(origin): origin for origin in witness.logs}
    name, _, what = path.removeprefix("/").partition("/")
    origin = origins.get(name)
    if origin is not None and what == "checkpoint":
        note = witness.cosigned(origin)
        return Answer(200, bytes(note)) if note else said(404, "nothing was cosigned yet")
    if origin is not None and what == "evidence":
        return Answer(200, evidence(witness, origin), "application/json")
    return said(404, "there is nothing here")


def overview(witness: Witness) -> str:
    """Return in words who this is and what it has seen."""
    lines = [f"Witness of transparency logs (C2SP tlog-witness)\n{witness.cosigner.key.vkey}"]
    with witness.record.reading() as book:
        for origin in witness.logs:
            newest, against = book.newest(origin), book.evidence(origin)
            forks = sum(each.kind == "fork" for each in against)
            lines.append(f"{origin}\n  {name_of(origin)}/checkpoint")
            if newest:
                at = datetime.fromtimestamp(newest.time, UTC)
                lines.append(f"  size {newest.size}, root {b64(newest.root)}, seen {at:%FT%TZ}")
            else:
                lines.append("  nothing seen yet")
            if against:
                lines.append(f"  {forks} FORKS, {len(against) - forks} unproven states: evidence")
    return "\n".join(lines) + "\n"


def evidence(witness: Witness, origin: str) -> bytes:
    """Return what speaks against a log: pairs of notes that it signed."""
    with witness.record.reading() as book:
        found = book.evidence(origin)
    listed = [
        {
            "kind": each.kind,
            "time": each.time,
            "known": bytes(each.known).decode(),
            "other": bytes(each.other).decode(),
        }
        for each in found
    ]
    return json.dumps({"origin": origin, "evidence": listed}, indent=1).encode() + b"\n"
