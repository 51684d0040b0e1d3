"""Writing to the ledger: one function, called inside the transaction that performs the act."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.db import transaction

from netral.kernel.moment import Moment
from netral.ledger.core.leaf import Anchor, Leaf, Opening, commitment, open_fields, timestamp
from netral.ledger.core.tree import leaf_hash
from netral.ledger.core.types import fields
from netral.ledger.errors import BasisMissing, NotErasable
from netral.ledger.models import Disclosure, Entry
from netral.ledger.queries import anchor
from netral.ledger.queries.erasing import erasable
from netral.tenancy.actions import hold, load
from netral.tenancy.models import Institution

OPENED: Final = ("entry_id", "field", "digest", "salt", "value")


@dataclass(frozen=True, slots=True)
class Act:
    """What happened, in the words of its type.

    `act` is the dotted name listed in docs/acts. `kind` is the leaf type; personal acts
    keep `internal/1`, which commits and publishes nothing. `ref` continues the history of an
    object; without it the act begins a new one.

    Who signed something that names a state of the log, or the digest of a field, gives that
    `anchor` and those `salts` along; otherwise the newest state and fresh salts are taken.
    """

    act: str
    actor: str  # `user:12`, `system`: an opaque name
    subject: str = ""
    kind: str = "internal/1"
    fields: Mapping[str, object] = field(default_factory=dict)
    public: Mapping[str, object] = field(default_factory=dict)
    ref: bytes | None = None
    anchor: Anchor | None = None
    salts: Mapping[str, bytes] = field(default_factory=dict)


def record(act: Act, *, institution: Institution, at: Moment) -> Entry:
    """Record one act."""
    return record_all([act], institution=institution, at=at)[0]


def record_all(acts: Sequence[Act], *, institution: Institution, at: Moment) -> list[Entry]:
    """Record many acts of one institution, in order, with two statements for some hundreds.

    An act that continues a `ref` costs a look-up more. The caller must be in a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        msg = "an act and its entry share one transaction"
        raise transaction.TransactionManagementError(msg)
    entries: list[Entry] = []
    openings: list[tuple[Opening, ...]] = []
    ends: dict[bytes, Entry] = {}
    newest = anchor()
    for act in acts:
        entry, opened = _entry(act, institution, at, ends, newest)
        ends[bytes(entry.ref)] = entry
        entries.append(entry)
        openings.append(opened)
    Entry.objects.insert(entries)
    rows = (
        (entry.pk, o.field, o.digest, o.salt, o.value)
        for entry, opened in zip(entries, openings, strict=True)
        for o in opened
    )
    load("ledger_disclosure", OPENED, rows)
    return entries


@transaction.atomic
def erase(*, entry: Entry, fields: Collection[str], basis: str, by: str, at: Moment) -> Entry:
    """Forget the values of some `fields` of `entry`, on a legal `basis`; their digests stay.

    Whoever holds a receipt can still verify it; nobody can guess what the fields said.

    Raises:
        BasisMissing: nothing says why.
        NotErasable: no field is named, or one that the entry does not keep, or has kept until an
            earlier erasure. What was erased of which entry is never erased.
    """
    if not basis.strip():
        raise BasisMissing
    left = [each for each in fields if each not in erasable(entry)]
    if left or not fields:
        raise NotErasable(fields=", ".join(left))
    Disclosure.objects.filter(entry=entry, field__in=fields).update(salt=None, value=None)
    erasure = Act(
        act="disclosure.erased",
        actor=by,
        kind="erasure/1",
        fields={"entry": entry.pk, "fields": sorted(fields), "basis": basis.strip()},
    )
    return record(erasure, institution=entry.institution, at=at)


def _entry(
    act: Act,
    institution: Institution,
    at: Moment,
    ends: Mapping[bytes, Entry],
    newest: Anchor | None,
) -> tuple[Entry, tuple[Opening, ...]]:
    opened = _opened(act, at)
    ref = act.ref or secrets.token_bytes(16)
    last = ends.get(ref) or (_last(institution, ref) if act.ref else None)
    number = last.number + 1 if last else 0
    octets = Leaf(
        kind=act.kind,
        institution=institution.code,
        ref=ref,
        number=number,
        previous=bytes(last.leaf_hash) if last else None,
        logged_at=at.logged,
        commitment=commitment(act.kind, [o.digest for o in opened]),
        public=act.public,
        anchor=act.anchor or newest,
    ).octets()
    entry = Entry(
        institution=institution,
        kind=act.kind,
        act=act.act,
        ref=ref,
        number=number,
        leaf=octets,
        leaf_hash=leaf_hash(octets),
        logged_at=at.logged,
    )
    return entry, opened


def _opened(act: Act, at: Moment) -> tuple[Opening, ...]:
    names = fields(act.kind)
    known = {
        "act": act.act,
        "actor": act.actor,
        "subject": act.subject,
        "acted_at": timestamp(at.acted),
    }
    values = {k: v for k, v in known.items() if k in names} | dict(act.fields)
    salts = [act.salts.get(name) or secrets.token_bytes(32) for name in names]
    return open_fields(act.kind, values, salts)


def _last(institution: Institution, ref: bytes) -> Entry | None:
    """Return the end of the history of `ref`, and keep others from adding to it meanwhile."""
    # Not by a lock on a row: that takes the right to change it, which nobody has.
    hold(int.from_bytes(ref[:8], signed=True))
    history = Entry.objects.of(institution).filter(ref=ref)
    return history.order_by("-number").first()
