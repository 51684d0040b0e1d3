"""Kinds and states of a permit, the check before it is asked for, and the days that it covers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
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


class Met(StrEnum):
    """What came of one point of the check."""

    YES = "yes"
    NO = "no"
    UNVERIFIED = "unverified"


MET_WORDS: Final = {
    Met.YES: N_("Fulfilled"),
    Met.NO: N_("Not fulfilled"),
    Met.UNVERIFIED: N_("Not verified yet"),
}
MET_MEANINGS: Final = {Met.YES: "done", Met.NO: "stopped", Met.UNVERIFIED: "due"}

POINT_WORDS: Final = {
    "staff_may": N_("The rules in force allow this to {who}."),
    "staff_may_not": N_("The rules in force forbid this to {who}."),
    "staff_unnamed": N_("No rule on record allows this to {who}."),
    "staff_unclear": N_("The rules in force do not answer clearly for {who}."),
    "contract_leave": N_("Whether {who} can be given unpaid leave has not been verified."),
    "dates_in": N_("The period lies within the stages of the election ({first_on} to {last_on})."),
    "dates_early": N_("The period begins before the stages do ({first_on})."),
    "dates_late": N_("The period lasts longer than the stages do ({last_on})."),
    "dates_unknown": N_("The calendar does not hold all dates of this election."),
    "part": N_("This region takes part in the election."),
    "part_unknown": N_("It is not on record that this region takes part in the election."),
    "office_elected": N_("This election fills the office that your spouse stands for."),
    "office_elsewhere": N_("This election does not fill the office that your spouse stands for."),
    "unpaid": N_("Whether members of ad hoc bodies must take unpaid leave is disputed."),
    "service_years": N_("Unpaid leave is said to need five years of service."),
    "length": N_("Unpaid leave is said to last three years at most."),
    "length_over": N_("Unpaid leave is said to last three years at most; you ask for more."),
    "authority": N_("Who decides on unpaid leave, and whether others must agree, may differ."),
    "decider": N_("Your request goes to {name}, {title}."),
    "no_decider": N_("Nobody holds the office that decides on it today."),
}


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the check, with what it rests on; `facts` fill its words."""

    code: str
    met: Met
    source: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)

    def stored(self) -> dict[str, object]:
        """Return the point as it is stored with the request."""
        return {"code": self.code, "met": self.met.value, "source": self.source,
                "facts": dict(self.facts)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stages:
    """The first and last day on which an election has to do with a permit; None is not known."""

    first: date | None
    last: date | None


class Ruling(StrEnum):
    """What the rules in force say of somebody."""

    MAY = "may"
    MAY_NOT = "may_not"
    UNNAMED = "unnamed"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What is known around a wish, gathered by whoever asks for the check."""

    who: str  # kind of employee
    ruling: Ruling
    ruling_source: str
    stages: Stages
    takes_part: bool
    offices: frozenset[str]  # that the election fills
    decider: tuple[str, str] | None  # name and title


CALENDAR: Final = "Kalender pemilu Netral"
YEARS: Final = 3
PNS: Final = frozenset({"pns"})


def check(wish: Wish, ground: Ground) -> list[Point]:
    """Hold a wish against what is known. The points inform: a person decides, not the check."""
    points = [_staff(ground), *_dates(wish, ground.stages)]
    part = Point("part", Met.YES, CALENDAR) if ground.takes_part else None
    points.append(part or Point("part_unknown", Met.UNVERIFIED, CALENDAR))
    points += _of_service(wish) if wish.kind is Kind.ADHOC else _of_leave(wish, ground)
    return [*points, _decider(ground)]


def _staff(ground: Ground) -> Point:
    met = {Ruling.MAY: Met.YES, Ruling.UNCLEAR: Met.UNVERIFIED}.get(ground.ruling, Met.NO)
    return Point(f"staff_{ground.ruling}", met, ground.ruling_source, {"who": ground.who})


def _dates(wish: Wish, stages: Stages) -> list[Point]:
    first, last = stages.first, stages.last
    facts = {key: day.isoformat() for key, day in (("first_on", first), ("last_on", last)) if day}
    found = []
    if first and wish.starts_on < first:
        found.append(Point("dates_early", Met.NO, CALENDAR, facts))
    if last and wish.ends_on > last:
        found.append(Point("dates_late", Met.NO, CALENDAR, facts))
    if first is None or last is None:
        found.append(Point("dates_unknown", Met.UNVERIFIED, CALENDAR))
    return found or [Point("dates_in", Met.YES, CALENDAR, facts)]


def _of_service(wish: Wish) -> list[Point]:  # noqa: ARG001  # one shape for both kinds
    said = "Anggota KPU dalam pers (cakra.news); praktik umumnya cukup izin"
    return [Point("unpaid", Met.UNVERIFIED, said)]


def _of_leave(wish: Wish, ground: Ground) -> list[Point]:
    elected = wish.office in ground.offices
    points = [Point("office_elected", Met.YES, CALENDAR)] if elected else [
        Point("office_elsewhere", Met.NO, CALENDAR)
    ]  # fmt: skip
    if ground.who not in PNS:
        points.append(Point("contract_leave", Met.UNVERIFIED, "", {"who": ground.who}))
    code = "length_over" if _years_after(wish.starts_on, YEARS) <= wish.ends_on else "length"
    rules = "PP 11/2017 jo. PP 17/2020, tentang cuti"
    return [
        *points,
        Point("service_years", Met.UNVERIFIED, rules),
        Point(code, Met.UNVERIFIED, rules),
        Point("authority", Met.UNVERIFIED, rules),
    ]


def _years_after(day: date, years: int) -> date:
    """Return the same day some years later; the 29th of February becomes the 1st of March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _decider(ground: Ground) -> Point:
    if ground.decider is None:
        return Point("no_decider", Met.UNVERIFIED, "Daftar jabatan Netral")
    name, title = ground.decider
    return Point("decider", Met.YES, "Daftar jabatan Netral", {"name": name, "title": title})
