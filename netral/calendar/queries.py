"""What day it is in the law's eyes: stages, campaigns, working days, deadlines."""

from datetime import date, datetime, time

from netral.calendar import reader
from netral.calendar.core.days import CalendarDays, Week, WorkingDays, add_calendar_days
from netral.calendar.core.elections import Election, Office
from netral.calendar.core.stages import (
    MANY_REGIONS,
    CampaignFact,
    Stage,
    StageFact,
    campaign_on,
    stage_on,
)
from netral.calendar.errors import HolidaysUnknown, NoSuchElection
from netral.kernel.moment import instant, local, local_day
from netral.tenancy.core import Kind
from netral.tenancy.models import Institution


def elections() -> tuple[Election, ...]:
    """Return every election on file, the latest known first as the file has them."""
    return reader.elections()


def concerning(institution: Institution) -> tuple[Election, ...]:
    """Return the elections in which the institution's region takes part, or may.

    An agency of the state has no region of its own: all concern it.
    """
    if institution.kind == Kind.AGENCY:
        return elections()
    region = institution.code
    return tuple(e for e in elections() if e.offices_in(region) or not e.complete)


def stage_for(institution: Institution, code: str, at: datetime) -> StageFact:
    """Return the stage of an election where the institution is."""
    if institution.kind == Kind.AGENCY:
        return StageFact(Stage.UNKNOWN, doubts=(MANY_REGIONS,))
    return stage(code, institution.code, at, institution.zone)


def election(code: str) -> Election:
    """Return the election called `code`.

    Raises:
        NoSuchElection: there is none.
    """
    found = next((each for each in reader.elections() if each.code == code), None)
    if found is None:
        raise NoSuchElection(election=code)
    return found


def stage(
    code: str, region_code: str, at: datetime, zone: str, office: Office | None = None
) -> StageFact:
    """Return whether candidates are determined at an instant, on the calendar of the region."""
    return stage_on(election(code), region_code, local_day(at, zone), office)


def campaign(
    code: str, region_code: str, at: datetime, zone: str, office: Office | None = None
) -> CampaignFact:
    """Return where an instant lies from the campaign, on the calendar of the region."""
    return campaign_on(election(code), region_code, local_day(at, zone), office)


def week(institution: Institution) -> Week:
    """Return the institution's working week with the holidays on file."""
    named, years = reader.holidays()
    return Week(institution.week_days, frozenset(named), years)


def holidays() -> dict[date, str]:
    """Return the days on which offices rest, by date, with their names."""
    return dict(reader.holidays()[0])


def working_days_late(institution: Institution, due: datetime, at: datetime) -> int:
    """Return how many full working days lie between `due` and `at`; 0 while on time.

    A working day is full at the hour of the deadline: due on Friday at 16.00, one day late
    on Monday at 16.00. In years that are not on file only rest days of the week are left out:
    a board must count on; ask `holidays_known` to say so beside the number.
    """
    limit, now = local(due, institution.zone), local(at, institution.zone)
    if now <= limit:
        return 0
    own_week = week(institution)
    days = own_week.between(limit.date(), now.date()).count
    begun = now.time() < limit.time() and now.date() > limit.date() and own_week.works(now.date())
    return days - begun


def holidays_known(institution: Institution, due: datetime, at: datetime) -> bool:
    """Tell whether the holidays of all years between two instants are on file."""
    first, last = sorted((local_day(due, institution.zone), local_day(at, institution.zone)))
    return week(institution).knows(first, last)


def add_working_days(institution: Institution, start: date, span: WorkingDays) -> date:
    """Return the last day of `span` after `start`.

    Raises:
        HolidaysUnknown: a year on the way is not on file; a deadline is never guessed.
    """
    try:
        return week(institution).after(start, span)
    except LookupError as unknown:
        raise HolidaysUnknown(year=unknown.args[0]) from unknown


def deadline(
    institution: Institution, start: date, span: CalendarDays | WorkingDays, until: time
) -> datetime:
    """Return the instant at which `span` after `start` ends: `until` on its last day.

    A span of plain `Days` is not accepted: somebody has to say first how to read it.
    """
    if isinstance(span, WorkingDays):
        last = add_working_days(institution, start, span)
    else:
        last = add_calendar_days(start, span)
    return instant(last, until, institution.zone)
