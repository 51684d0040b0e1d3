"""Sealed leaves: reports hidden among covers now, and undeniable later (docs/ledger.md).

A sealed leaf shows the date of its batch and a commitment, nothing else. A batch is released once
a day; covers pad it to a multiple of 16. Days later an opening leaf for every one of them shows
what it was: a report, a step that follows a report, or a cover.

Days are those of Western Indonesia, whose clock also says when a batch is released.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Final

from netral.kernel.canon import canonical
from netral.ledger.core.leaf import (
    Kept,
    b64u,
    commitment,
    digest,
    open_fields,
    timestamp,
    unb64u,
)
from netral.ledger.core.tree import SIZE, leaf_hash
from netral.ledger.core.types import fields, misfits

SEALED: Final = "sealed/1"
OPENING: Final = "opening/1"
REPORT: Final = "report"
STEP: Final = "step"
COVER: Final = "cover"

FULL: Final = 16  # a batch holds a multiple of so many
ZONE: Final = timezone(timedelta(hours=7))  # Western Indonesian Time
CLOSES: Final = timedelta(hours=1)  # so long before its release a batch takes nothing any more

FIELDS: Final = fields(SEALED)
SHOWN: Final = ("kind", "link")  # what an opening leaf reveals
MADE_KNOWN: Final = FIELDS[:-1]  # a reporter keeps `code_pk` and gives its digest alone
MOST: Final = 100  # ciphertexts or keys that one leaf names
CIPHERTEXT: Final = re.compile(r"[0-9a-f]{64}")
LEAF: Final = re.compile(rb'\{"at":"(\d{4}-\d\d-\d\d)","c":"[A-Za-z0-9_-]{43}","t":"sealed/1"\}')
KEY_ID: Final = re.compile(r"[!-~]{1,100}")


class Unfit(ValueError):
    """What a reporter's browser made is not a sealed leaf as it must be."""


@dataclass(frozen=True, slots=True)
class Batch:
    """The sealed leaves of one day, and when they are released."""

    day: date
    release: datetime

    @property
    def closes(self) -> datetime:
        """Return the instant from which on leaves go into the next batch."""
        return self.release - CLOSES


def batch_of(day: date, hour: int) -> Batch:
    """Return the batch of a day, released at an hour of it."""
    return Batch(day, datetime.combine(day, time(hour), ZONE).astimezone(UTC))


def open_batch(at: datetime, hour: int) -> Batch:
    """Return the batch that takes what is sealed at an instant."""
    batch = closed_batch(at, hour)
    return batch_of(batch.day + timedelta(days=1), hour)


def closed_batch(at: datetime, hour: int) -> Batch:
    """Return the newest batch that takes nothing any more."""
    batch = batch_of(day_at(at + CLOSES), hour)
    return batch if batch.closes <= at else batch_of(batch.day - timedelta(days=1), hour)


def day_at(at: datetime) -> date:
    """Return the day at an instant."""
    return at.astimezone(ZONE).date()


def begins(day: date) -> datetime:
    """Return the first instant of a day."""
    return datetime.combine(day, time.min, ZONE).astimezone(UTC)


def covers_needed(held: int) -> int:
    """Return how many covers fill up a batch that holds `held` leaves; none holds nothing."""
    return -held % FULL or (0 if held else FULL)


def is_full(held: int) -> bool:
    """Tell whether a batch may be released."""
    return not covers_needed(held)


@dataclass(frozen=True, slots=True)
class Given:
    """What a reporter's browser made: the leaf, and what opens all but one of its fields.

    The salts come from the reporter's code, so that with it the reporter finds the leaf again.
    """

    leaf: bytes
    values: Mapping[str, object]
    salts: Mapping[str, bytes]
    code_pk: bytes  # the digest alone


def kept(values: Mapping[str, object], salts: Sequence[bytes]) -> tuple[Kept, ...]:
    """Commit to the fields of a step or a cover, one salt each."""
    opened = open_fields(SEALED, values, salts)
    return tuple(Kept(each.field, each.digest, each.salt, each.value) for each in opened)


def sealed_leaf(day: date, fields: Sequence[Kept]) -> bytes:
    """Return the octets of a sealed leaf: reports, steps and covers differ in `c` alone."""
    bound = commitment(SEALED, [each.digest for each in fields])
    return canonical({"at": day.isoformat(), "c": b64u(bound), "t": SEALED})


