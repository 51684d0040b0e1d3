"""The worker: chores that fail alone, and an end as soon as it is asked for."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from netral.web.chores import CHORES, Round

ROOT = Path(__file__).resolve().parent.parent.parent
MANAGE = [sys.executable, "manage.py"]
NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)


def fails(_now: datetime) -> int:
    raise ConnectionError


def works(_now: datetime) -> int:
    return 7


def test_a_chore_that_fails_does_not_stop_the_others() -> None:
    assert Round((fails, works)).run(NOW) == {"fails": 0, "works": 7}


@pytest.mark.django_db
def test_with_nothing_due_a_round_does_nothing() -> None:
    done = Round().run(NOW)
    assert done == {chore.__name__: 0 for chore in CHORES}


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An installation of its own, so that a worker of its own has something to look at."""
    kept = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "NETRAL_TESTING"}}
    found = {**kept, "NETRAL_DEBUG": "1", "NETRAL_DATA": str(tmp_path_factory.mktemp("house"))}
    for command in ("migrate", "createcachetable"):
        subprocess.run([*MANAGE, command, "-v", "0"], cwd=ROOT, env=found, check=True)
    return found


@pytest.fixture
def worker(environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """A running worker on an empty database."""
    work = [*MANAGE, "kerja", "--every", "0.2"]
    with subprocess.Popen(
        work, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.kill()


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_cleanly_when_it_is_told_to(
    worker: subprocess.Popen[str], how: signal.Signals
) -> None:
    assert worker.stderr
    assert "Starting worker" in worker.stderr.readline()
    worker.send_signal(how)
    assert worker.wait(10) == 0
    assert "failed" not in worker.stderr.read()
