"""What a receipt can show: the committed fields of an entry, in words, and which were chosen."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from netral.ledger.core.types import fields
from netral.ledger.core.words import FIELD_WORDS
from netral.ledger.models import Disclosure, Entry

ALL: Final = "semua"  # in an address: every field


@dataclass(frozen=True, slots=True)
class Field:
    """One committed field: its name, the msgid of its word, its value as a receipt spells it."""

    name: str
    word: str
    value: str
    erased: bool


def openable(entry: Entry) -> list[Field]:
    """Return the committed fields of an entry in the order of its type, except empty ones."""
    kept = {row.field: row for row in Disclosure.objects.filter(entry=entry)}
    found = []
    for row in map(kept.__getitem__, fields(entry.kind)):
        value = json.loads(bytes(row.value)) if row.value is not None else None
        if value in (None, "", []) and row.value is not None:
            continue
        found.append(Field(row.field, FIELD_WORDS[row.field], _said(value), row.value is None))
    return found


def chosen(entry: Entry, asked: Sequence[str]) -> list[str] | None:
    """Return which of these names are fields of an entry; without one the receipt opens none."""
    names = fields(entry.kind)
    return list(names) if ALL in asked else [name for name in names if name in asked] or None


def _said(value: object) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False)
