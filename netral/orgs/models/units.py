"""Units of an institution's tree, dated."""

from datetime import date

from django.db import models
from django.db.models import F, Q, QuerySet

from netral.kernel.privacy import Reveals
from netral.ledger.models import Entry
from netral.orgs import attests
from netral.orgs.core import UnitKind
from netral.orgs.models.choices import choices
from netral.tenancy.models import TenantQuerySet, TenantRow


class UnitQuerySet(TenantQuerySet["Unit"]):
    """Words for the filters that recur."""

    def below(self, path: str) -> QuerySet["Unit"]:
        """Keep the unit at `path` and everything under it; the empty path keeps all."""
        return self.filter(path__startswith=path)

    def on(self, day: date) -> QuerySet["Unit"]:
        """Keep units that exist on `day`."""
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gt=day))


class Unit(TenantRow):
    """A part of the institution's tree.

    `path` lists the ids from the root to the unit itself, each followed by a slash (`1/4/9/`),
    so that a prefix is a subtree. Renames and mergers close a row and open its successor.
    """

    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    path = models.CharField(max_length=120, db_index=True)
    code = models.CharField(max_length=60)  # local code, stable across imports
    siasn_id = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=13, choices=choices(UnitKind))
    region_code = models.CharField(max_length=13, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    successor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    # The plugin takes the base's manager for a class variable, and its own for none.
    objects = UnitQuerySet.as_manager()  # type: ignore[misc]

    privacy = dict.fromkeys(
        (
            "institution", "parent", "path", "code", "siasn_id", "name", "short_name", "kind",
            "region_code", "valid_from", "valid_to", "successor", "entry",
        ),
        Reveals.NOTHING,
    )  # fmt: skip
    attests = attests.UNIT

    class Meta:
        ordering = ("path",)
        indexes = (models.Index(fields=("institution", "path"), name="orgs_unit_path"),)
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "code"),
                condition=Q(valid_to=None),
                name="orgs_unit_code_in_use_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="orgs_unit_closes_after_it_opens",
            ),
            models.CheckConstraint(condition=~Q(parent=F("pk")), name="orgs_unit_not_own_parent"),
        )

    def __str__(self) -> str:
        return self.name
