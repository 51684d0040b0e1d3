"""What is late, the longest first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from netral.calendar.queries import working_days_late
from netral.duties.core import GROUP_WORDS, KIND_WORDS, Group, Kind, Part, State, kinds_in
from netral.duties.models import Obligation
from netral.orgs.queries import within
from netral.tenancy.models import Institution


@dataclass(frozen=True, slots=True)
class Late:
    """One obligation that is late. It names the office, never the person."""

    obligation: int
    unit: int
    unit_name: str
    path: str
    office: str
    kind: Kind
    group: Group
    first_on: date
    last_on: date
    due_at: datetime
    days: int  # working days
    url: str  # of the unit's desk

    @property
    def word(self) -> str:
        """Return the msgid of the kind."""
        return KIND_WORDS[self.kind]

    @property
    def group_word(self) -> str:
        """Return the msgid of the group."""
        return GROUP_WORDS[self.group]


def late(
    institution: Institution,
    paths: Collection[str],
    at: datetime,
    *,
    limit: int = 50,
    part: Part | None = None,
) -> list[Late]:
    """Return what is late in units below `paths`, the oldest deadline first; one query.

    As it was reckoned last. The order by deadline is the order by working days late.
    """
    rows = Obligation.objects.of(institution).filter(
        within(paths, "unit__path"), state=State.LATE, due_at__lt=at
    )
    rows = rows.exclude(group=Group.STANDING).select_related("unit", "office")
    rows = rows.filter(kind__in=kinds_in(part)) if part else rows
    found: list[Obligation] = list(rows.order_by("due_at", "unit__path", "pk")[:limit])
    return [_late(institution, row, at) for row in found]


def _late(institution: Institution, row: Obligation, at: datetime) -> Late:
    return Late(
        obligation=row.pk,
        unit=row.unit_id,
        unit_name=row.unit.name,
        path=row.unit.path,
        office=row.office.title,
        kind=Kind(row.kind),
        group=Group(row.group),
        first_on=row.first_on,
        last_on=row.last_on,
        due_at=row.due_at,
        days=working_days_late(institution, row.due_at, at),
        url=reverse("duties:unit", args=[row.unit_id]),
    )
