"""Reading the ledger."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from netral.ledger.core import b64u
from netral.ledger.models import Disclosure, Entry


@dataclass(frozen=True, slots=True)
class Mark:
    """What a page shows of an entry: its number, when it was logged, the leaf hash."""

    number: int
    logged_at: datetime
    leaf_hash: str


def mark(entry: Entry) -> Mark:
    """Return the proof mark of `entry`."""
    return Mark(number=entry.pk, logged_at=entry.logged_at, leaf_hash=b64u(bytes(entry.leaf_hash)))


def fields(entry: Entry) -> dict[str, Any]:
    """Return the committed values that have not been erased, by field."""
    rows = Disclosure.objects.filter(entry=entry, value__isnull=False)
    return {row.field: json.loads(bytes(row.value or b"null")) for row in rows}
