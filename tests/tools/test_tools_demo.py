"""`make demo` as a visitor meets it: it starts, answers, ends, and keeps what was there."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tools import demo

ROOT = Path(__file__).resolve().parent.parent.parent
SMALL = ("--city", "depok", "--people", "120")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found: int = probe.getsockname()[1]
        return found


@contextmanager
def running(data: Path, port: int) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start the demonstration, and give it once it says that it is there."""
    drop = {"DATABASE_URL", "NETRAL_DEBUG", "NETRAL_TESTING", "NETRAL_BASE_URL"}
    kept = {key: value for key, value in os.environ.items() if key not in drop}
    with subprocess.Popen(
        [sys.executable, "-m", "tools.demo", *SMALL],
        cwd=ROOT,
        env={**kept, "NETRAL_DATA": str(data), "PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout
        said = ""
        try:
            while "Ctrl-C" not in said:
                line = process.stdout.readline()
                assert line, f"it stopped by itself:\n{said}"
                said += line
            yield process, said
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)


def page(port: int, path: str = "/") -> str:
    with urllib.request.urlopen(f"http://localhost:{port}{path}", timeout=20) as answer:
        body: str = answer.read().decode()
        return body


def cosigned(port: int) -> bool:
    """Tell whether the witness soon signs a state of the log."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with suppress(OSError):
            if "saksi.peragaan.example/w1" in page(port, "/log/checkpoint"):
                return True
        time.sleep(0.2)
    return False


@pytest.mark.slow
def test_it_starts_answers_and_ends_and_a_second_start_keeps_the_data(tmp_path: Path) -> None:
    port = free_port()
    with running(tmp_path, port) as (process, said):
        assert re.search(r"depok: \d+ people", said)
        assert f"http://localhost:{port}/" in said
        assert "bkpsdm@KOTA.example" in said
        first = page(port)
        assert "Pemerintah Kota Depok" in first
        assert "26 Juni 2024" in first
        links = re.findall(r"/edaran/\w{8}/", page(port, "/edaran/"))
        assert "270/343-Huk" in page(port, links[0])
        assert cosigned(port), "the history stands in the log, and its witness saw it"
    assert process.returncode == 0
    with running(tmp_path, port) as (process, said):
        assert "depok: already loaded" in said
        assert page(port, links[0])
    assert process.returncode == 0
    until = time.monotonic() + 10
    while demo.busy(port) and time.monotonic() < until:
        time.sleep(0.1)
    assert not demo.busy(port), "the server has ended too"


@pytest.mark.parametrize("port", ["huit-mille", "70000"])
def test_a_port_that_cannot_be_used_is_refused(
    port: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORT", port)
    assert demo.main([]) == 1
    assert "cannot be used" in capsys.readouterr().out


def test_a_port_in_use_is_refused_before_anything_is_done(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setenv("PORT", str(taken.getsockname()[1]))
        assert demo.main([]) == 1
    assert "Choose another" in capsys.readouterr().out
