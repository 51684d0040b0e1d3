"""Who decides on whose request: the nearest head above, or who signs for the institution."""

from collections.abc import Iterable, Sequence
from datetime import date

from netral.access.core import ROLES, Duty
from netral.access.queries import Seat
from netral.orgs import queries as orgs
from netral.orgs.core import unit_ids
from netral.orgs.models import Holding, Person, Unit
from netral.permits.core import TO_DECIDE, State
from netral.permits.models import Permit
from netral.tenancy.models import Institution

DECIDING = sorted(role.value for role, duties in ROLES.items() if Duty.DECIDE_PERMIT in duties)


def authority(institution: Institution, on: date) -> list[Holding]:
    """Return who signs for the whole institution on a day: one for each office at the top."""
    terms = Holding.objects.of(institution).filter(
        orgs.holdings_on(on),
        office__unit=orgs.root(institution),
        office__role__in=DECIDING,
        person__account__isnull=False,
    )
    found: dict[int, Holding] = {}
    for term in orgs.acting_first(terms.select_related("person", "office__unit")):
        found.setdefault(term.office_id, term)
    return [found[pk] for pk in sorted(found)]


def heads_above(people: Iterable[Person], on: date) -> dict[int, Holding | None]:
    """Return the nearest head of each person, by the person's id; never the person himself.

    A unit without a head, or whose head has no account, leads to the unit above. None means
    that only who signs for the institution is left.
    """
    people = list(people)
    chains = {p.pk: unit_ids(p.unit.path)[:0:-1] for p in people}  # without the top
    units = list(Unit.objects.filter(pk__in={pk for chain in chains.values() for pk in chain}))
    heads = orgs.heads_of(units, on)
    return {
        p.pk: next(
            (
                heads[pk]
                for pk in chains[p.pk]
                if pk in heads and heads[pk].person_id != p.pk and heads[pk].person.account_id
            ),
            None,
        )
        for p in people
    }


def addressed(permits: Sequence[Permit], on: date) -> dict[int, list[Holding]]:
    """Return whom each undecided request waits for, by the id of the request."""
    waiting = [p for p in permits if p.state == State.WAITING]
    heads = heads_above([p.person for p in waiting], on)
    top = authority(permits[0].institution, on) if permits else []
    found: dict[int, list[Holding]] = {}
    for permit in permits:
        head = heads.get(permit.person_id) if permit.state == State.WAITING else None
        others = [term for term in top if term.person_id != permit.person_id]
        found[permit.pk] = [head] if head else others
    return found


def whom(permit: Permit, step: State, on: date) -> list[Holding]:
    """Return who acts on a request at a step: the nearest head, or who signs for all."""
    head = heads_above([permit.person], on)[permit.person_id] if step is State.WAITING else None
    if head:
        return [head]
    top = authority(permit.institution, on)
    return [term for term in top if term.person_id != permit.person_id]


def first_decider(person: Person, on: date) -> Holding | None:
    """Return whom a new request of a person goes to."""
    head = heads_above([person], on)[person.pk]
    others = (t for t in authority(person.institution, on) if t.person_id != person.pk)
    return head or next(others, None)


def may_decide(seat: Seat, permit: Permit) -> bool:
    """Tell whether the seat may act on a request as it now stands; never on the own one."""
    if permit.state not in TO_DECIDE or permit.person.account_id == seat.user.pk:
        return False
    return holds_over(seat, permit)


def holds_over(seat: Seat, permit: Permit) -> bool:
    """Tell whether the seat decides on such a permit: over the unit, or over everything."""
    top = permit.state == State.FORWARDED or bool(permit.decision.get("by_authority"))
    path = permit.person.unit.path
    if top:
        path = f"{unit_ids(path)[0]}/"
    return seat.may(Duty.DECIDE_PERMIT, path)


def acting_as(seat: Seat, permit: Permit) -> Holding | None:
    """Return the office in which the seated person acts on a request: the nearest above it."""
    held = orgs.holdings_of(seat.user, seat.institution, seat.at.local().date())
    path = permit.person.unit.path
    over = [h for h in held if h.office.role in DECIDING and path.startswith(h.office.unit.path)]
    over.sort(key=lambda h: len(h.office.unit.path), reverse=permit.state != State.FORWARDED)
    return next(iter(over), None)
