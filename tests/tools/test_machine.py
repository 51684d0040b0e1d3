"""Finding programs, and a database of one's own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tools import machine, postgres, setup
from tools.catalog.book import ROOT


def test_a_named_browser_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    own = tmp_path / "my-chromium"
    own.write_bytes(b"\x7fELF")
    monkeypatch.setenv("CHROMIUM", str(own))
    assert machine.find("chromium") == own


def test_a_door_to_a_snap_is_no_browser(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    door = tmp_path / "chromium-browser"
    door.write_text("#!/bin/sh\nexec /snap/bin/chromium\n")
    door.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    assert machine.find("chromium") is None


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert {"pdfsig", "certutil", "qpdf"} <= set(machine.missing())


@pytest.mark.parametrize(("value", "strict"), [("true", True), ("1", True), ("", False)])
def test_ci_is_strict(monkeypatch: pytest.MonkeyPatch, value: str, *, strict: bool) -> None:
    monkeypatch.setenv("CI", value)
    assert machine.strict() is strict


def test_settings_of_a_shell_stay_out_of_the_tests_but_not_the_vectors(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("NETRAL_SECRET_KEY", "DATABASE_URL", "NETRAL_VECTORS", "LANG"):
        monkeypatch.setenv(name, "x")
    kept = machine.plain()
    assert "NETRAL_SECRET_KEY" not in kept
    assert "DATABASE_URL" not in kept
    assert (kept["NETRAL_VECTORS"], kept["LANG"]) == ("x", "x")


def test_an_old_python_is_told_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer; .* is 3\.9"):
        setup.make(tmp_path / "venv", tmp_path / "lock")
    assert not (tmp_path / "venv").exists()


def test_without_rights_nothing_is_installed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(os, "getuid", lambda: 1000)
    assert setup.apt(["qpdf"]) is False


@pytest.mark.slow
def test_a_database_lives_as_long_as_its_block(program: Callable[[str], Path]) -> None:
    program("postgresql")
    with postgres.server() as url:
        with psycopg.connect(url) as connection:
            asked = "select current_setting('fsync'), current_setting('listen_addresses')"
            assert connection.execute(asked).fetchone() == ("off", "")
        home = Path(str(psycopg.conninfo.conninfo_to_dict(url)["host"]))
        assert home.exists()
    assert not home.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)


@pytest.mark.slow
def test_a_durable_database_syncs(program: Callable[[str], Path]) -> None:
    program("postgresql")
    with postgres.server(durable=True) as url, psycopg.connect(url) as connection:
        assert connection.execute("select current_setting('fsync')").fetchone() == ("on",)


def test_no_database_without_its_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "find", lambda _name: None)
    with pytest.raises(postgres.NoPostgres, match="not installed"), postgres.server():
        pass


def test_make_says_what_can_be_made() -> None:
    said = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    targets = {line.split()[1] for line in said.stdout.splitlines() if line.startswith("make ")}
    assert {"demo", "test", "check", "bench-import", "bench-sign-http"} <= targets


def test_a_recipe_is_short() -> None:
    rules = (ROOT / "Makefile").read_text().split("\n\n")
    assert [rule for rule in rules if rule.count("\n\t") > 3] == []
