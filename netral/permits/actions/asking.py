"""What the asker does: ask, answer a question, withdraw."""

from datetime import date
from typing import Final

from django.db import transaction
from django.utils.translation import get_language

from netral.access.errors import NotYours
from netral.calendar.queries import week
from netral.kernel import spoken
from netral.kernel.codes import random_code
from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.orgs.core import SERVING, PersonKind, Service
from netral.orgs.models import Person
from netral.permits.actions.moves import asker, event, move, note, reasoned
from netral.permits.actions.telling import tell_changed, tell_deciders
from netral.permits.core import OPEN, State, Wish, due_on, overlap
from netral.permits.errors import NotStaff, PeriodPast, PeriodTaken, PeriodTurned
from netral.permits.models import Permit, PermitEvent
from netral.permits.queries.checks import examine
from netral.permits.queries.deciders import heads_above
from netral.permits.reader import terms

SLUG_SIGNS: Final = 8


@transaction.atomic
def ask(*, person: Person, wish: Wish, by: str, at: Moment) -> Permit:
    """Send a request; the same one again, as a double click does, returns what is there.

    Raises:
        NotStaff, PeriodTurned, PeriodPast, PeriodTaken: why not.
    """
    _fits(person, wish, by, at)
    if same := _clash(person, wish):
        return same
    entry = record(_act(person, wish, by), institution=person.institution, at=at)
    permit = Permit.objects.create(
        institution=person.institution,
        slug=random_code(SLUG_SIGNS).lower(),
        person=person,
        kind=wish.kind,
        state=_first_state(person, wish, at),
        asked_at=at.acted,
        due_on=_due(person, wish, at),
        entry=entry,
        **_columns(person, wish, at),
    )
    event(permit, PermitEvent.What.ASKED, asker(permit), entry, at, wish.note)
    tell_deciders(permit, at)
    return permit


@transaction.atomic
def answer(*, permit: Permit, wish: Wish, words: str, turn: int, at: Moment) -> None:
    """Answer the question of the decider, and mend the request where it was wrong."""
    hand, person = asker(permit), permit.person
    _fits(person, wish, hand.by, at)
    _clash(person, wish, but=permit.pk)
    words = reasoned(words)
    move(
        permit,
        _first_state(person, wish, at),
        turn=turn,
        at=at,
        due_on=_due(person, wish, at),
        **_columns(person, wish, at),
    )
    entry = note(permit, act="permit.answered", by=hand.by, at=at, words=words)
    event(permit, PermitEvent.What.ANSWERED, hand, entry, at, words)
    tell_deciders(permit, at)


@transaction.atomic
def withdraw(*, permit: Permit, turn: int, at: Moment) -> None:
    """Take a request back before it is decided."""
    hand, waited = asker(permit), State(permit.state)
    move(permit, State.WITHDRAWN, turn=turn, at=at)
    entry = note(permit, act="permit.withdrawn", by=hand.by, at=at)
    event(permit, PermitEvent.What.WITHDRAWN, hand, entry, at)
    tell_changed(permit, State.WAITING if waited is State.ASKED else waited, at)


def _fits(person: Person, wish: Wish, by: str, at: Moment) -> None:
    """Refuse who may not ask, and days that make no period."""
    if person.account_id is None or by != f"user:{person.account_id}":
        raise NotYours
    if person.kind == PersonKind.OFFICIAL or Service(person.service) not in SERVING:
        raise NotStaff
    if wish.ends_on < wish.starts_on:
        raise PeriodTurned
    if wish.ends_on < at.local().date():
        raise PeriodPast(last_day=_say(wish.ends_on))


def _clash(person: Person, wish: Wish, but: int = 0) -> Permit | None:
    """Return the same request if it is there already; refuse another of the kind on its days."""
    # The person's row is held, so that two windows of one person come one after the other.
    Person.objects.of(person.institution_id).select_for_update(no_key=True).get(pk=person.pk)
    rows = Permit.objects.of(person.institution_id).filter(
        person=person, kind=wish.kind, state__in=[state.value for state in OPEN]
    )
    for other in rows.exclude(pk=but).select_related("institution", "person__unit", "entry"):
        if other.wish == wish and other.state != State.GRANTED and not but:
            return other
        last = other.last_on or other.ends_on
        if overlap((other.starts_on, last), (wish.starts_on, wish.ends_on)):
            raise PeriodTaken(first_day=_say(other.starts_on), last_day=_say(last))
    return None


def _first_state(person: Person, wish: Wish, at: Moment) -> State:
    """Let a request start with the head, or where there is none with who signs for all."""
    if not terms(wish.kind).needs_authority:
        return State.WAITING
    head = heads_above([person], at.local().date())[person.pk]
    return State.WAITING if head else State.FORWARDED


def _due(person: Person, wish: Wish, at: Moment) -> date:
    works = week(person.institution).works
    return due_on(at.local().date(), terms(wish.kind).target_days, works)


def _columns(person: Person, wish: Wish, at: Moment) -> dict[str, object]:
    """Return the columns that a wish fills, with the check as it is now."""
    return {
        "election": wish.election,
        "body": wish.body,
        "place": wish.place,
        "spouse_office": wish.office,
        "spouse_region": wish.region,
        "starts_on": wish.starts_on,
        "ends_on": wish.ends_on,
        "note": wish.note,
        "points": [point.stored() for point in examine(person, wish, at)],
    }


def _act(person: Person, wish: Wish, by: str) -> Act:
    """Compose the entry; the spouse's candidacy stays out of it."""
    return Act(
        act="permit.asked",
        actor=by,
        subject=f"person:{person.pk}",
        fields={
            "detail": {
                "kind": wish.kind.value,
                "election": wish.election,
                "body": wish.body,
                "starts_on": wish.starts_on.isoformat(),
                "ends_on": wish.ends_on.isoformat(),
            }
        },
    )


def _say(day: date) -> str:
    return spoken.short_day(day, get_language() or "id")
