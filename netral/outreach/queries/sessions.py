"""Sessions as their hosts and the invited see them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from netral.access.core import Duty
from netral.access.errors import NotYours
from netral.access.queries import Seat
from netral.circulars.core import Stage
from netral.circulars.models import Circular
from netral.kernel.words import N_
from netral.orgs.core import PersonKind, unit_ids
from netral.orgs.models import Person, Unit
from netral.orgs.queries import within
from netral.outreach.core import SESSION_WORDS, SessionKind, SessionState, closes, live
from netral.outreach.models import Attendance, Session, SessionFile

RECENT: Final = 12  # sessions that are over, on the first page
JOINED: Final = ("institution", "unit", "circular", "paper", "entry")


class Phase(StrEnum):
    """Where a session is on a day, for its readers."""

    COMING = "coming"
    RUNNING = "running"  # attendance is open
    TO_CLOSE = "to_close"  # over, and without minutes
    HELD = "held"
    CANCELLED = "cancelled"


PHASES: Final = {
    Phase.COMING: (N_("Planned"), "next"),
    Phase.RUNNING: (N_("Attendance open"), "due"),
    Phase.TO_CLOSE: (N_("Minutes missing"), "late"),
    Phase.HELD: (N_("Held"), "done"),
    Phase.CANCELLED: (N_("Cancelled"), "stopped"),
}


@dataclass(frozen=True, slots=True)
class Card:
    """What a list shows of one session."""

    slug: str
    title: str
    kind: str  # msgid
    unit: str
    place: str
    starts_at: datetime
    ends_at: datetime
    phase: Phase
    present: int
    invited: int
    mine: bool  # the reader is recorded as present
    url: str

    @property
    def word(self) -> str:
        """Return the msgid of where it is."""
        return PHASES[self.phase][0]

    @property
    def meaning(self) -> str:
        """Return the meaning that colours it."""
        return PHASES[self.phase][1]


def phase(session: Session, at: datetime) -> Phase:
    """Return where a session is at an instant of its institution's time."""
    if session.state != SessionState.PLANNED:
        return Phase(session.state)
    if live(session.starts_at, session.ends_at, at):
        return Phase.RUNNING
    return Phase.TO_CLOSE if closes(session.ends_at) < at else Phase.COMING


def card(session: Session, at: datetime, *, there: int = 0, mine: bool = False) -> Card:
    """Show a session in a list; `there` counts who is recorded while it is not closed."""
    held = session.state == SessionState.HELD
    return Card(
        slug=session.slug,
        title=session.title,
        kind=SESSION_WORDS[SessionKind(session.kind)],
        unit=session.unit.name,
        place=session.place,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        phase=phase(session, at),
        present=session.present if held else there,
        invited=session.invited,
        mine=mine,
        url=reverse("outreach:show", args=(session.slug,)),
    )


def rows_of(institution: Any) -> QuerySet[Session]:
    """Return the sessions of an institution with all that a page of one needs."""
    rows: QuerySet[Session] = Session.objects.of(institution).select_related(*JOINED)
    return rows.defer("institution__emblem")


def invitations(person: Person, at: datetime) -> list[Card]:
    """Return the sessions that are to come or run for a person, the nearest first."""
    rows = rows_of(person.institution_id).filter(
        unit__in=unit_ids(person.unit.path), state=SessionState.PLANNED
    )
    soon = [s for s in rows.order_by("starts_at", "pk") if at <= closes(s.ends_at)]
    mine = _there(person, [session.pk for session in soon])
    return [card(session, at, mine=session.pk in mine) for session in soon]


def _there(person: Person, sessions: list[int]) -> set[int]:
    rows = Attendance.objects.of(person.institution_id).filter(person=person, session__in=sessions)
    return set(rows.values_list("session", flat=True))


def hosted(seat: Seat) -> QuerySet[Any]:
    """Return the sessions of the units over which the seat hosts, with who is there, counted."""
    rows = rows_of(seat.institution).filter(within(seat.paths(Duty.HOLD_SESSION), "unit__path"))
    return rows.annotate(there=Count("attendances"))


def open_ones(seat: Seat) -> list[Card]:
    """Return the hosted sessions that are not closed, those that wait for something first."""
    at = seat.at.acted
    rows = hosted(seat).filter(state=SessionState.PLANNED).order_by("starts_at", "pk")
    cards = [card(session, at, there=session.there) for session in rows]
    first = (Phase.RUNNING, Phase.TO_CLOSE, Phase.COMING)
    return sorted(cards, key=lambda each: first.index(each.phase))


