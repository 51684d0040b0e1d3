"""Institutions, the base of every tenant row, and the one manager that filters by it."""

from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import QuerySet

from netral.kernel.privacy import Reveals
from netral.tenancy.core import Kind, Zone

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class TenantQuerySet(QuerySet[Row_co]):
    """A query set that knows its institution."""

    def of(self, institution: "Institution | int") -> Self:
        """Keep the rows of one institution."""
        pk = institution if isinstance(institution, int) else institution.pk
        return self.filter(institution_id=pk)


class Institution(models.Model):
    """A tenant: the government of a city, regency or province, or an agency."""

    code = models.CharField(max_length=13, unique=True)  # Kemendagri region or agency code
    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)  # "Pemerintah Kota Depok"
    place = models.CharField(max_length=60)  # "Depok"
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in Kind])
    head_title = models.CharField(max_length=60)  # "Wali Kota Depok"
    zone = models.CharField(max_length=20, choices=[(z.value, z.name) for z in Zone])
    week_days = models.PositiveSmallIntegerField(default=5)
    emblem = models.BinaryField(null=True, blank=True, editable=True)  # PNG, re-encoded
    address = models.CharField(max_length=200, blank=True)
    # A demonstration gives each institution a day of its own that ticks from real `demo_since`.
    demo_starts_at = models.DateTimeField(null=True, blank=True)
    demo_since = models.DateTimeField(null=True, blank=True)
    roster_version = models.PositiveIntegerField(default=0)  # grows whenever people or units move

    privacy = dict.fromkeys(
        (
            "code", "slug", "name", "place", "kind", "head_title", "zone", "week_days", "emblem",
            "address", "demo_starts_at", "demo_since", "roster_version",
        ),
        Reveals.NOTHING,
    )  # fmt: skip

    class Meta:
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(demo_starts_at=None, demo_since=None)
                | models.Q(demo_starts_at__isnull=False, demo_since__isnull=False),
                name="tenancy_demo_day_and_start_together",
            ),
            models.CheckConstraint(
                condition=models.Q(week_days__in=(5, 6)), name="tenancy_week_has_5_or_6_days"
            ),
        )

    def __str__(self) -> str:
        return self.name


class TenantRow(models.Model):
    """A row that belongs to one institution. Unique keys and indexes begin with it."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")

    objects = TenantQuerySet[Any].as_manager()

    class Meta:
        abstract = True
