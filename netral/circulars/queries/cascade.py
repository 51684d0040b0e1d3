"""The cascade tree: who acknowledged, who derived, how many have read, who is late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from netral.calendar.queries import working_days_late
from netral.circulars.core import ItemState, desk_due
from netral.circulars.models import CascadeItem, Circular
from netral.orgs import queries as orgs
from netral.orgs.models import Unit
from netral.tallies import queries as tallies


@dataclass(frozen=True, slots=True)
class Branch:
    """One unit in the cascade, with everything below it counted in."""

    unit_id: int
    name: str
    kind: str
    url: str
    has_below: bool
    state: ItemState | None  # None: the unit has no head's desk of its own
    acknowledged_at: datetime | None
    derived_url: str
    late_days: int  # working days by which acknowledging or deriving is late
    desks: int  # heads reached here and below
    acknowledged: int
    derived: int
    audience: int
    read: int

    @property
    def share(self) -> float:
        """Return the percentage of the audience that has stated to have read."""
        return 100 * self.read / self.audience if self.audience else 0.0

    @property
    def derived_share(self) -> float:
        """Return the percentage of desks that have derived."""
        return 100 * self.derived / self.desks if self.desks else 0.0


@dataclass(frozen=True, slots=True)
class Cascade:
    """One level of the tree: the unit looked at, the units right below, and who is late."""

    top: Branch
    below: list[Branch]
    above: list[tuple[str, str]]  # names and addresses from the root down to the parent
    late: list[Branch]


def cascade(circular: Circular, unit: Unit, at: datetime) -> Cascade:
    """Return the cascade of `circular` at `unit`; four queries, however large the tree.

    Figures of readers come from the counters; desks are one row a head, never a person. Nobody
    grows later with a circular that has ended.
    """
    at = min(at, circular.ended_at or at)
    units = list(Unit.objects.of(circular.institution_id).filter(valid_to=None).order_by("path"))
    inside = [u for u in units if u.path.startswith(unit.path)]
    items = {
        i.unit_id: i
        for i in CascadeItem.objects.of(circular.institution_id)
        .filter(circular=circular)
        .select_related("derived")
    }
    figures = tallies.wholes(circular.institution_id, circular.board)
    make = _Maker(circular, items, figures, inside, at)
    late = [make.branch(u) for u in inside if u.pk in items and make.overdue(items[u.pk])]
    children = [u for u in inside if u.parent_id == unit.pk]
    return Cascade(
        top=make.branch(unit),
        below=[make.branch(u) for u in children],
        above=_above(circular, unit, units),
        late=sorted(late, key=lambda b: (-b.late_days, -b.audience, b.name)),
    )


def _above(circular: Circular, unit: Unit, units: Sequence[Unit]) -> list[tuple[str, str]]:
    up = [u for u in units if unit.path.startswith(u.path) and u.pk != unit.pk]
    return [(u.name, _address(circular, u.pk)) for u in up]


def _address(circular: Circular, unit_id: int) -> str:
    return reverse("circulars:cascade_unit", args=[circular.slug, unit_id])


class _Maker:
    """Builds branches from rows fetched once."""

    def __init__(
        self,
        circular: Circular,
        items: dict[int, CascadeItem],
        figures: tallies.Figures,
        units: Sequence[Unit],
        at: datetime,
    ) -> None:
        self.circular, self.items, self.figures, self.at = circular, items, figures, at
        self.parents = {u.parent_id for u in units}
        self.paths = {u.pk: u.path for u in units if u.pk in items}
        self.days: dict[datetime, int] = {}  # by deadline: nearly all desks share one

    def overdue(self, item: CascadeItem) -> datetime | None:
        """Return the deadline that the unit has missed, if it still owes something."""
        due = desk_due(self.circular.pass_on_by, item.reached_at)
        return due if due and self.at > due and item.state != ItemState.DERIVED else None

    def late_days(self, item: CascadeItem) -> int:
        """Return the working days by which the unit is late."""
        due = self.overdue(item)
        if due is None:
            return 0
        if due not in self.days:
            self.days[due] = working_days_late(self.circular.institution, due, self.at)
        return self.days[due]

    def branch(self, unit: Unit) -> Branch:
        """Make one branch."""
        item = self.items.get(unit.pk)
        desks = [self.items[pk] for pk, path in self.paths.items() if path.startswith(unit.path)]
        counts = self.figures.get(unit.pk, {})
        return Branch(
            unit_id=unit.pk,
            name=unit.name,
            kind=unit.kind,
            url=_address(self.circular, unit.pk),
            has_below=unit.pk in self.parents,
            state=ItemState(item.state) if item else None,
            acknowledged_at=item.acknowledged_at if item else None,
            derived_url=_derived_url(item),
            late_days=self.late_days(item) if item else 0,
            desks=len(desks),
            acknowledged=sum(i.acknowledged_at is not None for i in desks),
            derived=sum(i.state == ItemState.DERIVED for i in desks),
            audience=counts.get("audience", 0),
            read=counts.get("read", 0),
        )


def _derived_url(item: CascadeItem | None) -> str:
    if item is None or item.derived is None:
        return ""
    return reverse("circulars:show", args=[item.derived.slug])


def top_unit(circular: Circular) -> Unit:
    """Return where the tree begins for everybody who may see all of it."""
    return orgs.root(circular.institution)
