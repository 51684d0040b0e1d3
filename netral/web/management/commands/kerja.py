"""`manage.py kerja`: the worker. Runs queued tasks, and every two seconds what is due by itself.

SIGTERM and Ctrl-C end it after the task in hand. Several may run side by side.
"""

import signal
import threading
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections, connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from netral.web.chores import Round


class Command(BaseCommand):
    """Work until told to stop."""

    help = "Runs background tasks: mails, seals, roster imports, counters."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say how often."""
        parser.add_argument("--every", type=float, default=2.0, help="seconds between rounds")
        parser.add_argument("--once", action="store_true", help="do what is due now, then end")

    def handle(self, *, every: float, once: bool, **_given: Any) -> None:
        """Run the tasks in this thread and the rounds in another."""
        if once:
            Round().run(timezone.now())
            self._worker(every, batch=True).run()
            return
        stop = threading.Event()
        rounds = threading.Thread(target=_rounds, args=(stop, every), name="rounds")
        worker = self._worker(min(every, 1.0), batch=False)
        _end_on_signals(worker)
        rounds.start()
        try:
            worker.run()
        finally:
            stop.set()
            rounds.join()

    def _worker(self, interval: float, *, batch: bool) -> Worker:
        return Worker(
            queue_names=["*"],
            interval=interval,
            batch=batch,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )


def _end_on_signals(worker: Worker) -> None:
    """Let a signal end the loop where it stands, never in the middle of a transaction.

    The library's own handler raises SystemExit wherever the worker is. A second signal kills.
    """

    def end(signum: int, _frame: FrameType | None) -> None:
        worker.running = False
        signal.signal(signum, signal.SIG_DFL)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)


def _rounds(stop: threading.Event, every: float) -> None:
    """Run the chores until `stop`, each round on a connection that still lives."""
    chores = Round()
    while not stop.is_set():
        close_old_connections()
        chores.run(timezone.now())
        stop.wait(every)
    connections.close_all()
