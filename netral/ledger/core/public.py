"""What the public files of the log say by themselves: nothing of the database goes in."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from netral.ledger.core.checkpoint import Checkpoint, opened
from netral.ledger.core.faults import Code, Fault
from netral.ledger.core.note import Key, Note, NoteWrong
from netral.ledger.core.rebuild import Fetch, Rebuild
from netral.ledger.core.tiles import TileWrong

Take = Callable[[int, list[bytes]], Iterator[Fault]]
CHECKPOINT: Final = "checkpoint"
HISTORY: Final = "history"


class Unreadable(ValueError):
    """The files of the log could not be read at all."""


def history_path(day: date) -> str:
    """Return the file of the checkpoints that were published on a day (UTC)."""
    return f"{HISTORY}/{day.isoformat()}"


def nothing_more(_first: int, _leaves: list[bytes]) -> Iterator[Fault]:
    """Hold no leaf against anything else."""
    yield from ()


@dataclass(slots=True)
class PublicLog:
    """The files, read through `fetch`, and the state that they claim, signed by `key`."""

    fetch: Fetch
    key: Key
    state: Checkpoint
    rebuild: Rebuild
    today: date | None = None  # the history ends then, whatever a leaf says of its own day

    @classmethod
    def open(cls, fetch: Fetch, key: Key, today: date | None = None) -> "PublicLog":
        """Read the checkpoint.

        Raises:
            Unreadable: there is none.
            NoteWrong: `key` did not sign it.
        """
        octets = fetch(CHECKPOINT)
        if octets is None:
            msg = "there is no checkpoint"
            raise Unreadable(msg)
        state = opened(Note.parse(octets), key)
        return cls(fetch, key, state, Rebuild(fetch, state.size), today)

    def check(self, take: Take = nothing_more) -> Iterator[Fault]:
        """Rebuild the log and yield what does not fit; hand the leaves to `take` on the way."""
        yield from self.rebuild.run(take)
        if self.rebuild.edge.root() != self.state.root:
            yield Fault(Code.ROOT, CHECKPOINT, {"size": self.state.size})
        yield from self.rebuild.anchors()
        yield from self.history()

    def history(self) -> Iterator[Fault]:
        """Hold every checkpoint that was ever published against the tree of today."""
        before, reader = 0, self.rebuild.reader()
        for path, number, note in self.published():
            where = f"{path}:{number}"
            try:
                state = opened(Note.parse(note.encode()), self.key)
                if state.size > self.state.size:
                    continue  # published since the checkpoint was read
                fits = before <= state.size and reader.root(state.size) == state.root
            except (NoteWrong, TileWrong):
                yield Fault(Code.HISTORY, where)
                continue
            if not fits:
                yield Fault(Code.HISTORY, where, {"size": state.size})
            before = max(before, state.size)

    def published(self) -> Iterator[tuple[str, int, str]]:
        """Yield file, line and text of each published checkpoint, day by day."""
        for day in self._days():
            path = history_path(day)
            for number, line in enumerate((self.fetch(path) or b"").splitlines(), 1):
                try:
                    note = json.loads(line)
                except ValueError:
                    note = None
                yield path, number, note if isinstance(note, str) else ""

    def _days(self) -> Iterator[date]:
        """Yield the days (UTC) from the first leaf to today, else to a while after the newest."""
        first, newest = self.rebuild.chains.oldest, self.rebuild.chains.newest
        if first:
            day = max(datetime.fromisoformat(first).date(), FIRST_DAY)
            last = self.today or min(datetime.fromisoformat(newest).date(), LAST_DAY) + QUIET
            while day <= last:
                yield day
                day += timedelta(days=1)


# Whoever does not know the day reads heartbeats for so long after the newest leaf.
QUIET: Final = timedelta(days=31)
FIRST_DAY: Final = date(2026, 1, 1)  # there was no log before
LAST_DAY: Final = date.max - QUIET
