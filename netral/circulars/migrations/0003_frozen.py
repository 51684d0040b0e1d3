"""Let the database itself refuse to change what was signed.

The application refuses first, in words; this holds when somebody writes to the database by hand.
A later migration that rebuilds one of the two tables on SQLite drops its triggers: run `freeze`
again there (`tests/circulars/test_frozen.py` tells).
"""

from typing import Final

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TEXT: Final = (
    "institution_id", "slug", "form", "unit_id", "parent_id", "supersedes_id", "number",
    "number_year", "subject", "opening", "closing", "place", "dated_on", "dating", "signatory_id",
    "relay", "on_behalf_of", "under", "signature_block", "audience", "elections", "bases",
    "recipients", "copies", "pass_on_by", "read_by", "text_sha256", "signed_at", "sources",
)  # fmt: skip
WORDS: Final = "a signed circular does not change"
SIGNED: Final = "EXISTS (SELECT 1 FROM circulars_circular WHERE id = {} AND text_sha256 <> '')"


def freeze(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers of the engine in use."""
    for statement in (_postgresql if editor.connection.vendor == "postgresql" else _sqlite)():
        editor.execute(statement)


def thaw(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the triggers."""
    on = {
        "circulars_frozen": "circulars_circular",
        "circulars_no_new_clause": "circulars_clause",
        "circulars_frozen_clause": "circulars_clause",
    }
    for name, table in on.items():
        place = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
        editor.execute(f"DROP TRIGGER IF EXISTS {name}{place}")


def _sqlite() -> list[str]:
    # No trigger on DELETE: emptying a table is a DELETE there, and rows that hang on a circular
    # in force (desks, readings, its paper) protect it already.
    changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in TEXT)
    stop = f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
    return [
        "CREATE TRIGGER circulars_frozen BEFORE UPDATE ON circulars_circular "
        f"WHEN OLD.text_sha256 <> '' AND ({changed}) {stop}",
        "CREATE TRIGGER circulars_no_new_clause BEFORE INSERT ON circulars_clause "
        f"WHEN {SIGNED.format('NEW.circular_id')} {stop}",
        "CREATE TRIGGER circulars_frozen_clause BEFORE UPDATE ON circulars_clause "
        f"WHEN {SIGNED.format('OLD.circular_id')} {stop}",
    ]


def _postgresql() -> list[str]:
    changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in TEXT)
    raising = f"RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation';"
    return [
        "CREATE OR REPLACE FUNCTION circulars_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {raising} END $$",
        "CREATE OR REPLACE FUNCTION circulars_refuse_clause() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF TG_OP <> 'INSERT' AND {SIGNED.format('OLD.circular_id')} THEN {raising} "
        f"ELSIF TG_OP = 'INSERT' AND {SIGNED.format('NEW.circular_id')} THEN {raising} END IF; "
        "RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER circulars_frozen BEFORE UPDATE ON circulars_circular FOR EACH ROW "
        f"WHEN (OLD.text_sha256 <> '' AND ({changed})) EXECUTE FUNCTION circulars_refuse()",
        "CREATE TRIGGER circulars_frozen_clause BEFORE INSERT OR UPDATE OR DELETE "
        "ON circulars_clause FOR EACH ROW EXECUTE FUNCTION circulars_refuse_clause()",
    ]


class Migration(migrations.Migration):
    """Freeze circulars in the database."""

    dependencies = [("circulars", "0002_reached_at")]

    operations = [migrations.RunPython(freeze, thaw)]
