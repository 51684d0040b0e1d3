"""A log of the entries that wait, as the sequencer leaves it: rows, files, checkpoint, history.

`forge` does the same with everything at once, from the first leaf on, as somebody does who holds
the database and the key of the log.
"""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from django.db import connection

from netral.ledger.core.checkpoint import Checkpoint, Cosigner
from netral.ledger.core.growth import Tail
from netral.ledger.core.note import Signer
from netral.ledger.core.tiles import Edge
from netral.ledger.core.tree import fold, leaf_hash
from netral.ledger.models import Entry, Head, Place, Publication, Tile, Waiting
from tests.ledger.bits import written

ORIGIN: Final = "log.example/log"
SIGNER: Final = Signer(ORIGIN, b"l" * 32)
WITNESS: Final = Cosigner("saksi.example", b"w" * 32)
POLICY: Final = f"log {SIGNER.key.vkey}\nwitness luar {WITNESS.key.vkey}\nquorum luar\n"


class Log:
    """The log in a folder, with one witness."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.leaves: list[bytes] = []

    def publish(self, at: datetime) -> Checkpoint:
        """Give what waits its places, write the files, have the state witnessed and publish it."""
        first = len(self.leaves)
        rows = list(Entry.objects.exclude(waiting=None).order_by("pk").values_list("pk", "leaf"))
        Place.objects.bulk_create(
            Place(index=n, entry_id=pk) for n, (pk, _) in enumerate(rows, first)
        )
        Waiting.objects.filter(pk__in=[pk for pk, _ in rows]).delete()
        self.leaves += [bytes(leaf) for _, leaf in rows]
        state = self.write()
        for level, number, root in self.tiles():
            Tile.objects.get_or_create(level=level, number=number, defaults={"root": root})
        values = {"size": state.size, "root": state.root, "note": str(SIGNER.sign(str(state)))}
        if not Head.objects.update(**values):
            Head.objects.create(origin=ORIGIN, vkey=SIGNER.key.vkey, **values)
        self.announce(state, at)
        return state

    def write(self) -> Checkpoint:
        """Write bundles and tiles of all leaves; return the state."""
        tail = Tail()
        for path, octets in written(tail, self.leaves).items():
            self.put(path, octets)
        return Checkpoint(ORIGIN, tail.size, tail.edge.root())

    def tiles(self) -> list[tuple[int, int, bytes]]:
        """Return the hash over each full tile."""
        edge = Edge()
        return [(a, b, fold(row)) for a, b, row in edge.append(map(leaf_hash, self.leaves))]

    def announce(self, state: Checkpoint, at: datetime) -> None:
        """Publish a state with the word of the witness."""
        note = SIGNER.sign(str(state))
        note = note.with_signatures([WITNESS.sign(note.text, int(at.timestamp()))])
        self.put("checkpoint", bytes(note))
        path = self.folder / f"history/{at.astimezone(UTC).date().isoformat()}"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as history:
            history.write(json.dumps(str(note)) + "\n")
        Publication.objects.create(
            size=state.size, root=state.root, note=str(note), witnessed=True, published_at=at
        )

    def put(self, path: str, octets: bytes) -> None:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(octets)


def forge(log: Log, at: datetime) -> Checkpoint:
    """Make the log anew from the entries as they are now, with the real key; nothing else is left.

    The guards must be down. The witness has seen another log: it signs nothing of this one.
    """
    for model in (Publication, Head, Tile, Place):
        gone(model.objects.all())
    shutil.rmtree(log.folder)
    rows = list(Entry.objects.order_by("pk").values_list("pk", "leaf"))
    gone(Waiting.objects.all())
    Place.objects.bulk_create(Place(index=n, entry_id=pk) for n, (pk, _) in enumerate(rows))
    log.leaves = [bytes(leaf) for _, leaf in rows]
    state = log.write()
    note = SIGNER.sign(str(state))
    Head.objects.create(
        origin=ORIGIN, vkey=SIGNER.key.vkey, size=state.size, root=state.root, note=str(note)
    )
    for level, number, root in log.tiles():
        Tile.objects.create(level=level, number=number, root=root)
    Publication.objects.create(
        size=state.size, root=state.root, note=str(note), witnessed=False, published_at=at
    )
    log.put("checkpoint", bytes(note))
    log.put(
        f"history/{at.astimezone(UTC).date().isoformat()}", f"{json.dumps(str(note))}\n".encode()
    )
    return state


def gone(rows: Any) -> None:
    """Remove rows as SQL does: nothing of Django's is asked."""
    rows._raw_delete(connection.alias)
