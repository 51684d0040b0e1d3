"""Guards on the tables of the log; what was recorded before joins the outbox."""

from django.db import migrations

from netral.ledger import guards

FILL = "INSERT INTO ledger_waiting (entry_id) SELECT id FROM ledger_entry"


def put_up(_apps, schema_editor):
    for statement in guards.on(schema_editor.connection):
        schema_editor.execute(statement, params=None)
    schema_editor.execute(FILL)


def take_down(_apps, schema_editor):
    for statement in guards.off(schema_editor.connection):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0002_the_log'),
    ]

    operations = [
        migrations.RunPython(put_up, take_down),
    ]
