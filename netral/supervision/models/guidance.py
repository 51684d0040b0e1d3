"""Notes and warnings that a superior gives to one person, and what the person answers."""

from django.db import models
from django.db.models import Q

from netral.circulars.models import Clause
from netral.kernel.privacy import Reveals
from netral.ledger.models import Entry
from netral.orgs.models import Holding, Person, Unit
from netral.orgs.models.choices import choices
from netral.supervision import attests
from netral.supervision.core import GuidanceKind
from netral.tenancy.models import TenantRow


class Guidance(TenantRow):
    """A note or a warning. Once given it never changes; the person may answer, once."""

    slug = models.CharField(max_length=12, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="guidance")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")  # on that day
    kind = models.CharField(max_length=7, choices=choices(GuidanceKind))
    clause = models.ForeignKey(
        Clause, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    acts = models.JSONField(default=list)  # codes of the rule base
    text = models.TextField()
    given_by = models.ForeignKey(Holding, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reply = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    reply_entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = dict.fromkeys(
        ("institution", "slug", "seen_entry", "reply_entry", "entry"), Reveals.NOTHING
    ) | dict.fromkeys(
        ("person", "unit", "kind", "clause", "acts", "given_by", "given_at", "seen_at",
         "replied_at"),
        Reveals.PERSON,
    ) | dict.fromkeys(("text", "reply"), Reveals.SECRET)  # fmt: skip
    attests = attests.GUIDANCE

    class Meta:
        ordering = ("-given_at", "-pk")
        indexes = (
            models.Index(fields=("institution", "person"), name="supervision_guided"),
            models.Index(fields=("institution", "unit", "given_at"), name="supervision_guiding"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(reply="", replied_at=None, reply_entry=None)
                | Q(replied_at__isnull=False, reply_entry__isnull=False),
                name="supervision_reply_with_entry",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.slug}"
