"""One batch: entries that wait are given the next places of the log, in one transaction.

The row `Head` is the lock: whoever holds it, and finds in it the size and root that were read
before, goes on. Indices are dense because the size advances by exactly the rows that were placed.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import structlog
from django.db import connection, transaction

from netral.ledger.core.checkpoint import Checkpoint
from netral.ledger.core.growth import Grown, Tail
from netral.ledger.core.leaf import CAP
from netral.ledger.core.note import Signer
from netral.ledger.errors import LogBehind, TablesDiffer
from netral.ledger.models import Head, Place, Tile, Waiting
from netral.ledger.queries import batches
from netral.ledger.sequencing import stored
from netral.tenancy.actions import hold, load

log = structlog.get_logger()
LOCK: Final = 7001  # one sequencer at a time, before any row
PLACED: Final = (
    f"DELETE FROM {Waiting._meta.db_table} WHERE entry_id IN "  # noqa: S608  # constants
    f'(SELECT entry_id FROM {Place._meta.db_table} WHERE "index" >= %s)'
)


@dataclass(frozen=True, slots=True)
class Batch:
    """What a batch did, and where the log goes on after it."""

    tail: Tail
    grown: Grown


@transaction.atomic
def sequence(tail: Tail | None, signer: Signer, now: datetime, limit: int) -> Batch | None:
    """Give up to `limit` entries that are due their places; None if none is.

    `tail` is where the caller believes that the log goes on; whatever goes wrong, it must not
    be believed any longer. Files are not written here.

    Raises:
        LogBehind: the database has gone back behind what the caller has seen.
        TablesDiffer: the tables of the log do not fit each other.
    """
    head = won()
    if tail is not None and tail.size > head.size:
        raise LogBehind(public=tail.size, own=head.size)
    if tail is None or tail.size != head.size or tail.edge.root() != bytes(head.root):
        tail = stored.tail(head.size)
        if tail.edge.root() != bytes(head.root):
            raise TablesDiffer(start=0, end=head.size)
    entries = _due(now, limit)
    if not entries:
        return None
    grown = place(tail, [pk for pk, _ in entries], [leaf for _, leaf in entries])
    advance(head, tail, signer)
    return Batch(tail, grown)


def advance(head: Head, tail: Tail, signer: Signer) -> None:
    """Sign the state at `tail` and put it in the place of `head`, which nobody may have moved.

    Raises:
        TablesDiffer: somebody has.
    """
    state = Checkpoint(head.origin, tail.size, tail.edge.root())
    moved = Head.objects.filter(pk=Head.ONE, size=head.size, root=head.root).update(
        size=state.size, root=state.root, note=str(signer.sign(str(state)))
    )
    if moved != 1:
        raise TablesDiffer(start=head.size, end=tail.size)


def won() -> Head:
    """Return the head of the log, and keep every other sequencer from it until the end."""
    hold(LOCK)
    return Head.objects.select_for_update().get()


def anything_due(now: datetime) -> bool:
    """Tell whether anything is due, without keeping anybody from writing."""
    return Waiting.objects.filter(not_before=None).exists() or bool(batches.released(now))


def _due(now: datetime, limit: int) -> list[tuple[int, bytes]]:
    """Return number and leaf of what comes next.

    Sealed leaves come by their days, all of a day at once in an order that says nothing, and not
    before covers have filled their batch up; the rest in the order of its making, so that
    histories stay lines.
    """
    sealed = [each for release in batches.released(now) for each in _shuffled(release)]
    rows = Waiting.objects.filter(not_before=None).order_by("pk")
    rest = rows.values_list("pk", "entry__leaf")[: max(0, limit - len(sealed))]
    found = [(pk, bytes(leaf)) for pk, leaf in (*sealed, *rest)]
    fit = [(pk, leaf) for pk, leaf in found if len(leaf) <= CAP]
    if len(fit) < len(found):
        log.error("log.leaf_too_long", entries=[pk for pk, leaf in found if len(leaf) > CAP])
    return fit


def _shuffled(release: datetime) -> list[tuple[int, bytes]]:
    rows = Waiting.objects.filter(not_before=release).values_list("pk", "entry__leaf")
    found = [(pk, bytes(leaf)) for pk, leaf in rows]
    secrets.SystemRandom().shuffle(found)
    return found


def place(tail: Tail, pks: Sequence[int], leaves: Sequence[bytes]) -> Grown:
    """Give entries the next places of the log at `tail`, and take them out of the outbox.

    Raises:
        TablesDiffer: the outbox did not hold exactly them.
    """
    start, rows = tail.size, list(enumerate(pks, tail.size))
    load(Place._meta.db_table, ('"index"', "entry_id"), rows)
    with connection.cursor() as cursor:
        cursor.execute(PLACED, [start])
        if cursor.rowcount != len(rows):
            raise TablesDiffer(start=start, end=start + len(rows))
    grown = tail.grow(leaves)
    Tile.objects.bulk_create(Tile(level=a, number=b, root=c) for a, b, c in grown.tiles)
    return grown
