"""How obligations stood day by day."""

from dataclasses import dataclass
from datetime import date

from netral.duties.models import DailyFigure
from netral.duties.queries.boards import Figures
from netral.orgs.models import Unit


@dataclass(frozen=True, slots=True)
class Point:
    """The figures of one unit, with all below it, at the end of one local day."""

    day: date
    figures: Figures


def trend(unit: Unit, since: date, until: date) -> list[Point]:
    """Return the figures that were kept from `since` to `until`, both included; one query."""
    rows = DailyFigure.objects.of(unit.institution_id).filter(
        unit=unit, day__gte=since, day__lte=until
    )
    names = ("day", "owed", "fulfilled", "late", "excused")
    return [Point(day, Figures(*rest)) for day, *rest in rows.order_by("day").values_list(*names)]
