"""Kinds and states of a permit, and the days that it covers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from netral.kernel.words import N_


class Kind(StrEnum):
    """What is asked for."""

    ADHOC = "adhoc"  # to serve in an ad hoc election body
    CLTN = "cltn"  # unpaid leave (cuti di luar tanggungan negara) beside a candidate spouse


KIND_WORDS: Final = {
    Kind.ADHOC: N_("Permit to serve in an ad hoc election body"),
    Kind.CLTN: N_("Unpaid leave to accompany a candidate spouse"),
}


class Body(StrEnum):
    """An ad hoc election body. "PPK" is not a code here: it has three meanings."""

    DISTRICT = "district"
    VILLAGE = "village"
    STATION = "station"
    VOTERS = "voters"


BODY_WORDS: Final = {
    Body.DISTRICT: N_("District election committee (Panitia Pemilihan Kecamatan)"),
    Body.VILLAGE: N_("Village voting committee (Panitia Pemungutan Suara, PPS)"),
    Body.STATION: N_("Polling station group (Kelompok Penyelenggara Pemungutan Suara, KPPS)"),
    Body.VOTERS: N_("Voter data officer (Petugas Pemutakhiran Data Pemilih, Pantarlih)"),
}


class State(StrEnum):
    """Where a request is."""

    WAITING = "waiting"  # for the head of unit
    FORWARDED = "forwarded"  # recommended; for who signs for the institution
    ASKED = "asked"  # sent back with a question
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"
    ENDED = "ended"  # before the last day that was granted


_UNDECIDED: Final = frozenset({State.WAITING, State.FORWARDED, State.ASKED})
_ENDS: Final = frozenset({State.GRANTED, State.REFUSED})
MOVES: Final[Mapping[State, frozenset[State]]] = {
    State.WAITING: _ENDS | {State.FORWARDED, State.ASKED, State.WITHDRAWN},
    State.FORWARDED: _ENDS | {State.ASKED, State.WITHDRAWN},
    State.ASKED: frozenset({State.WAITING, State.FORWARDED, State.WITHDRAWN}),
    State.GRANTED: frozenset({State.REVOKED, State.ENDED}),
    State.REFUSED: frozenset(),
    State.WITHDRAWN: frozenset(),
    State.REVOKED: frozenset(),
    State.ENDED: frozenset(),
}
OPEN: Final = _UNDECIDED | {State.GRANTED}  # two of a kind never share a day
TO_DECIDE: Final = frozenset({State.WAITING, State.FORWARDED})
HELD: Final = frozenset({State.GRANTED, State.REVOKED, State.ENDED})  # were granted once


class Shown(StrEnum):
    """Where a permit is for its readers: what was granted also depends on the day."""

    WAITING = "waiting"
    FORWARDED = "forwarded"
    ASKED = "asked"
    COMING = "coming"
    RUNNING = "running"
    OVER = "over"
    ENDED = "ended"
    REVOKED = "revoked"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


SHOWN_WORDS: Final = {
    Shown.WAITING: N_("Waiting for a decision"),
    Shown.FORWARDED: N_("Recommendation given, waiting for a decision"),
    Shown.ASKED: N_("Waiting for an answer from the asker"),
    Shown.COMING: N_("Granted, not begun"),
    Shown.RUNNING: N_("Granted, in force"),
    Shown.OVER: N_("Granted, period over"),
    Shown.ENDED: N_("Ended early"),
    Shown.REVOKED: N_("Permit revoked"),
    Shown.REFUSED: N_("Not granted"),
    Shown.WITHDRAWN: N_("Withdrawn by the asker"),
}
MEANINGS: Final = {
    Shown.WAITING: "due",
    Shown.FORWARDED: "due",
    Shown.ASKED: "due",
    Shown.COMING: "done",
    Shown.RUNNING: "done",
    Shown.REVOKED: "stopped",
    Shown.REFUSED: "stopped",
}


def shown(state: State, starts_on: date, last_on: date | None, on: date) -> Shown:
    """Return where a permit is for its readers on a day."""
    if state is not State.GRANTED or last_on is None:
        return Shown(state.value)
    if on < starts_on:
        return Shown.COMING
    return Shown.RUNNING if on <= last_on else Shown.OVER


def covers(state: State, starts_on: date, last_on: date | None, on: date) -> bool:
    """Tell whether a permit was held on a day, as far as is known now."""
    return state in HELD and last_on is not None and starts_on <= on <= last_on


def overlap(one: tuple[date, date], other: tuple[date, date]) -> bool:
    """Tell whether two periods, both ends included, share a day."""
    return one[0] <= other[1] and other[0] <= one[1]


def due_on(start: date, days: int, works: Callable[[date], bool]) -> date:
    """Return the last of `days` working days after `start`."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= works(day)
    return day


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody asks for. The name of a spouse is not needed, and not taken."""

    kind: Kind
    election: str  # code of the calendar
    starts_on: date
    ends_on: date  # last day, inclusive
    body: str = ""
    place: str = ""
    office: str = ""  # that the spouse stands for
    region: str = ""  # where
    note: str = ""
