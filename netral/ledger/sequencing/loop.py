"""Turn after turn, as long as this process holds the folder of the log."""

import threading
from datetime import datetime
from typing import Final

import structlog
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, close_old_connections, connections
from django.utils import timezone

from netral.kernel.errors import Refusal
from netral.ledger.files import Folder
from netral.ledger.queries.refused import KEY
from netral.ledger.sequencing.running import Sequencer

log = structlog.get_logger()
EVERY: Final = 1.0  # seconds between turns
PAUSE: Final = 5.0  # seconds until it is tried again, after a failure or another process's lead
LONG: Final = 60.0  # seconds until it is tried again, after a refusal


class Loop:
    """Runs the sequencer in this thread, until `stop`."""

    def __init__(self, stop: threading.Event | None = None) -> None:
        self._stop = stop or threading.Event()

    def once(self) -> int | None:
        """Begin, do what is due, and publish; return how many entries were placed.

        None means that another process leads.

        Raises:
            Refusal: the log must not go on.
        """
        with Folder(settings.LOG).mine() as free:
            if not free:
                return None
            sequencer = Sequencer()
            sequencer.begin(_now())
            placed = 0
            while done := sequencer.turn(_now(), self._stop.is_set):
                placed += done
            return placed

    def run(self) -> None:
        """Lead whenever nobody else does; end with `stop`.

        Raises:
            Refusal: the log must not go on.
        """
        while not self._stop.is_set():
            self._lead()
            self._stop.wait(PAUSE)

    def run_for_ever(self) -> None:
        """Run, and whatever happens, come back: the thread of a web process has nobody to ask."""
        while not self._stop.is_set():
            pause = PAUSE
            try:
                self.run()
            except Refusal as refusal:
                log.critical("log.refused", code=refusal.code, why=" ".join(refusal.words(str)))
                _say(refusal)
                pause = LONG
            except Exception:
                log.exception("log.failed")
            connections.close_all()  # of this thread
            self._stop.wait(pause)

    def _lead(self) -> None:
        try:
            with Folder(settings.LOG).mine() as free:
                if free:
                    self._work()
        except (DatabaseError, OSError):
            log.exception("log.failed")

    def _work(self) -> None:
        close_old_connections()
        sequencer = Sequencer()
        sequencer.begin(_now())
        _say(None)
        while not self._stop.is_set():
            sequencer.turn(_now(), self._stop.is_set)
            self._stop.wait(EVERY)
            close_old_connections()


def _say(refusal: Refusal | None) -> None:
    """Leave word for the page that tells how the log is; it is not worth a failure."""
    if settings.SEQUENCER != "web":
        return
    try:
        if refusal is None:
            cache.delete(KEY)
        else:
            said = (refusal.text, refusal.remedy, refusal.facts)
            cache.set(KEY, said, timeout=3 * LONG)  # it is tried, and said, again until then
    except DatabaseError:
        log.exception("log.not_said")


def _now() -> datetime:
    return timezone.now()  # noqa: TID251  # whoever runs the loop reads the clock
