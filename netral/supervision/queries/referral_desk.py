"""What a desk sees: its register, without any trace of what is hidden from the reader."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import TruncMonth

from netral.access.errors import NotYours
from netral.access.models import User
from netral.access.queries import Seat
from netral.calendar.queries import concerning, week
from netral.kernel.codes import grouped
from netral.orgs.models import Person, Unit
from netral.supervision.core import Desk, ReferralState
from netral.supervision.core.cells import Cell, cells
from netral.supervision.core.referrals import (
    DESK_WORDS,
    OUTCOME_WORDS,
    REFERRAL_SHAPES,
    REFERRAL_WORDS,
)
from netral.supervision.models import Referral
from netral.supervision.queries.referral_people import desks_of, place_of, seen, suspect_now
from netral.supervision.queries.referral_vault import (
    DeskMove,
    Sent,
    moved,
    sender_mark,
    sent,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A referral in the register. Its mark is drawn by lot: no gap shows what is hidden."""

    slug: str
    state: ReferralState
    desk: Desk
    sent_at: datetime
    due_on: date | None
    late_days: int
    escalated: bool  # of the other desk, which has let its day pass

    @property
    def mark(self) -> str:
        """Return how people call it."""
        return grouped(self.slug.upper())

    @property
    def words(self) -> str:
        """Return the state, untranslated."""
        return REFERRAL_WORDS[self.state]

    @property
    def shape(self) -> str:
        """Return its meaning for colour and shape."""
        return "late" if self.late_days else REFERRAL_SHAPES[self.state]

    @property
    def desk_words(self) -> str:
        """Return the desk, untranslated."""
        return DESK_WORDS[self.desk]


def register(seat: Seat) -> list[Line]:
    """Return what is there for the seated officer: what waits first, the nearest day first."""
    today, place = seat.at.local().date(), place_of(seat)
    rows = _at_desks(seat).prefetch_related("events")
    lines = [line(row, seat) for row in rows if seen(place, row, today)]
    order = list(ReferralState)
    return sorted(lines, key=lambda e: (order.index(e.state), e.due_on or date.max, e.sent_at))


def _at_desks(seat: Seat) -> QuerySet[Referral]:
    """Return the rows of the seated officer's desks.

    What the personnel desk has not taken by its day stands with the Inspektorat as well.
    """
    desks, today = desks_of(seat), seat.at.local().date()
    there = Q(desk__in=desks)
    if Desk.INSPECTORATE in desks:
        there |= Q(desk=Desk.PERSONNEL, state=ReferralState.SENT, due_on__lt=today)
    rows: QuerySet[Referral] = Referral.objects.of(seat.institution).filter(there)
    return rows.select_related("institution", "entry")


def may_work(referral: Referral, seat: Seat) -> bool:
    """Tell whether a referral is there for the seated officer now."""
    there = _at_desks(seat).filter(pk=referral.pk).exists()
    return there and seen(place_of(seat), referral, seat.at.local().date())


def referral_for(seat: Seat, slug: str) -> Referral:
    """Return the referral at an address; a hidden one and a missing look alike."""
    found = _at_desks(seat).filter(slug=slug).first()
    if found is None or not seen(place_of(seat), found, seat.at.local().date()):
        raise NotYours
    return found


def line(referral: Referral, seat: Seat) -> Line:
    """Return a referral as the register shows it."""
    state, today = ReferralState(referral.state), seat.at.local().date()
    late = 0
    if state is ReferralState.SENT and referral.due_on and referral.due_on < today:
        late = max(1, week(seat.institution).between(referral.due_on, today).count)
    return Line(
        slug=referral.slug,
        state=state,
        desk=Desk(referral.desk),
        sent_at=referral.sent_at,
        due_on=referral.due_on,
        late_days=late,
        escalated=Desk(referral.desk) not in desks_of(seat),
    )


@dataclass(frozen=True, slots=True)
class Event:
    """One event as the desk reads it."""

    what: str
    at: datetime
    by: str
    note: str
    outcome: str  # untranslated


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One referral with everything that the desk may know."""

    line: Line
    told: Sent
    suspect: Person | None
    unit: Unit | None
    sender: str  # empty: the sender did not want to be named
    election: str
    events: list[Event]


def page(referral: Referral, seat: Seat) -> Page:
    """Return one referral as its page shows it."""
    what = sent(referral)
    names = dict(User.objects.filter(pk=what.sender).values_list("pk", "name"))
    about = Person.objects.of(seat.institution).select_related("unit")
    elections = {each.code: each.name for each in concerning(seat.institution)}
    return Page(
        line=line(referral, seat),
        told=what,
        suspect=about.filter(pk=suspect_now(referral)).first(),
        unit=Unit.objects.of(seat.institution).filter(pk=what.unit).first(),
        sender=names.get(what.sender, "") if what.shows_name else "",
        election=elections.get(what.election, ""),
        events=_events(moved(referral), what),
    )


def _events(found: list[DeskMove], what: Sent) -> list[Event]:
    users = dict(User.objects.filter(pk__in={e.by for e in found}).values_list("pk", "name"))
    hidden = set() if what.shows_name else {what.sender}
    return [
        Event(
            each.what,
            each.at,
            "" if each.by in hidden else users.get(each.by, ""),
            each.note,
            OUTCOME_WORDS[each.outcome] if each.outcome else "",
        )
        for each in found
    ]


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the auditor's table."""

    first: date
    cells: list[Cell]


def months(seat: Seat) -> list[Month]:
    """Count what was sent in each whole month, by state, for who audits.

    The month that runs is left out: looked at twice, it would tell of a single one. So are the
    reader's own reports, with which a small number could be filled up until it is told.
    """
    this, house = seat.at.local().date().replace(day=1), seat.institution
    others = Referral.objects.of(house).exclude(sender_mark=sender_mark(house, seat.user))
    rows = others.annotate(month=TruncMonth("sent_at", tzinfo=seat.at.local().tzinfo))
    found = Counter(
        (month.date().isoformat(), state)
        for month, state in rows.values_list("month", "state")
        if month.date() < this
    )
    days = sorted({month for month, _ in found}, reverse=True)
    shown = cells(found, days, list(ReferralState))
    return [Month(date.fromisoformat(day), row) for day, row in shown.items()]
