"""One entry as everybody may see it: its leaf, where that stands, who has seen it there."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Max, Min, QuerySet

from netral.circulars.models import Circular
from netral.circulars.queries.public import TOLD
from netral.ledger.core.leaf import b64u
from netral.ledger.core.policy import NONE
from netral.ledger.core.types import TYPES, Form
from netral.ledger.models import Entry, Place, Publication
from netral.ledger.queries.marks import signed
from netral.tenancy.models import Institution
from netral.transparency.core.asked import hash_in
from netral.transparency.queries.state import trusted

NEIGHBOURS: Final = 5  # of the history of an object that are shown at once


@dataclass(frozen=True, slots=True)
class Shown:
    """The public part of an entry; `index` is None while it waits for its place."""

    pk: int
    institution: Institution
    kind: str
    logged_at: datetime
    not_before: datetime | None
    leaf: Mapping[str, Any]
    text: str  # the octets that are hashed: ASCII by their format
    leaf_hash: bytes
    index: int | None

    @property
    def hash(self) -> str:
        """Return the leaf hash as addresses spell it."""
        return b64u(self.leaf_hash)

    @property
    def hex(self) -> str:
        """Return the start of the leaf hash as the drawing shows it."""
        return self.leaf_hash.hex()[:8]

    @property
    def number(self) -> str:
        """Return what stands for the index in an address."""
        return "-" if self.index is None else str(self.index)

    @property
    def public(self) -> Mapping[str, Any]:
        """Return the values that its type shows to everybody."""
        values = self.leaf.get("x")
        return values if isinstance(values, dict) else {}

    @property
    def form(self) -> Form:
        """Return the form of its leaf; a type that is gone from the list is a history's."""
        return TYPES[self.kind].form if self.kind in TYPES else Form.HISTORY


def shown(spelled: str) -> Shown | None:
    """Return the entry whose leaf has this hash, as addresses spell it."""
    octets = hash_in(spelled)
    return by_hash(octets) if octets else None


def by_hash(octets: bytes) -> Shown | None:
    """Return the entry whose leaf has this hash."""
    return _shown(leaf_hash=octets)


def by_index(index: int) -> Shown | None:
    """Return the entry at this place."""
    return _shown(place__index=index)


def by_pk(pk: int) -> Shown | None:
    """Return the entry with this key."""
    return _shown(pk=pk)


def _shown(**which: Any) -> Shown | None:
    rows = Entry.objects.filter(**which).select_related("institution", "place")
    found = rows.defer("institution__emblem").first()
    return _read(found) if found else None


def _read(found: Entry) -> Shown:
    text = bytes(found.leaf).decode(errors="replace")
    place: Place | None = getattr(found, "place", None)
    return Shown(
        pk=found.pk,
        institution=found.institution,
        kind=found.kind,
        logged_at=found.logged_at,
        not_before=found.not_before,
        leaf=_object(text),
        text=text,
        leaf_hash=bytes(found.leaf_hash),
        index=place.index if place else None,
    )


def _object(text: str) -> Mapping[str, Any]:
    """Read a leaf; one that somebody has altered past reading says nothing."""
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


@dataclass(frozen=True, slots=True)
class Step:
    """One entry in the history of an object."""

    number: int
    kind: str
    logged_at: datetime
    hash: str
    index: int | None

    @property
    def number_text(self) -> str:
        """Return what stands for the index in an address."""
        return "-" if self.index is None else str(self.index)


@dataclass(frozen=True, slots=True)
class History:
    """The entries of the same object, those around the one that is shown."""

    steps: Sequence[Step]
    count: int
    here: int  # the number of the one that is shown, from 0

    @property
    def place(self) -> int:
        """Return which one of them is shown, as people count."""
        return self.here + 1


def history(entry: Shown) -> History | None:
    """Return what befell the same object; None where the leaf belongs to no history."""
    if entry.form is not Form.HISTORY:
        return None
    row = Entry.objects.values_list("ref", "number").get(pk=entry.pk)
    rows = Entry.objects.of(entry.institution).filter(ref=bytes(row[0]))
    count = rows.count()
    first = max(0, min(row[1] - NEIGHBOURS // 2, count - NEIGHBOURS))
    around = rows.filter(number__gte=first).order_by("number").select_related("place")
    steps = [
        Step(
            number=each.number,
            kind=each.kind,
            logged_at=each.logged_at,
            hash=b64u(bytes(each.leaf_hash)),
            index=getattr(getattr(each, "place", None), "index", None),
        )
        for each in around[:NEIGHBOURS]
    ]
    return History(steps, count, row[1])


@dataclass(frozen=True, slots=True)
class Seen:
    """When the first published state that holds an entry was published, and who signed it."""

    size: int
    published_at: datetime
    by: Sequence[tuple[str, datetime]]  # names of witnesses, in the order in which they signed
    enough: bool  # they make the quorum


def first_seen(index: int) -> Seen | None:
    """Return the first published state that holds the entry at `index`, witnessed if one is."""
    every = Publication.objects.all()
    found = first_covering(every.filter(witnessed=True), index) or first_covering(every, index)
    if found is None:
        return None
    whom = trusted()
    names = {each.key: each.name for each in whom.witnesses.values()}
    who = signed(found.note, tuple(whom.keys))
    by = sorted(((names[key], at) for key, at in who.items()), key=lambda pair: pair[1])
    enough = whom.quorum != NONE and whom.satisfied(list(who))
    return Seen(found.size, found.published_at, by, enough)


def first_covering(rows: QuerySet[Publication], index: int) -> Publication | None:
    """Return the first of these states that holds the entry at `index`.

    There is a row every ten minutes for ever, and a log never shrinks: halving finds it.
    """
    ends = rows.aggregate(low=Min("pk"), high=Max("pk"))
    low, high = ends["low"] or 0, ends["high"] or 0
    while low < high:
        middle = (low + high) // 2
        pk, size = rows.filter(pk__gte=middle).order_by("pk").values_list("pk", "size")[0]
        low, high = (low, middle) if size > index else (pk + 1, high)
    found = rows.filter(pk__gte=low).order_by("pk").first()
    return found if found and found.size > index else None


def circular_of(entry: Shown) -> Circular | None:
    """Return the public circular whose text this entry names."""
    document = entry.public.get("doc")
    if not isinstance(document, str):
        return None
    rows = Circular.objects.of(entry.institution).filter(stage__in=TOLD, text_sha256=document)
    found: Circular | None = rows.filter(published_at__isnull=False).first()
    return found
