"""Offices and who holds them, when and in what capacity."""

from django.db import models
from django.db.models import F, Q

from netral.access.core import Role
from netral.kernel.privacy import Reveals
from netral.ledger.models import Entry
from netral.orgs import attests
from netral.orgs.core import CAPACITY_WORDS, Capacity
from netral.orgs.models.choices import choices
from netral.orgs.models.people import Person
from netral.orgs.models.units import Unit
from netral.tenancy.models import TenantRow


class Office(TenantRow):
    """A post with a role: who holds it receives a grant over the unit for as long.

    "Wali Kota Depok" over the root as signatory, "Camat Beji" as head, "Kasubag Umum dan
    Kepegawaian" as operator.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="offices")
    title = models.CharField(max_length=160)
    role = models.CharField(max_length=12, choices=choices(Role))
    is_head = models.BooleanField(default=False)  # answers for the unit in the cascade
    closed_on = models.DateField(null=True, blank=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = dict.fromkeys(
        ("institution", "unit", "title", "role", "is_head", "closed_on", "entry"),
        Reveals.NOTHING,
    )
    attests = attests.OFFICE

    class Meta:
        ordering = ("unit__path", "-is_head", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "unit", "title"), name="orgs_office_title_once_a_unit"
            ),
        )

    def __str__(self) -> str:
        return self.title


class Holding(TenantRow):
    """Somebody holds an office from a day to a day, in a capacity."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="holdings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holdings")
    capacity = models.CharField(
        max_length=10, choices=choices(Capacity), default=Capacity.DEFINITIVE
    )
    basis = models.CharField(max_length=200, blank=True)  # the decree that appoints
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)  # last day, inclusive
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = dict.fromkeys(
        ("institution", "office", "capacity", "basis", "starts_on", "ends_on", "entry"),
        Reveals.NOTHING,
    ) | {"person": Reveals.PERSON}
    attests = attests.HOLDING

    class Meta:
        ordering = ("starts_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="orgs_holding_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return f"{self.capacity} {self.office_id}: {self.person_id}"

    @property
    def title(self) -> str:
        """Return how the holder is styled: "Camat Beji", "Plt. Camat Beji"."""
        if self.capacity == Capacity.DEFINITIVE:
            return self.office.title
        return f"{CAPACITY_WORDS[Capacity(self.capacity)]} {self.office.title}"
