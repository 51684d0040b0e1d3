"""Versions of the rule base, the key that signs them for others, and the keys of others."""

from django.db import models
from django.db.models import F, Q

from netral.kernel.privacy import Reveals
from netral.ledger.models import Entry
from netral.rules import attests
from netral.tenancy.models import TenantRow


class Ruleset(TenantRow):
    """One version of an institution's rule base. Frozen once published."""

    class State(models.TextChoices):
        """Where the version is; one that is sent back is a draft again, with the reason."""

        DRAFT = "draft"
        PROPOSED = "proposed"
        PUBLISHED = "published"
        SUPERSEDED = "superseded"
        DISCARDED = "discarded"

    class Origin(models.TextChoices):
        """Where its files came from."""

        OWN = "own"
        SHIPPED = "shipped"
        PACKAGE = "package"

    class Gate(models.TextChoices):
        """Where the examination is."""

        NONE = "none"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    code = models.CharField(max_length=60)  # of the base, from base.toml
    version = models.CharField(max_length=40)
    origin = models.CharField(max_length=7, choices=Origin.choices, default=Origin.OWN)
    source = models.JSONField(default=dict)  # of a package: who signed it, and what it promises
    files = models.JSONField()  # {name: text}
    revision = models.PositiveIntegerField(default=1)  # grows with every change of a draft
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    reason = models.CharField(max_length=300, blank=True)  # why it was sent back
    made_by = models.CharField(max_length=40)  # who last wrote at it
    made_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=40, blank=True)
    proposed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.CharField(max_length=40, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    sha256 = models.CharField(max_length=64)  # of the base's record
    table = models.CharField(max_length=64, blank=True)  # digest of every answer
    gate_state = models.CharField(max_length=7, choices=Gate.choices, default=Gate.NONE)
    gate_at = models.DateTimeField(null=True, blank=True)  # when it was begun, on the real clock
    gate_tries = models.PositiveSmallIntegerField(default=0)
    gate = models.JSONField(default=dict)  # the summary of what was found, with `revision`
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = dict.fromkeys(
        (
            "institution", "code", "version", "origin", "source", "files", "revision", "state",
            "reason", "made_by", "made_at", "proposed_by", "proposed_at", "reviewed_by",
            "published_at", "ended_at", "sha256", "table", "gate_state", "gate_at", "gate_tries",
            "gate", "entry",
        ),
        Reveals.NOTHING,
    )  # fmt: skip
    attests = attests.RULESET

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=("institution", "published_at"), name="rules_in_force"),)
        constraints = (
            models.UniqueConstraint(
                fields=("institution",),
                condition=Q(state="published"),
                name="rules_one_version_in_force",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None, reviewed_by="")
                | (
                    Q(published_at__isnull=False, proposed_at__isnull=False)
                    & ~Q(proposed_by="")
                    & ~Q(reviewed_by="")
                    & ~Q(reviewed_by=F("proposed_by"))
                    & ~Q(table="")
                ),
                name="rules_two_persons_publish",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("published", "superseded"), published_at__isnull=False)
                | Q(state__in=("draft", "proposed", "discarded"), published_at=None),
                name="rules_published_means_published",
            ),
        )

    def __str__(self) -> str:
        return self.version


class PackageKey(TenantRow):
    """The key with which an institution signs its rule packages; the private half is encrypted."""

    fingerprint = models.CharField(max_length=20, unique=True)
    public = models.BinaryField(max_length=32)
    private = models.BinaryField()
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = dict.fromkeys(
        ("institution", "fingerprint", "public", "made_at", "retired_at", "entry"), Reveals.NOTHING
    ) | {"private": Reveals.SECRET}
    attests = attests.PACKAGE_KEY

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("institution",), condition=Q(retired_at=None), name="rules_one_key_in_use"
            ),
        )

    def __str__(self) -> str:
        return self.fingerprint


class PinnedKey(TenantRow):
    """The key of another institution, compared by people and trusted until it is unpinned."""

    fingerprint = models.CharField(max_length=20)
    public = models.BinaryField(max_length=32)
    owner = models.CharField(max_length=120)  # name of the other institution
    owner_code = models.CharField(max_length=13)
    pinned_by = models.CharField(max_length=40)
    pinned_at = models.DateTimeField()
    unpinned_at = models.DateTimeField(null=True, blank=True)
    unpinned_by = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = dict.fromkeys(
        (
            "institution", "fingerprint", "public", "owner", "owner_code", "pinned_by",
            "pinned_at", "unpinned_at", "unpinned_by", "reason", "entry",
        ),
        Reveals.NOTHING,
    )  # fmt: skip
    attests = attests.PINNED_KEY

    class Meta:
        ordering = ("owner", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "fingerprint"),
                condition=Q(unpinned_at=None),
                name="rules_key_pinned_once",
            ),
            models.CheckConstraint(
                condition=Q(unpinned_at=None, unpinned_by="", reason="")
                | (Q(unpinned_at__isnull=False) & ~Q(unpinned_by="") & ~Q(reason="")),
                name="rules_unpinned_with_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.owner} {self.fingerprint}"
