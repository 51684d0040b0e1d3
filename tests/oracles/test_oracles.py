"""Implementations that are not ours accept our log, and refuse what is false about it."""

import json
import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any, Final

import pytest

from netral.ledger.core.checkpoint import Checkpoint
from netral.ledger.core.note import Signer
from netral.ledger.core.proof import Proof
from netral.ledger.core.tiles import tile_path
from tests.oracles.claims import INDICES, LOG, OLD, ORIGIN, SIZE, WITNESS, Log, written
from tools import oracles

PROGRAMS: Final = Path(__file__).parent / "programs"
KINDS: Final = ("notes", "inclusions", "consistencies")


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Log:
    return Log.write(tmp_path_factory.mktemp("log"), SIZE, int(time.time()))


@pytest.fixture(scope="module")
def claims(log: Log, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    path = tmp_path_factory.mktemp("claims") / "claims.json"
    return path, written(log, path)


def needed(found: Path | None, name: str) -> Path:
    """Return what an oracle runs on, or skip the test by the oracle's name."""
    if found is None:
        pytest.skip(f"{name} cannot run here: python -m tools.oracles says why")
    return found


def run(*command: object, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        list(map(str, command)),
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, **env},
    )


def answered(*command: object, **env: str) -> dict[str, list[bool]]:
    done = run(*command, **env)
    assert done.returncode == 0, done.stderr
    said: dict[str, list[bool]] = json.loads(done.stdout)
    return said


def agrees(said: dict[str, list[bool]], asked: dict[str, Any]) -> None:
    for kind in KINDS:
        if kind in said:
            assert said[kind] == [each["good"] for each in asked[kind]], kind


def test_sigstore_agrees(claims: tuple[Path, dict[str, Any]]) -> None:
    python = needed(oracles.python(), "sigstore")
    path, asked = claims
    said = answered(python, PROGRAMS / "in_sigstore.py", path)
    assert said.keys() == {"notes", "inclusions"}
    agrees(said, asked)


def test_metamorphic_log_agrees(claims: tuple[Path, dict[str, Any]]) -> None:
    python = needed(oracles.python(), "metamorphic-log")
    path, asked = claims
    said = answered(python, PROGRAMS / "in_metamorphic.py", path)
    assert said.keys() == set(KINDS)
    agrees(said, asked)


def test_sigstore_for_node_agrees(claims: tuple[Path, dict[str, Any]]) -> None:
    modules = needed(oracles.node_modules(), "@sigstore/verify")
    path, asked = claims
    said = answered("node", PROGRAMS / "in_node.cjs", modules, path)
    assert said.keys() == {"notes", "inclusions"}
    agrees(said, asked)


@pytest.mark.slow
def test_the_guard_of_gos_modules_agrees(
    claims: tuple[Path, dict[str, Any]], log: Log, tmp_path: Path
) -> None:
    """Its tile reader also finds a tile in which one bit was changed."""
    go = needed(oracles.go(), "Go's sumdb")
    path, asked = claims
    bent = tmp_path / "log"
    shutil.copytree(log.folder, bent)
    tile = bent / tile_path(0, 0)
    tile.write_bytes(bytes([tile.read_bytes()[0] ^ 1]) + tile.read_bytes()[1:])
    said = answered(
        go, "run", PROGRAMS / "in_go.go", path, log.folder, bent,
        GO111MODULE="off", GOPATH=str(oracles.GO_SOURCE), GOCACHE=str(tmp_path / "cache"),
    )  # fmt: skip
    agrees(said, asked)
    assert said["tiles"] == [True, False]


@pytest.mark.parametrize("index", INDICES)
def test_tlog_scales_builds_the_same_proof_from_our_files(log: Log, index: int) -> None:
    tiles = needed(oracles.python(), "tlog-scales").parent / "tlog-tiles"
    ours = Proof(index, log.reader.inclusion(index), log.note(SIZE))
    assert run(tiles, "gen-proof", log.folder, index).stdout == str(ours)
    assert run(tiles, "get-leaf", "-c", log.folder, index).stdout.encode() == log.leaves[index]


def test_tlog_scales_finds_a_bent_tile(log: Log, tmp_path: Path) -> None:
    tiles = needed(oracles.python(), "tlog-scales").parent / "tlog-tiles"
    bent = tmp_path / "log"
    shutil.copytree(log.folder, bent)
    tile = bent / tile_path(1, 0)
    tile.write_bytes(tile.read_bytes()[:-1] + bytes([tile.read_bytes()[-1] ^ 1]))
    assert run(tiles, "get-leaf", "-c", bent, 12_345).returncode != 0


def aics(name: str, *arguments: object) -> dict[str, Any]:
    program = needed(oracles.newer_python(), name).parent / name
    said: dict[str, Any] = json.loads(run(program, *arguments).stdout)
    return said


def test_aics_tlog_accepts_the_log_and_its_witness(log: Log) -> None:
    keys = ["--log-key", LOG.key.vkey, "--witness-key", WITNESS.key.vkey, "--tiles", log.folder]
    fresh = [*keys, "--quorum", 1, "--max-age", 3600]
    assert aics("aics-tlog", "verify-checkpoint", *fresh)["ok"]
    assert not aics("aics-tlog", "verify-checkpoint", *keys, "--quorum", 2)["ok"]


def test_aics_tlog_finds_leaves_and_growth(log: Log, tmp_path: Path) -> None:
    (tmp_path / "leaf").write_bytes(log.leaves[12_345])
    (tmp_path / "old").write_text(str(log.note(OLD)), encoding="utf-8")
    keys = ["--log-key", LOG.key.vkey, "--tiles", log.folder]
    leaf = ["verify-inclusion", *keys, "--leaf", tmp_path / "leaf"]
    assert aics("aics-tlog", *leaf, "--index", 12_345)["ok"]
    assert not aics("aics-tlog", *leaf, "--index", 12_346)["ok"]
    grown = ["verify-consistency", *keys, "--old-checkpoint"]
    assert aics("aics-tlog", *grown, tmp_path / "old")["ok"]
    forked = Checkpoint(ORIGIN, OLD, log.reader.root(OLD - 1))
    (tmp_path / "fork").write_text(
        str(Signer(ORIGIN, b"\x01" * 32).sign(str(forked))), encoding="utf-8"
    )
    assert not aics("aics-tlog", *grown, tmp_path / "fork")["ok"]
