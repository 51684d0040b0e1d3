"""Inserting many rows of the outbox at once.

`bulk_create` spends four fifths of its time on preparing columns that are the same in every row.
A reminder goes to a whole city within the transaction of one act, so that the time counts.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.db import connection
from django.db.models import Field, JSONField

from netral.kernel.parts import parts
from netral.notices.models import Message

PART: Final = 2000  # rows of one statement


def insert(rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows, each given by what differs from the defaults; known keys are passed over."""
    fields = [field for field in Message._meta.concrete_fields if not field.primary_key]
    prepare = _Prepared(fields)
    ready = [prepare(row) for row in rows]
    if not ready:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for part in parts(ready, PART):
                cursor.execute(
                    _into(fields, _columns(fields)), list(map(list, zip(*part, strict=True)))
                )
        else:
            cursor.executemany(_into(fields, _places(fields)), ready)


def _into(fields: Sequence["Field[Any, Any]"], source: str) -> str:
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    table = quote(Message._meta.db_table)
    into = f"INSERT INTO {table} ({names}) {source}"  # our own columns' names
    return f"{into} ON CONFLICT DO NOTHING"


def _places(fields: Sequence["Field[Any, Any]"]) -> str:
    """Take one row at a time: SQLite is in the same process."""
    return f"VALUES ({', '.join(['%s'] * len(fields))})"


def _columns(fields: Sequence["Field[Any, Any]"]) -> str:
    """Take an array for each column: to PostgreSQL every row would be a journey."""
    arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)
    return f"SELECT * FROM unnest({arrays})"  # noqa: S608  # types of our own columns


class _Prepared:
    """Turns rows into what the database takes; what comes again is prepared once."""

    def __init__(self, fields: list["Field[Any, Any]"]) -> None:
        self._defaults = [(f.attname, f, self._value(f, f.get_default())) for f in fields]
        self._known: dict[tuple[str, object], object] = {}

    def __call__(self, row: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(
            self._cached(field, row[name]) if name in row else default
            for name, field, default in self._defaults
        )

    def _cached(self, field: "Field[Any, Any]", value: Any) -> object:
        if isinstance(value, str):
            return str(value)
        if isinstance(field, JSONField):
            return json.dumps(value)
        key = (field.attname, value)
        if key not in self._known:
            self._known[key] = self._value(field, value)
        return self._known[key]

    def _value(self, field: "Field[Any, Any]", value: Any) -> object:
        if isinstance(field, JSONField):
            return json.dumps(value)
        return field.get_db_prep_save(value, connection=connection)
