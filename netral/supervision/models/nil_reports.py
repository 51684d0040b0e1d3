"""A head states that nothing was found in a time."""

from django.db import models
from django.db.models import F, Q

from netral.kernel.privacy import Reveals
from netral.ledger.models import Entry
from netral.orgs.models import Holding, Unit
from netral.supervision import attests
from netral.tenancy.models import TenantRow


class NilReport(TenantRow):
    """The statement of one head for one unit: no breach has come to my knowledge."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()  # last day, inclusive
    statement = models.TextField()
    stated_by = models.ForeignKey(Holding, on_delete=models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = dict.fromkeys(
        ("institution", "unit", "starts_on", "ends_on", "statement", "stated_at", "entry"),
        Reveals.NOTHING,
    ) | {"stated_by": Reveals.PERSON}
    attests = attests.NIL_REPORT

    class Meta:
        ordering = ("-ends_on", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "unit", "starts_on", "ends_on"),
                name="supervision_nil_once_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="supervision_nil_ends_after"
            ),
        )

    def __str__(self) -> str:
        return f"nil of {self.unit_id}, {self.starts_on} to {self.ends_on}"
