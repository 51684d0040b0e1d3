"""Which vacancies the head above was told of."""

from django.db import models

from netral.duties import attests
from netral.kernel.privacy import Reveals
from netral.ledger.models import Entry
from netral.orgs.models import Office
from netral.tenancy.models import TenantRow


class VacancyTold(TenantRow):
    """Since when an office stood vacant when the head above was told of it, once a vacancy.

    Where nobody above could be told, the administrators of the institution were.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()  # the first day without a holder
    told_at = models.DateTimeField()
    told_to = models.JSONField()  # ["user:12"]
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = dict.fromkeys(
        ("institution", "office", "since", "told_at", "entry"), Reveals.NOTHING
    ) | {"told_to": Reveals.PERSON}
    attests = attests.VACANCY_TOLD

    class Meta:
        ordering = ("-told_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "office", "since"), name="duties_vacancy_told_once"
            ),
        )

    def __str__(self) -> str:
        return f"office {self.office_id}, vacant since {self.since}"
