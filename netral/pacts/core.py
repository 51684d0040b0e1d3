"""States of a pact and the moves between them, the frozen text, and when one may sign."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from netral.kernel.canon import canonical
from netral.kernel.moment import midnight
from netral.kernel.words import N_


class State(StrEnum):
    """Where one person stands in one campaign. The states always sum to the roster."""

    NOT_YET = "not_yet"
    OPENED = "opened"
    SIGNED = "signed"
    REFUSED = "refused"
    ON_LEAVE = "on_leave"
    EXEMPT = "exempt"
    LEFT = "left"


STATE_WORDS: Final = {
    State.NOT_YET: N_("Not yet"),
    State.OPENED: N_("Opened"),
    State.SIGNED: N_("Has signed"),
    State.REFUSED: N_("Refused"),
    State.ON_LEAVE: N_("On leave"),
    State.EXEMPT: N_("Exempt"),
    State.LEFT: N_("Left"),
}

_STATES: Final = tuple(state.value for state in State)
_OPEN: Final = frozenset({State.NOT_YET, State.OPENED})
MOVES: Final[Mapping[State, frozenset[State]]] = {
    State.NOT_YET: frozenset(set(State) - {State.NOT_YET}),
    State.OPENED: frozenset(set(State) - {State.NOT_YET, State.OPENED}),
    State.SIGNED: frozenset(),  # for good: leaving later does not unsign
    State.REFUSED: frozenset({State.OPENED, State.SIGNED, State.LEFT}),  # may think again
    State.ON_LEAVE: frozenset(set(State) - {State.ON_LEAVE}),
    State.EXEMPT: frozenset(_OPEN | {State.LEFT, State.SIGNED}),
    State.LEFT: frozenset(_OPEN | {State.ON_LEAVE}),  # came back
}

WAITING: Final = _OPEN  # who can still be reminded
SHOWN: Final = 4  # last signs of an identity number that a public page may show
SIGNABLE: Final = frozenset(state for state, to in MOVES.items() if State.SIGNED in to)


def board_of(campaign: int) -> str:
    """Name the counters of a campaign."""
    return f"pact:{campaign}"


def level_measure(level: int) -> str:
    """Name the counter of signatures at one level."""
    return f"level_{level}"


def moved(
    unit: int, before: State, after: State, level: int | None = None
) -> list[tuple[int, str, int]]:
    """Return the changes to the counters of `unit` when one person changes state in it."""
    changes: list[tuple[int, str, int]] = [(unit, before, -1), (unit, after, 1)]
    if after is State.SIGNED and level is not None:
        changes.append((unit, level_measure(level), 1))
    return changes


@dataclass(frozen=True, slots=True)
class Text:
    """What one puts one's name under."""

    title: str
    opening: str
    statements: tuple[str, ...]
    closing: str

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Text":
        """Read a text as it is stored."""
        return cls(
            title=str(stored.get("title", "")),
            opening=str(stored.get("opening", "")),
            statements=tuple(str(s) for s in stored.get("statements", ())),
            closing=str(stored.get("closing", "")),
        )

    def stored(self) -> dict[str, object]:
        """Return the text as it is stored."""
        return {
            "title": self.title,
            "opening": self.opening,
            "statements": list(self.statements),
            "closing": self.closing,
        }

    def complete(self) -> bool:
        """Tell whether there is something to sign."""
        return bool(self.title.strip() and self.statements and all(map(str.strip, self.statements)))

    def record(self, version: int) -> dict[str, object]:
        """Return the text as its hash covers it."""
        return {"format": "netral.pact-text/1", "version": version, **self.stored()}

    def sha256(self, version: int) -> str:
        """Hash the canonical form of the text; the signer sees this and the paper bears it."""
        return hashlib.sha256(canonical(self.record(version))).hexdigest()


class Window(StrEnum):
    """Whether one may sign now, and if not, why."""

    OPEN = "open"
    NOT_OPEN = "not_open"  # the campaign is a draft
    TOO_EARLY = "too_early"  # the wave opens later
    OVER = "over"  # the deadline has passed
    CLOSED = "closed"  # the owner has closed the campaign


