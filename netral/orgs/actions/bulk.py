"""Writing many rows at once: what an import of 100,000 people needs and a form never does."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db import connection

from netral.tenancy.actions import load

STAGING: Final = "orgs_staging"


def merge(
    table: str, columns: Sequence[str], keep: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Update rows by id through a staging table; a NULL in a column of `keep` changes nothing."""
    names = ("id", *columns, *keep)
    sets = [f"{name} = s.{name}" for name in columns]
    sets += [f"{name} = COALESCE(s.{name}, {table}.{name})" for name in keep]
    listed, changes = ", ".join(names), ", ".join(sets)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {STAGING}")
        cursor.execute(
            f"CREATE TEMPORARY TABLE {STAGING} AS SELECT {listed} FROM {table} WHERE 1 = 0"  # noqa: S608
        )
        load(STAGING, names, rows)
        cursor.execute(
            f"UPDATE {table} SET {changes} FROM {STAGING} s WHERE {table}.id = s.id"  # noqa: S608
        )
        cursor.execute(f"DROP TABLE {STAGING}")
