"""Who may do what on PostgreSQL, besides the guards: three roles (docs/guide/operator.md).

The owner makes and changes tables, and nobody signs in as it. The application adds entries, and
may forget what opens them; it never changes or removes anything of the ledger. The sequencer gives
entries their places. SQLite has no roles: there the guards stand alone.
"""

from collections.abc import Iterator
from typing import Final

from django.db import connection

EVERYTHING: Final = "SELECT, INSERT, UPDATE, DELETE"
# What the application may do with each table of the ledger; it may do everything with the others.
APPLICATION: Final = {
    "ledger_entry": ("SELECT", "INSERT"),
    "ledger_disclosure": ("SELECT", "INSERT", "UPDATE (salt, value)"),
    "ledger_waiting": ("SELECT", "INSERT"),  # the trigger on entries inserts with this right
    "ledger_place": ("SELECT",),
    "ledger_tile": ("SELECT",),
    "ledger_publication": ("SELECT",),
    "ledger_head": ("SELECT",),
}
SEQUENCER: Final = {
    "ledger_entry": ("SELECT",),
    "ledger_disclosure": ("SELECT",),
    "ledger_waiting": ("SELECT", "INSERT", "DELETE"),
    "ledger_place": ("SELECT", "INSERT"),
    "ledger_tile": ("SELECT", "INSERT"),
    "ledger_publication": ("SELECT", "INSERT"),
    "ledger_head": ("SELECT", "INSERT", "UPDATE"),
}


def grants(application: str, sequencer: str) -> Iterator[str]:
    """Yield the statements that give two roles their rights, and take away all others.

    They may be the same role: then whoever takes over the web process can also publish. Run them
    as the owner of the tables, after every migration.
    """
    tables = sorted(
        name
        for name in connection.introspection.table_names()
        if name.startswith("ledger_") and name not in APPLICATION
    )
    if tables:
        msg = f"tables of the ledger without rights: {', '.join(tables)}"
        raise LookupError(msg)
    app, log = (_quoted(role) for role in (application, sequencer))
    for role in dict.fromkeys((app, log)):
        yield f"GRANT USAGE ON SCHEMA public TO {role}"
        yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}"
        yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}"
    yield f"GRANT {EVERYTHING} ON ALL TABLES IN SCHEMA public TO {app}"
    for table in APPLICATION:
        yield f"REVOKE ALL ON {table} FROM {app}"
    for role, rights in ((app, APPLICATION), (log, SEQUENCER)):
        for table, some in rights.items():
            yield f"GRANT {', '.join(some)} ON {table} TO {role}"
    # The sequencer asks whether all migrations were run, and which institutions there are.
    for table in ("django_migrations", "tenancy_institution"):
        if log != app:
            yield f"GRANT SELECT ON {table} TO {log}"


def _quoted(role: str) -> str:
    """Quote the name of a role: whatever it holds, it stays one name."""
    doubled = role.replace('"', '""')
    return f'"{doubled}"'
