"""Law beside the head's clock: art. 26(2) as it is read here, and deadlines for reports."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language, gettext

from netral.calendar.core.days import CalendarDays, add_calendar_days
from netral.calendar.core.elections import Law
from netral.calendar.queries import concerning
from netral.kernel import spoken
from netral.kernel.words import N_
from netral.supervision.core.knowledge import READING_WORDS, Reading, Window, window
from netral.supervision.models import SummonsReading
from netral.supervision.queries.knowledge_clock import working_days
from netral.supervision.reader.knowledge import Days, Kind, Statement, book
from netral.tenancy.models import Institution

REPORTS = {Law.NATIONAL: "report_pemilu", Law.REGIONAL: "report_pilkada"}
FROM, UNTIL = N_("not before %(day)s"), N_("not after %(day)s")


def said(day: date) -> str:
    """Write a day in the reader's language."""
    return spoken.short_day(day, (get_language() or "id")[:2])


def reading(institution: Institution) -> Reading:
    """Return how the institution reads the seven working days of PP 94/2021 art. 26(2)."""
    latest = SummonsReading.objects.of(institution).first()
    return Reading(latest.reading) if latest else Reading.AT_LEAST


def readings(institution: Institution) -> list[SummonsReading]:
    """Return every decision on the reading, newest first."""
    return list(SummonsReading.objects.of(institution)[:50])


def examination_window(institution: Institution, letter_on: date) -> Window:
    """Return the days for an examination after a letter, as the institution reads the law."""
    return window(letter_on, reading(institution), book().limits, working_days(institution))


def window_words(found: Window) -> str:
    """Say a window in words; an unknown end is said to be unknown."""
    if found.first and not found.last:
        return gettext(FROM) % {"day": said(found.first)}
    if found.last:
        return gettext(UNTIL) % {"day": said(found.last)}
    return gettext("holidays of that year are not on file, choose a later year’s day by hand")


def reading_words(institution: Institution) -> str:
    """Return how it is read, untranslated."""
    return READING_WORDS[reading(institution)]


@dataclass(frozen=True, slots=True)
class ReportLimit:
    """By when a report reaches the election supervisor under one law."""

    law: Law
    by: date | None
    rule: Days
    is_late: bool


def report_limits(
    institution: Institution, told_on: date, election: str, today: date
) -> list[ReportLimit]:
    """Return the deadline of the election, or of both laws while nobody has said which."""
    laws = {each.code: each.law for each in concerning(institution)}
    chosen = [laws[election]] if election in laws else list(Law)
    return [_limit(institution, told_on, law, today) for law in chosen]


def _limit(institution: Institution, told_on: date, law: Law, today: date) -> ReportLimit:
    rule = book().days[REPORTS[law]]
    if rule.kind is Kind.CALENDAR:
        by: date | None = add_calendar_days(told_on, CalendarDays(rule.count))
    else:
        by = working_days(institution)(told_on, rule.count)
    return ReportLimit(law, by, rule, is_late=by is not None and today > by)


def statements() -> list[Statement]:
    """Return what the law says beside the clock."""
    return list(book().statements.values())


def statement(code: str) -> Statement:
    """Return one statement."""
    return book().statements[code]


def rule(code: str) -> Days:
    """Return a number of days with its source."""
    return book().days[code]
