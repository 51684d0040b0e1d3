"""The check of the whole log: its public files alone, and then everything else against them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction

from netral.ledger.core.faults import Fault
from netral.ledger.core.public import PublicLog
from netral.ledger.queries.fsck import publications, records, tables

__all__ = ["Report", "files", "whole"]


@dataclass(slots=True)
class Report:
    """What a check went through, and what it found."""

    leaves: int = 0
    entries: int | None = None  # None: the database was not looked at
    bare: int = 0  # entries that came back from a copy, without what they stood for
    faults: list[Fault] = field(default_factory=list)


def files(log: PublicLog) -> Report:
    """Check the public files alone."""
    return Report(leaves=log.state.size, faults=list(log.check()))


def whole(log: PublicLog, now: datetime) -> Report:
    """Check the files, and the database against them, both ways.

    The database is read as of one moment, after the checkpoint: what is written meanwhile is left
    to the next check.
    """
    with _one_moment():
        held = tables.Tables()
        faults = [
            *log.check(held.take),
            *tables.head(log.key),
            *held.rest(log.rebuild, now),
            *records.check(),
        ]
    faults += publications.check(log)
    return Report(log.state.size, held.entries, len(held.bare), faults)


@contextmanager
def _one_moment() -> Iterator[None]:
    """See one state of the database, without keeping anybody from writing."""
    if connection.in_atomic_block:  # of a test
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:  # Django's own transactions would hold the only writer's lock
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")
