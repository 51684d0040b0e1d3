"""The tables of the log held against its public files, both ways."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.db.models import Count, F, Max, Min, QuerySet

from netral.kernel.parts import parts
from netral.ledger import guards
from netral.ledger.core.chains import Chains
from netral.ledger.core.checkpoint import opened
from netral.ledger.core.faults import Code, Fault
from netral.ledger.core.note import Key, Note, NoteWrong
from netral.ledger.core.rebuild import Rebuild
from netral.ledger.core.tiles import WIDTH
from netral.ledger.core.tree import leaf_hash
from netral.ledger.models import Entry, Head, Place, Tile, Waiting
from netral.ledger.queries.fsck.entries import (
    Erased,
    bare,
    erasures,
    faults,
    recovered,
)
from netral.ledger.queries.openings import openings_of
from netral.ledger.queries.promises import due


@dataclass(slots=True)
class Tables:
    """What the database says of the log, checked along with the leaves of the files."""

    erasures: Erased = field(default_factory=erasures)
    entries: int = 0
    bare: list[int] = field(default_factory=list)  # entries of which no field is kept

    def take(self, first: int, leaves: list[bytes]) -> Iterator[Fault]:
        """Hold a bundle of the files against the entries that stand at the same indices."""
        reach = (first, first + len(leaves) - 1)
        placed = Entry.objects.filter(place__index__range=reach).annotate(stands=F("place__index"))
        found = {entry.stands: entry for entry in placed.prefetch_related("institution")}
        for index, octets in enumerate(leaves, first):
            entry = found.get(index)
            if entry is None:
                yield Fault(Code.NO_ENTRY, f"leaf {index}")
            elif bytes(entry.leaf) != octets:
                yield Fault(Code.PLACE, f"leaf {index}", {"entry": entry.pk})
        yield from self._check(list(found.values()))

    def rest(self, rebuild: Rebuild, now: datetime) -> Iterator[Fault]:
        """Check what is not public yet, and the tables as a whole; after all of `take`."""
        yield from guarded()
        head = Head.objects.first()
        if head is None:
            yield Fault(Code.HEAD, "head")
        else:
            yield from self._beyond(rebuild, head)
            yield from self._tiles(rebuild)
        yield from self.outbox(rebuild.chains, rebuild.edge.size, now)
        yield from self.without_fields()

    def _beyond(self, rebuild: Rebuild, head: Head) -> Iterator[Fault]:
        """Go on behind the public files, to the size that the database has reached."""
        if head.size < rebuild.size:
            yield Fault(Code.HEAD, "head", {"size": head.size, "public": rebuild.size})
        if not dense(head.size):
            yield Fault(Code.PLACE, "places", {"size": head.size})
        unpublished = Entry.objects.filter(place__index__gte=rebuild.size)
        index = rebuild.size
        for some in _parts(unpublished.order_by("place__index")):
            yield from self._check(some)
            for entry in some:
                octets = bytes(entry.leaf)
                digest = leaf_hash(octets)
                yield from rebuild.chains.add(index, octets, digest, f"entry {entry.pk}")
                rebuild.append([digest])
                index += 1
        if head.size >= rebuild.size and rebuild.edge.root() != bytes(head.root):
            yield Fault(Code.HEAD, "head", {"size": head.size})

    def _tiles(self, rebuild: Rebuild) -> Iterator[Fault]:
        wanted = dict(rebuild.roots)
        for level, number, root in Tile.objects.values_list("level", "number", "root").iterator():
            if wanted.pop((level, number), None) != bytes(root):
                yield Fault(Code.TILE_ROW, f"ledger.Tile {level}/{number}")
        for level, number in sorted(wanted):
            yield Fault(Code.TILE_ROW, f"ledger.Tile {level}/{number}")

    def outbox(self, chains: Chains, size: int, now: datetime) -> Iterator[Fault]:
        """Check the entries without a place: each waits, and not too long."""
        unplaced = Entry.objects.filter(place=None)
        for entry in unplaced.filter(waiting=None):
            yield Fault(Code.NO_PLACE, f"entry {entry.pk}")
        for pk in Waiting.objects.filter(entry__place__isnull=False).values_list("pk", flat=True):
            yield Fault(Code.NO_PLACE, f"entry {pk}", {"waiting": True})
        late = Waiting.objects.exclude(entry__not_before=F("not_before")).exclude(
            entry__not_before=None, not_before=None
        )
        for pk in late.values_list("pk", flat=True):
            yield Fault(Code.OVERDUE, f"entry {pk}", {"not_before": True})
        for some in _parts(unplaced.order_by("pk")):
            yield from self._check(some)
            for index, entry in enumerate(some, size):
                octets = bytes(entry.leaf)
                yield from chains.add(index, octets, leaf_hash(octets), f"entry {entry.pk}")
                if now > due(entry.logged_at, entry.not_before):
                    yield Fault(Code.OVERDUE, f"entry {entry.pk}")
            size += len(some)

    def _check(self, entries: list[Entry]) -> Iterator[Fault]:
        self.entries += len(entries)
        kept = openings_of(entry.pk for entry in entries)
        for entry in entries:
            own = kept.get(entry.pk, [])
            if bare(entry, own):
                self.bare.append(entry.pk)
            yield from faults(entry, own, self.erasures)

    def without_fields(self) -> Iterator[Fault]:
        """Yield the entries of which nothing is kept, if more of them than ever came back."""
        if len(self.bare) > recovered():
            for pk in self.bare:
                yield Fault(Code.COMMITMENT, f"entry {pk}", {"fields": 0})


def guarded() -> Iterator[Fault]:
    """Yield the guards that are not up."""
    for name in guards.missing(connection):
        yield Fault(Code.GUARD, name)


def head(key: Key) -> Iterator[Fault]:
    """Check that the head says of itself what the log signed."""
    found = Head.objects.first()
    if found is None:
        return
    try:
        state = opened(Note.parse(found.note.encode()), key)
        fits = (state.size, state.root) == (found.size, bytes(found.root))
    except NoteWrong:
        fits = False
    if not fits or (found.origin, found.vkey) != (key.name, key.vkey):
        yield Fault(Code.HEAD, "head", {"size": found.size})


def dense(size: int) -> bool:
    """Tell whether the places are 0, 1, 2 and so on, up to `size`."""
    found = Place.objects.aggregate(n=Count("index"), first=Min("index"), last=Max("index"))
    wanted = (size, 0, size - 1) if size else (0, None, None)
    return (found["n"], found["first"], found["last"]) == wanted


def _parts(entries: QuerySet[Entry]) -> Iterator[list[Entry]]:
    """Yield entries with their institutions, of which there are few, some hundreds at a time."""
    return parts(entries.prefetch_related("institution").iterator(WIDTH), WIDTH)
