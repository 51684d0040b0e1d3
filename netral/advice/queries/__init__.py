"""What other apps ask the advice desk: what is published, and what waits for whom."""

from dataclasses import dataclass

from django.urls import reverse

from netral.access.core import Duty
from netral.access.queries import Seat
from netral.advice.core import State
from netral.advice.queries.asker import own
from netral.advice.queries.public import Published, published
from netral.advice.queries.team import desk

__all__ = ["Published", "Waiting", "published", "waiting"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits at the advice desk for one reader."""

    what: str  # "reply", "read", "answer", "compare"
    count: int
    late: int
    url: str


def waiting(seat: Seat) -> list[Waiting]:
    """Return what waits for the seated person, as asker and as a member of the team."""
    return [*_asked(seat), *_desk(seat)]


def _asked(seat: Seat) -> list[Waiting]:
    if not seat.paths(Duty.BE_BOUND):
        return []
    found = []
    for each in own(seat):
        url = reverse("advice:question", args=(each.slug,))
        if each.state is State.ASKED_BACK:
            found.append(Waiting("reply", 1, 0, url))
        elif each.unread:
            found.append(Waiting("read", 1, 0, url))
    return found


def _desk(seat: Seat) -> list[Waiting]:
    if not seat.paths(Duty.ANSWER_ADVICE):
        return []
    there, url = desk(seat), reverse("advice:desk")
    counts = (("answer", there.waiting, there.late), ("compare", there.to_compare, 0))
    return [Waiting(what, len(lines), late, url) for what, lines, late in counts if lines]
