"""Sealing reports: into the batch of a day, which is filled up with covers and opened days later.

What the database still tells is listed in docs/ledger.md. To tell less, the keys of sealed rows
are random, so that no neighbour betrays the hour, and the only time they carry is the day's.
"""

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import IntegrityError, transaction

from netral.kernel.moment import Moment
from netral.ledger.core import sealed
from netral.ledger.core.leaf import Kept, b64u
from netral.ledger.core.sealed import COVER, OPENING, SEALED, STEP, Batch, Given, Unfit
from netral.ledger.core.tree import leaf_hash
from netral.ledger.errors import BatchClosed, NotSealable, SealedAlready
from netral.ledger.models import Disclosure, Entry, Waiting
from netral.ledger.queries import batches
from netral.tenancy.actions import hold
from netral.tenancy.models import Institution

LOCK: Final = 7_305_003  # one at a time fills up batches, or opens them
KEYS: Final = 2**53 - 1  # random keys lie below those that the database counts out
chance: Final = secrets.SystemRandom()


@transaction.atomic
def seal(*, institution: Institution, given: Given, at: Moment) -> Entry:
    """Take a report into the open batch.

    The reporter's browser has made the leaf; it is taken as it is, or not at all.

    Raises:
        BatchClosed: the leaf is of another day; it says for which to make it anew.
        NotSealable: the leaf does not commit to what was given, or that is no report.
        SealedAlready: the very leaf was taken before.
    """
    batch = sealed.open_batch(at.logged, settings.SEALED_HOUR)
    try:
        if sealed.day_of(given.leaf) != batch.day:
            raise BatchClosed(day=batch.day.isoformat())
        fields = sealed.checked(given, day=batch.day, institution=institution.code)
    except Unfit as wrong:
        raise NotSealable(why=str(wrong)) from wrong
    try:
        with transaction.atomic():
            return _insert(batch, [(institution.pk, fields)])[0]
    except IntegrityError as twice:
        if not Entry.objects.filter(leaf_hash=leaf_hash(given.leaf)).exists():
            raise
        raise SealedAlready from twice


@transaction.atomic
def follow(*, report: Entry, blob: Sequence[str], to: Sequence[str], at: Moment) -> Entry:
    """Put a step that follows a sealed report into the open batch."""
    if report.kind != SEALED:
        msg = "only what was sealed is followed by what is sealed"
        raise ValueError(msg)
    values = {
        "kind": STEP,
        "link": b64u(bytes(report.leaf_hash)),
        "ten": report.institution.code,
        "blob": list(blob),
        "to": list(to),
    }
    batch = sealed.open_batch(at.logged, settings.SEALED_HOUR)
    return _insert(batch, [(report.institution_id, sealed.kept(values, _salts()))])[0]


def release_due(now: datetime) -> int:
    """Fill up every batch that has closed; return how many covers that took.

    The sequencer takes nothing of a batch that is not full: one that was missed is late, and never
    short. It keeps its own day, for that is the name of a batch; when it came, the witnesses say.
    A day left out would tell that nobody had reported on it.
    """
    return sum(_fill(batch) for batch in batches.unfilled(now, settings.SEALED_HOUR))


@transaction.atomic
def _fill(batch: Batch) -> int:
    hold(LOCK)
    houses = list(Institution.objects.values_list("pk", flat=True))
    if not houses:
        return 0
    # Whose row a cover is must not tell it from a report.
    covers = [
        (chance.choice(houses), sealed.kept({"kind": COVER}, _salts()))
        for _ in range(sealed.covers_needed(batches.held(batch.day)))
    ]
    return len(_insert(batch, covers))


def open_due(now: datetime) -> int:
    """Open every batch that is `SEALED_DAYS` old, all its leaves at once; return how many.

    A batch that has not entered the log yet is opened after it has, and those after it then too.
    """
    newest = sealed.day_at(now) - timedelta(days=settings.SEALED_DAYS)
    opened = 0
    for day in batches.unopened(newest):
        if Waiting.objects.filter(entry__in=batches.of(day)).exists():
            break
        with transaction.atomic():
            hold(LOCK)
            opened += _open(day, now)
    return opened


def _open(day: date, now: datetime) -> int:
    leaves = list(batches.closed(day))
    chance.shuffle(leaves)
    kept = batches.kept(day)
    entries = [_opening(entry, kept[entry.pk], now) for entry in leaves]
    Entry.objects.insert(entries)
    return len(entries)


def _opening(entry: Entry, fields: Sequence[Kept], now: datetime) -> Entry:
    octets = sealed.opening_leaf(now, bytes(entry.leaf_hash), fields)
    return Entry(
        institution_id=entry.institution_id,
        kind=OPENING,
        act="leaf.opened",
        ref=entry.ref,
        number=1,
        leaf=octets,
        leaf_hash=leaf_hash(octets),
        logged_at=now,
    )


def _insert(batch: Batch, leaves: Sequence[tuple[int, Sequence[Kept]]]) -> list[Entry]:
    """Insert sealed entries, each of an institution (id), with what opens them."""
    entries, rows = [], []
    for house, fields in leaves:
        octets = sealed.sealed_leaf(batch.day, fields)
        entry = Entry(
            pk=_key(),
            institution_id=house,
            kind=SEALED,
            act="leaf.sealed",
            ref=secrets.token_bytes(16),
            number=0,
            leaf=octets,
            leaf_hash=leaf_hash(octets),
            logged_at=sealed.begins(batch.day),
            not_before=batch.release,
        )
        entries.append(entry)
        keys = sorted(_key() for _ in fields)  # in the order of the fields
        rows += [
            Disclosure(
                pk=key, entry=entry, field=each.field, digest=each.digest, salt=each.salt,
                value=each.value,
            )
            for key, each in zip(keys, fields, strict=True)
        ]  # fmt: skip
    Entry.objects.bulk_create(entries)
    Disclosure.objects.bulk_create(rows)
    return entries


def _key() -> int:
    return -1 - secrets.randbelow(KEYS)


def _salts() -> list[bytes]:
    return [secrets.token_bytes(32) for _ in sealed.FIELDS]
