"""Proofs of a chain made by hand, from the formats alone: no database, no actions."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

from netral.duties.core.proofs import ACT, body_sha256, receipt, spelled
from netral.kernel.canon import canonical
from netral.ledger.core.leaf import Kept, Leaf, b64u, commitment, open_fields, timestamp
from netral.ledger.core.types import fields as names_of

WHEN = datetime(2024, 6, 4, 2, 0, tzinfo=UTC)
RECORD = {
    "format": "netral.circular/1",
    "clauses": [{"text": "Dilarang berpolitik praktis – titik."}],
}
TEXT = sha256(canonical(RECORD)).hexdigest()


def entry(number: int, kind: str, fields: Mapping[str, Any], act: str = "") -> dict[str, Any]:
    """Spell the receipt of an entry as the ledger would have written it."""
    opened = open_fields(
        kind, fields, [bytes([number, n] * 16) for n in range(len(names_of(kind)))]
    )
    leaf = Leaf(
        kind=kind,
        institution="32.76",
        ref=bytes([number] * 16),
        number=0,
        previous=None,
        logged_at=WHEN,
        commitment=commitment(kind, [o.digest for o in opened]),
        public=SHOWN.get(kind, {}),
    ).octets()
    kept = [Kept(field=o.field, digest=o.digest, salt=o.salt, value=o.value) for o in opened]
    return receipt(index=number, kind=kind, act=act, leaf=leaf, fields=kept)


# What the leaves of a type show; the others show nothing.
SHOWN: Final[Mapping[str, Mapping[str, object]]] = {
    "circular.published/1": {"doc": TEXT, "no": "270/343-Huk"},
    "circular.revoked/1": {"doc": TEXT},
    "pact.signed/1": {"camp": b64u(bytes(16)), "lvl": 1},
}


def published() -> dict[str, Any]:
    fields = {"number": "270/343-Huk", "text": TEXT, "acted_at": timestamp(WHEN), "actor": "user:1"}
    return entry(1, "circular.published/1", fields)


def read(**changes: Any) -> dict[str, Any]:
    fields = {
        "act": "circular.read", "actor": "user:12", "subject": "person:12",
        "acted_at": timestamp(WHEN), "detail": {"text": TEXT},
    }  # fmt: skip
    return entry(2, "internal/1", fields | changes, act="circular.read")


def signed(**changes: Any) -> dict[str, Any]:
    fields = {
        "person": "person:12", "identity": "NIP-1", "name": "Ratna Contoh", "position": "Analis",
        "unit": "Kecamatan Contoh", "campaign": "3", "text": TEXT, "level": "seal",
        "method": "code", "witnesses": ["user:4"], "acted_at": timestamp(WHEN), "document": TEXT,
    }  # fmt: skip
    return entry(2, "pact.signed/1", fields | changes)


def body(*more: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return what a chain of two links says: published, and read."""
    first, second = published(), more[0] if more else read()
    deeds = [
        {"at": timestamp(WHEN), "words": "270/343-Huk", "counts": True, "receipt": each["hash"]}
        for each in (first, second)
    ]
    said = {
        "institution": {"code": "32.76", "name": "Kota Contoh"},
        "person": {"id": "person:12", "name": "Ratna Contoh"},
        "links": [
            {"step": "published", "standing": "there", "gap": "", "deeds": deeds[:1]},
            {"step": "read", "standing": "there", "gap": "", "deeds": deeds[1:]},
            {"step": "signed", "standing": "missing", "gap": "Belum.", "deeds": []},
        ],
        "receipts": [first, second],
        "texts": [{"receipt": first["hash"], "record": RECORD}],
    }
    return json.loads(canonical(said | changes))  # type: ignore[no-any-return]


def sealing(said: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
    fields = {
        "act": ACT, "actor": "user:1", "subject": "person:12", "acted_at": timestamp(WHEN),
        "detail": {"sha256": body_sha256(said)},
    }  # fmt: skip
    return entry(3, "internal/1", fields | changes, act=ACT)


def proofs(said: Mapping[str, Any] | None = None) -> bytes:
    """Return the file of a chain, bound by the entry of its sealing."""
    said = said if said is not None else body()
    return spelled(said, sealing(said))
