"""How much waits on the desks of some units: one line for a person's own page."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse

from netral.duties.core import Group, State
from netral.duties.models import Obligation
from netral.orgs.models import Unit


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is to be done at one unit, as it was reckoned last."""

    unit: str
    now: int  # late ones included
    late: int
    url: str


def waiting(units: Sequence[Unit]) -> list[Waiting]:
    """Return how much waits at each of `units` where anything does; one query."""
    # The same that the page behind it counts, so that the two figures agree.
    rows = Obligation.objects.filter(
        unit__in=[unit.pk for unit in units], state__in=[State.DUE, State.LATE]
    ).exclude(group=Group.STANDING)
    counted = {
        unit: (now, late)
        for unit, now, late in rows.order_by()
        .values("unit")
        .annotate(now=Count("pk"), late=Count("pk", filter=Q(state=State.LATE)))
        .values_list("unit", "now", "late")
    }
    return [
        Waiting(unit.name, *counted[unit.pk], reverse("duties:unit", args=[unit.pk]))
        for unit in units
        if unit.pk in counted
    ]
