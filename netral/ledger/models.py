"""Entries are append-only; what opens their commitments is kept apart and may be erased."""

from django.db import models

from netral.kernel.privacy import Reveals
from netral.ledger.core import CAP
from netral.tenancy.models import TenantRow


class Entry(TenantRow):
    """One act: the leaf as it will be logged, and its hash."""

    kind = models.CharField(max_length=40)
    act = models.CharField(max_length=60)  # what a reader of the list sees: `pact.signed`
    ref = models.BinaryField(max_length=16)
    number = models.PositiveIntegerField()
    leaf = models.BinaryField(max_length=CAP)
    leaf_hash = models.BinaryField(max_length=32, unique=True)
    logged_at = models.DateTimeField()

    privacy = dict.fromkeys(
        ("institution", "kind", "act", "ref", "number", "leaf", "leaf_hash", "logged_at"),
        Reveals.NOTHING,
    )

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "ref", "number"), name="ledger_ref_history_is_a_line"
            ),
        )

    def __str__(self) -> str:
        return f"{self.act} #{self.pk}"


class Disclosure(models.Model):
    """Salt and value of one committed field. Erasing them keeps the digest."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="disclosures")
    field = models.CharField(max_length=20)
    digest = models.BinaryField(max_length=32)
    salt = models.BinaryField(max_length=32, null=True)
    value = models.BinaryField(null=True)

    privacy = {
        "entry": Reveals.NOTHING,
        "field": Reveals.NOTHING,
        "digest": Reveals.NOTHING,
        "salt": Reveals.SECRET,
        "value": Reveals.PERSON,
    }

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("entry", "field"), name="ledger_one_opening_a_field"),
            models.CheckConstraint(
                condition=models.Q(salt=None, value=None)
                | models.Q(salt__isnull=False, value__isnull=False),
                name="ledger_salt_and_value_erased_together",
            ),
        )

    def __str__(self) -> str:
        return f"{self.entry_id}.{self.field}"
