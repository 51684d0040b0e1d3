"""Three kinds of days that the law counts in. They are different types and never mix."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self


@dataclass(frozen=True, slots=True, order=True)
class _Span:
    """A number of days of one kind; only the same kind adds to it or compares with it."""

    count: int

    def __post_init__(self) -> None:
        if self.count < 0:
            msg = f"a span has no less than 0 days, not {self.count}"
            raise ValueError(msg)

    def __add__(self, other: Self) -> Self:
        if type(other) is not type(self):
            return NotImplemented
        return type(self)(self.count + other.count)


@dataclass(frozen=True, slots=True, order=True)
class CalendarDays(_Span):
    """Days one after the other, rest days included ("hari kalender")."""


@dataclass(frozen=True, slots=True, order=True)
class WorkingDays(_Span):
    """Days on which the office works ("hari kerja")."""


@dataclass(frozen=True, slots=True, order=True)
class Days(_Span):
    """Days whose kind the source does not state ("hari").

    Nothing is counted in them until somebody says how to read them.
    """

    def as_calendar(self) -> CalendarDays:
        """Read them as calendar days, on the caller's own responsibility."""
        return CalendarDays(self.count)

    def as_working(self) -> WorkingDays:
        """Read them as working days, on the caller's own responsibility."""
        return WorkingDays(self.count)


@dataclass(frozen=True, slots=True)
class Week:
    """The days on which an office works: five or six a week, without holidays.

    `known` are the years whose holidays are on file.
    """

    length: int
    holidays: frozenset[date] = frozenset()
    known: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if self.length not in {5, 6}:
            msg = f"a working week has 5 or 6 days, not {self.length}"
            raise ValueError(msg)

    def works(self, day: date) -> bool:
        """Tell whether the office works on `day`."""
        return day.weekday() < self.length and day not in self.holidays

    def knows(self, first: date, last: date) -> bool:
        """Tell whether the holidays of every year from `first` to `last` are on file."""
        return self.known.issuperset(range(first.year, last.year + 1))

    def between(self, start: date, end: date) -> WorkingDays:
        """Count the working days after `start`, up to and with `end`; none if `end` is not later.

        In years that are not on file only the rest days of the week are left out.
        """
        span = max((end - start).days, 0)
        after = (start + timedelta(days=n) for n in range(1, span + 1))
        return WorkingDays(sum(self.works(day) for day in after))

    def after(self, start: date, span: WorkingDays) -> date:
        """Return the last day of `span`, whose first day is the first working day after `start`.

        Raises:
            LookupError: the holidays of a year on the way are not on file.
        """
        day, left = start, span.count
        while left:
            day += timedelta(days=1)
            if day.year not in self.known:
                raise LookupError(day.year)
            left -= self.works(day)
        return day


def add_calendar_days(start: date, span: CalendarDays) -> date:
    """Return the last day of `span`, whose first day is the one after `start`."""
    return start + timedelta(days=span.count)
