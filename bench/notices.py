"""How quickly 20,000 notices are queued, and whether killed workers send any of them twice.

Half go by mail to an SMTP server, half by WhatsApp to a provider, both on this machine and real.
Workers are processes of their own; each is killed (SIGKILL) at a random moment, another follows.
SQLite, and PostgreSQL with fsync where it is installed.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from tests.notices import fake_provider, sink
from tools.postgres import NoPostgres, server

NOTICES: Final = int(os.environ.get("NOTICES", "20000"))
KILLS: Final = 10
NOW: Final = datetime(2026, 3, 2, 2, tzinfo=UTC)  # nine in the morning, in Jakarta
LATER: Final = timedelta(minutes=11)  # by then the claims of the dead have gone stale


def measure() -> dict[str, Any]:
    """Queue, in a process of its own, and return the figures."""
    import django  # noqa: PLC0415  # the environment is set by the parent

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from netral.kernel.moment import Moment  # noqa: PLC0415
    from netral.notices.actions import tell_all  # noqa: PLC0415
    from netral.notices.core import Notice  # noqa: PLC0415
    from netral.notices.models import Message  # noqa: PLC0415
    from netral.tenancy.models import Institution  # noqa: PLC0415
    from tools.catalog import book  # noqa: PLC0415

    book.compile_all()
    for command in ("migrate", "createcachetable"):
        call_command(command, verbosity=0)
    depok = Institution.objects.create(
        code="32.76", slug="depok", name="Pemerintah Kota Depok", place="Depok", kind="city",
        head_title="Wali Kota Depok", zone="Asia/Jakarta",
    )  # fmt: skip
    notices = [Notice(**each) for each in _reminders()]
    start = time.perf_counter()
    tell_all(notices, institution=depok, at=Moment.real(NOW))
    taken = time.perf_counter() - start
    start = time.perf_counter()
    tell_all(notices, institution=depok, at=Moment.real(NOW))
    again = time.perf_counter() - start
    rows = Message.objects.count()
    return {"queued": NOTICES, "rows": rows, "queue_s": round(taken, 2), "again_s": round(again, 2)}


def _reminders() -> list[dict[str, Any]]:
    """Return a campaign's reminders; half of the people have a mailbox, half a phone."""
    return [
        {
            "recipient": f"user:{n}",
            "template": "pacts/reminder",
            "facts": {"campaign": "Pakta Netralitas 2026", "deadline": "Jumat, 6 Maret 2026"},
            "key": f"pact:1:remind:20260302:{n}",
            "url": "/pakta/abc/",
            "address": f"pegawai{n}@example.id" if n % 2 else "",
            "phone": "" if n % 2 else f"0812{n:08}",
        }
        for n in range(NOTICES)
    ]


def counted() -> dict[str, int]:
    """Return how many messages that leave the house are in which state."""
    import django  # noqa: PLC0415

    django.setup()
    from django.db.models import Count  # noqa: PLC0415

    from netral.notices.models import Message  # noqa: PLC0415

    rows = Message.objects.exclude(channel="app").order_by().values_list("state")
    return dict(rows.annotate(n=Count("pk")))


class Run:
    """One engine: queue, then workers that are killed until the last one may finish."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = environment
        self._random = random.Random(7)

    def go(self) -> dict[str, Any]:
        """Return the figures of the engine."""
        with sink.running() as mail, fake_provider.running() as phones:
            self._environment |= {
                "NETRAL_MAIL_HOST": "127.0.0.1", "NETRAL_MAIL_PORT": str(mail.port),
                "NETRAL_MAIL_PER_MINUTE": "10000000", "NETRAL_MAIL_PER_RUN": "200",
                "NETRAL_WHATSAPP_URL": phones.url, "NETRAL_WHATSAPP_PER_MINUTE": "10000000",
                "NETRAL_WHATSAPP_NUMBER_ID": fake_provider.NUMBER_ID,
                "NETRAL_WHATSAPP_TOKEN": fake_provider.TOKEN,
            }  # fmt: skip
            figures: dict[str, Any] = self._child("--queue")
            start = time.perf_counter()
            killed = self._send(mail, phones)
            sent_s = time.perf_counter() - start
            states = self._child("--count")
            ids = [str(each["Message-ID"]) for each in mail.mails]
            arrived = len(set(ids)) + len(set(phones.keys()))
            doubled = len(ids) - len(set(ids)) + phones.doubled()
        unsure = states.get("unsure", 0)
        left = {"sent", "unsure"}
        return figures | {
            "killed": killed,
            "doubled": doubled,
            "arrived": arrived,
            "unsure": unsure,
            "lost": NOTICES - states.get("sent", 0) - unsure,
            "unfinished": sum(n for state, n in states.items() if state not in left),
            "send_s": round(sent_s, 1),
        }

    def _send(self, mail: sink.Sink, phones: fake_provider.FakeProvider) -> int:
        """Start worker after worker; kill each once it has sent its share, and not the last."""
        share = NOTICES // (KILLS + 1)
        killed = 0
        while True:
            worker = self._start("-m", "tests.notices.worker", (NOW + killed * LATER).isoformat())
            before = len(mail.mails) + len(phones.taken)
            wait = share * self._random.uniform(0.3, 0.9)
            while worker.poll() is None:
                if killed < KILLS and len(mail.mails) + len(phones.taken) - before > wait:
                    time.sleep(self._random.uniform(0, 0.02))
                    worker.send_signal(signal.SIGKILL)
                    worker.wait()
                time.sleep(0.001)
            if worker.returncode != -signal.SIGKILL:
                break
            killed += 1
        # The last one may have met claims of the dead that were not stale yet.
        self._start("-m", "tests.notices.worker", (NOW + 20 * LATER).isoformat()).wait()
        return killed

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, *arguments], env=self._environment, stdout=subprocess.DEVNULL
        )

    def _child(self, what: str) -> dict[str, Any]:
        out = subprocess.run(
            [sys.executable, "-m", "bench.notices", what],
            env=self._environment, check=True, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        found: dict[str, Any] = json.loads(out.stdout.splitlines()[-1])
        return found


def engine(**more: str) -> dict[str, Any]:
    """Measure one engine in an empty folder."""
    kept = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    with tempfile.TemporaryDirectory() as data:
        return Run(
            kept | {"DJANGO_SETTINGS_MODULE": "config.settings", "NETRAL_DATA": data,
                    "NETRAL_DEMO": "1", **more}
        ).go()  # fmt: skip


def main(arguments: list[str]) -> int:
    """Measure on both engines; the figures of SQLite stand first."""
    if "--queue" in arguments:
        print(json.dumps(measure()))
        return 0
    if "--count" in arguments:
        print(json.dumps(counted()))
        return 0
    figures = engine()
    try:
        with server(durable=True) as url:
            postgres = engine(DATABASE_URL=url)
    except NoPostgres:
        postgres = None
    print(json.dumps(figures | {"sqlite": figures, "postgres": postgres}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
