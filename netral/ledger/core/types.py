"""The closed list of leaf types.

A type that was ever logged never changes: a new meaning is a new number, and the old one stays,
because receipts outlive the program.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final


class Form(StrEnum):
    """Which keys the leaves of a type have."""

    HISTORY = "history"  # a step in the life of an object: all the keys
    SEALED = "sealed"  # a date and a commitment, nothing else
    OPENING = "opening"  # what opens a sealed leaf, nothing else


class Shows(StrEnum):
    """What a public value of a leaf may be; `?` lets it be null too."""

    REF = "ref"  # 16 octets in base64url: the object of another history
    HASH = "hash"  # 32 octets in base64url: a leaf hash, a digest, a salt
    HASHES = "hash*"  # a list of such
    SHA256 = "sha256"  # 64 hexadecimal digits
    TEXT = "text"  # up to 300 printable ASCII characters
    LEVEL = "level"  # 0 to 3, of the scale of signatures
    DUE = "date?"  # by when the next step of this history must be logged
    KIND = "report|step|cover"  # what a sealed leaf was
    LINK = "hash?"


@dataclass(frozen=True, slots=True)
class Type:
    """One type of leaf: its committed fields in order, and its public values by name."""

    fields: tuple[str, ...]
    public: Mapping[str, Shows] = field(default_factory=dict)
    form: Form = Form.HISTORY


_HASH: Final = re.compile(r"[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]")
SHAPES: Final[Mapping[Shows, re.Pattern[str]]] = {
    Shows.REF: re.compile(r"[A-Za-z0-9_-]{21}[AQgw]"),
    Shows.HASH: _HASH,
    Shows.LINK: _HASH,
    Shows.SHA256: re.compile(r"[0-9a-f]{64}"),
    Shows.TEXT: re.compile(r"[ -~]{0,300}"),
    Shows.DUE: re.compile(r"\d{4}-\d\d-\d\d", re.ASCII),
    Shows.KIND: re.compile(r"report|step|cover"),
}
LEVELS: Final = range(4)


_ACT: Final = ("act", "actor", "subject", "acted_at", "detail")
_PACT: Final = (
    "person", "identity", "name", "position", "unit", "campaign", "text", "level", "method",
    "witnesses", "acted_at", "document",
)  # fmt: skip
_SIGNED: Final = {"camp": Shows.REF, "lvl": Shows.LEVEL}

TYPES: Final[Mapping[str, Type]] = {
    "internal/1": Type(_ACT),
    "circular.published/1": Type(
        ("actor", "signatory", "number", "subject", "parent", "text", "acted_at"),
        {"doc": Shows.SHA256, "no": Shows.TEXT},
    ),
    "circular.revoked/1": Type(
        ("actor", "number", "reason", "successor", "acted_at"), {"doc": Shows.SHA256}
    ),
    "campaign.opened/1": Type((*_ACT, "text"), {"sha": Shows.SHA256}),
    "pact.signed/1": Type(_PACT, _SIGNED),
    # With a passkey: what it signed, and the public key with the leaf that registered it.
    "pact.signed/2": Type((*_PACT, "assertion", "key"), _SIGNED),
    "credential.registered/1": Type(("actor", "credential", "public_key", "acted_at")),
    "credential.revoked/1": Type(("actor", "credential", "reason", "acted_at")),
    "ruleset.published/1": Type(
        ("actor", "reviewer", "version", "rules", "table", "acted_at"),
        {"rules": Shows.SHA256, "table": Shows.SHA256},
    ),
    "advice.answered/1": Type(
        ("asker", "actor", "question", "answer", "verdict", "rules", "acted_at"),
        {"rules": Shows.SHA256},
    ),
    "permit.decided/1": Type(
        (
            "person", "actor", "kind", "decision", "reason", "starts_on", "ends_on", "acted_at",
            "document",
        )
    ),
    "case.opened/1": Type(_ACT, {"due": Shows.DUE}),
    "case.step/1": Type(_ACT, {"due": Shows.DUE}),
    "erasure/1": Type(("actor", "entry", "fields", "basis", "acted_at")),
    "sealed/1": Type(("kind", "link", "ten", "blob", "to", "code_pk"), form=Form.SEALED),
    "opening/1": Type(
        (),
        {
            "leaf": Shows.HASH, "kind": Shows.KIND, "kind_salt": Shows.HASH,
            "link": Shows.LINK, "link_salt": Shows.HASH, "rest": Shows.HASHES,
        },
        form=Form.OPENING,
    ),
}  # fmt: skip


def fields(kind: str) -> tuple[str, ...]:
    """Return the fields of a type in their order.

    Raises:
        KeyError: `kind` is not on the list.
    """
    return TYPES[kind].fields


def misfits(kind: str, public: Mapping[str, object]) -> list[str]:
    """Return the names of public values that a leaf of `kind` lacks, must not have, or misspells.

    Raises:
        KeyError: `kind` is not on the list.
    """
    shows = TYPES[kind].public
    named = shows.keys() ^ public.keys()
    return sorted(
        named | {n for n in shows.keys() & public.keys() if not _fits(shows[n], public[n])}
    )


def _fits(shows: Shows, value: object) -> bool:
    match shows:
        case Shows.LEVEL:
            return type(value) is int and value in LEVELS
        case Shows.HASHES:
            return isinstance(value, list | tuple) and all(_fits(Shows.HASH, v) for v in value)
        case Shows.DUE | Shows.LINK if value is None:
            return True
    fits = isinstance(value, str) and bool(SHAPES[shows].fullmatch(value))
    return fits and (shows is not Shows.DUE or _is_day(str(value)))


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False
