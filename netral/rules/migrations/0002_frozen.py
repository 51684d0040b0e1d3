"""Let the database itself refuse to change a version that was published.

The application refuses first, in words; this holds when somebody writes to the database by hand.
A later migration that rebuilds the table on SQLite drops its trigger: run `freeze` again there
(`tests/rules/test_versions.py` tells).
"""

from typing import Final

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TEXT: Final = (
    "institution_id", "code", "version", "origin", "source", "files", "revision", "made_by",
    "made_at", "proposed_by", "proposed_at", "reviewed_by", "published_at", "sha256", "table",
    "gate_state", "gate_at", "gate", "entry_id",
)  # fmt: skip
WORDS: Final = "a published version of the rules does not change"
ONWARDS: Final = "NEW.state NOT IN ('published', 'superseded')"


def freeze(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers of the engine in use."""
    for statement in (_postgresql if editor.connection.vendor == "postgresql" else _sqlite)():
        editor.execute(statement)


def thaw(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the triggers."""
    place = " ON rules_ruleset" if editor.connection.vendor == "postgresql" else ""
    for name in ("rules_frozen", "rules_kept"):
        editor.execute(f"DROP TRIGGER IF EXISTS {name}{place}")


def _sqlite() -> list[str]:
    # No trigger on DELETE: emptying a table is a DELETE there.
    changed = " OR ".join(f'NEW."{column}" IS NOT OLD."{column}"' for column in TEXT)
    return [
        "CREATE TRIGGER rules_frozen BEFORE UPDATE ON rules_ruleset "
        f"WHEN OLD.published_at IS NOT NULL AND ({changed} OR {ONWARDS}) "
        f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END",
    ]


def _postgresql() -> list[str]:
    changed = " OR ".join(f'NEW."{column}" IS DISTINCT FROM OLD."{column}"' for column in TEXT)
    return [
        "CREATE OR REPLACE FUNCTION rules_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE TRIGGER rules_frozen BEFORE UPDATE ON rules_ruleset FOR EACH ROW "
        f"WHEN (OLD.published_at IS NOT NULL AND ({changed} OR {ONWARDS})) "
        "EXECUTE FUNCTION rules_refuse()",
        "CREATE TRIGGER rules_kept BEFORE DELETE ON rules_ruleset FOR EACH ROW "
        "WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION rules_refuse()",
    ]


class Migration(migrations.Migration):
    """Freeze published versions in the database."""

    dependencies = [("rules", "0001_initial")]

    operations = [migrations.RunPython(freeze, thaw)]
