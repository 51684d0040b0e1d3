"""Which terms of one office go together (law.md §4.2).

Principals hold the office itself and exclude each other: the definitive holder, a Pj. who fills
a vacant post with its full authority, and a Plt. who acts while it is vacant. That a Plt. must
yield on the very day a definitive holder begins, and that a Pj. is met beyond heads of region
and secretaries, is unverified. Stand-ins lean on a principal: Plh. while the holder is absent,
Pjs. while the incumbent campaigns; whether either may stand for a Plt. is unverified and
allowed. Two stand-ins at once are refused. Absence itself is evidenced by the order that the
term names; no roster knows who travels. The usual 3 to 30 days of a Plh. are not enforced
(unverified), but a stand-in always has a last day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from netral.orgs.core import Capacity

PRINCIPAL: Final = frozenset({Capacity.DEFINITIVE, Capacity.PJ, Capacity.PLT})
LEANING: Final = frozenset({Capacity.PLH, Capacity.PJS})

# Who acts on a day on which several hold the office: a stand-in is there because the
# principal is not.
PRECEDENCE: Final = (
    Capacity.PJS, Capacity.PLH, Capacity.DEFINITIVE, Capacity.PJ, Capacity.PLT,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """Somebody's days in an office, both ends included; without an end it runs on."""

    capacity: Capacity
    starts_on: date
    ends_on: date | None = None


def needs_last_day(capacity: Capacity) -> bool:
    """Tell whether a term in this capacity must say when it ends."""
    return capacity in LEANING


def needs_basis(capacity: Capacity) -> bool:
    """Tell whether the decree or order must be named: for everyone but the definitive holder."""
    return capacity is not Capacity.DEFINITIVE


def overlap(one: Term, other: Term) -> bool:
    """Tell whether the two terms share a day."""
    last_one, last_other = one.ends_on or date.max, other.ends_on or date.max
    return one.starts_on <= last_other and other.starts_on <= last_one


def clash(one: Term, other: Term) -> bool:
    """Tell whether the two terms exclude each other: same group, shared day."""
    same = (one.capacity in PRINCIPAL) == (other.capacity in PRINCIPAL)
    return same and overlap(one, other)


def first_day_without(term: Term, others: Iterable[Term]) -> date | None:
    """Return the first day on which a stand-in has no principal to stand for, if any."""
    if term.capacity not in LEANING:
        return None
    last = term.ends_on or date.max
    day = term.starts_on
    for other in sorted((o for o in others if o.capacity in PRINCIPAL), key=lambda o: o.starts_on):
        if other.starts_on > day:
            break
        if other.ends_on is None or other.ends_on >= last:
            return None
        day = max(day, other.ends_on + timedelta(days=1))
    return day
