"""`manage.py lipat`: add waiting deltas to the counters, once or for ever (PostgreSQL)."""

import signal
import time
from types import FrameType

from django.core.management.base import BaseCommand, CommandParser

from netral.tallies.actions import fold


class Command(BaseCommand):
    """Fold."""

    help = "Adds what was counted to the boards. Nothing to do on SQLite."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say whether to go on."""
        parser.add_argument("--tiap", type=float, metavar="DETIK", help="repeat after so long")

    def handle(self, *, tiap: float | None, **_given: object) -> None:
        """Fold once, or until told to end; a kill at any moment loses nothing."""
        going = True

        def end(_signal: int, _frame: FrameType | None) -> None:
            nonlocal going
            going = False

        if tiap is None:
            self.stdout.write(f"{fold()} perubahan dihitung")
            return
        signal.signal(signal.SIGTERM, end)
        signal.signal(signal.SIGINT, end)
        while going:
            fold()
            time.sleep(tiap)
