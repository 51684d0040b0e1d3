"""The head's own clock: what runs at the offices that somebody holds today."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, gettext

from netral.access.core import ROLES, Duty, Role
from netral.access.errors import NotYours
from netral.access.models import User
from netral.access.queries import Seat
from netral.calendar.core.days import WorkingDays
from netral.calendar.errors import HolidaysUnknown
from netral.calendar.queries import add_working_days, week
from netral.kernel import spoken
from netral.kernel.moment import local_day, midnight
from netral.kernel.words import N_
from netral.orgs import queries as orgs
from netral.orgs.models import Holding, Person, Unit
from netral.supervision.core.knowledge import NEXT_WORDS, Count, Due, Next, Step, due
from netral.supervision.core.referrals import describes
from netral.supervision.models import Knowledge
from netral.supervision.queries.referral_vault import Taken, Told, steps, told, unit_mark
from netral.supervision.reader.knowledge import book
from netral.tenancy.models import Institution

TITLE: Final = N_("Suspected breach, told on %(day)s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One clock of the seated head; it names nobody, for it stands on lists."""

    slug: str
    title: str  # with the day, in the reader's language
    told_at: datetime
    next: Next
    due: date | None
    late_days: int  # full working days
    url: str
    is_new: bool  # nobody has opened it

    @property
    def next_step(self) -> str:
        """Say what has to be done, untranslated."""
        return NEXT_WORDS[self.next]

    @property
    def is_late(self) -> bool:
        """Tell whether its day has passed."""
        return self.late_days > 0


def running(seat: Seat) -> list[Clock]:
    """Return what runs at the seated person's offices, the nearest day first."""
    found = [clock(each, seat) for each in open_rows(seat) if each.closed_at is None]
    return sorted(found, key=lambda each: (each.due or date.max, each.told_at))


def has_running(unit: Unit, since: date, until: date, *, reader: User) -> bool:
    """Tell whether the reader was told of something at a unit that ran between two days.

    Ends included. What is hidden from the reader does not count, so that nothing is learnt.
    """
    zone = unit.institution.zone
    rows = Knowledge.objects.of(unit.institution_id).filter(
        Q(closed_at=None) | Q(closed_at__gte=midnight(since, zone)),
        unit_mark=unit_mark(unit),
        told_at__lt=midnight(until + timedelta(days=1), zone),
    )
    return any(is_open_to(each, reader) for each in rows.prefetch_related("steps"))


def working_days(institution: Institution) -> Count:
    """Return how the institution counts working days; None where a year is not on file."""

    def add(start: date, days: int) -> date | None:
        try:
            return add_working_days(institution, start, WorkingDays(days))
        except HolidaysUnknown:
            return None

    return add


def answering(user: User, institution: Institution, on: date) -> list[Holding]:
    """Return the terms under which somebody answers for a unit on a day."""
    held = orgs.holdings_of(user, institution, on)
    return [
        term
        for term in held
        if Duty.ANSWER_FOR_UNIT in ROLES[Role(term.office.role)]
        and (term.office.is_head or term.office.role == Role.SIGNATORY)
    ]


def open_rows(seat: Seat) -> list[Knowledge]:
    """Return what there is for the seated person, running or closed, newest first."""
    terms = answering(seat.user, seat.institution, seat.at.local().date())
    offices = {term.office_id for term in terms}
    marks = [unit_mark(term.office.unit) for term in terms]
    rows = Knowledge.objects.of(seat.institution).filter(unit_mark__in=marks)
    return [
        each
        for each in rows.select_related("institution").prefetch_related("steps")
        if told(each).office in offices and is_open_to(each, seat.user)
    ]


def is_open_to(knowledge: Knowledge, user: User) -> bool:
    """Keep from the suspect what is about the suspect, also while only described."""
    what = told(knowledge)
    about = suspect_of(what, steps(knowledge))
    if about:
        return not Person.objects.filter(pk=about, account=user).exists()
    return not describes(what.who, user.name)


def suspect_of(what: Told, done: list[Taken]) -> int:
    """Return who is suspected now: a person's id, or 0 while nobody is named."""
    return next((each.suspect for each in reversed(done) if each.suspect), what.suspect)


def knows(done: list[Taken], user: User) -> bool:
    """Tell whether an account has opened it."""
    return any(e.by == user.pk and e.step in {Step.OPENED, Step.TAKEN_OVER} for e in done)


def knowledge_for(seat: Seat, slug: str) -> Knowledge:
    """Return one record of the seated head; a hidden one and a missing look alike."""
    found = next((each for each in open_rows(seat) if each.slug == slug), None)
    if found is None:
        raise NotYours
    return found


def clock(knowledge: Knowledge, seat: Seat) -> Clock:
    """Return the clock of one record."""
    done, now = steps(knowledge), due_of(knowledge)
    day = spoken.short_day(
        local_day(knowledge.told_at, knowledge.institution.zone), (get_language() or "id")[:2]
    )
    return Clock(
        slug=knowledge.slug,
        title=gettext(TITLE) % {"day": day},
        told_at=knowledge.told_at,
        next=now.next,
        due=now.by,
        late_days=late_days(now, seat),
        url=reverse("supervision:knowledge", args=(knowledge.slug,)),
        is_new=knowledge.known_at is None and all(e.step is not Step.OPENED for e in done),
    )


def due_of(knowledge: Knowledge) -> Due:
    """Return what is next, and by when."""
    house = knowledge.institution
    done = [each.done for each in steps(knowledge)]
    day = local_day(knowledge.told_at, house.zone)
    found = due(day, done, book().limits, working_days(house))
    if knowledge.known_at is None and found.next is Next.SUMMON:
        return Due(Next.OPEN, found.by)
    return found


def late_days(now: Due, seat: Seat) -> int:
    """Count the full working days since the day that has passed."""
    today = seat.at.local().date()
    if now.by is None or not now.late(today):
        return 0
    return max(1, week(seat.institution).between(now.by, today).count)
