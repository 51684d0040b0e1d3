"""States of a pact, and the moves between them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

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
    State.SIGNED: N_("Signed"),
    State.REFUSED: N_("Refused"),
    State.ON_LEAVE: N_("On leave"),
    State.EXEMPT: N_("Exempt"),
    State.LEFT: N_("Left"),
}

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
