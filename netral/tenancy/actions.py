"""Writing as an engine does it best: many rows at once, and locks that no row stands for."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection


def load(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows: by COPY on PostgreSQL, by one prepared statement on SQLite.

    Model instances would cost ten times their insertion, and on PostgreSQL a statement for each row
    three times what one stream costs.
    """
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            copy = f"COPY {table} ({names}) FROM STDIN"
            with connection.wrap_database_errors, cursor.copy(copy) as stream:
                for row in rows:
                    stream.write_row(row)
            return
        marks = ", ".join(["%s"] * len(columns))
        cursor.executemany(  # the driver takes any iterable
            f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608
            rows,  # type: ignore[arg-type]
        )


def hold(lock: int) -> None:
    """Wait for an advisory lock of PostgreSQL, and keep it until the transaction ends.

    SQLite has one writer anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock])
