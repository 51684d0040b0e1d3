"""How far the circulars in force have come in one part of the tree."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from netral.calendar.queries import working_days_late
from netral.circulars.core import ItemState, Stage, desk_due
from netral.circulars.models import CascadeItem, Circular
from netral.orgs.models import Unit
from netral.tallies.queries import wholes


@dataclass(frozen=True, slots=True)
class Progress:
    """One circular at one unit with all below it."""

    number: str
    subject: str
    url: str
    cascade_url: str
    due_at: datetime | None
    late_days: int  # working days since heads had to pass it on, while somebody has not
    desks: int
    acknowledged: int
    derived: int
    audience: int
    read: int

    @property
    def share(self) -> float:
        """Return the percentage of the audience that has stated to have read."""
        return 100 * self.read / self.audience if self.audience else 0.0

    @property
    def meaning(self) -> str:
        """Return the meaning that colours the cascade."""
        if self.derived == self.desks:
            return "done"
        return "late" if self.late_days else "due"


def progress(unit: Unit, at: datetime) -> list[Progress]:
    """Return the circulars in force at `unit`, newest first.

    Two queries and one a circular: rows are heads' desks and counters, never people.
    """
    rows = Circular.objects.of(unit.institution_id).filter(
        stage=Stage.PUBLISHED, published_at__lte=at, parent=None
    )
    circulars = list(rows.select_related("institution").order_by("-published_at", "-pk"))
    items = CascadeItem.objects.of(unit.institution_id).filter(
        circular__in=circulars, unit__path__startswith=unit.path, unit__valid_to=None
    )
    desks: dict[int, list[CascadeItem]] = defaultdict(list)
    for item in items.only("circular_id", "state", "reached_at", "acknowledged_at"):
        desks[item.circular_id].append(item)
    return [_progress(circular, unit, desks[circular.pk], at) for circular in circulars]


def _progress(
    circular: Circular, unit: Unit, desks: Sequence[CascadeItem], at: datetime
) -> Progress:
    counts = wholes(circular.institution_id, circular.board, [unit.pk]).get(unit.pk, {})
    due = circular.pass_on_by
    owed = [desk.reached_at for desk in desks if desk.state != ItemState.DERIVED]
    owed_since = desk_due(due, min(owed)) if owed else None
    late = working_days_late(circular.institution, owed_since, at) if owed_since else 0
    return Progress(
        number=circular.number,
        subject=circular.subject,
        url=reverse("circulars:show", args=[circular.slug]),
        cascade_url=reverse("circulars:cascade_unit", args=[circular.slug, unit.pk]),
        due_at=due,
        late_days=late,
        desks=len(desks),
        acknowledged=sum(desk.acknowledged_at is not None for desk in desks),
        derived=len(desks) - len(owed),
        audience=counts.get("audience", 0),
        read=counts.get("read", 0),
    )
