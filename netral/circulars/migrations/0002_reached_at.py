"""Note when a circular reached each desk: so far, when it was published."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery


def date_desks(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Date the desks of circulars published before this column was there."""
    circulars = apps.get_model("circulars", "Circular").objects.filter(pk=OuterRef("circular"))
    desks = apps.get_model("circulars", "CascadeItem").objects
    desks.update(reached_at=Subquery(circulars.values("published_at")[:1]))


class Migration(migrations.Migration):
    """Add `reached_at`."""

    dependencies = [("circulars", "0001_initial")]

    operations = [
        migrations.AddField("cascadeitem", "reached_at", models.DateTimeField(null=True)),
        migrations.RunPython(date_desks, migrations.RunPython.noop, elidable=True),
        migrations.AlterField("cascadeitem", "reached_at", models.DateTimeField()),
    ]
