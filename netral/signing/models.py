"""Seal keys and papers. The bytes of a sealed paper lie in the store, named by their hash."""

from django.db import models
from django.db.models import Q

from netral.kernel.privacy import Reveals
from netral.ledger.models import Entry
from netral.signing import attests
from netral.signing.core import PROVED_BY, Level, PaperKind
from netral.tenancy.models import TenantRow


class SealKey(TenantRow):
    """The institution's seal: PKCS#12 under the installation's passphrase, and its certificate."""

    name = models.CharField(max_length=160)
    pkcs12 = models.BinaryField()
    certificate = models.TextField()  # PEM chain, leaf first, root last
    fingerprint = models.CharField(max_length=64)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = dict.fromkeys(
        (
            "institution", "name", "certificate", "fingerprint", "valid_from", "valid_to",
            "retired_at", "entry",
        ),
        Reveals.NOTHING,
    ) | {"pkcs12": Reveals.SECRET}  # fmt: skip
    attests = attests.SEAL_KEY

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("institution",),
                condition=Q(retired_at=None),
                name="signing_one_seal_in_use",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Paper(TenantRow):
    """A document that anyone may verify by its code, by its QR or by the file itself.

    It exists from the moment of the act. Until the seal is on it, it is "signed, not sealed".
    """

    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in PaperKind])
    code = models.CharField(max_length=17, unique=True)  # public, random, 83 bits
    title = models.CharField(max_length=200)
    facts = models.JSONField(default=dict)  # what the public page says: no full identity numbers
    level = models.PositiveSmallIntegerField(
        null=True, choices=[(v.value, v.name) for v in Level]
    )  # of the signature it carries; null where nobody signs for himself
    acted_at = models.DateTimeField()
    sealed_at = models.DateTimeField(null=True, blank=True)
    sealed_by = models.ForeignKey(
        SealKey, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sha256 = models.CharField(max_length=64, blank=True)  # of the sealed file, in the store
    size = models.PositiveIntegerField(default=0)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = {
        "institution": Reveals.NOTHING,
        "kind": Reveals.NOTHING,
        "code": Reveals.NOTHING,
        "title": Reveals.PERSON,
        "facts": Reveals.PERSON,
        "level": Reveals.NOTHING,
        "acted_at": Reveals.NOTHING,
        "sealed_at": Reveals.NOTHING,
        "sealed_by": Reveals.NOTHING,
        "sha256": Reveals.NOTHING,
        "size": Reveals.NOTHING,
        "entry": Reveals.NOTHING,
    }
    attests = attests.PAPER

    class Meta:
        indexes = (
            models.Index(fields=("sha256",), name="signing_paper_by_hash"),
            models.Index(
                fields=("institution", "kind"),
                condition=Q(sealed_at=None),
                name="signing_paper_unsealed",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(sealed_at=None, sealed_by=None, sha256="")
                | (Q(sealed_at__isnull=False, sealed_by__isnull=False) & ~Q(sha256="")),
                name="signing_sealed_means_sealed",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"

    def proving(self) -> Entry:
        """Return the entry that proves it: inside the file, on pages and in downloads the same.

        It is the act that made the paper; of a circular, once there is one, its publication,
        which continues the history of the same object.
        """
        made: Entry = self.entry
        kind = PROVED_BY.get(PaperKind(self.kind))
        if kind is None:
            return made
        same = Entry.objects.of(self.institution_id).filter(ref=bytes(made.ref), kind=kind)
        found: Entry | None = same.order_by("number").last()
        return found or made
