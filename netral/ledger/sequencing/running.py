"""The sequencer at work: batch after batch, the files behind them, and then the publication.

Everything that counts is in the database. What this process remembers only saves reading it
again, and is thrown away after any doubt.
"""

import time
from collections.abc import Callable
from datetime import date, datetime
from typing import Final

import structlog
from django.conf import settings
from django.db import DatabaseError, connection

from netral.kernel.errors import Refusal
from netral.ledger.core.growth import Tail
from netral.ledger.core.tiles import WIDTH
from netral.ledger.files import Folder
from netral.ledger.models import Head
from netral.ledger.queries.state import published
from netral.ledger.sequencing import history, starting, stored
from netral.ledger.sequencing.batch import anything_due, sequence
from netral.ledger.sequencing.publishing import Publisher
from netral.ledger.sequencing.witnesses import Witnesses

log = structlog.get_logger()
BATCH: Final = {"postgresql": 16 * WIDTH}  # entries of one transaction
SMALL: Final = 2 * WIDTH  # where a transaction keeps everybody else from writing
SPELL: Final = 5.0  # seconds of batches before what is there is published


class Sequencer:
    """Begin once (`begin`), then call `turn` again and again."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.folder = Folder(settings.LOG)
        self._clock = clock
        self._tail: Tail | None = None
        self._written = 0  # leaves whose finished tiles and bundles are all there
        self._signer = starting.key_holder()
        self._witnesses = Witnesses(starting.policy_in_use(), clock)
        self._publisher = Publisher(self.folder, self._witnesses, clock)

    def begin(self, now: datetime) -> None:
        """Make sure that the database is the one that the public knows; complete the files.

        Raises:
            Refusal: it is not, and the remedy.
            OSError: a file could not be written.
        """
        key = self._signer.key
        starting.guarded()
        head = starting.begun(self._signer)
        self._written = starting.hold_against_public(head, self.folder, key)
        self._write_behind(head.size)
        starting.hold_against_witnesses(
            head, self._witnesses, key, self._publisher.prover(head.size), now
        )
        if not Head.objects.exists():
            head.save(force_insert=True)
        newest, policy = published(), self._witnesses.policy
        known = history.day_of(newest) if newest else date.min  # what is older was written long ago
        days = [day for day in self.folder.days() if day >= known]
        history.adopt(self.folder.fetch, days, key=key, policy=policy, size=head.size)
        starting.write_names(self.folder, key)
        self._publisher.complete()
        log.info("log.begun", size=head.size, witnesses=len(self._witnesses.callers))

    def turn(self, now: datetime, stop: Callable[[], bool] = lambda: False) -> int:
        """Place what waits, write its files, publish if it is time; return how many were placed.

        A full disk or a database that is away is logged; the next turn goes on from there.

        Raises:
            Refusal: going on would do harm.
        """
        placed = 0
        try:
            placed = self._place(now, stop)
            self._publish(now)
        except (DatabaseError, OSError) as problem:
            self._tail = None
            log.exception("log.turn_failed", problem=type(problem).__name__)
        except Refusal:
            self._tail = None
            raise
        return placed

    def _place(self, now: datetime, stop: Callable[[], bool]) -> int:
        placed = 0
        until = self._clock() + SPELL
        limit = BATCH.get(connection.vendor, SMALL)
        while not stop() and self._clock() < until and anything_due(now):
            tail, self._tail = self._tail, None
            batch = sequence(tail, self._signer, now, limit)
            if batch is None:
                break
            self._tail = batch.tail
            placed += batch.tail.size - batch.grown.start
            if self._written == batch.grown.start:
                self.folder.keep(batch.grown.files)
                self._written = batch.tail.size
        return placed

    def _write_behind(self, size: int) -> None:
        """Write the files of what stands in the database and was not written."""
        if self._tail is None:
            self._tail = stored.tail(size)
            self.folder.keep(self._tail.partial())
        for grown in stored.grown(self._written, size):
            self.folder.keep(grown.files)
            self._written = min(grown.start + stored.STEP, size)

    def _publish(self, now: datetime) -> None:
        head = Head.objects.get()
        self._write_behind(head.size)
        if self._tail is not None and self._tail.size == head.size:
            self._publisher.turn(head, self._tail, now)