def window(*, stage: str, opens_at: datetime, deadline: datetime, at: datetime) -> Window:
    """Tell whether signatures are taken at `at`: from the opening on, and before the deadline."""
    if stage == "draft":
        return Window.NOT_OPEN
    if stage == "closed":
        return Window.CLOSED
    if at < opens_at:
        return Window.TOO_EARLY
    return Window.OPEN if at < deadline else Window.OVER


def instant_on(
    day: date, *, zone: str, opens_at: datetime, deadline: datetime, now: datetime
) -> datetime | None:
    """Return an instant on `day` within the campaign and not in the future, noon if it may be.

    A paper bears a day, not an hour. None where no such instant exists.
    """
    start = midnight(day, zone)
    low = max(start, opens_at)
    latest = min(min(start + timedelta(days=1), deadline) - datetime.resolution, now)
    if low > latest:
        return None
    return min(max(start + timedelta(hours=12), low), latest)


@dataclass(frozen=True, slots=True)
class Roll:
    """What the roster says of somebody who was asked, beside where the pledge stands."""

    state: State
    unit: int  # where the pledge is counted
    home: int  # where the roster has the person now
    in_audience: bool
    on_leave: bool
    by_hand: bool = False  # an officer, not the roster, put the person on leave


def settled(roll: Roll) -> tuple[State, int]:
    """Return the state and unit that the roster asks for.

    A signature stays whatever happens, and goes along to the new unit. Leave that an officer
    recorded is not undone by a roster that does not know of it.
    """
    if not roll.in_audience:
        stays = roll.state in {State.SIGNED, State.LEFT}
        return (roll.state if stays else State.LEFT), roll.unit
    if roll.state is State.LEFT:
        return (State.ON_LEAVE if roll.on_leave else State.NOT_YET), roll.home
    if roll.state in WAITING and roll.on_leave:
        return State.ON_LEAVE, roll.home
    if roll.state is State.ON_LEAVE and not roll.on_leave and not roll.by_hand:
        return State.NOT_YET, roll.home
    return roll.state, roll.home


@dataclass(frozen=True, slots=True)
class Figures:
    """The counters of one unit, by state, and what follows from them."""

    counts: Mapping[str, int]

    def of(self, state: State) -> int:
        """Return how many stand at `state`."""
        return self.counts.get(state.value, 0)

    @property
    def total(self) -> int:
        """Return everybody asked: the states always sum to this."""
        return sum(self.counts.get(state, 0) for state in _STATES)

    @property
    def signed(self) -> int:
        """Return how many have signed."""
        return self.of(State.SIGNED)

    @property
    def waiting(self) -> int:
        """Return how many can still be reminded."""
        return sum(self.of(state) for state in WAITING)

    @property
    def share(self) -> float:
        """Return the percentage of everybody asked who have signed."""
        total = self.total
        return 100 * self.signed / total if total else 0.0

    @property
    def done(self) -> bool:
        """Tell whether nobody is waited for."""
        return self.total > 0 and self.waiting == 0

    def levels(self) -> list[tuple[int, int]]:
        """Return how many signatures there are at each level, highest first."""
        found = ((level, self.counts.get(level_measure(level), 0)) for level in (3, 2, 1, 0))
        return [(level, count) for level, count in found if count]

    def minus(self, others: Iterable["Figures"]) -> "Figures":
        """Return what is left when the units below are taken away: the unit's own people."""
        rest = dict(self.counts)
        for other in others:
            for measure, count in other.counts.items():
                rest[measure] = rest.get(measure, 0) - count
        return Figures({measure: count for measure, count in rest.items() if count})


def total(parts: Iterable[Figures]) -> Figures:
    """Add up the counters of units, or institutions, that have nothing in common."""
    counts: dict[str, int] = {}
    for part in parts:
        for measure, count in part.counts.items():
            counts[measure] = counts.get(measure, 0) + count
    return Figures(counts)


def masked(identity: str) -> str:
    """Hide all but the last four signs of an identity number."""
    if len(identity) <= SHOWN:
        return "•" * SHOWN
    return "•" * (len(identity) - SHOWN) + identity[-SHOWN:]


def late_first(rows: Sequence[tuple[str, Figures]]) -> list[tuple[str, Figures]]:
    """Rank units: the lowest share first, among equals the one that waits for more people."""
    waiting = [row for row in rows if row[1].waiting]
    return sorted(waiting, key=lambda row: (row[1].share, -row[1].waiting, row[0]))
