"""Weeks from Monday to Sunday, on the wall clock of an institution."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

WEEK: Final = timedelta(days=7)
TOLD_AT: Final = time(6)  # on Monday: what a week was is told when offices open


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """Days from a first to a last, both included."""

    first: date
    last: date


def week_of(day: date) -> Week:
    """Return the whole week in which a day lies."""
    monday = day - timedelta(days=day.weekday())
    return Week(monday, monday + WEEK - timedelta(days=1))


def told(local: datetime) -> Week:
    """Return the last week that is over and to be told of: the one before, from Monday 06.00 on."""
    this = week_of(local.date())
    begun = local.date() > this.first or local.time() >= TOLD_AT
    first = this.first - (WEEK if begun else 2 * WEEK)
    return Week(first, first + WEEK - timedelta(days=1))
