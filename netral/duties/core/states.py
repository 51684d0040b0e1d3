"""How an obligation stands at an instant, and how it came there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from netral.duties.core import State


@dataclass(frozen=True, slots=True)
class Life:
    """What decides how an obligation stands: its dates, and what became of it."""

    begins_at: datetime  # the first minute of its first day
    due_at: datetime
    done_at: datetime | None = None
    excused: bool = False
    ended: bool = False


def state_at(life: Life, now: datetime) -> State:
    """Return how it stands: what is done stays done, an excuse goes before dates."""
    if life.done_at is not None and life.done_at <= now:
        return State.FULFILLED
    if life.ended:
        return State.ENDED
    if life.excused:
        return State.EXCUSED
    if now < life.begins_at:
        return State.UPCOMING
    return State.DUE if now <= life.due_at else State.LATE


@dataclass(frozen=True, slots=True)
class Move:
    """One change of state, at the instant at which it happened."""

    before: State | None
    after: State
    at: datetime


def moves(before: State | None, after: State, life: Life, now: datetime) -> Iterator[Move]:
    """Yield what happened between two looks, each at its own instant, not at that of the look.

    A worker that stood still for a week so records that something fell due on Monday and was
    late on Thursday, in the record of whoever held the office on those days.
    """
    steps: list[tuple[State, datetime]] = []
    early = life.done_at is not None and life.done_at < life.begins_at
    if (
        before in {None, State.UPCOMING}
        and after not in {State.UPCOMING, State.ENDED}
        and not early
    ):
        steps.append((State.DUE, life.begins_at))
    late_by = life.done_at if after is State.FULFILLED else now
    passed = late_by is not None and late_by > life.due_at
    if passed and before in {None, State.UPCOMING, State.DUE} and after is not State.ENDED:
        steps.append((State.LATE, life.due_at))
    steps.append((after, (life.done_at or now) if after is State.FULFILLED else now))
    for state, at in steps:
        if state is not before and not (before is None and state is State.UPCOMING):
            yield Move(before, state, at)
            before = state
