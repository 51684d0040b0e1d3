"""A witness that is not ours cosigns our log and refuses a fork; its client is served by ours."""

import json
import re
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from netral.ledger.core.checkpoint import Checkpoint, cosigned_at
from netral.ledger.core.note import Key, Note, Signature, b64
from netral.ledger.core.policy import Witness as Named
from netral.ledger.sequencing.witnesses import Caller
from netral.ledger.wire import NoAnswer
from netral_verify.note import Key as Vkey
from netral_witness.config import Log as Known
from netral_witness.key import Cosigner
from netral_witness.protocol import Witness
from netral_witness.record import Record
from netral_witness.server import Server
from tests.oracles.claims import LOG, ORIGIN, Log
from tests.oracles.test_oracles import needed, run
from tools import oracles

PROGRAMS: Final = Path(__file__).parent / "programs"
NAME: Final = "saksi.example/aics"
OLD: Final = 300
NEW: Final = 700
PATIENCE: Final = 15.0


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Log:
    return Log.write(tmp_path_factory.mktemp("log"), NEW, int(time.time()))


@pytest.fixture(scope="module")
def fork(tmp_path_factory: pytest.TempPathFactory) -> Log:
    """The same key over other leaves: what a witness must refuse."""
    return Log.write(tmp_path_factory.mktemp("fork"), NEW, int(time.time()), salt=b" ")


def signed(log: Log, size: int) -> Note:
    return LOG.sign(str(Checkpoint(ORIGIN, size, log.reader.root(size))))


def cosigned(log: Log, size: int, caller: Caller) -> Signature:
    return caller.cosign(
        signed(log, size), lambda old: log.reader.consistency(old, size), time.time()
    )


@contextmanager
def theirs(folder: Path) -> Iterator[tuple[str, str]]:
    """Run the witness that is not ours; yield its address and its vkey."""
    program = needed(oracles.newer_python(), "aics-witness").parent / "aics-witness"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{free.getsockname()[1]}"
    config = ["--config", folder / "witness.json"]
    vkey = run(program, "init", *config, "--name", NAME, "--listen", place).stdout.strip()
    added = run(program, "add-log", *config, "--origin", ORIGIN, "--vkey", LOG.key.vkey)
    assert added.returncode == 0, added.stderr
    command = [str(program), "serve", "--config", str(folder / "witness.json")]
    with (folder / "log").open("wb") as said:
        running = subprocess.Popen(command, stdout=said, stderr=said)
    try:
        until = time.monotonic() + PATIENCE
        while not listens(place) and time.monotonic() < until:
            time.sleep(0.05)
        yield f"http://{place}", vkey
    finally:
        running.terminate()
        running.wait(PATIENCE)


def listens(place: str) -> bool:
    host, port = place.split(":")
    with socket.socket() as probe:
        return probe.connect_ex((host, int(port))) == 0


def test_aics_witness_cosigns_our_log_and_refuses_a_fork(
    log: Log, fork: Log, tmp_path: Path
) -> None:
    with theirs(tmp_path) as (url, vkey):
        caller = Caller(Named("aics", Key.parse(vkey), url))
        for size in (OLD, NEW):
            note, said = signed(log, size), cosigned(log, size, caller)
            assert abs(cosigned_at(note, caller.witness.key, said) - time.time()) < 60
        with pytest.raises(NoAnswer, match="answered 422"):
            cosigned(fork, NEW, caller)
        program = needed(oracles.newer_python(), "aics-witness").parent / "aics-witness"
        evidence = run(program, "evidence", "--config", tmp_path / "witness.json").stdout
    assert b64(fork.reader.root()) in evidence.replace("\\/", "/")


def test_the_client_of_aics_witness_is_served_by_ours(log: Log, fork: Log, tmp_path: Path) -> None:
    python = needed(oracles.newer_python(), "aics-witness")
    cosigner = Cosigner("saksi.example/kami", b"\x05" * 32)
    known = {ORIGIN: Known(ORIGIN, (Vkey.parse(LOG.key.vkey),))}
    ours = Witness(cosigner, known, Record(tmp_path / "record.sqlite3"), time.time)
    asked = [
        {"note": str(signed(log, OLD)), "proofs": {"0": []}},
        {
            "note": str(signed(log, NEW)),
            "proofs": {str(OLD): [b64(each) for each in log.reader.consistency(OLD)]},
        },
        {"note": str(signed(fork, NEW)), "proofs": {str(NEW): []}},
    ]
    path = tmp_path / "asked.json"
    path.write_text(json.dumps(asked), encoding="utf-8")
    with Server(("127.0.0.1", 0), ours) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}"
        done = run(
            python, PROGRAMS / "in_feeder.py", url, cosigner.key.vkey, tmp_path / "asked.json"
        )
        server.shutdown()
    assert done.returncode == 0, done.stderr
    first, second, third = json.loads(done.stdout)
    assert re.match(rf"\u2014 {cosigner.key.name} ", first)
    assert re.match(rf"\u2014 {cosigner.key.name} ", second)
    assert third == 409  # tlog-witness v1.0.0; v1.1.0 says 422, as the other witness does
