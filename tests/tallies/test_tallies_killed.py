"""The folder is killed in mid-work, again and again, while people are being counted."""

import os
import random
import subprocess
import sys
import threading
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from netral.orgs.models import Unit
from netral.tallies.actions import FOLDER, fold, post, rebuild
from netral.tallies.models import Delta
from netral.tallies.queries import owns
from netral.tenancy.models import Institution
from tests.tallies.conftest import BOARD

HOUSE = Path(__file__).resolve().parents[2]
KILLS, WRITERS = 6, 2


def url() -> str:
    """Name the test's own database for another process."""
    base, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    return f"{base}/{connection.settings_dict['NAME']}"


def folder() -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.tallies.fold_forever"],
        cwd=HOUSE,
        env=os.environ | {"DATABASE_URL": url(), "DJANGO_SETTINGS_MODULE": "config.settings"},
    )


def fold_the_rest() -> None:
    """Fold what waits, once the server has noticed that the killed folder is gone."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FOLDER])
    fold()


class Writers:
    """Threads that count, and know the truth of what they committed."""

    def __init__(self, house: Institution, units: list[Unit]) -> None:
        self._house, self._units = house, units
        self.truth: dict[tuple[int, str], int] = defaultdict(int)
        self._lock, self._done = threading.Lock(), threading.Event()
        self._threads = [threading.Thread(target=self._write, args=(n,)) for n in range(WRITERS)]

    def run_beside(self, work: Any) -> None:
        for thread in self._threads:
            thread.start()
        try:
            work()
        finally:
            self._done.set()
            for thread in self._threads:
                thread.join()

    def _write(self, seed: int) -> None:
        rng = random.Random(seed)
        try:
            while not self._done.is_set():
                key = rng.choice(self._units).pk, rng.choice(["signed", "not_yet"])
                with transaction.atomic():
                    post(institution=self._house, board=BOARD, changes=[(*key, 1)])
                with self._lock:
                    self.truth[key] += 1
        finally:
            connection.close()


@pytest.mark.slow
@pytest.mark.only_postgres  # SQLite counts without a folder
@pytest.mark.django_db(transaction=True)
def test_a_folder_killed_several_times_under_load_loses_and_doubles_nothing(
    house: Institution, tree: dict[str, Unit]
) -> None:
    writers = Writers(house, list(tree.values()))
    rng = random.Random(7)

    def kill() -> None:
        for _ in range(KILLS):
            running = folder()
            time.sleep(1.5 + rng.random())
            running.kill()
            running.wait()

    writers.run_beside(kill)
    fold_the_rest()
    assert not Delta.objects.exists()
    counted = {
        (unit, measure): n
        for unit, measures in owns(house, BOARD).items()
        for measure, n in measures.items()
        if n
    }
    assert sum(counted.values()) > 1000
    assert counted == writers.truth
    assert rebuild(institution=house, board=BOARD, own=writers.truth) == 0


@pytest.mark.slow
@pytest.mark.only_postgres  # SQLite counts without a folder
@pytest.mark.django_db(transaction=True)
def test_two_folders_at_once_count_everything_once(
    house: Institution, tree: dict[str, Unit]
) -> None:
    writers = Writers(house, list(tree.values()))

    def both() -> None:
        running = [folder(), folder()]
        time.sleep(4)
        for each in running:
            each.kill()
            each.wait()

    writers.run_beside(both)
    fold_the_rest()
    assert rebuild(institution=house, board=BOARD, own=writers.truth) == 0
