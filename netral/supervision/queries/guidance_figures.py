"""Guidance in figures, for who audits: by month, never by unit, superior or person."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q

from netral.access.queries import Seat
from netral.supervision.core import GuidanceKind
from netral.supervision.core.cells import Cell, cells
from netral.supervision.core.guidance_figures import Told, newest, told
from netral.supervision.models import Guidance

MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the table, a cell for each of `Told`."""

    first: date
    cells: list[Cell]


def months(seat: Seat) -> list[Month]:
    """Count what was given in months whose figures cannot change any more, the newest first.

    What the reader gave or received is left out: a small number could be filled up with it until
    it is told.
    """
    today, zone = seat.at.local().date(), seat.at.local().tzinfo
    own = Q(person__account=seat.user) | Q(given_by__person__account=seat.user)
    rows = Guidance.objects.of(seat.institution).exclude(own)
    found: Counter[tuple[str, str]] = Counter()
    for kind, given_at, replied_at in rows.values_list("kind", "given_at", "replied_at"):
        month = given_at.astimezone(zone).date().replace(day=1)
        found[month.isoformat(), told(GuidanceKind(kind), given_at, replied_at)] += 1
    shown = cells(found, [day.isoformat() for day in newest(today, MONTHS)], list(Told))
    return [Month(date.fromisoformat(day), row) for day, row in shown.items()]
