"""What keeps the tables of the log as they are: triggers, on both engines.

An entry is inserted and never touched again; with it, in the same transaction, a row of the outbox
appears, which only leaves it for a place in the log. The head only grows. What opens a commitment
may be forgotten, never changed. Whoever holds the owner's rights can remove a trigger: then the
log tells (`ledger_fsck`, and anybody with its public files).

SQLite drops the triggers of a table that a migration remakes: such a migration ends with
`renew(schema_editor.connection)`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

KEPT: Final = ("ledger_entry", "ledger_place", "ledger_tile", "ledger_publication")
OUTBOX: Final = "INSERT INTO ledger_waiting (entry_id, not_before) VALUES (NEW.id, NEW.not_before);"
REFUSAL: Final = "the ledger is append-only"
SHRINKS: Final = """NEW.one <> OLD.one OR NEW.origin <> OLD.origin OR NEW.vkey <> OLD.vkey
OR NEW.size < OLD.size OR (NEW.size = OLD.size AND NEW.root <> OLD.root)"""
REOPENS: Final = """NEW.id <> OLD.id OR NEW.entry_id <> OLD.entry_id OR NEW.field <> OLD.field
OR NEW.digest <> OLD.digest OR NEW.salt IS NOT NULL OR NEW.value IS NOT NULL"""
REFUSE: Final = f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'"
FUNCTIONS: Final = {
    "ledger_refuse": f"\nBEGIN {REFUSE}; END ",
    "ledger_wait": f"\nBEGIN {OUTBOX} RETURN NULL; END ",
    "ledger_placed": f"""
BEGIN
IF EXISTS (SELECT FROM gone WHERE NOT EXISTS (
    SELECT FROM ledger_place WHERE ledger_place.entry_id = gone.entry_id
)) THEN {REFUSE}; END IF;
RETURN NULL;
END """,  # noqa: S608  # constants
}
# PostgreSQL spells the condition of a trigger in its own way.
CONDITION: Final = re.compile(r"WHEN \(.*\)", re.DOTALL)


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


def missing(connection: Any) -> list[str]:
    """Return the names of the guards that are absent, switched off or another's."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                """SELECT pg_get_triggerdef(pg_trigger.oid, true), proname, prosrc
                FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
                WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"""
            )
            up = {_bare(sql) for sql, name, does in cursor if FUNCTIONS.get(name) == does}
            return [each.name for each in guards("postgresql") if _bare(str(each)) not in up]
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'")
        up = {sql for (sql,) in cursor.fetchall()}
        return [guard.name for guard in guards("sqlite") if str(guard) not in up]


def _bare(trigger: str) -> str:
    return CONDITION.sub("WHEN", trigger)


def renew(connection: Any) -> None:
    """Put all the guards up, whichever of them are up already."""
    with connection.cursor() as cursor:
        for statement in (*off(connection), *on(connection)):
            cursor.execute(statement)


def on(connection: Any) -> Iterator[str]:
    """Yield the statements that put the guards up."""
    if connection.vendor == "postgresql":
        for name, does in FUNCTIONS.items():
            yield (
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
                f" AS $${does}$$"
            )
    yield from map(str, guards(connection.vendor))


def off(connection: Any) -> Iterator[str]:
    """Yield the statements that take the guards down."""
    for guard in guards(connection.vendor):
        where = f" ON {guard.table}" if connection.vendor == "postgresql" else ""
        yield f"DROP TRIGGER IF EXISTS {guard.name}{where}"


def _on_postgres() -> Iterator[Guard]:
    wait = "FOR EACH ROW EXECUTE FUNCTION ledger_wait()"
    yield Guard("ledger_entry_waits", "AFTER INSERT", "ledger_entry", wait)
    for table in KEPT:
        for what, level in (("DELETE OR UPDATE", "row"), ("TRUNCATE", "statement")):
            refuse = f"FOR EACH {level.upper()} EXECUTE FUNCTION ledger_refuse()"
            yield Guard(f"{table}_keeps_{level}s", f"BEFORE {what}", table, refuse)
    refuse = "EXECUTE FUNCTION ledger_refuse()"
    for table, wrong in _changing().items():
        when = f"FOR EACH ROW {f'WHEN ({wrong}) ' if wrong else ''}{refuse}"
        yield Guard(f"{table}_keeps_update", "BEFORE UPDATE", table, when)
        if table != "ledger_waiting":
            yield Guard(f"{table}_keeps_delete", "BEFORE DELETE", table, f"FOR EACH ROW {refuse}")
        whole = f"FOR EACH STATEMENT {refuse}"
        yield Guard(f"{table}_keeps_statements", "BEFORE TRUNCATE", table, whole)
    yield Guard(
        "ledger_waiting_keeps_delete",
        "AFTER DELETE",
        "ledger_waiting",
        "REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION ledger_placed()",
    )


def _on_sqlite() -> Iterator[Guard]:
    yield Guard("ledger_entry_waits", "AFTER INSERT", "ledger_entry", f"BEGIN {OUTBOX} END")
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for table in KEPT:
        for what in ("UPDATE", "DELETE"):
            yield Guard(f"{table}_keeps_{what.lower()}", f"BEFORE {what}", table, refuse)
    unplaced = "NOT EXISTS (SELECT 1 FROM ledger_place WHERE entry_id = OLD.entry_id)"
    for table, wrong in _changing().items():
        when = f"WHEN {wrong} " if wrong else ""
        yield Guard(f"{table}_keeps_update", "BEFORE UPDATE", table, when + refuse)
        when = f"WHEN {unplaced} " if table == "ledger_waiting" else ""
        yield Guard(f"{table}_keeps_delete", "BEFORE DELETE", table, when + refuse)


def _changing() -> dict[str, str]:
    """Return which changes are refused to tables that change by right; empty: every update."""
    return {"ledger_head": SHRINKS, "ledger_disclosure": REOPENS, "ledger_waiting": ""}
