"""What keeps the tables of the log as they are: triggers, on both engines.

An entry is inserted and never touched again; with it, in the same transaction, a row of the outbox
appears. Whoever holds the owner's rights can remove a trigger: then the log tells (`ledger_fsck`,
and anybody with its public files).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol

KEPT: Final = ("ledger_entry", "ledger_place", "ledger_tile", "ledger_publication")
OUTBOX: Final = "INSERT INTO ledger_waiting (entry_id, not_before) VALUES (NEW.id, NEW.not_before);"
REFUSAL: Final = "the ledger is append-only"
FUNCTIONS: Final = f"""
CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE OR REPLACE FUNCTION ledger_wait() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN {OUTBOX} RETURN NULL; END $$;
"""


class Database(Protocol):
    """What is needed of Django's connection."""

    vendor: str


@dataclass(frozen=True, slots=True)
class Guard:
    """One trigger: when it acts, on which table, and what it does."""

    name: str
    when: str
    table: str
    does: str

    def __str__(self) -> str:
        return f"CREATE TRIGGER {self.name} {self.when} ON {self.table} {self.does}"


def guards(vendor: str) -> Iterator[Guard]:
    """Yield the triggers that must be there on an engine."""
    yield from _on_postgres() if vendor == "postgresql" else _on_sqlite()


def on(database: Database) -> Iterator[str]:
    """Yield the statements that put the guards up."""
    if database.vendor == "postgresql":
        yield FUNCTIONS
    yield from map(str, guards(database.vendor))


def off(database: Database) -> Iterator[str]:
    """Yield the statements that take the guards down."""
    for guard in guards(database.vendor):
        where = f" ON {guard.table}" if database.vendor == "postgresql" else ""
        yield f"DROP TRIGGER IF EXISTS {guard.name}{where}"


def _on_postgres() -> Iterator[Guard]:
    wait = "FOR EACH ROW EXECUTE FUNCTION ledger_wait()"
    yield Guard("ledger_entry_waits", "AFTER INSERT", "ledger_entry", wait)
    for table in KEPT:
        for what, level in (("UPDATE OR DELETE", "row"), ("TRUNCATE", "statement")):
            refuse = f"FOR EACH {level} EXECUTE FUNCTION ledger_refuse()"
            yield Guard(f"{table}_keeps_{level}s", f"BEFORE {what}", table, refuse)


def _on_sqlite() -> Iterator[Guard]:
    yield Guard("ledger_entry_waits", "AFTER INSERT", "ledger_entry", f"BEGIN {OUTBOX} END")
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for table in KEPT:
        for what in ("UPDATE", "DELETE"):
            yield Guard(f"{table}_keeps_{what.lower()}", f"BEFORE {what}", table, refuse)
