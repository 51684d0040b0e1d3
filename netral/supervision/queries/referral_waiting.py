"""What waits for somebody of suspicions, for the own page: numbers, nobody's name."""

from django.urls import reverse

from netral.access.core import Duty
from netral.access.queries import Seat
from netral.advice.queries import Waiting
from netral.supervision.core import ReferralState
from netral.supervision.queries.knowledge_clock import running
from netral.supervision.queries.referral_desk import register
from netral.supervision.queries.referral_people import desks_of


def waiting(seat: Seat) -> list[Waiting]:
    """Return what waits for the seated person: as head of a unit, and as officer of a desk."""
    found = []
    if seat.paths(Duty.ANSWER_FOR_UNIT) and (clocks := running(seat)):
        late = sum(each.is_late for each in clocks)
        url = clocks[0].url if len(clocks) == 1 else reverse("supervision:knowledge_list")
        found.append(Waiting("known", len(clocks), late, url))
    if desks_of(seat):
        new = [line for line in register(seat) if line.state is ReferralState.SENT]
        late = sum(bool(line.late_days) for line in new)
        if new:
            found.append(Waiting("referred", len(new), late, reverse("supervision:referral_desk")))
    return found
