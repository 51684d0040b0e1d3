"""What an asker sees of the own questions."""

from dataclasses import dataclass
from datetime import date, datetime

from netral.access.queries import Seat
from netral.advice.core import OPEN_AT_ONCE, WAITING, Stage, State
from netral.advice.models import Answer, Question
from netral.advice.queries.law import changed, law
from netral.advice.queries.seen import own_questions
from netral.advice.queries.texts import Asked, Body, Said, asked, body, thread
from netral.kernel.words import N_
from netral.ledger.queries.marks import Mark, mark

STATE_WORDS = {
    State.OPEN: N_("Waiting for the team"),
    State.ASKED_BACK: N_("The team asks you something"),
    State.ANSWERED: N_("Answered"),
    State.WITHDRAWN: N_("Withdrawn"),
}
STATE_SHAPES = {
    State.OPEN: "due",
    State.ASKED_BACK: "late",
    State.ANSWERED: "done",
    State.WITHDRAWN: "stopped",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """One of the asker's questions, in a list."""

    slug: str
    title: str
    state: State
    asked_at: datetime
    due_on: date | None
    answered_at: datetime | None
    unread: bool

    @property
    def words(self) -> str:
        """Return the state, untranslated."""
        return STATE_WORDS[self.state]

    @property
    def shape(self) -> str:
        """Return its meaning for colour and shape."""
        return STATE_SHAPES[self.state]


def own(seat: Seat) -> list[Own]:
    """Return the seated person's questions, newest first."""
    return [_own(question) for question in own_questions(seat).select_related("answer")]


def _own(question: Question) -> Own:
    answer: Answer | None = getattr(question, "answer", None)
    return Own(
        slug=question.slug,
        title=asked(question).first_words,
        state=State(question.state),
        asked_at=question.asked_at,
        due_on=question.due_on,
        answered_at=answer.answered_at if answer else None,
        unread=answer is not None and answer.read_at is None,
    )


def waiting(seat: Seat) -> int:
    """Count the seated person's questions that wait."""
    return own_questions(seat).filter(state__in=[s.value for s in WAITING]).count()


def may_ask(seat: Seat) -> bool:
    """Tell whether the seated person may ask one more."""
    return waiting(seat) < OPEN_AT_ONCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One question with everything that belongs to it."""

    question: Question
    asked: Asked
    thread: list[Said]
    act: str
    election: str
    answer: Answer | None
    body: Body | None
    rules_changed: bool
    version: str  # of the rules in force now
    mark: Mark | None
    public: str  # where it stands published: slug of the publication
    may_still_say_no: bool

    @property
    def waits_for_me(self) -> bool:
        """Tell whether the team waits for the asker."""
        return self.question.state == State.ASKED_BACK

    @property
    def waits(self) -> bool:
        """Tell whether it may still be withdrawn."""
        return self.question.state in WAITING


def page(question: Question, seat: Seat, elections: dict[str, str]) -> Page:
    """Return a question as its page shows it, to the asker or to the team."""
    found, told = law(seat.institution, seat.at), asked(question)
    answer: Answer | None = getattr(question, "answer", None)
    says = body(answer) if answer else None
    publication = getattr(answer, "publication", None)
    return Page(
        question=question,
        asked=told,
        thread=thread(question) if question.state != State.WITHDRAWN else [],
        act=found.acts.get(told.act, told.act),
        election=elections.get(told.election, told.election),
        answer=answer,
        body=says,
        rules_changed=answer is not None and changed(answer, found),
        version=found.version,
        mark=mark(answer.entry) if answer else None,
        public=publication.slug if publication and publication.stage == Stage.PUBLISHED else "",
        may_still_say_no=publication is None
        or publication.stage in {Stage.PROPOSED, Stage.SENT_BACK},
    )
