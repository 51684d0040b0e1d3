"""A worker is killed, really, at every point where it could hurt; another one follows it.

The other end does the killing: it knows to the octet how far the worker has come.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from django.db import connection

from netral.notices.core import Channel, State
from netral.notices.models import Message
from tests.notices.conftest import NOW, city, queue, row
from tests.notices.fake_provider import NUMBER_ID, TOKEN, FakeProvider
from tests.notices.sink import Sink
from tools import machine

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ROOT: Final = Path(__file__).resolve().parents[2]
PATIENCE: Final = 90


class Worker:
    """Starts workers on the test's own database, and kills them."""

    def __init__(self, tmp_path: Path, **settings: str) -> None:
        self._environment = machine.plain() | settings | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "NETRAL_DEBUG": "1",
            "NETRAL_TESTING": "1",
            "NETRAL_DATA": str(tmp_path),
            "DATABASE_URL": database(),
        }  # fmt: skip
        self.running: subprocess.Popen[bytes] | None = None

    def start(self, now: datetime) -> int:
        """Run one to its end, or to its death; return how it ended."""
        command = [sys.executable, "-m", "tests.notices.worker", now.isoformat()]
        self.running = subprocess.Popen(command, cwd=ROOT, env=self._environment)
        try:
            return self.running.wait(PATIENCE)
        finally:
            self.running.kill()

    def kill(self) -> None:
        """Kill the one that runs, without a chance to tidy up."""
        assert self.running is not None
        os.kill(self.running.pid, signal.SIGKILL)


def database() -> str:
    """Return the address of the database in which the test runs."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    return f"postgresql://{given['USER']}@/{given['NAME']}?host={given['HOST']}"


def mailing(tmp_path: Path, sink: Sink) -> Worker:
    return Worker(tmp_path, NETRAL_MAIL_HOST="127.0.0.1", NETRAL_MAIL_PORT=str(sink.port))


def states() -> dict[str, int]:
    found: dict[str, int] = {}
    for state in Message.objects.exclude(channel=Channel.APP).values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


def once(act: Callable[[], None]) -> Callable[[], None]:
    """Return what acts the first time only."""
    left = [act]
    return lambda: left.pop()() if left else None


def test_killed_before_anything_was_handed_over_all_is_sent_once(
    tmp_path: Path, sink: Sink
) -> None:
    depok = city("32.76", "Depok")
    for n in range(5):
        queue(depok, n)
    worker = mailing(tmp_path, sink)
    sink.on_hello = once(worker.kill)
    assert worker.start(NOW) == -signal.SIGKILL
    assert states() == {State.CLAIMED: 5}
    worker.start(NOW + timedelta(minutes=11))
    assert states() == {State.SENT: 5}
    assert len({mail["Message-ID"] for mail in sink.mails}) == len(sink.mails) == 5


@pytest.mark.parametrize(("point", "arrived"), [("on_sender", 4), ("on_content", 5)])
def test_killed_while_handing_over_that_one_is_unsure_and_the_others_are_sent_once(
    tmp_path: Path, sink: Sink, point: str, arrived: int
) -> None:
    depok = city("32.76", "Depok")
    for n in range(5):
        queue(depok, n)
    worker = mailing(tmp_path, sink)
    setattr(sink, point, once(worker.kill))
    assert worker.start(NOW) == -signal.SIGKILL
    assert states() == {State.HANDING: 1, State.CLAIMED: 4}
    worker.start(NOW + timedelta(minutes=11))
    worker.start(NOW + timedelta(days=1))
    assert states() == {State.UNSURE: 1, State.SENT: 4}
    assert len({mail["Message-ID"] for mail in sink.mails}) == len(sink.mails) == arrived


def test_killed_after_a_provider_took_a_message_it_is_not_given_it_again(
    tmp_path: Path, provider: FakeProvider
) -> None:
    depok = city("32.76", "Depok")
    for n in range(5):
        queue(depok, n, address="", phone="081200000001")
    settings: dict[str, Any] = {
        "NETRAL_WHATSAPP_URL": provider.url, "NETRAL_WHATSAPP_NUMBER_ID": NUMBER_ID,
        "NETRAL_WHATSAPP_TOKEN": TOKEN,
    }  # fmt: skip
    worker = Worker(tmp_path, **settings)
    provider.on_taken = once(worker.kill)
    assert worker.start(NOW) == -signal.SIGKILL
    worker.start(NOW + timedelta(minutes=11))
    worker.start(NOW + timedelta(days=1))
    assert states() == {State.UNSURE: 1, State.SENT: 4}
    assert (len(provider.taken), provider.doubled(), provider.faults) == (5, 0, [])


def test_a_worker_that_nobody_kills_sends_each_once(tmp_path: Path, sink: Sink) -> None:
    depok = city("32.76", "Depok")
    queue(depok, 1)
    worker = mailing(tmp_path, sink)
    assert worker.start(NOW) == 0
    assert row(1).state == State.SENT
    assert worker.start(NOW + timedelta(days=1)) == 0
    assert len(sink.mails) == 1
