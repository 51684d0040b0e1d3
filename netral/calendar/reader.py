"""Reading the calendar's data files, strictly: a fault is refused with its place."""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final, NoReturn, TypeVar

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

FOLDER: Final = Path(__file__).parent / "data"
REGION: Final = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?")
CODE: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
Word = TypeVar("Word", bound=StrEnum)


class BadCalendar(ValueError):
    """A data file that says too much, too little, or nonsense."""


class Table:
    """One table of a file, read key by key; what nobody asked for is a fault."""

    def __init__(self, where: str, values: object) -> None:
        if not isinstance(values, dict):
            _bad(f"{where} must be a table")
        self.where = where
        self._left: dict[str, Any] = dict(values)

    def text(self, key: str, *, default: str | None = None) -> str:
        """Take a text that says something; with a default it may be missing."""
        value = self._take(key, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            self.refuse(key, "must be a text that says something", value)
        return value.strip()

    def day(self, key: str) -> date | None:
        """Take a date, or the text "unknown"."""
        value = self._take(key, None)
        if value == "unknown":
            return None
        if isinstance(value, datetime) or not isinstance(value, date):
            self.refuse(key, 'must be a date or "unknown"', value)
        return value

    def yes(self, key: str, *, default: bool) -> bool:
        """Take true or false."""
        value = self._take(key, default)
        if not isinstance(value, bool):
            self.refuse(key, "must be true or false", value)
        return value

    def word(self, key: str, words: type[Word]) -> Word:
        """Take one of the words of an enumeration."""
        return self._word(key, words, self._take(key, None))

    def words(self, key: str, words: type[Word], *, may_lack: bool = False) -> tuple[Word, ...]:
        """Take a list of different words of an enumeration."""
        value = self._take(key, [] if may_lack else None)
        if not isinstance(value, list) or not (value or may_lack):
            self.refuse(key, "must be a list", value)
        read = tuple(self._word(key, words, each) for each in value)
        if len(set(read)) < len(read):
            self.refuse(key, "must not repeat itself", value)
        return read

    def regions(self, key: str) -> tuple[str, ...]:
        """Take a list of regions."""
        value = self._take(key, None)
        if not isinstance(value, list) or not value:
            self.refuse(key, "must be a list", value)
        return tuple(self._region(key, each) for each in value)

    def region(self, key: str) -> str:
        """Take a Kemendagri region code such as "32.76"; nothing is everywhere."""
        return self._region(key, self._take(key, EVERYWHERE))

    def numbers(self, key: str) -> tuple[int, ...]:
        """Take a list of whole numbers."""
        value = self._take(key, None)
        if not isinstance(value, list) or not all(type(each) is int for each in value):
            self.refuse(key, "must be a list of whole numbers", value)
        return tuple(value)

    def tables(self, key: str) -> list["Table"]:
        """Take a list of tables."""
        value = self._take(key, [])
        if not isinstance(value, list):
            self.refuse(key, "must be a list of tables", value)
        return [Table(f"{self.where}: {key} {n}", each) for n, each in enumerate(value, 1)]

    def end(self) -> None:
        """Refuse what is left over."""
        if self._left:
            _bad(f"{self.where}: nobody knows {', '.join(sorted(self._left))}")

    def refuse(self, key: str, rule: str, value: object) -> NoReturn:
        """Say where, what rule, and what stands there."""
        _bad(f"{self.where}: {key} {rule}, not {value!r}")

    def _take(self, key: str, default: object) -> Any:
        if key not in self._left and default is None:
            _bad(f"{self.where}: {key} is missing")
        return self._left.pop(key, default)

    def _region(self, key: str, value: object) -> str:
        known = isinstance(value, str) and (value == EVERYWHERE or REGION.fullmatch(value))
        if not known:
            self.refuse(key, 'must be a region code such as "32.76", or "*"', value)
        return str(value)

    def _word(self, key: str, words: type[Word], value: object) -> Word:
        try:
            return words(str(value))
        except ValueError:
            known = ", ".join(words)
            self.refuse(key, f"must be one of {known}", value)


def _bad(complaint: str) -> NoReturn:
    raise BadCalendar(complaint)


def read_elections(text: str) -> tuple[Election, ...]:
    """Read the elections of a file.

    Raises:
        BadCalendar: with the place and the words of the first fault.
    """
    top = _top("elections.toml", text)
    elections = tuple(_election(table) for table in top.tables("election"))
    top.end()
    _once((e.code for e in elections), "election {} stands twice")
    return elections


def _election(table: Table) -> Election:
    code = table.text("code")
    if not CODE.fullmatch(code):
        table.refuse("code", "must be small letters, digits and single dashes", code)
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
        ((d.phase.value, d.region, *sorted(d.offices)) for d in election.phases),
        code + ": phase {} stands twice for one region and the same offices",
    )
    return election


def _part(table: Table, offices: tuple[Office, ...]) -> Part:
    part = Part(
        regions=table.regions("regions"),
        offices=frozenset(table.words("offices", Office, may_lack=True) or offices),
        source=table.text("source"),
        confidence=table.word("confidence", Confidence),
    )
    _within(table, part.offices, offices)
    table.end()
    return part


def _dates(table: Table, offices: tuple[Office, ...]) -> Dates:
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
        table.refuse("ends", f"must not be before {dates.starts}", str(dates.ends))
    unknown = dates.starts is None and dates.ends is None
    if unknown is not (dates.confidence is Confidence.UNKNOWN):
        rule = "is unknown where both days are, and only there"
        table.refuse("confidence", rule, dates.confidence.value)
    table.end()
    return dates


def _within(table: Table, some: frozenset[Office], all_of_it: Iterable[Office]) -> None:
    if strangers := some - set(all_of_it):
        table.refuse("offices", "must be offices of the election", sorted(strangers))


class HolidayKind(StrEnum):
    """Why the office rests."""

    PUBLIC = "public"
    COLLECTIVE_LEAVE = "collective-leave"  # cuti bersama


def read_holidays(text: str) -> tuple[Mapping[date, str], frozenset[int]]:
    """Read the days on which offices rest, with their names, and the years that are on file.

    Raises:
        BadCalendar: with the place and the words of the first fault.
    """
    top = _top("holidays.toml", text)
    top.text("source")
    top.word("confidence", Confidence)
    years = frozenset(top.numbers("years"))
    named: dict[date, str] = {}
    for table in top.tables("holiday"):
        on = table.day("on")
        if on is None or on.year not in years:
            table.refuse("on", "must be a date of one of the years", str(on))
        if on in named:
            table.refuse("on", "stands twice", str(on))
        table.word("kind", HolidayKind)
        named[on] = table.text("name")
        table.end()
    top.end()
    if silent := years - {on.year for on in named}:
        _bad(f"holidays.toml: no holiday in {min(silent)}")
    return named, years


def _top(name: str, text: str) -> Table:
    try:
        return Table(name, tomllib.loads(text))
    except tomllib.TOMLDecodeError as fault:
        _bad(f"{name}: not TOML: {fault}")


def _once(keys: Iterable[object], complaint: str) -> None:
    seen: set[object] = set()
    for key in keys:
        if key in seen:
            raise BadCalendar(complaint.format(key))
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
    read: tuple[Mapping[date, str], frozenset[int]] = _file("holidays.toml", read_holidays)
    return read
