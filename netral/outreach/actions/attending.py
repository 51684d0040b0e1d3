"""Being present: claimed by the person with a code, or entered by the host."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext

from netral.access.errors import NotYours
from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.ledger.models import Entry
from netral.orgs.core import SERVING, PersonKind, Service
from netral.orgs.models import Person
from netral.outreach.actions.moves import held_row, say
from netral.outreach.core import LISTED, STATE_WORDS, Method, SessionState, closes, opens
from netral.outreach.core.codes import STEP, Form, holds
from netral.outreach.errors import (
    AlreadyElsewhere,
    CodeOver,
    ListOver,
    NotInvited,
    NotPlanned,
    TooEarly,
    TooLate,
)
from netral.outreach.models import Attendance, Session

WAYS = {
    Form.LINK: Method.CODE,
    Form.SHOWN: Method.CODE,
    Form.SPOKEN: Method.COUNTER,
}


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of the people whom a host entered."""

    recorded: int
    elsewhere: tuple[tuple[str, str], ...]  # name, and the session that they are at meanwhile


def method_of(session: Session, given: str, at: Moment, forms: Iterable[Form] = Form) -> Method:
    """Return by which code somebody proves to be there, on the server's clock alone.

    Raises:
        CodeOver: it is none of the codes of this step or the one before.
    """
    key = bytes(session.code_key)
    for form in forms:
        if holds(key, session.slug, form, given, at.acted):
            return WAYS[form]
    raise CodeOver(seconds=STEP)


@transaction.atomic
def attend(*, session: Session, person: Person, method: Method, by: str, at: Moment) -> Attendance:
    """Record that a person is there; a second time returns what was recorded first.

    Raises:
        NotYours: `by` is not the account of the person.
        NotPlanned, TooEarly, TooLate, NotInvited, AlreadyElsewhere: why not.
    """
    if person.account_id is None or by != f"user:{person.account_id}":
        raise NotYours
    if found := _row(session, person):
        return found
    # The session's row is held, so that nobody joins a list that is being closed (a foreign key
    # would wait only as the act ends); then the person's, so that of two rooms one comes first.
    session = held_row(session)
    Person.objects.of(person.institution_id).select_for_update(no_key=True).get(pk=person.pk)
    if found := _row(session, person):
        return found
    in_time(session, at)
    invited(session, person)
    if other := _meanwhile(session, [person.pk]):
        raise AlreadyElsewhere(other=other[0].session.title)
    entry = record(_act(session, by, [person], method), institution=session.institution, at=at)
    made = _attendance(session, person, method, by, at, entry)
    made.save()
    return made


@transaction.atomic
def enter(*, session: Session, people: Sequence[Person], by: str, at: Moment) -> Entered:
    """Let the host record people who have no phone, for some days and until it is closed.

    Who is there already stays as recorded; who sits in another session meanwhile is left out and
    named.

    Raises:
        NotPlanned, TooEarly, ListOver, NotInvited: why not.
    """
    session = held_row(session)
    if at.acted < opens(session.starts_at):
        raise TooEarly(title=session.title, opens_at=say(session, opens(session.starts_at)))
    if at.acted > session.ends_at + LISTED:
        raise ListOver(days=LISTED.days)
    pks = sorted(person.pk for person in people)
    # In the order of the key: two hosts then never wait for each other in a ring.
    rows = Person.objects.of(session.institution_id).filter(pk__in=pks).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))
    for person in people:
        invited(session, person)
    here = set(_rows(session).filter(person__in=pks).values_list("person", flat=True))
    away = {row.person_id: row.session.title for row in _meanwhile(session, pks)}
    new = [p for p in people if p.pk not in here and p.pk not in away]
    if new:
        act = _act(session, by, new, Method.OFFICER)
        entry = record(act, institution=session.institution, at=at)
        made = [_attendance(session, p, Method.OFFICER, by, at, entry) for p in new]
        Attendance.objects.bulk_create(made, batch_size=500)
    elsewhere = [(p.full_name, away[p.pk]) for p in people if p.pk in away and p.pk not in here]
    return Entered(len(new), tuple(elsewhere))


def in_time(session: Session, at: Moment) -> None:
    """Refuse outside the window, which lies around the times of the session."""
    if session.state != SessionState.PLANNED:
        raise NotPlanned(state=gettext(STATE_WORDS[SessionState(session.state)]))
    first, last = opens(session.starts_at), closes(session.ends_at)
    if at.acted < first:
        raise TooEarly(title=session.title, opens_at=say(session, first))
    if at.acted > last:
        raise TooLate(title=session.title, closes_at=say(session, last))


def invited(session: Session, person: Person) -> None:
    """Refuse who does not serve in the host's unit or below it."""
    serves = Service(person.service) in SERVING and person.kind != PersonKind.OFFICIAL
    if not serves or not person.unit.path.startswith(session.unit.path):
        raise NotInvited(unit=session.unit.name)


def _meanwhile(session: Session, people: Sequence[int]) -> list[Attendance]:
    """Return where the people are recorded while this session runs."""
    rows = Attendance.objects.of(session.institution_id).filter(
        person__in=people,
        session__starts_at__lt=session.ends_at,
        session__ends_at__gt=session.starts_at,
    )
    return list(rows.exclude(session=session).select_related("session"))


def _rows(session: Session) -> QuerySet[Attendance]:
    rows: QuerySet[Attendance] = Attendance.objects.of(session.institution_id)
    return rows.filter(session=session)


def _row(session: Session, person: Person) -> Attendance | None:
    return _rows(session).filter(person=person).first()


def _act(session: Session, by: str, people: Sequence[Person], method: Method) -> Act:
    return Act(
        act="session.attended",
        actor=by,
        subject=f"person:{people[0].pk}" if len(people) == 1 else f"session:{session.slug}",
        fields={
            "detail": {
                "session": session.slug,
                "method": method.value,
                "people": [f"person:{person.pk}" for person in people],
            }
        },
    )


def _attendance(
    session: Session, person: Person, method: Method, by: str, at: Moment, entry: Entry
) -> Attendance:
    return Attendance(
        institution_id=session.institution_id,
        session=session,
        person=person,
        method=method,
        at=at.acted,
        by=by,
        entry=entry,
    )
