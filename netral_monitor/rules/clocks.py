"""Entries tell the true time: held against the order of the log, and the clocks of its witnesses.

An entry that is only late (the log was down, everything came in its order afterwards) is another
thing than one that was dated back. Dated back it is if entries before it in the log are later; if
it names a state of the log that did not exist yet; or if the log was up, and witnessed, for more
than an hour after its date, and it was not there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, NamedTuple

from netral_monitor.coverage import Coverage
from netral_monitor.entries import HOUR, Opening, Sealed, Step
from netral_monitor.findings import Finding, of_entry
from netral_verify.leaf import day

CLOCK: Final = 5 * 60  # seconds by which honest clocks may differ
LATE: Final = HOUR
DAY: Final = 24 * HOUR
LATE_SEALED: Final = 36 * HOUR  # after the end of the day
WIB: Final = 7 * HOUR  # the day of a sealed entry is one of Western Indonesia


class Uncovered(NamedTuple):
    """An entry that no witnessed state covers yet: its clock is judged later."""

    place: int  # index in the log
    time: int  # at which the entry says to have been made; of a sealed one, when its day begins
    sealed: bool


@dataclass(slots=True)
class Clocks:
    """Judges the entries in the order of the log."""

    coverage: Coverage
    latest: int = 0  # time of the entries so far
    latest_day: str = ""  # of the sealed entries so far

    def check(self, entry: Step | Opening) -> Iterator[Finding | Uncovered]:
        """Judge an entry with an instant."""
        covered = self.coverage.covered(entry.place)
        if entry.time < self.latest - CLOCK:
            yield of_entry(
                "backdated-order", entry.place, at=spoken(entry.time), before=spoken(self.latest)
            )
        elif covered is None:
            yield Uncovered(entry.place, entry.time, sealed=False)
        elif finding := covered_in_time(entry.place, entry.time, covered, self.coverage):
            yield finding
        if entry.time > self.latest and (covered is None or entry.time <= covered + CLOCK):
            self.latest = entry.time

    def check_day(self, entry: Sealed) -> Iterator[Finding | Uncovered]:
        """Judge a sealed entry."""
        covered = self.coverage.covered(entry.place)
        begins = begin(entry.day)
        if entry.day < self.latest_day:
            yield of_entry("sealed-order", entry.place, day=entry.day, before=self.latest_day)
        elif covered is None:
            yield Uncovered(entry.place, begins, sealed=True)
        elif finding := sealed_in_time(entry.place, begins, covered):
            yield finding
        if entry.day > self.latest_day and (covered is None or begins <= covered + CLOCK):
            self.latest_day = entry.day


def covered_in_time(index: int, time: int, covered: int, coverage: Coverage) -> Finding | None:
    """Judge when an entry was first witnessed."""
    if time - CLOCK <= covered <= time + LATE:
        return None
    parts = {"at": spoken(time), "seen": spoken(covered)}
    if covered < time:
        return of_entry("postdated", index, **parts)
    up = coverage.left_out(time + CLOCK, covered)
    if up > LATE:
        return of_entry("backdated-left-out", index, **parts, hours=up // HOUR)
    return of_entry("late-entry", index, **parts)


def sealed_in_time(index: int, begins: int, covered: int) -> Finding | None:
    """Judge when a sealed entry was first witnessed."""
    parts = {"at": spoken(begins), "seen": spoken(covered)}
    if begins > covered + CLOCK:
        return of_entry("postdated", index, **parts)
    if covered > begins + DAY + LATE_SEALED:
        return of_entry("late-entry", index, **parts)
    return None


def begin(date: str) -> int:
    """Return when a day begins in Western Indonesia, in POSIX seconds."""
    return day(date) - WIB


def spoken(time: int) -> str:
    """Spell POSIX seconds for a reader."""
    try:
        return datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    except (ValueError, OverflowError, OSError):
        return str(time)
