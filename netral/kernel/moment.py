"""When an act happens: on the clock of the place, and on the clock on the wall."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Moment:
    """One reading of both clocks, in UTC-aware datetimes.

    `acted` is the institution's own time: deadlines and dates of acts use it. `logged` is
    the real time: the ledger, tokens and seals use it. They differ only in a demonstration.
    """

    acted: datetime
    logged: datetime
    zone: str = "Asia/Jakarta"

    def local(self) -> datetime:
        """Return `acted` on the wall clock of the institution."""
        return local(self.acted, self.zone)

    @classmethod
    def real(cls, now: datetime, zone: str = "Asia/Jakarta") -> "Moment":
        """Return the moment of a place whose time is the real time."""
        return cls(acted=now, logged=now, zone=zone)


def local(at: datetime, zone: str) -> datetime:
    """Return an instant on the wall clock of `zone`."""
    return at.astimezone(ZoneInfo(zone))


def local_day(at: datetime, zone: str) -> date:
    """Return the day on the wall calendar of `zone` at an instant."""
    return local(at, zone).date()


def instant(day: date, clock: time, zone: str) -> datetime:
    """Return the instant at which the wall clock of `zone` shows `clock` on `day`."""
    return datetime.combine(day, clock, tzinfo=ZoneInfo(zone))


def midnight(day: date, zone: str) -> datetime:
    """Return the instant at which `day` begins in `zone`."""
    return instant(day, time.min, zone)
