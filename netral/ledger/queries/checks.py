"""One entry held against its leaf, its history, its place in the public files and its records."""

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.conf import settings

from netral.kernel.words import N_
from netral.ledger.core.faults import Code, Fault
from netral.ledger.core.leaf import b64u
from netral.ledger.core.tiles import WIDTH, TileWrong, bundle_path, unbundle
from netral.ledger.models import Entry, Head, Place
from netral.ledger.queries.fsck.entries import bare, erasures, faults
from netral.ledger.queries.fsck.records import about, of_row
from netral.ledger.queries.fsck.words import said
from netral.ledger.queries.openings import openings
from netral.ledger.reader import source


class Kind(StrEnum):
    """What is checked of an entry, in the order in which a reader follows it."""

    LEAF = "leaf"
    COMMITMENT = "commitment"
    OPENINGS = "openings"
    HISTORY = "history"
    PLACE = "place"
    RECORDS = "records"


TITLES: Final = {
    Kind.LEAF: N_("The columns say what the leaf says, and its hash fits."),
    Kind.COMMITMENT: N_("The leaf commits to the fields that are kept."),
    Kind.OPENINGS: N_("Every value that was not erased opens its commitment."),
    Kind.HISTORY: N_("The leaf names the one before it in its history."),
    Kind.PLACE: N_("The leaf stands at its place in the public files."),
    Kind.RECORDS: N_("The records of the act say what the leaf commits to."),
}
KINDS: Final = {
    Code.COMMITMENT: Kind.COMMITMENT,
    Code.OPENING: Kind.OPENINGS,
    Code.ERASED: Kind.OPENINGS,
    Code.ERASURE: Kind.OPENINGS,
}


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what it says when it holds, whether it does, and what does not fit.

    `fits` is None where there is nothing to hold it against: no place yet, no record.
    """

    kind: Kind
    title: str  # untranslated
    fits: bool | None
    wrong: tuple[str, ...] = ()  # in words of the reader's language


def check(entry: Entry) -> list[Check]:
    """Return all checks of one entry."""
    kept = openings(entry)
    found = list(faults(entry, kept, erasures(entry.pk)))
    own = {kind: [each for each in found if _kind(each) is kind] for kind in Kind}
    made = [_made(kind, own[kind]) for kind in (Kind.LEAF, Kind.COMMITMENT, Kind.OPENINGS)]
    if bare(entry, kept):
        made[1:] = [Check(kind, TITLES[kind], None) for kind in (Kind.COMMITMENT, Kind.OPENINGS)]
    rows = about(entry)
    differ = [fault for each, row in rows for fault in of_row(each, row)]
    return [
        *made,
        Check(Kind.HISTORY, TITLES[Kind.HISTORY], _follows(entry)),
        Check(Kind.PLACE, TITLES[Kind.PLACE], _stands(entry)),
        _made(Kind.RECORDS, differ) if rows else Check(Kind.RECORDS, TITLES[Kind.RECORDS], None),
    ]


def _kind(fault: Fault) -> Kind:
    return KINDS.get(fault.code, Kind.LEAF)


def _made(kind: Kind, wrong: list[Fault]) -> Check:
    return Check(kind, TITLES[kind], not wrong, tuple(map(said, wrong)))


def _follows(entry: Entry) -> bool | None:
    """Tell whether the leaf names the one before it; None of a leaf without a history."""
    leaf = json.loads(bytes(entry.leaf))
    if "p" not in leaf:
        return None
    before = Entry.objects.of(entry.institution_id).filter(ref=bytes(entry.ref))
    last = before.filter(number=entry.number - 1).first()
    return bool(leaf["p"] == (b64u(bytes(last.leaf_hash)) if last else None))


def _stands(entry: Entry) -> bool | None:
    """Tell whether the leaf stands in the files; None while they do not reach it yet."""
    place = Place.objects.filter(entry=entry).first()
    size = Head.objects.values_list("size", flat=True).first() or 0
    if place is None or place.index >= size:
        return None
    number, at = divmod(place.index, WIDTH)
    fetch = source(str(settings.LOG))
    octets = fetch(bundle_path(number))
    if octets is None:
        octets = fetch(bundle_path(number, min(WIDTH, size - number * WIDTH)))
    if octets is None:
        return None
    try:
        leaves = list(unbundle(octets))
    except TileWrong:
        return False
    return at < len(leaves) and leaves[at] == bytes(entry.leaf)
