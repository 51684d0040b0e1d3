"""Which units somebody looks after, and which of them a head answers for."""

from netral.access.core import ROLES, Duty
from netral.access.queries import Seat
from netral.orgs import queries as orgs
from netral.orgs.core import unit_id
from netral.orgs.models import Unit


def own(seat: Seat) -> list[Unit]:
    """Return the units in which the seat itself supervises, as head or operator."""
    paths = {p.path for p in seat.powers if p.path and Duty.SUPERVISE_UNIT in ROLES[p.role]}
    rows = Unit.objects.of(seat.institution).filter(pk__in=[unit_id(path) for path in paths])
    return list(rows.filter(valid_to=None).select_related("institution").order_by("path"))


def below(seat: Seat, words: str = "", *, most: int = 40) -> list[Unit]:
    """Return units that the seat supervises and whose name holds every word, by name."""
    rows = Unit.objects.of(seat.institution).filter(
        orgs.within(seat.paths(Duty.SUPERVISE_UNIT), "path"), valid_to=None
    )
    for word in words.split()[:6]:
        rows = rows.filter(name__icontains=word)
    return list(rows.order_by("name")[:most])


def answered_for(unit: Unit, seat: Seat) -> list[int]:
    """Return the ids of `unit` and of what lies below it, but for what has a head of its own."""
    today = seat.at.local().date()
    rows = Unit.objects.of(unit.institution_id).below(unit.path).exclude(pk=unit.pk)
    headed = list(
        rows.filter(offices__is_head=True)
        .filter(orgs.open_office(today))
        .values_list("path", flat=True)
    )
    inside = rows.values_list("pk", "path")
    return [unit.pk, *(pk for pk, path in inside if not path.startswith(tuple(headed)))]
