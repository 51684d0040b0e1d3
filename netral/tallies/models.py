"""Counters by unit. Boards read these and never count people."""

from django.db import models

from netral.kernel.privacy import Reveals
from netral.orgs.models import Unit
from netral.tenancy.models import TenantRow


class Count(TenantRow):
    """How many of one measure a unit has itself (`own`) and with all below it (`whole`)."""

    board = models.CharField(max_length=40)  # "pact:3", "circular:12"
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    measure = models.CharField(max_length=20)
    own = models.IntegerField(default=0)
    whole = models.IntegerField(default=0)

    privacy = dict.fromkeys(
        ("institution", "board", "unit", "measure", "own", "whole"), Reveals.NOTHING
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "board", "unit", "measure"), name="tallies_count_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.board} {self.unit_id} {self.measure}={self.whole}"


class Delta(TenantRow):
    """A change not folded in yet (PostgreSQL only: no shared row is locked while people sign)."""

    board = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    measure = models.CharField(max_length=20)
    amount = models.IntegerField()

    privacy = dict.fromkeys(("institution", "board", "unit", "measure", "amount"), Reveals.NOTHING)

    def __str__(self) -> str:
        return f"{self.board} {self.unit_id} {self.measure}{self.amount:+d}"
