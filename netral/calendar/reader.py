"""Reading the calendar's data files, strictly: a fault is refused with its place."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

from netral.calendar.core.elections import (
    EVERYWHERE,
    Confidence,
    Dates,
    Election,
    Law,
    Office,
    Part,
    Phase,
)
from netral.kernel.tables import BadTable, Table

HOLIDAYS: Final = "holidays.toml"
FOLDER: Final = Path(__file__).parent / "data"
REGION: Final = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?")
CODE: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
REGION_CODE: Final = 'must be a region code such as "32.76", or "*"'
CODE_SPELLING: Final = "must be small letters, digits and single dashes"
OWN_OFFICES: Final = "must be offices of the election"
BACKWARDS: Final = "must not be before %(starts)s"
UNKNOWN_DAYS: Final = "is unknown where both days are, and only there"
OWN_YEARS: Final = "must be a date of one of the years"
TWICE: Final = "stands twice"


class BadCalendar(BadTable):
    """A file of the calendar that says too much, too little, or nonsense."""


class _Table(Table):
    """A table that may name regions."""

    fault = BadCalendar

    def regions(self, key: str) -> tuple[str, ...]:
        """Take a list of regions."""
        return tuple(self._region(key, each) for each in self._list(key, may_lack=False))

    def region(self, key: str) -> str:
        """Take a Kemendagri region code such as "32.76"; nothing is everywhere."""
        return self._region(key, self._take(key, EVERYWHERE))

    def _region(self, key: str, value: object) -> str:
        known = isinstance(value, str) and (value == EVERYWHERE or REGION.fullmatch(value))
        if not known:
            self.refuse(key, REGION_CODE, value)
        return str(value)


def read_elections(text: str) -> tuple[Election, ...]:
    """Read the elections of a file.

    Raises:
        BadCalendar: with the place and the words of the first fault.
    """
    top = _Table.of_file("elections.toml", text)
    elections = tuple(_election(table) for table in top.tables("election"))
    top.end()
    _once("elections.toml", (f"election {e.code}" for e in elections))
    return elections


def _election(table: _Table) -> Election:
    code = table.text("code")
    if not CODE.fullmatch(code):
        table.refuse("code", CODE_SPELLING, code)
    table.where = code
    offices = table.words("offices", Office)
    election = Election(
        code=code,
        name=table.text("name"),
        law=table.word("law", Law),
        offices=offices,
        parts=tuple(_part(each, offices) for each in table.tables("part")),
        complete=table.yes("complete", default=False),
        phases=tuple(_dates(each, offices) for each in table.tables("phase")),
        source=table.text("source"),
        note=table.text("note", default=""),
    )
    table.end()
    _once(
        code,
        (f"phase {(d.phase.value, d.region, *sorted(d.offices))}" for d in election.phases),
    )
    return election


def _part(table: _Table, offices: tuple[Office, ...]) -> Part:
    part = Part(
        regions=table.regions("regions"),
        offices=frozenset(table.words("offices", Office, may_lack=True) or offices),
        source=table.text("source"),
        confidence=table.word("confidence", Confidence),
    )
    _within(table, part.offices, offices)
    table.end()
    return part


def _dates(table: _Table, offices: tuple[Office, ...]) -> Dates:
    dates = Dates(
        phase=table.word("phase", Phase),
        starts=table.day("starts"),
        ends=table.day("ends"),
        source=table.text("source"),
        confidence=table.word("confidence", Confidence),
        offices=frozenset(table.words("offices", Office, may_lack=True)),
        region=table.region("region"),
        note=table.text("note", default=""),
    )
    _within(table, dates.offices, offices)
    if dates.starts and dates.ends and dates.ends < dates.starts:
        table.refuse("ends", BACKWARDS, str(dates.ends), starts=str(dates.starts))
    unknown = dates.starts is None and dates.ends is None
    if unknown is not (dates.confidence is Confidence.UNKNOWN):
        table.refuse("confidence", UNKNOWN_DAYS, dates.confidence.value)
    table.end()
    return dates


def _within(table: _Table, some: frozenset[Office], all_of_it: Iterable[Office]) -> None:
    if strangers := some - set(all_of_it):
        table.refuse("offices", OWN_OFFICES, sorted(strangers))


class HolidayKind(StrEnum):
    """Why the office rests."""

    PUBLIC = "public"
    COLLECTIVE_LEAVE = "collective-leave"  # cuti bersama


def read_holidays(text: str) -> tuple[Mapping[date, str], frozenset[int]]:
    """Read the days on which offices rest, with their names, and the years that are on file.

    Raises:
        BadCalendar: with the place and the words of the first fault.
    """
    top = _Table.of_file(HOLIDAYS, text)
    top.text("source")
    top.word("confidence", Confidence)
    years = frozenset(top.numbers("years"))
    named: dict[date, str] = {}
    for table in top.tables("holiday"):
        on = table.day("on")
        if on is None or on.year not in years:
            table.refuse("on", OWN_YEARS, str(on))
        if on in named:
            table.refuse("on", TWICE, str(on))
        table.word("kind", HolidayKind)
        named[on] = table.text("name")
        table.end()
    top.end()
    if silent := years - {on.year for on in named}:
        raise BadCalendar(HOLIDAYS, "years", f"have no holiday in {min(silent)}")
    return named, years


def _once(where: str, keys: Iterable[str]) -> None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise BadCalendar(where, key, TWICE)
        seen.add(key)


def _file(name: str, read: Callable[[str], Any]) -> Any:
    return read((FOLDER / name).read_text(encoding="utf-8"))


@cache
def elections() -> tuple[Election, ...]:
    """Return the elections on file."""
    read: tuple[Election, ...] = _file("elections.toml", read_elections)
    return read


@cache
def holidays() -> tuple[Mapping[date, str], frozenset[int]]:
    """Return the holidays on file with their names, and the years they cover."""
    read: tuple[Mapping[date, str], frozenset[int]] = _file(HOLIDAYS, read_holidays)
    return read
