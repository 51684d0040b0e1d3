"""Roster imports: what a file would change, and whether it did."""

from django.db import models
from django.db.models import Q

from netral.kernel.privacy import Reveals
from netral.ledger.models import Entry
from netral.orgs import attests
from netral.tenancy.models import TenantRow


class RosterImport(TenantRow):
    """One file: what a dry run found, and whether it was applied."""

    class State(models.TextChoices):
        """Where the import is."""

        READING = "reading"
        CHECKED = "checked"  # the dry run is done; nothing has changed yet
        APPLYING = "applying"
        APPLIED = "applied"
        FAILED = "failed"
        DROPPED = "dropped"  # set aside without being applied

    name = models.CharField(max_length=200)  # the file's own name
    sha256 = models.CharField(max_length=64)
    layout = models.CharField(max_length=10)  # "siasn" or "simple"
    state = models.CharField(max_length=8, choices=State.choices, default=State.READING)
    options = models.JSONField(default=dict)
    found = models.JSONField(default=dict)  # counts by verdict, units to be made
    # Normalised lines, encrypted, between dry run and apply; erased after that.
    staged = models.BinaryField(null=True, blank=True)
    report = models.BinaryField(null=True, blank=True)  # packed: refused lines, missing people
    roster_version = models.PositiveIntegerField(default=0)  # of the institution, when checked
    problem = models.JSONField(default=dict)  # a refusal's code and facts, when it failed
    done = models.PositiveIntegerField(default=0)  # progress: rows handled
    total = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    by = models.CharField(max_length=40)
    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )  # of the apply: one import is one entry for many rows

    privacy = dict.fromkeys(
        (
            "institution", "name", "sha256", "layout", "state", "options", "problem", "done",
            "total", "started_at", "finished_at", "by", "entry", "found", "roster_version",
        ),
        Reveals.NOTHING,
    ) | {"staged": Reveals.SECRET, "report": Reveals.PERSON}  # fmt: skip
    attests = attests.ROSTER_IMPORT

    class Meta:
        ordering = ("-started_at",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="applied") | Q(entry__isnull=False),
                name="orgs_applied_import_has_its_entry",
            ),
        )

    def __str__(self) -> str:
        return self.name
