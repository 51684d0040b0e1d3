"""Receipts: what shows, offline and to anybody, that an entry stands in the log, or that it will.

A promise can be had at once and always; a proof once a published checkpoint covers the entry.
"""

import json
import time
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import structlog
from django.db import connection

from netral.kernel.canon import canonical
from netral.ledger.core.leaf import b64u
from netral.ledger.core.note import Note
from netral.ledger.core.proof import Proof
from netral.ledger.core.tiles import WIDTH, Tiled, TileWrong
from netral.ledger.core.tree import ProofWrong, verify_inclusion
from netral.ledger.core.types import fields
from netral.ledger.models import Entry, Place, Publication, Tile
from netral.ledger.queries.marks import newest
from netral.ledger.queries.openings import openings
from netral.ledger.queries.promises import promised
from netral.ledger.queries.state import published

log = structlog.get_logger()
LIVELY: Final = 15 * 60  # seconds; a log that published later than this ago is being kept
PAUSE: Final = 0.1  # seconds
NAMES: Final = ("bukti.tlog-proof", "janji.txt")  # of a proof and of a promise, as files
TYPE: Final = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The word of the log on one entry: the proof if there is one by now, else the promise."""

    promise: Note
    proof: Proof | None

    @property
    def name(self) -> str:
        """Return the name of the file."""
        return NAMES[0] if self.proof else NAMES[1]

    def __bytes__(self) -> bytes:
        return bytes(self.proof or self.promise)


def receipt(entry: Entry, disclosed: Collection[str] | None = None) -> Receipt:
    """Return the receipt of an entry.

    Without `disclosed` its proof carries the leaf alone, which is public anyway. With names of
    fields it opens these and gives the digests of the others, so that whoever reads it can
    recompute the commitment. A field that was erased is a digest, whatever is asked.

    Raises:
        ValueError: a field that the type does not have.
    """
    return Receipt(promised(entry), _proof(entry, disclosed))


def settled(entry: Entry, seconds: float = 2) -> bool:
    """Tell whether a proof can be had, after waiting for it until `seconds` after the act.

    What waits here is a person, so it goes by the real clock. Where nobody keeps the log at the
    moment nothing is waited for, nor inside a transaction, which would not see it come.
    """
    now, last = time.time(), published()
    kept = last is not None and now - last.published_at.timestamp() < LIVELY
    left = entry.logged_at.timestamp() + seconds - now if kept else 0
    end = time.monotonic() + min(left, seconds)
    while not (found := entry.pk in included([entry.pk])):
        if connection.in_atomic_block or time.monotonic() >= end:
            break
        time.sleep(PAUSE)
    return found


def included(entries: Iterable[int]) -> dict[int, int]:
    """Return the index of each of these entries (ids) that the newest checkpoint covers."""
    last = published()
    if last is None:
        return {}
    places = Place.objects.filter(entry__in=set(entries), index__lt=last.size)
    return dict(places.values_list("entry", "index"))


def covering(index: int) -> Publication | None:
    """Return the newest witnessed checkpoint that covers an index, else the newest at all."""
    return next((state for state in newest() if index < state.size), None)


def _proof(entry: Entry, disclosed: Collection[str] | None) -> Proof | None:
    """Prove that an entry stands in the log; what the rows do not prove is not handed out."""
    extra = _extra(entry, disclosed)
    index = Place.objects.filter(entry=entry).values_list("index", flat=True).first()
    state = covering(index) if index is not None else None
    if index is None or state is None:
        return None
    leaf, root = bytes(entry.leaf_hash), bytes(state.root)
    try:
        hashes = Rows(state.size).inclusion(index)
        verify_inclusion(index=index, size=state.size, leaf=leaf, proof=hashes, root=root)
    except (TileWrong, ProofWrong) as wrong:
        log.error("log.rows_do_not_prove", index=index, size=state.size, problem=str(wrong))  # noqa: TRY400
        return None
    return Proof(index, hashes, Note.parse(state.note.encode()), extra)


class Rows(Tiled):
    """The tree as the sequencer wrote it into the database."""

    def read(self, level: int, number: int, width: int) -> list[bytes]:
        """Read a tile: leaves are places, and each hash above stands for a full tile below."""
        reach = (number * WIDTH, number * WIDTH + width - 1)
        if level:
            tiles = Tile.objects.filter(level=level - 1, number__range=reach).order_by("number")
            return [bytes(root) for root in tiles.values_list("root", flat=True)]
        places = Place.objects.filter(index__range=reach).order_by("index")
        return [bytes(each) for each in places.values_list("entry__leaf_hash", flat=True)]


def _extra(entry: Entry, disclosed: Collection[str] | None) -> bytes:
    """Spell what goes along with a proof: the leaf, and what opens its commitment."""
    opened = [] if disclosed is None else list(_openings(entry, disclosed))
    return canonical({"leaf": bytes(entry.leaf).decode("ascii"), "disclosures": opened})


def _openings(entry: Entry, disclosed: Collection[str]) -> Iterator[dict[str, object]]:
    if strange := set(disclosed) - set(fields(entry.kind)):
        msg = f"{entry.kind} has no field {', '.join(sorted(strange))}"
        raise ValueError(msg)
    for row in openings(entry):
        if row.field not in disclosed or row.salt is None or row.value is None:
            yield {"f": row.field, "d": b64u(row.digest)}
        else:
            yield {"f": row.field, "s": b64u(row.salt), "v": json.loads(row.value)}
