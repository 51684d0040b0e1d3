"""A witness over real HTTP: what C2SP tlog-witness says, and what must survive."""

import http.client
import json
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

import pytest

from netral.ledger.core.checkpoint import cosignatures as theirs
from netral.ledger.core.note import Key as TheirKey
from netral.ledger.core.note import Note as TheirNote
from netral_verify.note import Key, Note, cosignatures
from netral_witness import record, server
from netral_witness.config import Log as Known
from netral_witness.key import create
from netral_witness.protocol import LONGEST, Witness
from netral_witness.record import Record
from netral_witness.server import CROWD, Server, name_of
from tests.outside.logs import ORIGIN, Log
from tools.machine import plain

NAME = "saksi.contoh.org/w1"
LEAVES = [b"%d" % each for each in range(700)]


class Clock:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.now = 1_795_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def log() -> Log:
    return Log(LEAVES)


@pytest.fixture
def witness(tmp_path: Path, log: Log, clock: Clock) -> Witness:
    cosigner = create(NAME, tmp_path / "key")
    known = {ORIGIN: Known(ORIGIN, (Key.parse(log.vkey),))}
    return Witness(cosigner, known, Record(tmp_path / "witness.sqlite3"), clock)


@contextmanager
def serving(witness: Witness) -> Iterator[tuple[str, int]]:
    with Server(("127.0.0.1", 0), witness) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield ("127.0.0.1", server.server_address[1])
        server.shutdown()
        thread.join()


@pytest.fixture
def address(witness: Witness) -> Iterator[tuple[str, int]]:
    with serving(witness) as found:
        yield found


def ask(address: tuple[str, int], body: bytes) -> tuple[int, bytes, str]:
    line = http.client.HTTPConnection(*address, timeout=20)
    line.request("POST", "/add-checkpoint", body)
    answer = line.getresponse()
    said = answer.read()
    line.close()
    return answer.status, said, answer.headers["Content-Type"]


def get(address: tuple[str, int], path: str) -> tuple[int, bytes]:
    line = http.client.HTTPConnection(*address, timeout=20)
    line.request("GET", path)
    answer = line.getresponse()
    said = answer.read()
    line.close()
    return answer.status, said


def test_a_growing_log_is_cosigned_and_both_hands_accept_it(
    address: tuple[str, int], witness: Witness, log: Log, clock: Clock
) -> None:
    old = 0
    for size in (0, 1, 256, 256, 300, 700):
        clock.now += 10
        status, said, _ = ask(address, log.submission(old, size))
        assert status == 200, said
        whole = bytes(log.note(size)) + said
        vkey = witness.cosigner.key.vkey
        assert cosignatures(Note.parse(whole), [Key.parse(vkey)]) == [
            (witness.cosigner.key, int(clock.now))
        ]
        [their] = theirs(TheirNote.parse(whole), [TheirKey.parse(vkey)])
        assert their.time == int(clock.now)
        old = size


def test_what_cannot_be_read_is_a_bad_request(address: tuple[str, int], log: Log) -> None:
    good = log.submission(0, 5)
    proof = b"old 5\n" + b"A" * 43 + b"=\n"
    for bad in (
        b"",
        b"\n\n\n",
        good.replace(b"old 0", b"old 00"),
        good.replace(b"old 0", b"old -1"),
        good.replace(b"old 0", b"old 0 "),
        good.replace(b"old 0", b"new 0"),
        good.replace(b"old 0", b"0"),
        good.replace(b"\n", b"\r\n"),
        good.replace(b"\n5\n", b"\n05\n"),
        good[:-1],
        good + b"\n",
        good.replace(b"old 0\n", b"old 0\nnot base64\n"),
        good.replace(b"old 0\n", b"old 0\nAAAA\n"),
        good.replace(b"old 0\n", b"old 6\n"),  # greater than the new size
        good.replace(b"old 0\n", proof[:6] + proof[6:] * 64),
        b"\xff" + good,
    ):
        assert ask(address, bad)[0] == 400, bad
    assert ask(address, good)[0] == 200


