"""What waits for a decision: mine, and what is late below me."""

from dataclasses import dataclass

from netral.access.core import Duty
from netral.access.queries import Seat
from netral.orgs.models import Person
from netral.orgs.queries import within
from netral.permits.core import TO_DECIDE, State
from netral.permits.queries.deciders import addressed, may_decide
from netral.permits.queries.mine import Card, card, rows_of

MOST = 300  # requests on one desk


@dataclass(frozen=True, slots=True)
class Desk:
    """The requests that a seated person may act on."""

    mine: list[Card]  # addressed to me
    late: list[Card]  # addressed to somebody below me, and late
    below: list[Card]  # the rest below me


def desk(seat: Seat) -> Desk:
    """Return what waits below the seat, the nearest date first."""
    paths = seat.paths(Duty.DECIDE_PERMIT)
    if not paths:
        return Desk([], [], [])
    rows = rows_of(seat.institution).filter(
        within(paths, "person__unit__path"), state__in=[s.value for s in TO_DECIDE]
    )
    waiting = [p for p in rows.order_by("due_on", "pk")[:MOST] if may_decide(seat, p)]
    today = seat.at.local().date()
    whose = addressed(waiting, today)
    found = Desk([], [], [])
    for permit in waiting:
        shown = card(permit, today)
        if any(term.person.account_id == seat.user.pk for term in whose[permit.pk]):
            found.mine.append(shown)
        else:
            (found.late if shown.is_late else found.below).append(shown)
    return found


def questions(person: Person | None, seat: Seat) -> list[Card]:
    """Return the own requests that were sent back with a question."""
    if person is None:
        return []
    rows = rows_of(seat.institution).filter(person=person, state=State.ASKED)
    return [card(permit, seat.at.local().date()) for permit in rows]
