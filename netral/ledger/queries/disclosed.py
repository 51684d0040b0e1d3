"""What a receipt can show: the committed fields of an entry, in words, and which were chosen."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from netral.ledger.core.types import fields
from netral.ledger.core.words import FIELD_WORDS, METHOD_WORDS
from netral.ledger.models import Entry
from netral.ledger.queries.openings import openings

ALL: Final = "semua"  # in an address: every field
INSTANT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
EMPTY: Final[tuple[object, ...]] = (None, "", [])
PERSON: Final = re.compile(r"person:([0-9]+)")


@dataclass(frozen=True, slots=True)
class Field:
    """One committed field: its name, the msgid of its word, and its value as people read it."""

    name: str
    word: str
    value: str
    at: datetime | None = None  # of a value that is an instant
    erased: bool = False


def openable(entry: Entry) -> list[Field]:
    """Return the committed fields of an entry in the order of its type, except empty ones."""
    found = []
    for row in openings(entry):
        value = json.loads(row.value) if row.value is not None else None
        if row.value is None:
            found.append(Field(row.field, FIELD_WORDS[row.field], "", erased=True))
        elif value not in EMPTY:
            found.append(shown(row.field, value))
    return found


def shown(name: str, value: Any) -> Field:
    """Return an open field in the reader's words; whatever it holds, it can be shown."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = worded(name, text)
    if number := PERSON.fullmatch(text):
        text = number[1]
    return Field(name, FIELD_WORDS.get(name, name), text, _instant(text))


def worded(name: str, text: str) -> str:
    """Return what a value says, in the reader's language where it is a word of a closed list."""
    return _(METHOD_WORDS[text]) if name == "method" and text in METHOD_WORDS else text


def chosen(entry: Entry, asked: Sequence[str]) -> list[str] | None:
    """Return which of these names are fields of an entry; without one the receipt opens none."""
    names = fields(entry.kind)
    return list(names) if ALL in asked else [name for name in names if name in asked] or None


def _instant(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if INSTANT.fullmatch(text) else None
    except ValueError:
        return None