def day_of(leaf: bytes) -> date:
    """Return the day of a sealed leaf.

    Raises:
        Unfit: it has another shape.
    """
    found = LEAF.fullmatch(leaf)
    try:
        return date.fromisoformat(found[1].decode() if found else "")
    except ValueError as wrong:
        msg = "this is no sealed leaf"
        raise Unfit(msg) from wrong


def checked(given: Given, *, day: date, institution: str) -> tuple[Kept, ...]:
    """Return the fields of a report, in order, after holding its leaf against what opens it.

    Who has reckoned the commitment anew cannot say later that the report was a cover.

    Raises:
        Unfit: the leaf is of another day, commits to something else, or is of no report to
            `institution`.
    """
    _check_salts(given)
    _check_values(given.values, institution)
    opened = [_opened(name, given.salts[name], given.values[name]) for name in MADE_KNOWN]
    fields = (*opened, Kept(FIELDS[-1], given.code_pk))
    if given.leaf != sealed_leaf(day, fields):
        msg = "the leaf is of another day, or commits to something else"
        raise Unfit(msg)
    return fields


def _opened(name: str, salt: bytes, value: object) -> Kept:
    octets = canonical(value)
    return Kept(name, digest(salt=salt, field=name, value=octets), salt, octets)


def _check_salts(given: Given) -> None:
    if not set(given.values) == set(given.salts) == set(MADE_KNOWN):
        msg = f"a report gives value and salt of {', '.join(MADE_KNOWN)}"
        raise Unfit(msg)
    octets = [*given.salts.values(), given.code_pk]
    if any(len(each) != SIZE for each in octets) or len(set(octets)) != len(octets):
        msg = f"each salt, and the digest, has {SIZE} octets of its own"
        raise Unfit(msg)


def _check_values(values: Mapping[str, object], institution: str) -> None:
    if (values["kind"], values["link"], values["ten"]) != (REPORT, None, institution):
        msg = f"the leaf is of a report to {institution}, and follows nothing"
        raise Unfit(msg)
    if not _are(values["blob"], CIPHERTEXT):
        msg = "a report names its ciphertexts, each by its SHA-256"
        raise Unfit(msg)
    if not _are(values["to"], KEY_ID):
        msg = "a report names the keys that open it"
        raise Unfit(msg)


def _are(value: object, shape: re.Pattern[str]) -> bool:
    """Tell whether a value is a list of some different texts of a shape."""
    return (
        isinstance(value, list | tuple)
        and 1 <= len(value) <= MOST
        and all(isinstance(each, str) and shape.fullmatch(each) for each in value)
        and len(set(value)) == len(value)
    )


def opening_leaf(at: datetime, leaf: bytes, fields: Sequence[Kept]) -> bytes:
    """Return the octets of the leaf that opens the sealed one with the leaf hash `leaf`.

    Raises:
        ValueError: one of the fields that an opening shows was erased.
    """
    public: dict[str, object] = {"leaf": b64u(leaf)}
    rest = []
    for each in fields:
        if each.field not in SHOWN:
            rest.append(b64u(each.digest))
            continue
        if each.salt is None or each.value is None:
            msg = f"{each.field} was erased"
            raise ValueError(msg)
        public[each.field] = json.loads(each.value)
        public[f"{each.field}_salt"] = b64u(each.salt)
    return canonical({"at": timestamp(at), "t": OPENING, "x": public | {"rest": rest}})


def opens(opening: bytes, sealed: bytes) -> bool:
    """Tell whether an opening leaf names a sealed one and says what that committed to.

    Anybody can reckon this from the public files.
    """
    shown = json.loads(opening)["x"]
    if misfits(OPENING, shown):
        return False
    digests = [
        digest(salt=unb64u(shown[f"{name}_salt"]), field=name, value=canonical(shown[name]))
        for name in SHOWN
    ]
    bound = commitment(SEALED, [*digests, *map(unb64u, shown["rest"])])
    said = (shown["leaf"], b64u(bound))
    return said == (b64u(leaf_hash(sealed)), json.loads(sealed)["c"])
