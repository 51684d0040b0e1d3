"""Who looked at whose chain of evidence."""

from django.db import models

from netral.circulars.models import Clause
from netral.duties import attests
from netral.duties.core.chain import Viewer
from netral.duties.models.obligations import Digest
from netral.kernel.privacy import Reveals
from netral.ledger.models import Entry
from netral.orgs.models import Person
from netral.orgs.models.choices import choices
from netral.tenancy.models import TenantRow


class ChainLook(TenantRow):
    """Somebody looked at the chain of evidence of one person and one clause, or had it sealed."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="+")
    viewer = models.CharField(max_length=11, choices=choices(Viewer))  # as what they looked
    by = models.CharField(max_length=40)
    at = models.DateTimeField()
    digest = models.OneToOneField(
        Digest, on_delete=models.PROTECT, null=True, blank=True, related_name="look"
    )  # the sealed paper, where one was made
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = dict.fromkeys(("institution", "clause", "digest", "entry"), Reveals.NOTHING) | {
        "person": Reveals.PERSON,
        "viewer": Reveals.SECRET,
        "by": Reveals.SECRET,
        "at": Reveals.SECRET,
    }
    attests = attests.CHAIN_LOOK

    class Meta:
        ordering = ("-at", "-pk")
        indexes = (
            models.Index(fields=("institution", "person", "clause"), name="duties_chain_looks"),
        )

    def __str__(self) -> str:
        return f"look {self.pk} at {self.person_id}, {self.clause_id}"
