"""Faults in words that somebody who keeps a server understands."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext

from netral.kernel.words import N_
from netral.ledger.core.faults import Code, Fault

PLACES: Final[Mapping[str, str]] = {
    "leaf": N_("leaf {id} of the public files"),
    "entry": N_("entry number {id} of the database"),
    "head": N_("head of the log in the database"),
    "places": N_("places of the log in the database"),
}
WORDS: Final[Mapping[Code, str]] = {
    Code.SIGNATURE: N_("The checkpoint is not signed by the key of this log."),
    Code.MISSING_FILE: N_("The file is missing."),
    Code.BUNDLE: N_("The file does not hold as many leaves as its name says."),
    Code.TILE: N_("The file does not hold the hashes that follow from the leaves."),
    Code.ROOT: N_("The signed root does not follow from the leaves: the files were changed."),
    Code.LEAF_HASH: N_("The leaf was changed, or its hash: they do not fit each other."),
    Code.LEAF_FORM: N_("The leaf does not have the form that its type prescribes."),
    Code.UNKNOWN_TYPE: N_("The leaf is of a type that is not on the list."),
    Code.CHAIN: N_("The leaf does not follow the one before it of the same history."),
    Code.TIME: N_("The leaf is dated earlier than those before it: {at} after {after}."),
    Code.ANCHOR: N_("The leaf names a state that the log never had."),
    Code.HISTORY: N_("A checkpoint was published that the log of today does not begin with."),
    Code.GUARD: N_("This trigger is missing: nothing keeps the table as it is."),
    Code.HEAD: N_("The state in the database is not the one that the log signed and published."),
    Code.PLACE: N_("Another entry stands here than in the public files, or the places have gaps."),
    Code.NO_PLACE: N_("The entry has no place in the log and does not wait for one, or does both."),
    Code.NO_ENTRY: N_("The database has no entry for this leaf: it was removed."),
    Code.ENTRY: N_("Column {column} says something else than the leaf."),
    Code.COMMITMENT: N_("What is kept of the fields is not what the leaf commits to."),
    Code.OPENING: N_("The value of the field {field} was changed."),
    Code.ERASED: N_("The value of the field {field} is gone, and no erasure is recorded."),
    Code.ERASURE: N_("The erasure of the field {field} is recorded, but its value is still there."),
    Code.PASSKEY: N_(
        "The passkey did not sign what the leaf says, or its key was not registered before."
    ),
    Code.OVERDUE: N_("The entry waits longer for its place than was promised."),
    Code.TILE_ROW: N_("The stored hash of a full tile does not follow from the leaves."),
    Code.PUBLICATION: N_("The database and the public files differ on a published checkpoint."),
    Code.ROW: N_("Column {column} says something else than the leaf of the act."),
    Code.NO_ROW: N_("The record of this act ({act}) is gone from {model}."),
    Code.ROWS: N_("The act made {committed} records in {model}; there are {rows}."),
    Code.WRONG_ACT: N_("The record stands on an entry of another act: {act}."),
}


class _Facts(dict[str, object]):
    """Facts of a fault; one that is missing is shown as a dash."""

    def __missing__(self, _name: str) -> str:
        return "–"


def said(fault: Fault) -> str:
    """Return a fault in one line of the language of the day."""
    words = gettext(WORDS[fault.code]).format_map(_Facts(fault.facts))
    entry = fault.facts.get("entry")
    more = f" ({gettext(PLACES['entry']).format(id=entry)})" if entry else ""
    return f"{where(fault)}: {words}{more}"


def where(fault: Fault) -> str:
    """Return where a fault is, in words where it has some."""
    kind, _, number = fault.where.partition(" ")
    return gettext(PLACES[kind]).format(id=number) if kind in PLACES else fault.where
