"""When people act: mostly in office hours, most of all in the morning; some on a day of rest."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

SATURDAY: Final = 5
# Local times of day and how busy they are, relative to each other.
WORKDAY: Final = ((7, 8, 2), (8, 10, 6), (10, 12, 4), (12, 13, 1), (13, 16, 4), (19, 21, 1))
REST: Final = ((9, 12, 0.3), (16, 21, 0.4))
LEAST: Final = timedelta(seconds=30)

Window = tuple[datetime, datetime, float]


def spread(
    *, start: datetime, end: datetime, count: int, rng: Random, holidays: Collection[date] = ()
) -> list[datetime]:
    """Return `count` instants from `start` until before `end`, in order.

    Both are on the wall clock of the place; where no usual hour lies between, any hour will do.
    """
    windows = _windows(start, end, holidays) or [(start, end, 1.0)]
    weights = [(last - first).total_seconds() * busy for first, last, busy in windows]
    chosen = rng.choices(windows, weights, k=count)
    return sorted(first + (last - first) * rng.random() for first, last, _ in chosen)


def _windows(start: datetime, end: datetime, holidays: Collection[date]) -> list[Window]:
    found = []
    day = start.date()
    while day <= end.date():
        rest = day.weekday() >= SATURDAY or day in holidays
        for first_hour, last_hour, busy in REST if rest else WORKDAY:
            first = max(start, datetime.combine(day, time(first_hour), start.tzinfo))
            last = min(end, datetime.combine(day, time(last_hour), start.tzinfo))
            if last - first > LEAST:
                found.append((first, last, float(busy)))
        day += timedelta(days=1)
    return found
