"""Keep what each clause was read to mean, apart from its text, and what is proposed instead."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Make the tables of meanings. Clauses are not rebuilt, so their triggers stay."""

    dependencies = [
        ("circulars", "0003_frozen"),
        ("ledger", "0001_initial"),
        ("tenancy", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClauseMeaning",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("of_text", models.TextField()),
                ("restates", models.JSONField(default=list)),
                ("acts", models.JSONField(default=list)),
                ("stages", models.JSONField(default=list)),
                ("circumstances", models.JSONField(default=dict)),
                ("duties", models.JSONField(default=list)),
                ("version", models.CharField(max_length=40)),
                ("set_by", models.CharField(max_length=40)),
                ("set_at", models.DateTimeField()),
                (
                    "clause",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="meaning",
                        to="circulars.clause",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.entry",
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.institution",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MeaningProposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("restates", models.JSONField(default=list)),
                ("acts", models.JSONField(default=list)),
                ("stages", models.JSONField(default=list)),
                ("circumstances", models.JSONField(default=dict)),
                ("duties", models.JSONField(default=list)),
                ("version", models.CharField(max_length=40)),
                ("proposed_by", models.CharField(max_length=40)),
                ("proposed_at", models.DateTimeField()),
                ("waiting", models.BooleanField(default=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "clause",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proposal",
                        to="circulars.clause",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.entry",
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.institution",
                    ),
                ),
            ],
        ),
    ]