def done_ones(seat: Seat) -> QuerySet[Any]:
    """Return the hosted sessions that were held or cancelled, newest first."""
    return hosted(seat).exclude(state=SessionState.PLANNED).order_by("-starts_at", "-pk")


def session_for(seat: Seat, slug: str) -> Session:
    """Return a session that the seat may read; hidden and missing look alike.

    Readers are the invited, its hosts, and who sees the boards or audits over its unit.
    """
    found = rows_of(seat.institution).filter(slug=slug).first()
    if found is None or not (_reads(seat, found) or is_invited(seat, found)):
        raise NotYours
    return found


def _reads(seat: Seat, session: Session) -> bool:
    readers = (Duty.HOLD_SESSION, Duty.SEE_BOARD, Duty.AUDIT)
    return any(seat.may(duty, session.unit.path) for duty in readers)


def is_invited(seat: Seat, session: Session) -> bool:
    """Tell whether the seated person serves in the host's unit or below it."""
    mine = Person.objects.of(seat.institution).serving().filter(account=seat.user)
    mine = mine.exclude(kind=PersonKind.OFFICIAL)
    return bool(mine.filter(unit__path__startswith=session.unit.path).exists())


def session_to_host(seat: Seat, slug: str) -> Session:
    """Return a session that the seat hosts."""
    found = rows_of(seat.institution).filter(slug=slug).first()
    if found is None:
        raise NotYours
    seat.require(Duty.HOLD_SESSION, found.unit.path)
    return found


def by_slug(slug: str) -> Session | None:
    """Return the session of an address, for who scanned its code and has not signed in yet."""
    found: Session | None = Session.objects.select_related(*JOINED).filter(slug=slug).first()
    return found


def presence(session: Session, person: Person | None) -> Attendance | None:
    """Return how a person is recorded at a session."""
    if person is None:
        return None
    rows = Attendance.objects.of(session.institution_id).filter(session=session, person=person)
    found: Attendance | None = rows.first()
    return found


def count_present(session: Session) -> int:
    """Count who is recorded so far."""
    return int(Attendance.objects.of(session.institution_id).filter(session=session).count())


def invited(session: Session) -> QuerySet[Person]:
    """Return who serves in the host's unit and below it now."""
    serving = Person.objects.of(session.institution_id).serving()
    serving = serving.exclude(kind=PersonKind.OFFICIAL)
    return serving.filter(unit__path__startswith=session.unit.path)


def count_invited(session: Session) -> int:
    """Count who is invited now."""
    return int(invited(session).count())


def absent(session: Session, words: str) -> QuerySet[Person]:
    """Return who is invited and not recorded, by name; every word is in the name."""
    rows = invited(session)
    for word in words.split():
        rows = rows.filter(name__icontains=word)
    there = Attendance.objects.of(session.institution_id).filter(session=session)
    return rows.exclude(pk__in=there.values("person")).select_related("unit").order_by("name", "pk")


def files(session: Session) -> list[SessionFile]:
    """Return the files of a session without their content, as they were added; never the list."""
    rows = SessionFile.objects.of(session.institution_id).filter(session=session)
    return list(rows.exclude(role="roll").defer("content").order_by("added_at", "pk"))


def file_of(session: Session, pk: int) -> SessionFile:
    """Return one file that may be shown to every reader of the session."""
    rows = SessionFile.objects.of(session.institution_id).filter(session=session, pk=pk)
    found: SessionFile | None = rows.exclude(role="roll").first()
    if found is None:
        raise NotYours
    return found


def host_units(seat: Seat) -> QuerySet[Unit]:
    """Return the units for which the seat may hold sessions today, parents first."""
    rows = Unit.objects.of(seat.institution).on(seat.at.local().date())
    return rows.filter(within(seat.paths(Duty.HOLD_SESSION), "path"))


def circulars_for(seat: Seat) -> QuerySet[Circular]:
    """Return the circulars in force that a session of the seat may speak of, newest first."""
    above = Q(parent=None)
    for path in seat.paths(Duty.HOLD_SESSION):
        above |= Q(unit__in=unit_ids(path)) | Q(unit__path__startswith=path)
    rows: QuerySet[Circular] = Circular.objects.of(seat.institution).filter(above)
    return rows.filter(stage=Stage.PUBLISHED).order_by("-published_at", "-pk")