def test_before_anything_was_seen_there_is_nothing_to_show(
    address: tuple[str, int], witness: Witness
) -> None:
    assert get(address, f"/{name_of(ORIGIN)}/checkpoint")[0] == 404
    assert b"nothing seen yet" in get(address, "/")[1]
    assert get(address, "/vkey") == (200, f"{witness.cosigner.key.vkey}\n".encode())
    status, said = get(address, f"/{name_of(ORIGIN)}/evidence")
    assert (status, json.loads(said)) == (200, {"origin": ORIGIN, "evidence": []})


def test_a_stranger_is_not_found_and_a_false_signature_is_forbidden(
    address: tuple[str, int], log: Log
) -> None:
    assert ask(address, Log(LEAVES[:5], origin="lain.contoh.org/log").submission(0, 5))[0] == 404
    impostor = Log(LEAVES[:5], secret=sha256(b"another").digest())
    assert ask(address, impostor.submission(0, 5))[0] == 403
    text, signed = log.note(5), bytes(log.note(6)).rpartition(b"\n\n")[2]
    assert ask(address, b"old 0\n\n" + text.text.encode() + b"\n" + signed)[0] == 403


def test_another_old_size_is_a_conflict_that_says_the_right_one(
    address: tuple[str, int], log: Log
) -> None:
    assert ask(address, log.submission(3, 5)) == (409, b"0\n", "text/x.tlog.size")
    assert ask(address, log.submission(0, 300))[0] == 200
    assert ask(address, log.submission(0, 700)) == (409, b"300\n", "text/x.tlog.size")
    assert ask(address, log.submission(5, 300)) == (409, b"300\n", "text/x.tlog.size")
    assert ask(address, log.submission(300, 700))[0] == 200


def test_a_proof_that_proves_nothing_is_refused(
    address: tuple[str, int], witness: Witness, log: Log
) -> None:
    filled = log.submission(0, 5).replace(b"old 0\n", b"old 0\n" + b"A" * 43 + b"=\n")
    assert ask(address, filled)[0] == 422  # from nothing, nothing needs proof
    assert ask(address, log.submission(0, 300))[0] == 200
    true = log.submission(300, 700)
    lines = true.split(b"\n")
    for bad in (
        b"\n".join([lines[0], *lines[2:]]),  # a hash less
        b"\n".join([lines[0], lines[1], *lines[1:]]),  # one more
        b"\n".join([lines[0], lines[2], lines[1], *lines[3:]]),  # another order
        b"old 300\n\n" + bytes(log.note(700)),
    ):
        assert ask(address, bad)[0] == 422, bad
    with witness.record.reading() as book:
        assert [each.kind for each in book.evidence(ORIGIN)] == ["unproven"]
    assert ask(address, true)[0] == 200
    with witness.record.reading() as book:  # the sender had erred, not the log
        assert book.evidence(ORIGIN) == []


def test_a_fork_of_the_same_size_is_refused_and_kept_as_evidence(
    address: tuple[str, int], witness: Witness, log: Log
) -> None:
    fork = Log([*LEAVES[:299], b"another"])
    assert ask(address, log.submission(0, 300))[0] == 200
    assert ask(address, fork.submission(300, 300)) == (409, b"300\n", "text/x.tlog.size")
    assert ask(address, log.submission(300, 700))[0] == 200
    assert ask(address, fork.submission(0, 300))[0] == 409  # again, and found though it is old
    status, said = get(address, f"/{name_of(ORIGIN)}/evidence")
    [one] = json.loads(said)["evidence"]
    assert (status, one["kind"]) == (200, "fork")
    assert one["known"] == str(log.note(300))
    assert one["other"] == str(fork.note(300))
    assert b"1 FORKS" in get(address, "/")[1]


