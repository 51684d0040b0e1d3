"""A witness on this machine, true to the protocol or as bad as a test wants it."""

import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from netral.ledger.core.checkpoint import Cosigner
from netral_verify.note import Checkpoint, Note
from netral_verify.spelling import unb64
from netral_verify.tree import EMPTY, check_consistency

Answer = tuple[int, bytes]


class Witness:
    """Cosigns what follows what it has seen; `misbehave` answers in its place."""

    def __init__(self, name: str = "witness.example", seed: bytes = bytes(32)) -> None:
        self.cosigner = Cosigner(name, seed)
        self.size, self.root, self.note = 0, EMPTY, b""
        self.asked: list[int] = []  # sizes
        self.refused = 0  # states that do not follow what it has seen
        self.shows = True  # its latest checkpoint, to whoever asks
        self.lag = 0  # seconds that its clock is ahead
        self.misbehave: Callable[[Note], Answer] | None = None
        self.url = ""
        self._lock = threading.Lock()

    @property
    def line(self) -> str:
        """Return its line of a policy."""
        return f"witness {self.cosigner.key.name} {self.cosigner.key.vkey} {self.url}\n"

    def sign(self, note: Note) -> bytes:
        return str(self.cosigner.sign(note.text, int(time.time()) + self.lag)).encode()

    def add(self, body: bytes) -> Answer:
        head, _, rest = body.partition(b"\n\n")
        old, *proof = head.decode().split("\n")
        note = Note.parse(rest)
        state = Checkpoint.parse(note.text)
        with self._lock:
            self.asked.append(state.size)
            if self.misbehave is not None:
                return self.misbehave(note)
            if old != f"old {self.size}":
                return 409, f"{self.size}\n".encode()
            try:
                check_consistency(
                    old=self.size, new=state.size, old_root=self.root, new_root=state.root,
                    proof=[unb64(each) for each in proof],
                )  # fmt: skip
            except ValueError:
                self.refused += 1
                return 422, b""
            self.size, self.root = state.size, state.root
            self.note = rest + self.sign(note)
            return 200, self.sign(note)

    def show(self, path: str) -> Answer:
        origin = self.note.decode().partition("\n")[0]
        known = f"/{hashlib.sha256(origin.encode()).hexdigest()}/checkpoint"
        return (200, self.note) if self.shows and self.note and path == known else (404, b"")


@contextmanager
def running(*witnesses: Witness) -> Iterator[None]:
    """Let them listen for the length of the block."""
    servers = [_listen(each) for each in witnesses]
    try:
        yield
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()


def _listen(witness: Witness) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self._say(*witness.add(body))

        def do_GET(self) -> None:
            self._say(*witness.show(self.path))

        def _say(self, status: int, octets: bytes) -> None:
            try:
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", octets.decode())
                self.end_headers()
                self.wfile.write(octets)
            except OSError:
                pass  # nobody waited

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    witness.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}).start()
    return server
