"""Guards on the head, the openings and the outbox as well."""

from django.db import migrations

from netral.ledger import guards


def put_up(_apps, schema_editor):
    for statement in (*guards.off(schema_editor.connection), *guards.on(schema_editor.connection)):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0003_guards'),
    ]

    operations = [
        migrations.RunPython(put_up, migrations.RunPython.noop),
    ]
