"""When somebody is reminded of a deadline, and when their device is left alone.

Nothing here reads a clock or a calendar: whoever asks hands over both. The plan of a deadline is
the same however often it is asked for, and each of its reminders has a key that goes with the
deadline: queued under that key, it is queued once, and a deadline that moves is announced anew.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from netral.kernel.moment import instant, local, midnight

DAY: Final = timedelta(days=1)
WEEK: Final = timedelta(weeks=1)
EVENING: Final = timedelta(hours=1)  # how long before the quiet what comes early is sent
OVERDUE_WEEKS: Final = 8  # afterwards the list that the superior gets says it
SATURDAY: Final = 5
GATHERED: Final = time(16)  # before people go home
LONGEST_HOLIDAY: Final = 30  # days; a calendar without any working day in so many is broken


class Kind(StrEnum):
    """What a reminder is sent for."""

    START = "start"
    THREE_DAYS = "three_days"
    ONE_DAY = "one_day"
    TWO_HOURS = "two_hours"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder: what for, when (aware, in the zone of its `Quiet`), and under which key."""

    kind: Kind
    at: datetime
    key: str

    @property
    def urgent(self) -> bool:
        """Tell whether it may come at night: two hours later it would be of no use."""
        return self.kind is Kind.TWO_HOURS


def weekdays(day: date) -> bool:
    """Take Monday to Friday for working days, where no calendar is at hand."""
    return day.weekday() < SATURDAY


@dataclass(frozen=True, slots=True)
class Quiet:
    """The hours of the night, from `begins` until before `ends`, and the days without work.

    `begins == ends` means that no hour is quiet. `works` tells whether a day is a working day.
    """

    zone: str = "Asia/Jakarta"
    begins: time = time(20)
    ends: time = time(7)
    works: Callable[[date], bool] = weekdays

    def holds(self, at: datetime) -> bool:
        """Tell whether `at` lies in the hours of the night."""
        hour = self.local(at).time()
        if self.begins <= self.ends:
            return self.begins <= hour < self.ends
        return hour >= self.begins or hour < self.ends

    def local(self, at: datetime) -> datetime:
        """Return an instant on the clock of the place."""
        return local(at, self.zone)

    def awake(self, at: datetime) -> datetime:
        """Return `at`, or the end of the night in which it lies; holidays do not count here."""
        here = self.local(at)
        if not self.holds(here):
            return here
        morning = here.replace(hour=self.ends.hour, minute=self.ends.minute, second=0)
        morning = morning.replace(microsecond=0)
        return morning if morning > here else morning + DAY

    def gathered(self, at: datetime) -> datetime:
        """Return when what has gathered since `at` is handed out: in the afternoon, or at dawn."""
        here = self.local(at)
        afternoon = self._at(here.date(), GATHERED)
        if here < afternoon and not self.holds(afternoon):
            return afternoon
        return self._at(here.date() + DAY, self.ends)

    def later(self, at: datetime) -> datetime:
        """Return the first instant from `at` on at which people are awake and at work."""
        here = self.awake(at)
        for _ in range(LONGEST_HOLIDAY):
            if self.works(here.date()):
                return here
            here = self.awake(self._at(here.date() + DAY, time.min))
        return here

    def earlier(self, at: datetime) -> datetime:
        """Return `at`, or an hour before the last night or holidays before it began."""
        here = self._evening(self.local(at))
        for _ in range(LONGEST_HOLIDAY):
            if self.works(here.date()):
                return here
            here = self._evening(self._at(here.date(), time.min) - timedelta(microseconds=1))
        return here

    def _evening(self, here: datetime) -> datetime:
        """Return `here`, or an hour before the night in which it lies."""
        if not self.holds(here):
            return here
        night = self._at(here.date(), self.begins)
        return (night if night <= here else night - DAY) - EVENING

    def _at(self, day: date, hour: time) -> datetime:
        return instant(day, hour, self.zone)


def reminders(*, start: datetime, due: datetime, quiet: Quiet) -> tuple[Reminder, ...]:
    """Return the reminders of a deadline in their order: `start` and `due` are aware instants.

    At the start, three days, one day and two hours before the deadline; on the first working day
    after it, then weekly. What falls into a night or on a day without work comes earlier, the
    first and those after the deadline later; the one of the last two hours stays. Nobody is
    reminded twice on a day before the deadline, except in the last two hours, and of what is
    over before people wake only at its start.
    """
    first = quiet.later(start)
    if first >= due:
        first = quiet.local(start)
    planned = [Reminder(Kind.START, first, f"{Kind.START}:{_stamp(start)}")]
    for kind, before in ((Kind.THREE_DAYS, 3 * DAY), (Kind.ONE_DAY, DAY)):
        at = quiet.earlier(due - before)
        last = planned[-1]
        if at.date() <= first.date():
            continue  # the first said it all
        if at.date() <= last.at.date():
            planned.pop()  # the nearer one says more
        planned.append(Reminder(kind, at, f"{kind}:{_stamp(due)}"))
    if (urgent := quiet.local(due - timedelta(hours=2))) > planned[-1].at:
        planned.append(Reminder(Kind.TWO_HOURS, urgent, f"{Kind.TWO_HOURS}:{_stamp(due)}"))
    return (*planned, *_overdue(due, quiet))


def _overdue(due: datetime, quiet: Quiet) -> list[Reminder]:
    first = quiet.later(midnight(quiet.local(due).date() + DAY, quiet.zone))
    weeks = [quiet.later(first + n * WEEK) for n in range(OVERDUE_WEEKS)]
    # Long holidays may move two weeks to the same morning.
    return [
        Reminder(Kind.OVERDUE, at, f"{Kind.OVERDUE}:{_stamp(due)}:{n}")
        for n, at in enumerate(sorted(set(weeks)))
    ]


def come(planned: Sequence[Reminder], now: datetime) -> Reminder | None:
    """Return the last reminder whose time has come; what a stopped worker missed stays unsaid."""
    return max((each for each in planned if each.at <= now), key=_when, default=None)


def _when(reminder: Reminder) -> datetime:
    return reminder.at


def _stamp(at: datetime) -> str:
    """Name an instant, the same in every zone."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M}"
