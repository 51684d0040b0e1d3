"""What an asker does: ask, reply, withdraw, agree to publication or not."""

import secrets
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from netral.access.errors import NotYours
from netral.access.models import User
from netral.advice.actions.telling import tell_team
from netral.advice.actions.threads import blind, committed, held, proved, ref, say
from netral.advice.core import OPEN_AT_ONCE, SLUG_SIGNS, WAITING, Stage, State
from netral.advice.core.binding import fingerprint
from netral.advice.errors import (
    NobodyToAnswer,
    NotForPublication,
    NothingAsked,
    TooManyOpen,
)
from netral.advice.models import Publication, Question
from netral.advice.queries.law import due_on
from netral.advice.queries.seen import asked_from, asker_mark, readers, vault
from netral.kernel.moment import Moment
from netral.ledger.actions import Act
from netral.orgs.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A question before it is sent. `once` belongs to one opened form: sent twice, asked once."""

    text: str
    once: str
    act: str = ""
    election: str = ""
    wants_notice: bool = True
    may_publish: bool = True


def ask(*, person: Person, asking: Asking, at: Moment) -> Question:
    """Put a person's question to the team, exactly once for each opened form.

    Raises:
        NobodyToAnswer: everybody on the team is the asker or above the asker.
        TooManyOpen: enough questions of this person wait.
    """
    user, house = _account(person), person.institution
    slug = vault().slug(SLUG_SIGNS, house.pk, user.pk, asking.once)
    rows = Question.objects.of(house).select_related("institution", "entry")
    there: Question | None = rows.filter(slug=slug).first()
    if there is not None:
        return there
    try:
        return _ask(person, user, slug, asking, at)
    except IntegrityError:  # the other half of a double click was faster
        found: Question = rows.get(slug=slug)
        return found


@transaction.atomic
def _ask(person: Person, user: User, slug: str, asking: Asking, at: Moment) -> Question:
    house, mark = person.institution, asker_mark(person.institution, user)
    # One person's questions are counted one after the other, also when sent at the same moment.
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    mine = asked_from(house, user)
    if mine.filter(state__in=[s.value for s in WAITING]).count() >= OPEN_AT_ONCE:
        raise TooManyOpen(most=OPEN_AT_ONCE)
    if not readers(person, at):
        raise NobodyToAnswer
    salt = secrets.token_hex(16)
    told = {
        "text": asking.text,
        "act": asking.act,
        "election": asking.election,
        "kind": person.kind,
        "salt": salt,
    }
    act = Act(
        act="advice.asked",
        actor=blind(house, slug, user),
        fields={"detail": {"text": fingerprint(salt, asking.text)}},
    )
    made: Question = Question(
        institution=house,
        slug=slug,
        asker_mark=mark,
        asker_sealed=vault().seal({"user": user.pk, "person": person.pk}, f"asker {slug}"),
        asked_sealed=vault().seal(told, f"asked {slug}"),
        wants_notice=asking.wants_notice,
        may_publish=asking.may_publish,
        asked_at=at.acted,
        due_on=due_on(house, at),
    )
    made.entry = proved(made, act, at)
    made.save()
    tell_team(made, "asked", at)
    return made


def _account(person: Person) -> User:
    if person.account is None:
        raise NotYours
    account: User = person.account
    return account


def _own(question: Question, user: User) -> str:
    """Return the asker's name for the ledger; refuse everybody else, whatever their role."""
    if question.asker_mark != asker_mark(question.institution, user):
        raise NotYours
    return blind(question.institution, question.slug, user)


@transaction.atomic
def reply(*, question: Question, text: str, user: User, at: Moment) -> None:
    """Answer what the team asked back; from now on it is the team's turn again.

    Raises:
        NothingAsked: it is not the asker's turn.
    """
    actor = _own(question, user)
    row = held(question, *State)
    if row.state != State.ASKED_BACK:
        raise NothingAsked
    fields = {"detail": committed(row, text)}
    act = Act(act="advice.replied", actor=actor, ref=ref(row), fields=fields)
    turn = say(row, text, proved(row, act, at), at)
    row.state, row.due_on = State.OPEN, due_on(row.institution, at)
    row.save(update_fields=("state", "due_on"))
    tell_team(row, turn.number, at)


@transaction.atomic
def withdraw(*, question: Question, user: User, at: Moment) -> None:
    """Take a question back before it is answered, and erase what was written."""
    actor = _own(question, user)
    row = held(question, *WAITING)
    proved(row, Act(act="advice.withdrawn", actor=actor, ref=ref(row)), at)
    row.turns.update(text_sealed=b"")
    row.state, row.asked_sealed, row.due_on, row.taken_by = State.WITHDRAWN, b"", None, None
    row.save(update_fields=("state", "asked_sealed", "due_on", "taken_by"))


@transaction.atomic
def decide_publication(*, question: Question, agrees: bool, user: User, at: Moment) -> None:
    """Let the asker agree to an anonymised publication, or say no before it is public.

    Raises:
        NotForPublication: it is public already, or was.
    """
    actor = _own(question, user)
    row = held(question, State.OPEN, State.ASKED_BACK, State.ANSWERED)
    public = Publication.objects.of(row.institution_id).filter(source__question=row)
    if public.filter(stage__in=(Stage.PUBLISHED, Stage.WITHDRAWN)).exists():
        raise NotForPublication
    if row.may_publish == agrees:
        return
    detail = {"agrees": agrees}
    act = Act(act="advice.consent_changed", actor=actor, ref=ref(row), fields={"detail": detail})
    proved(row, act, at)
    row.may_publish = agrees
    row.save(update_fields=("may_publish",))
