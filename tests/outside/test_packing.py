"""One file for each program, which runs where there is no Netral."""

import subprocess
import sys
from pathlib import Path

import pytest

from netral_verify.page import page
from tests.outside.conftest import Case
from tools import outside


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("programs")
    assert outside.main([str(found)]) == 0
    return found


def run(folder: Path, program: str, *words: object) -> tuple[int, str]:
    """Run a program far from the source, with nothing of the house on its path."""
    command = [sys.executable, "-I", str(folder / program), *map(str, words)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=folder)
    return done.returncode, done.stdout + done.stderr


def test_a_receipt_is_verified_on_a_machine_without_netral(
    folder: Path, case: Case, tmp_path: Path
) -> None:
    (tmp_path / "bukti.tlog-proof").write_bytes(case.receipt)
    (tmp_path / "policy").write_bytes(case.policy)
    given = (tmp_path / "bukti.tlog-proof", "--policy", tmp_path / "policy")
    code, said = run(folder, "netral-verify.pyz", *given)
    assert (code, said.startswith("TERBUKTI")) == (0, True), said
    code, said = run(folder, "netral-verify.pyz", tmp_path / "bukti.tlog-proof")
    assert (code, said.startswith("BELUM TERBUKTI")) == (1, True)


def test_a_witness_makes_its_key(folder: Path, tmp_path: Path) -> None:
    code, said = run(folder, "netral-witness.pyz", "keygen", "saksi.id/w1", tmp_path / "key")
    assert (code, said.startswith("saksi.id/w1+")) == (0, True), said


@pytest.mark.parametrize("program", sorted(outside.PROGRAMS))
def test_each_program_says_how_it_is_used(folder: Path, program: str) -> None:
    code, said = run(folder, f"{program}.pyz", "--help")
    assert (code, "usage: netral" in said) == (0, True), said


def test_the_same_source_gives_the_same_octets(folder: Path) -> None:
    for name, package in outside.PROGRAMS.items():
        assert outside.packed(package) == (folder / f"{name}.pyz").read_bytes()
    assert (folder / outside.PAGE).read_text(encoding="utf-8") == page()


def test_what_is_missing_is_said(folder: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare.py"
    source = outside.MAIN.format(package="netral_verify").replace("(3, 11)", "(9, 9)")
    bare.write_text(source)
    done = subprocess.run([sys.executable, bare], check=False, capture_output=True, text=True)
    assert (done.returncode, "Perlu Python 3.11" in done.stderr) == (1, True)
    source = 'import sys\nsys.modules["cryptography"] = None\n'
    bare.write_text(source + outside.MAIN.format(package="netral_verify"))
    done = subprocess.run([sys.executable, bare], check=False, capture_output=True, text=True)
    assert (done.returncode, "pip install cryptography" in done.stderr) == (1, True)
