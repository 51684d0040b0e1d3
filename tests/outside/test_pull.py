"""A witness that fetches: the log's own files must bear out what it signed."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from netral_verify import Wrong
from netral_verify.note import Key, Note, cosignatures
from netral_witness.config import Log as Known
from netral_witness.key import create
from netral_witness.protocol import Witness
from netral_witness.pull import over_http, publish, pull
from netral_witness.record import Record
from netral_witness.server import name_of
from tests.outside.logs import ORIGIN, Log
from tools.machine import plain

LEAVES = [b"%d" % each for each in range(700)]


class Quiet(SimpleHTTPRequestHandler):
    """Shows a folder, and says nothing."""

    def log_message(self, *args: object) -> None:
        return


class Elsewhere(BaseHTTPRequestHandler):
    """Sends everybody away."""

    def do_GET(self) -> None:
        self.send_response(302)
        self.send_header("Location", "http://127.0.0.1:1/checkpoint")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        return


class Endless(Elsewhere):
    """Has more to say than anybody wants."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"A" * 1024 * 1024)


class Trickling(Elsewhere):
    """Says something, now and then."""

    def do_GET(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        with suppress(OSError):
            for _ in range(60):
                self.wfile.write(b"0")
                time.sleep(0.05)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    folder.mkdir()
    yield from served(partial(Quiet, directory=str(folder)))


def served(handler: object) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:  # type: ignore[arg-type]
        threading.Thread(target=partial(server.serve_forever, 0.02), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    cosigner = create("saksi.contoh.org/w1", tmp_path / "key")
    known = {ORIGIN: Known(ORIGIN, (Key.parse(Log([b"1"]).vkey),))}
    return Witness(cosigner, known, Record(tmp_path / "w.sqlite3"), lambda: 1_795_000_000)


def write(folder: Path, log: Log) -> None:
    for name, octets in {**log.files, "checkpoint": bytes(log.note())}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(octets)


def test_a_log_that_grows_is_cosigned_and_the_note_is_published(
    witness: Witness, address: str, folder: Path, tmp_path: Path
) -> None:
    known = witness.logs[ORIGIN]
    for size in (1, 256, 300, 300, 700):
        write(folder, Log(LEAVES[:size]))
        assert pull(witness, known, over_http(address)).status == 200
        path = publish(witness, known, tmp_path / "public")
        assert path == tmp_path / "public" / name_of(ORIGIN) / "checkpoint"
        note = Note.parse(path.read_bytes())
        assert note.text == Log(LEAVES[:size]).note().text
        assert len(cosignatures(note, [witness.cosigner.key])) == 1


def test_a_tile_that_became_full_meanwhile_is_taken_whole(
    witness: Witness, address: str, folder: Path
) -> None:
    write(folder, Log(LEAVES[:200]))
    assert pull(witness, witness.logs[ORIGIN], over_http(address)).status == 200
    write(folder, Log(LEAVES[:250]))
    whole = Log(LEAVES[:256]).files["tile/0/000"]
    (folder / "tile/0/000.p/250").unlink()
    for left in (folder / "tile/0/000.p").iterdir():
        left.unlink()
    (folder / "tile/0/000.p").rmdir()
    (folder / "tile/0/000").write_bytes(whole)
    assert pull(witness, witness.logs[ORIGIN], over_http(address)).status == 200


def test_a_log_that_shrank_or_forked_is_not_cosigned(
    witness: Witness, address: str, folder: Path
) -> None:
    known = witness.logs[ORIGIN]
    write(folder, Log(LEAVES[:300]))
    assert pull(witness, known, over_http(address)).status == 200
    write(folder, Log(LEAVES[:200]))
    with pytest.raises(Wrong, match="shows 200 entries, but had 300"):
        pull(witness, known, over_http(address))
    write(folder, Log([*LEAVES[:299], b"another"]))
    assert pull(witness, known, over_http(address)).status == 409
    write(folder, Log([*LEAVES[:10], b"another", *LEAVES[11:400]]))
    assert pull(witness, known, over_http(address)).status == 422
    with witness.record.reading() as book:
        assert [each.kind for each in book.evidence(ORIGIN)] == ["fork", "unproven"]
        newest = book.newest(ORIGIN)
    assert newest is not None
    assert newest.size == 300


def test_an_older_state_that_differs_is_kept_as_a_fork(
    witness: Witness, address: str, folder: Path
) -> None:
    known = witness.logs[ORIGIN]
    for size in (200, 300):
        write(folder, Log(LEAVES[:size]))
        pull(witness, known, over_http(address))
    write(folder, Log([*LEAVES[:199], b"another"]))
    with pytest.raises(Wrong):
        pull(witness, known, over_http(address))
    with witness.record.reading() as book:
        assert [each.kind for each in book.evidence(ORIGIN)] == ["fork"]


def test_files_that_do_not_bear_out_the_signed_state_are_refused(
    witness: Witness, address: str, folder: Path
) -> None:
    known = witness.logs[ORIGIN]
    write(folder, Log(LEAVES[:300]))
    pull(witness, known, over_http(address))
    write(folder, Log(LEAVES[:600]))
    tile = folder / "tile/0/001"
    octets = bytearray(tile.read_bytes())
    octets[40 * 32] ^= 1  # the proof needs the hashes from 300 on
    octets[50 * 32] ^= 1
    tile.write_bytes(octets)
    assert pull(witness, known, over_http(address)).status == 422
    tile.write_bytes(octets[:-1])
    with pytest.raises(Wrong, match="256 hashes"):
        pull(witness, known, over_http(address))
    tile.unlink()
    with pytest.raises(Wrong, match="answers 404"):
        pull(witness, known, over_http(address))


@pytest.mark.parametrize("handler", [Elsewhere, Endless])
def test_a_hostile_server_is_not_followed_nor_listened_to_for_ever(
    witness: Witness, handler: object
) -> None:
    for address in served(handler):
        with pytest.raises(Wrong, match=r"elsewhere|longer than it may be"):
            pull(witness, witness.logs[ORIGIN], over_http(address))


def test_a_head_that_trickles_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netral_witness.pull.DEADLINE", 0.3)
    for address in served(Trickling):
        with pytest.raises(Wrong, match="cannot be fetched"):
            over_http(address)("checkpoint")


def test_what_is_no_address_or_not_there_is_said() -> None:
    for url, why in (("file:///etc", "no address"), ("http://127.0.0.1:1", "cannot be fetched")):
        with pytest.raises(Wrong, match=why):
            over_http(url)("checkpoint")


def test_the_program_pulls_and_says_what_came_of_it(
    address: str, folder: Path, tmp_path: Path
) -> None:
    def run() -> tuple[int, str]:
        command = [sys.executable, "-m", "netral_witness", "pull", "--config", str(config)]
        done = subprocess.run(command, check=False, capture_output=True, text=True, env=plain())
        return done.returncode, done.stdout

    create("saksi.contoh.org/w1", tmp_path / "w.key")
    log = Log(LEAVES[:300])
    write(folder, log)
    config = tmp_path / "w.toml"
    config.write_text(
        'name = "saksi.contoh.org/w1"\nlisten = "127.0.0.1:0"\nkey = "w.key"\n'
        'database = "w.sqlite3"\npublish = "public"\n'
        f'[[log]]\nvkey = "{log.vkey}"\nurl = "{address}"\n'
    )
    code, said = run()
    assert (code, f"{ORIGIN}: ditandatangani" in said) == (0, True), said
    assert [each.name for each in (tmp_path / "public").iterdir()] == [name_of(ORIGIN)]
    write(folder, Log([*LEAVES[:299], b"another"]))
    code, said = run()
    assert (code, "TIDAK ditandatangani" in said) == (1, True), said
    (folder / "checkpoint").unlink()
    code, said = run()
    assert (code, "menjawab 404" in said) == (2, True), said
