"""Permits as their readers see them: one card, the own list, the whole story."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from netral.access.core import Duty
from netral.access.errors import NotYours
from netral.access.queries import Seat
from netral.calendar.core.elections import OFFICE_WORDS, Office
from netral.kernel.words import N_
from netral.orgs.models import Person
from netral.permits.core import (
    BODY_WORDS,
    KIND_WORDS,
    MEANINGS,
    SHOWN_WORDS,
    Body,
    Kind,
    Shown,
    State,
)
from netral.permits.models import Permit, PermitEvent
from netral.permits.queries.checks import find

JOINED = (
    "institution",
    "person__unit",
    "person__account",
    "person__institution",
    "paper__entry",
    "entry",
)


@dataclass(frozen=True, slots=True)
class Card:
    """What a list shows of one permit."""

    slug: str
    number: str
    name: str
    unit: str
    kind: str  # msgid
    body: str  # msgid, empty for leave
    place: str
    shown: Shown
    starts_on: date
    last_on: date
    unused: bool  # ended or revoked before its first day
    asked_at: datetime
    due_on: date
    is_late: bool
    url: str

    @property
    def word(self) -> str:
        """Return the msgid of where it is."""
        return SHOWN_WORDS[self.shown]

    @property
    def meaning(self) -> str:
        """Return the meaning that colours it."""
        if self.is_late:
            return "late"
        return MEANINGS.get(self.shown, "next")


def card(permit: Permit, on: date) -> Card:
    """Show a permit in a list."""
    return Card(
        slug=permit.slug,
        number=permit.number,
        name=permit.person.full_name,
        unit=permit.person.unit.name,
        kind=KIND_WORDS[Kind(permit.kind)],
        body=BODY_WORDS[Body(permit.body)] if permit.body else "",
        place=permit.place,
        shown=permit.shown(on),
        starts_on=permit.starts_on,
        last_on=_last_told(permit),
        unused=permit.last_on is not None and permit.last_on < permit.starts_on,
        asked_at=permit.asked_at,
        due_on=permit.due_on,
        is_late=permit.state in {State.WAITING, State.FORWARDED} and permit.due_on < on,
        url=reverse("permits:show", args=(permit.slug,)),
    )


def _last_told(permit: Permit) -> date:
    """Return the last day; of what ended before it began, the one that was asked for."""
    last: date | None = permit.last_on
    return last if last is not None and last >= permit.starts_on else permit.ends_on


def rows_of(institution: Any) -> QuerySet[Permit]:
    """Return the permits of an institution with all that a page of one needs."""
    rows: QuerySet[Permit] = Permit.objects.of(institution).select_related(*JOINED)
    return rows


def mine(person: Person, on: date) -> list[Card]:
    """Return the own permits, newest first."""
    return [card(permit, on) for permit in rows_of(person.institution_id).filter(person=person)]


def own(seat: Seat, slug: str) -> Permit:
    """Return the seated person's own permit; another's looks as if it were not there."""
    found = rows_of(seat.institution).filter(slug=slug, person__account=seat.user).first()
    if found is None:
        raise NotYours
    return found


def permit_for(seat: Seat, slug: str) -> Permit:
    """Return a permit that the seat may read: the own, one to decide on, one of the register."""
    found = rows_of(seat.institution).filter(slug=slug).first()
    if found is None:
        raise NotYours
    path = found.person.unit.path
    mine = found.person.account_id == seat.user.pk
    if not (mine or seat.may(Duty.DECIDE_PERMIT, path) or seat.may(Duty.SEE_PERMITS, path)):
        raise NotYours
    return found


def details(permit: Permit) -> list[tuple[str, str]]:
    """Return what is asked for, as rows of words and values."""
    election = find(permit.election)
    rows = [(gettext("Election"), election.name if election else permit.election)]
    if permit.body:
        rows.append((gettext("Body"), gettext(BODY_WORDS[Body(permit.body)])))
        rows.append((gettext("Place of service"), permit.place))
    if permit.spouse_office:
        office = gettext(OFFICE_WORDS[Office(permit.spouse_office)])
        rows.append((gettext("Spouse stands for"), f"{office}, {permit.spouse_region}"))
    return [*rows, *([(gettext("Remark"), permit.note)] if permit.note else [])]


EVENT_WORDS = {
    PermitEvent.What.ASKED: N_("Asked for"),
    PermitEvent.What.SENT_BACK: N_("Sent back with a question"),
    PermitEvent.What.ANSWERED: N_("Answered"),
    PermitEvent.What.RECOMMENDED: N_("Recommendation of the head"),
    PermitEvent.What.GRANTED: N_("Granted"),
    PermitEvent.What.REFUSED: N_("Not granted"),
    PermitEvent.What.WITHDRAWN: N_("Withdrawn by the asker"),
    PermitEvent.What.REVOKED: N_("Permit revoked"),
    PermitEvent.What.ENDED: N_("Ended early"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One line in the story of a request."""

    word: str  # msgid
    name: str
    title: str
    words: str
    at: datetime
    entry: int


def recommendation(permit: Permit) -> Step | None:
    """Return what the head has said of a request that was passed on, if it still stands."""
    last = story(permit)[-1] if permit.state == State.FORWARDED else None
    return last if last and last.word == EVENT_WORDS[PermitEvent.What.RECOMMENDED] else None


def story(permit: Permit) -> list[Step]:
    """Return what happened to a request, in order."""
    rows = PermitEvent.objects.of(permit.institution_id).filter(permit=permit)
    return [
        Step(EVENT_WORDS[PermitEvent.What(e.what)], e.name, e.title, e.words, e.at, e.entry_id)
        for e in rows
    ]
