"""`manage.py ledger_run`: the sequencer, in a process of its own (NETRAL_SEQUENCER=apart)."""

import signal
import threading
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext

from netral.kernel.errors import Refusal
from netral.ledger.sequencing import starting
from netral.ledger.sequencing.loop import Loop


class Command(BaseCommand):
    """Run the log until told to stop."""

    help = "Gives entries their places in the log, writes its files and publishes its state."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say for how long."""
        parser.add_argument("--once", action="store_true", help="do what is due now, then end")
        parser.add_argument(
            "--guards", action="store_true", help="put up triggers that are gone, then end"
        )

    def handle(self, *, once: bool, guards: bool, **_given: Any) -> None:
        """Run; a refusal ends it with its words."""
        try:
            if guards:
                starting.guarded()
            elif once:
                self._once()
            else:
                self._run()
        except Refusal as refusal:
            raise CommandError("\n".join(refusal.words(gettext))) from refusal

    def _once(self) -> None:
        placed = Loop().once()
        if placed is None:
            msg = gettext("Another process is the sequencer of this log.")
            raise CommandError(msg)
        self.stdout.write(str(placed))

    def _run(self) -> None:
        stop = threading.Event()

        def end(signum: int, _frame: FrameType | None) -> None:
            stop.set()
            signal.signal(signum, signal.SIG_DFL)  # a second signal kills

        signal.signal(signal.SIGTERM, end)
        signal.signal(signal.SIGINT, end)
        Loop(stop).run()
