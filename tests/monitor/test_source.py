"""Whoever serves the files may be hostile."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from netral_monitor import source
from netral_monitor.findings import Damaged, Unreadable
from netral_monitor.source import Folder, Missing, Web
from tests.monitor.logs import Log, Watch

Answer = Callable[[SimpleHTTPRequestHandler], None]


class Server:
    """A server of a folder on loopback, some of whose answers can be others."""

    def __init__(self, folder: Path) -> None:
        answers: dict[str, Answer] = {}
        asked: list[tuple[str, str | None]] = []

        class Handler(SimpleHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def __init__(self, *args: object) -> None:
                super().__init__(*args, directory=str(folder))  # type: ignore[arg-type]

            def do_GET(self) -> None:
                path = self.path.removeprefix("/log/")
                asked.append((path, self.headers["Accept-Encoding"]))
                self.path = "/" + path
                answers.get(path, SimpleHTTPRequestHandler.do_GET)(self)

            def log_message(self, *args: object) -> None:
                """Say nothing."""

        self.answers, self.asked = answers, asked
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/log"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        self.thread.start()

    def close(self) -> None:
        """Stop."""
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def server(log: Log) -> Iterator[Server]:
    """A server of the log."""
    for _ in range(600):
        log.enter(log.leaf())
    log.publish()
    made = Server(log.folder)
    yield made
    made.close()


def answer(status: int, body: bytes = b"", **headers: str) -> Answer:
    """Return an answer."""

    def give(handler: SimpleHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return give


def test_a_log_is_read_from_the_web(log: Log, watch: Watch, server: Server) -> None:
    report = watch.look(source=Web(server.address))
    assert (report.size, report.sound) == (600, True)
    assert not report.findings.counts
    assert {encoding for _, encoding in server.asked} == {"identity"}
    log.act()
    assert watch.codes(source=Web(server.address + "/")) == []


def test_what_is_missing_on_the_web_is_found(watch: Watch, server: Server) -> None:
    server.answers["tile/entries/001"] = answer(404)
    assert watch.codes(source=Web(server.address)) == ["file-missing"]


def test_a_redirect_within_the_host_is_followed(watch: Watch, server: Server) -> None:
    server.answers["tile/entries/000"] = answer(302, Location="/log/elsewhere")
    octets = (watch.log.folder / "tile/entries/000").read_bytes()
    server.answers["elsewhere"] = answer(200, octets)
    assert watch.codes(source=Web(server.address)) == []


@pytest.mark.parametrize(
    "location",
    [
        "http://localhost:9/log/checkpoint",
        "https://127.0.0.1/log/checkpoint",
        "//evil.example/checkpoint",
        "file:///etc/passwd",
        "http://[",
        "/log/checkpoint",  # in a circle
    ],
)
def test_other_redirects_are_refused(watch: Watch, server: Server, location: str) -> None:
    server.answers["checkpoint"] = answer(302, Location=location)
    with pytest.raises(Unreadable):
        watch.look(source=Web(server.address))


@pytest.mark.parametrize("status", [204, 401, 403, 429, 500, 503])
def test_other_answers_are_not_taken_for_files(watch: Watch, server: Server, status: int) -> None:
    server.answers["tile/0/000"] = answer(status)
    with pytest.raises(Unreadable):
        watch.look(source=Web(server.address))


def test_nothing_is_decompressed(watch: Watch, server: Server) -> None:
    server.answers["tile/entries/000"] = answer(200, b"\x1f\x8b bomb", Content_Encoding="gzip")
    assert watch.codes(source=Web(server.address)) == ["file-damaged"]


def test_an_endless_file_is_not_read_to_its_end(watch: Watch, server: Server) -> None:
    sent: list[int] = []

    def endless(handler: SimpleHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        try:
            while len(sent) < 1000:
                handler.wfile.write(b"10000\r\n" + b"z" * 65_536 + b"\r\n")
                sent.append(1)
        except OSError:
            handler.close_connection = True

    server.answers["checkpoint"] = endless
    assert watch.codes(source=Web(server.address)) == ["file-damaged"]
    assert len(sent) < 500


def test_a_file_that_ends_too_soon_is_not_taken(watch: Watch, server: Server) -> None:
    def cut(handler: SimpleHTTPRequestHandler) -> None:
        answer(200, b"log.example/log\n", Content_Length="500")(handler)
        handler.close_connection = True

    server.answers["checkpoint"] = cut
    with pytest.raises(Unreadable):
        watch.look(source=Web(server.address))


def test_nobody_is_waited_for_without_end(
    watch: Watch, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "TIMEOUT", 0.1)
    server.answers["checkpoint"] = lambda _: time.sleep(0.5)
    with pytest.raises(Unreadable):
        watch.look(source=Web(server.address))


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX-Z: ",
        b"HTTP/1.1 2",
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 100 ",
    ],
)
def test_nor_is_a_trickle(
    watch: Watch, server: Server, monkeypatch: pytest.MonkeyPatch, head: bytes
) -> None:
    monkeypatch.setattr(source, "DEADLINE", 0.2)

    def trickle(handler: SimpleHTTPRequestHandler) -> None:
        handler.wfile.write(head)
        with suppress(OSError):
            for _ in range(60):
                handler.wfile.write(b"0")
                time.sleep(0.05)
        handler.close_connection = True

    server.answers["checkpoint"] = trickle
    with pytest.raises(Unreadable, match="too long"):
        watch.look(source=Web(server.address))


def test_a_server_that_is_not_there(watch: Watch, server: Server) -> None:
    server.server.server_close()
    with pytest.raises(Unreadable):
        watch.look(source=Web("http://127.0.0.1:1/log"))


def test_a_run_that_could_not_read_forgets_nothing_and_learns_nothing(
    log: Log, watch: Watch, server: Server
) -> None:
    watch.look()
    for _ in range(300):
        log.enter(log.leaf())
    log.publish()
    server.answers["tile/entries/003.p/132"] = answer(500)
    with pytest.raises(Unreadable):
        watch.look(source=Web(server.address))
    report = watch.look()
    assert (report.known, report.size, report.sound) == (600, 900, True)


def test_a_place_without_a_log_is_told_from_a_log_that_is_gone(log: Log, watch: Watch) -> None:
    with pytest.raises(Unreadable):
        watch.look()
    log.act()
    assert watch.codes() == []
    log.path("checkpoint").unlink()
    assert watch.codes() == ["file-missing"]


@pytest.mark.parametrize(
    "address",
    [
        "ftp://log.example/log",
        "file:///etc",
        "http://",
        "http://user:secret@log.example/",
        "http://log.example:port/",
        "http://log.example/?log=1",
        "http://[",
        "/no/such/folder",
        "",
    ],
)
def test_other_addresses_are_refused(
    address: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(Unreadable):
        source.source(address or str(tmp_path / "nothing"))


def test_links_out_of_the_folder_are_not_followed(log: Log, tmp_path: Path) -> None:
    log.act()
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "000").write_text("secret")
    (log.folder / "tile/0/000").symlink_to(secret / "000")
    (log.folder / "tile/7").symlink_to(secret)
    folder = Folder(log.folder)
    for path in ("tile/0/000", "tile/7/000", "../secret/000"):
        with pytest.raises(Damaged):
            folder.read(path, 1000)


def test_what_is_no_plain_file_is_not_read(log: Log) -> None:
    os.mkfifo(log.path("checkpoint"))  # which nobody ever writes into
    (log.folder / "tile").mkdir()
    folder = Folder(log.folder)
    for path in ("checkpoint", "tile"):
        with pytest.raises(Damaged):
            folder.read(path, 1000)


def test_a_huge_file_is_not_read(log: Log) -> None:
    with log.path("checkpoint").open("wb") as file:
        file.truncate(2**40)  # of holes
    with pytest.raises(Damaged):
        Folder(log.folder).read("checkpoint", 512 * 1024)


def test_a_file_that_is_not_there(log: Log) -> None:
    with pytest.raises(Missing):
        Folder(log.folder).read("tile/0/000", 1000)
    log.put("tile", b"a file where a folder should be")
    with pytest.raises(Damaged):
        Folder(log.folder).read("tile/0/000", 1000)
