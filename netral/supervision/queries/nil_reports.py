"""Nil reports of the units that a head answers for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from netral.access.queries import Seat
from netral.ledger.queries.marks import Mark, marks
from netral.orgs.models import Unit
from netral.supervision.models import NilReport

SHOWN = 60


@dataclass(frozen=True, slots=True)
class Stated:
    """One statement in a list."""

    unit: str
    starts_on: date
    ends_on: date
    statement: str
    by: str
    stated_at: datetime
    proof: Mark


def stated(seat: Seat, units: Iterable[Unit]) -> list[Stated]:
    """Return the latest statements for some units, whoever made them."""
    rows = NilReport.objects.of(seat.institution).filter(unit__in=[unit.pk for unit in units])
    joined = rows.select_related("unit", "stated_by__person", "stated_by__office", "entry")
    shown = list(joined[:SHOWN])
    proofs = marks(row.entry for row in shown)
    return [
        Stated(
            unit=row.unit.name,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            statement=row.statement,
            by=f"{row.stated_by.person.full_name}, {row.stated_by.title}",
            stated_at=row.stated_at,
            proof=proofs[row.entry_id],
        )
        for row in shown
    ]