def test_a_fork_of_another_size_is_refused_and_suspected_until_it_is_proven(
    address: tuple[str, int], witness: Witness, log: Log
) -> None:
    fork = Log([*LEAVES[:10], b"another", *LEAVES[11:400]])
    assert ask(address, log.submission(0, 300))[0] == 200
    assert ask(address, fork.submission(300, 400))[0] == 422
    with witness.record.reading() as book:
        assert [each.kind for each in book.evidence(ORIGIN)] == ["unproven"]
    assert ask(address, log.submission(300, 400))[0] == 200
    with witness.record.reading() as book:
        [one] = book.evidence(ORIGIN)
    assert (one.kind, bytes(one.known), bytes(one.other)) == (
        "fork", bytes(log.note(400)), bytes(fork.note(400)),
    )  # fmt: skip


def test_false_proofs_of_strangers_do_not_crowd_out_a_fork(
    witness: Witness, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Anybody can send a true state with a false proof; only the log can sign two of one size."""
    monkeypatch.setattr(record, "MOST_EVIDENCE", 2)
    assert witness.add(log.submission(0, 5)).status == 200
    for size in (6, 7, 8, 8):
        false = f"old 5\n{'A' * 43}=\n\n".encode() + bytes(log.note(size))
        assert witness.add(false).status == 422
    fork = Log([*LEAVES[:4], b"another"])
    assert witness.add(fork.submission(5, 5)).status == 409
    with witness.record.reading() as book:
        assert [each.kind for each in book.evidence(ORIGIN)] == ["unproven", "unproven", "fork"]


def test_a_log_that_forks_for_ever_does_not_fill_the_disk(
    witness: Witness, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else it could take the room away that signatures for other logs need."""
    monkeypatch.setattr(record, "MOST_EVIDENCE", 3)
    assert witness.add(log.submission(0, 5)).status == 200
    for number in range(6):
        fork = Log([*LEAVES[:4], b"fork %d" % number])
        assert witness.add(fork.submission(5, 5)).status == 409
    with witness.record.reading() as book:
        assert [each.kind for each in book.evidence(ORIGIN)] == ["fork"] * 3
    long = log.signer.sign(log.note(6).text + "more of it\n" * 1000)
    assert witness.add(log.submission(5, 6, long)).status == 400


def test_of_an_empty_log_there_is_one_root(address: tuple[str, int], log: Log) -> None:
    text = f"{ORIGIN}\n0\n{'A' * 43}=\n"
    assert ask(address, b"old 0\n\n" + bytes(log.signer.sign(text)))[0] == 422


def test_lines_beyond_the_third_are_cosigned_with_the_rest(
    address: tuple[str, int], witness: Witness, log: Log
) -> None:
    note = log.signer.sign(log.note(5).text + "more of it\n")
    status, said, _ = ask(address, log.submission(0, 5, note))
    assert status == 200
    key = witness.cosigner.key
    assert len(cosignatures(Note.parse(bytes(note) + said), [key])) == 1


def test_signatures_of_strangers_are_neither_checked_nor_kept(
    address: tuple[str, int], log: Log
) -> None:
    stranger = "\u2014 netral.contoh.org/x AAAAAAAAAAAA\n".encode()
    assert ask(address, log.submission(0, 5) + stranger)[0] == 200
    kept = get(address, f"/{name_of(ORIGIN)}/checkpoint")[1]
    assert kept.startswith(bytes(log.note(5)))
    assert b"/x " not in kept


def test_everything_survives_a_restart(
    witness: Witness, log: Log, clock: Clock, tmp_path: Path
) -> None:
    with serving(witness) as address:
        assert ask(address, log.submission(0, 300))[0] == 200
        before = get(address, f"/{name_of(ORIGIN)}/checkpoint")
    clock.now += 50
    again = Witness(witness.cosigner, witness.logs, Record(tmp_path / "witness.sqlite3"), clock)
    with serving(again) as address:
        assert get(address, f"/{name_of(ORIGIN)}/checkpoint") == before
        assert ask(address, log.submission(0, 700))[0] == 409
        fork = Log([*LEAVES[:299], b"another"])
        assert ask(address, fork.submission(300, 300))[0] == 409
        assert ask(address, log.submission(300, 700))[0] == 200


def test_no_signature_is_ever_dated_before_the_last_one(
    witness: Witness, log: Log, clock: Clock
) -> None:
    def signed(old: int, size: int) -> int:
        answer = witness.add(log.submission(old, size))
        whole = Note.parse(bytes(log.note(size)) + answer.body)
        return cosignatures(whole, [witness.cosigner.key])[0][1]

    first = signed(0, 5)
    clock.now -= 3600
    assert signed(5, 300) == first
    clock.now += 3601
    assert signed(300, 300) == first + 1


def test_without_room_on_the_disk_nothing_is_signed(
    address: tuple[str, int], witness: Witness, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ask(address, log.submission(0, 5))[0] == 200
    connect = Record._connect

    def full(record: Record) -> sqlite3.Connection:
        database = connect(record)
        pages = database.execute("PRAGMA page_count").fetchone()[0]
        database.execute(f"PRAGMA max_page_count = {pages}")  # as if the disk ended here
        return database

    with monkeypatch.context() as patch:
        patch.setattr(Record, "_connect", full)
        status, said, old = 200, b"", 5
        for size in range(6, 60):
            status, said, _ = ask(address, log.submission(old, size))
            if status != 200:
                break
            old = size
        assert (status, said) == (500, b"this cannot be recorded now\n")
        assert get(address, f"/{name_of(ORIGIN)}/checkpoint")[1].startswith(bytes(log.note(old)))
    assert ask(address, log.submission(old, 60))[0] == 200


def test_many_at_once_never_turn_the_record_back(
    address: tuple[str, int], witness: Witness, log: Log
) -> None:
    assert ask(address, log.submission(0, 5))[0] == 200
    bodies = [log.submission(5, size) for size in range(6, 30)]
    with ThreadPoolExecutor(12) as pool:
        found = list(pool.map(lambda body: ask(address, body)[0], bodies))
    assert (found.count(200), found.count(409)) == (1, len(bodies) - 1)
    with witness.record.reading() as book:
        newest = book.newest(ORIGIN)
    assert newest is not None
    assert newest.size == 6 + found.index(200)


def test_hostile_requests_are_turned_away(address: tuple[str, int], log: Log) -> None:
    for head, expected in (
        (b"Content-Length: %d\r\n" % (LONGEST + 1), b" 413 "),
        (b"Content-Length: -1\r\n", b" 400 "),
        (b"Content-Length: 1e9\r\n", b" 400 "),
        (b"Transfer-Encoding: chunked\r\n", b" 411 "),
        (b"", b" 411 "),
    ):
        with socket.create_connection(address, timeout=20) as line:
            line.sendall(b"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\n" + head + b"\r\n")
            assert expected in line.makefile("rb").readline(), head
    for path in ("/add-checkpoint", "/x/checkpoint", "/../vkey", f"/{name_of('x')}/evidence"):
        assert get(address, path)[0] == 404
    assert ask(address, log.submission(0, 5))[0] == 200


def test_what_comes_along_with_a_question_is_no_second_request(
    address: tuple[str, int], log: Log
) -> None:
    """A proxy hands the questions of many over on one line: no answer may go to another asker."""
    body = log.submission(0, 5)
    second = b"POST /add-checkpoint HTTP/1.1\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
    for head in (b"Content-Length: %d" % len(second), b"Transfer-Encoding: chunked"):
        with socket.create_connection(address, timeout=20) as line:
            line.sendall(b"GET /vkey HTTP/1.1\r\nHost: x\r\n" + head + b"\r\n\r\n" + second)
            whole = line.makefile("rb").read()
        assert whole.count(b"HTTP/1.1 ") == 1
    assert get(address, f"/{name_of(ORIGIN)}/checkpoint")[0] == 404  # nothing was cosigned


def test_a_head_that_trickles_does_not_keep_its_place(
    address: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "LIFE", 0.3)
    began = time.monotonic()
    with socket.create_connection(address, timeout=20) as line, suppress(OSError):
        for _ in range(200):
            line.sendall(b"G")
            time.sleep(0.05)
    assert time.monotonic() - began < 5  # it was hung up on


def test_a_crowd_does_not_bring_the_witness_down(address: tuple[str, int], log: Log) -> None:
    lines = [socket.create_connection(address, timeout=20) for _ in range(CROWD + 20)]
    for line in lines:
        line.close()
    for _ in range(50):
        try:
            status = ask(address, log.submission(0, 5))[0]
            break
        except (ConnectionError, http.client.HTTPException):
            continue
    assert status in {200, 409}  # 409: an attempt whose answer was lost


def test_a_witness_listens_where_it_is_told(witness: Witness, log: Log) -> None:
    assert Server.address_family is socket.AF_INET
    try:
        server = Server(("::1", 0), witness)
    except OSError:
        return  # a machine without IPv6
    with server:
        assert server.address_family is socket.AF_INET6
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        assert ask(("::1", server.server_address[1]), log.submission(0, 5))[0] == 200
        server.shutdown()
        thread.join()


def test_the_programs_work_from_a_shell(tmp_path: Path, log: Log) -> None:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "netral_witness", *words]
        return subprocess.run(command, check=False, capture_output=True, text=True, env=plain())

    vkey = run("keygen", NAME, str(tmp_path / "w.key")).stdout.strip()
    assert Key.parse(vkey).name == NAME
    assert (tmp_path / "w.key").stat().st_mode & 0o777 == 0o600
    again = run("keygen", NAME, str(tmp_path / "w.key"))
    assert (again.returncode, "Sudah ada kunci" in again.stderr) == (2, True)
    config = tmp_path / "w.toml"
    config.write_text(
        f'name = "{NAME}"\nlisten = "127.0.0.1:0"\nkey = "w.key"\ndatabase = "w.sqlite3"\n'
        f'[[log]]\nvkey = "{log.vkey}"\n'
    )
    checked = run("check", "--config", str(config))
    assert checked.returncode == 0
    assert "Konfigurasi, kunci, dan catatan beres." in checked.stdout
    assert f"{ORIGIN}: belum ada yang dilihat" in checked.stdout
    command = [
        sys.executable,
        "-m",
        "netral_witness",
        "--lang",
        "en",
        "serve",
        "--config",
        str(config),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=plain()) as running:
        assert running.stdout is not None
        port = int(running.stdout.readline().rstrip("/\n").rpartition(":")[2])
        assert running.stdout.readline().strip() == vkey
        assert ask(("127.0.0.1", port), log.submission(0, 300))[0] == 200
        running.terminate()
        assert running.wait(20) == 0
    told = run("--lang", "en", "status", "--config", str(config))
    assert f"{ORIGIN}: 300 entries" in told.stdout
    (tmp_path / "w.key").chmod(0o644)
    assert "chmod 600" in run("check", "--config", str(config)).stderr


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('surprise = "x"', "memuat baris yang tidak dikenal: surprise"),
        ('listen = "8070"', "listen harus HOST:PORT"),
        ('key = ""', "belum memuat baris: key"),
        ("name = 3", "belum memuat baris: name"),
        ("log = []", "tidak menyebut buku besar"),
        ("= =", "bukan TOML"),
    ],
)
def test_a_faulty_configuration_says_what_is_wrong(tmp_path: Path, line: str, said: str) -> None:
    lines = {"name": f'"{NAME}"', "listen": '"127.0.0.1:0"', "key": '"k"', "database": '"d"'}
    lines["log"] = f'[{{vkey = "{Log(LEAVES[:1]).vkey}"}}]'
    lines.pop(line.partition(" ")[0], None)
    config = tmp_path / "w.toml"
    config.write_text("\n".join([*(f"{k} = {v}" for k, v in lines.items()), line]))
    command = [sys.executable, "-m", "netral_witness", "check", "--config", str(config)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=plain())
    assert (done.returncode, said in done.stderr) == (2, True), done.stderr
