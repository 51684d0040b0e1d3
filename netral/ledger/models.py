"""Entries, and the log that they are put into.

Entries are append-only. What opens their commitments is kept apart and may be erased. Where an
entry stands in the log is a row of its own, so that no entry is ever touched again.
"""

from typing import Final

from django.db import models

from netral.kernel.privacy import Reveals
from netral.ledger.core.leaf import CAP
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
    not_before = models.DateTimeField(null=True)  # when it may enter the log; null: at once

    privacy = dict.fromkeys(
        (
            "institution", "kind", "act", "ref", "number", "leaf", "leaf_hash", "logged_at",
            "not_before",
        ),
        Reveals.NOTHING,
    )  # fmt: skip

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "ref", "number"), name="ledger_ref_history_is_a_line"
            ),
        )
        indexes = (
            models.Index(
                fields=("not_before",),
                condition=models.Q(not_before__isnull=False),
                name="ledger_sealed_batches",
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


class Waiting(models.Model):
    """The outbox: an entry that has no place in the log yet.

    A trigger puts every new entry here, in the transaction of its act; nobody can forget to.
    """

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True)
    not_before = models.DateTimeField(null=True)

    privacy = {"entry": Reveals.NOTHING, "not_before": Reveals.NOTHING}

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"#{self.entry_id}"


class Place(models.Model):
    """Where an entry stands in the log. Indices are dense: 0, 1, 2 and so on."""

    index = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT)

    privacy = {"index": Reveals.NOTHING, "entry": Reveals.NOTHING}

    class Meta:
        ordering = ("index",)

    def __str__(self) -> str:
        return str(self.index)


class Tile(models.Model):
    """The hash over a full tile: what the next level up is made of."""

    level = models.PositiveSmallIntegerField()
    number = models.BigIntegerField()
    root = models.BinaryField(max_length=32)

    privacy = dict.fromkeys(("level", "number", "root"), Reveals.NOTHING)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("level", "number"), name="ledger_one_tile_a_place"),
        )

    def __str__(self) -> str:
        return f"{self.level}/{self.number}"


class Head(models.Model):
    """The state of the log, the one row that every sequencer must win to go on.

    `note` is the checkpoint over it, signed by the log and by nobody else yet.
    """

    ONE: Final = 1

    one = models.PositiveSmallIntegerField(primary_key=True, default=ONE)
    origin = models.CharField(max_length=200)
    vkey = models.CharField(max_length=300)
    size = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    note = models.TextField()

    privacy = dict.fromkeys(("one", "origin", "vkey", "size", "root", "note"), Reveals.NOTHING)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(one=1), name="ledger_one_head"),)

    def __str__(self) -> str:
        return f"{self.origin} {self.size}"


class Publication(models.Model):
    """A checkpoint that was published, with the witnesses' signatures that it had then.

    `witnessed` says that they made the quorum of the policy of that time.
    """

    size = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    witnessed = models.BooleanField()
    published_at = models.DateTimeField()

    privacy = dict.fromkeys(("size", "root", "note", "witnessed", "published_at"), Reveals.NOTHING)

    class Meta:
        ordering = ("pk",)
        indexes = (
            models.Index(
                fields=("-id",), condition=models.Q(witnessed=True), name="ledger_last_witnessed"
            ),
        )

    def __str__(self) -> str:
        return f"{self.size} {self.published_at:%Y-%m-%dT%H:%M:%SZ}"
