"""Publishing a state of the log: with the witnesses' signatures, or, when they stay away, without.

In this order: a row, a line of the history, the checkpoint. Whatever ends the process in between,
the next start completes (`starting`).
"""

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

import structlog

from netral.ledger.core.growth import Tail
from netral.ledger.core.note import Key, Note
from netral.ledger.core.public import CHECKPOINT, history_path
from netral.ledger.core.tiles import Reader
from netral.ledger.files import Folder
from netral.ledger.models import Head, Publication
from netral.ledger.queries.state import published
from netral.ledger.sequencing import history
from netral.ledger.sequencing.starting import hold_against_witnesses
from netral.ledger.sequencing.witnesses import Witnesses

log = structlog.get_logger()
PATIENCE: Final = 60.0  # seconds after which a state is published without its witnesses
BEAT: Final = 600.0  # seconds after which witnesses sign a state anew that has not changed
AGAIN: Final = 15.0  # seconds until they are asked again about a state they did not sign
KEPT: Final = 2  # states whose unfinished tiles stay


class Publisher:
    """Publishes what the sequencer has signed; times are those of a clock that never goes back."""

    def __init__(
        self, folder: Folder, witnesses: Witnesses, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.folder = folder
        self.witnesses = witnesses
        self._clock = clock
        self._since: float | None = None  # when there first was something to publish
        self._asked: float | None = None  # when the witnesses were last asked
        self._size = 0  # of the state that they were asked about
        self._behind = True  # whether the files may lack what the database says was published
        self._cleared = 0  # size of the state below which no unfinished tile is left

    def turn(self, head: Head, tail: Tail, now: datetime) -> Publication | None:
        """Publish the state of `head`, at which `tail` stands, if it is time.

        Raises:
            LogBehind, LogDiffers: the witnesses have seen more, or something else.
        """
        self.complete()
        newest = published()
        if not self._due(head, newest):
            return None
        self.folder.keep(tail.partial())
        self._asked, self._size = self._clock(), head.size
        note = Note.parse(head.note.encode())
        signatures = self.witnesses.cosigned(note, self.prover(head.size), now.timestamp())
        witnessed = self.witnesses.satisfied(signatures)
        if self.witnesses.refused and not witnessed:  # who was silent at the start may speak now
            key = Key.parse(head.vkey)
            hold_against_witnesses(head, self.witnesses, key, self.prover(head.size), now)
        if not witnessed and not self._without(head, newest):
            return None
        return self._publish(note.with_signatures(signatures), now, witnessed=witnessed)

    def prover(self, size: int) -> Callable[[int], Sequence[bytes]]:
        """Return what proves that a state of `size` follows an older one, from the files."""
        reader = Reader(self.folder.read, size)
        return reader.consistency

    def _due(self, head: Head, newest: Publication | None) -> bool:
        """Tell whether the witnesses should be asked: something is new, unsigned, or old."""
        if head.size == 0:
            return False
        if newest is None or head.size > newest.size:
            if self._since is None:
                self._since = self._clock()
            return head.size != self._size or self._waited() >= AGAIN
        self._since = None
        if not self.witnesses.callers:
            return False
        return self._waited() >= (BEAT if newest.witnessed else AGAIN)

    def _waited(self) -> float:
        return self._clock() - self._asked if self._asked is not None else BEAT

    def _without(self, head: Head, newest: Publication | None) -> bool:
        """Tell whether a state is published although its witnesses are not together."""
        if newest is not None and head.size <= newest.size:
            return False
        waited = self._clock() - self._since if self._since is not None else 0.0
        return waited >= PATIENCE or not self.witnesses.callers

    def _publish(self, note: Note, now: datetime, *, witnessed: bool) -> Publication:
        row = history.record(note, now, witnessed=witnessed)
        self._behind = True
        self.folder.append(history_path(history.day_of(row)), history.line(row.note))
        self.folder.replace(CHECKPOINT, row.note.encode())
        self._behind = False
        self._since = None
        self.clear()
        log.info("log.published", size=row.size, witnessed=witnessed)
        return row

    def complete(self) -> None:
        """Write what the files lack of what the database says was published.

        Raises:
            FileDiffers: the history says something else.
        """
        newest = published() if self._behind else None
        if newest is not None:
            history.complete(self.folder)
            if not self.folder.holds(CHECKPOINT, newest.note.encode()):
                self.folder.replace(CHECKPOINT, newest.note.encode())
        self._behind = False

    def clear(self) -> None:
        """Remove the unfinished tiles that neither of the newest states needs any longer."""
        sizes = Publication.objects.order_by("-pk").values_list("size", flat=True)[:KEPT]
        oldest = min(sizes, default=0)
        self.folder.clear(self._cleared, oldest)
        self._cleared = oldest
