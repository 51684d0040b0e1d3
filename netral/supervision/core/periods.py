"""The times that a nil report can cover. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

LONGEST: Final = 62  # days: two months
WEEK: Final = timedelta(days=7)
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `starts_on` to `ends_on`, both inclusive."""

    starts_on: date
    ends_on: date

    @property
    def days(self) -> int:
        """Count the days."""
        return (self.ends_on - self.starts_on).days + 1


def last_week(today: date) -> Period:
    """Return the last Monday to Sunday that is over."""
    monday = today - timedelta(days=today.weekday())
    return Period(monday - WEEK, monday - DAY)


def last_month(today: date) -> Period:
    """Return the calendar month before."""
    end = today.replace(day=1) - DAY
    return Period(end.replace(day=1), end)


def this_month(today: date) -> Period:
    """Return the month so far; on its last day all of it."""
    return Period(today.replace(day=1), today)
