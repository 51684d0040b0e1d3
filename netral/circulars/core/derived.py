"""What a derived circular may say: it may strengthen its parent, never weaken it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from netral.circulars.core import ClauseKind
from netral.circulars.core.text import ClauseText
from netral.kernel.words import N_


class Weakens(StrEnum):
    """The ways in which a derived circular would fall short of its parent."""

    LEFT_OUT = "left_out"
    REWORDED = "reworded"
    CONDITION_ADDED = "condition_added"
    FEWER_BOUND = "fewer_bound"
    FEWER_ELECTIONS = "fewer_elections"
    SHORTER_PHASE = "shorter_phase"
    LONGER_PHASE = "longer_phase"
    LATER = "later"
    PUT_OFF = "put_off"
    PERMISSION_ADDED = "permission_added"
    CONDITION_DROPPED = "condition_dropped"
    MORE_PERMITTED = "more_permitted"


WEAKENS_WORDS: Final = {
    Weakens.LEFT_OUT: N_("This clause of the parent circular is missing."),
    Weakens.REWORDED: N_("The wording differs from the parent circular."),
    Weakens.CONDITION_ADDED: N_("A condition was added that limits the clause."),
    Weakens.FEWER_BOUND: N_("It would bind fewer people than the parent circular."),
    Weakens.FEWER_ELECTIONS: N_("It would cover fewer elections than the parent circular."),
    Weakens.SHORTER_PHASE: N_("The clause would not apply for the parent circular’s whole period."),
    Weakens.LONGER_PHASE: N_("The permission would apply outside the parent circular’s period."),
    Weakens.LATER: N_("The deadline is later than the parent circular’s."),
    Weakens.PUT_OFF: N_("The prohibition applies at once; a deadline would delay it."),
    Weakens.PERMISSION_ADDED: N_("This permission is not in the parent circular."),
    Weakens.CONDITION_DROPPED: N_("A condition of the permission was dropped."),
    Weakens.MORE_PERMITTED: N_("It would permit more people than the parent circular."),
}

THROUGHOUT: Final = "before_during_after"  # the phase that takes in all but "at all times"


@dataclass(frozen=True, slots=True)
class Weakness:
    """One thing that falls short, and in which clause's words."""

    how: Weakens
    clause: str


@dataclass(frozen=True, slots=True)
class ParentClause:
    """A clause of the parent, with the id that a derived clause names to restate it."""

    pk: int
    clause: ClauseText


def weaknesses(parent: Sequence[ParentClause], derived: Sequence[ClauseText]) -> list[Weakness]:
    """Return everything in which `derived` would weaken `parent`; nothing means it may go out.

    Prohibitions and duties must all return, word for word, for as many people, as long and not
    later, with no condition more; a prohibition without a deadline is given none, which would
    read as time to go on. Permissions may be left out (the parent's still holds) but not
    widened or invented. Clauses of its own are free, permissions excepted.
    """
    found: list[Weakness] = []
    for row in parent:
        compare = _permission if row.clause.kind is ClauseKind.PERMISSION else _obligation
        restated = [clause for clause in derived if clause.restates == row.pk]
        if not restated and compare is _obligation:
            found.append(Weakness(Weakens.LEFT_OUT, row.clause.text))
        for own in restated:  # each of them: an exact copy must not cover for a weaker one
            found += compare(row.clause, own)
    known = {row.pk for row in parent}
    found += [
        Weakness(Weakens.PERMISSION_ADDED, clause.text)
        for clause in derived
        if clause.kind is ClauseKind.PERMISSION and clause.restates not in known
    ]
    return found


def _obligation(parent: ClauseText, own: ClauseText) -> list[Weakness]:
    wrong = {
        Weakens.REWORDED: own.text != parent.text or own.kind is not parent.kind,
        Weakens.CONDITION_ADDED: not set(own.conditions) <= set(parent.conditions),
        Weakens.FEWER_BOUND: not _covers(own.kinds, parent.kinds),
        Weakens.SHORTER_PHASE: not _spans(own.phase, parent.phase),
        Weakens.LATER: later(parent.due_at, own.due_at),
        Weakens.PUT_OFF: parent.kind is ClauseKind.PROHIBITION
        and parent.due_at is None
        and own.due_at is not None,
    }
    return [Weakness(how, parent.text) for how, is_so in wrong.items() if is_so]


def _permission(parent: ClauseText, own: ClauseText) -> list[Weakness]:
    wrong = {
        Weakens.REWORDED: own.text != parent.text or own.kind is not parent.kind,
        Weakens.CONDITION_DROPPED: not set(own.conditions) >= set(parent.conditions),
        Weakens.MORE_PERMITTED: not _covers(parent.kinds, own.kinds),
        Weakens.LONGER_PHASE: not _spans(parent.phase, own.phase),
        Weakens.LATER: later(parent.due_at, own.due_at),
    }
    return [Weakness(how, parent.text) for how, is_so in wrong.items() if is_so]


@dataclass(frozen=True, slots=True)
class Reach:
    """To whom a circular is addressed and which elections it concerns; none listed means all.

    `paths` say where the units of its audience lie: the empty path is everywhere.
    """

    kinds: tuple[str, ...] = ()
    paths: tuple[str, ...] = ("",)
    elections: tuple[str, ...] = ()


def shortfall(parent: Reach, own: Reach, unit: str) -> list[Weakens]:
    """Return in what a circular derived for the unit at `unit` reaches less than its parent.

    Clauses that bind "everyone" bind the audience, so a narrower one would let people go.
    """
    due = [max(path, unit, key=len) for path in parent.paths if _meet(path, unit)]
    wrong = {
        Weakens.FEWER_BOUND: not _covers(own.kinds, parent.kinds)
        or not all(path.startswith(own.paths) for path in due),
        Weakens.FEWER_ELECTIONS: not _covers(own.elections, parent.elections),
    }
    return [how for how, is_so in wrong.items() if is_so]


def _meet(one: str, two: str) -> bool:
    return one.startswith(two) or two.startswith(one)


def _spans(wide: str, narrow: str) -> bool:
    """Tell whether a clause that holds in `wide` holds all the time of `narrow`.

    "Before, during and after the campaign" takes in each of its parts, the quiet period too;
    "at all times" takes in everything, and only it takes in itself.
    """
    return wide in {narrow, ""} or (wide == THROUGHOUT and narrow != "")


def _covers(wide: Sequence[str], narrow: Sequence[str]) -> bool:
    """Tell whether `wide` reaches everyone that `narrow` does; none listed means everyone."""
    return not wide or (bool(narrow) and set(narrow) <= set(wide))


def later(parent: datetime | None, own: datetime | None) -> bool:
    """Tell whether a deadline of its own gives more time than the parent's."""
    return parent is not None and (own is None or own > parent)
