"""In which office somebody acts here, over what, and beside whom they never stand."""

from collections.abc import Iterable

from netral.access.core import ROLES, Duty, Role
from netral.access.queries import Seat
from netral.orgs import queries as orgs
from netral.orgs.models import Holding, Unit


def held(seat: Seat, duty: Duty) -> list[Holding]:
    """Return the terms that carry `duty` and run today, heads of units first.

    Stand-ins (Plt., Plh.) hold their office like anybody else.
    """
    today = seat.at.local().date()
    terms = orgs.holdings_of(seat.user, seat.institution, today)
    return [term for term in terms if duty in ROLES[Role(term.office.role)]]


def over(terms: Iterable[Holding], path: str) -> Holding | None:
    """Return the term of the lowest office over the unit at `path`."""
    above = [term for term in terms if path.startswith(term.office.unit.path)]
    return max(above, key=lambda term: len(term.office.unit.path), default=None)


def superiors(seat: Seat, unit: Unit) -> set[int]:
    """Return the ids of people who head `unit` or a unit above it today."""
    heads = Holding.objects.of(seat.institution).filter(
        orgs.holdings_on(seat.at.local().date()),
        office__is_head=True,
        office__unit__in=orgs.known_as(unit),
    )
    return set(heads.values_list("person_id", flat=True))


def headed(seat: Seat) -> list[Holding]:
    """Return the terms in which somebody heads a unit and answers for it today."""
    return [term for term in held(seat, Duty.ANSWER_FOR_UNIT) if term.office.is_head]
