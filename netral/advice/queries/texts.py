"""Opening what people wrote, for whoever has been let through."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext

from netral.advice.core import VERDICT_SHAPES, VERDICT_WORDS, Side, State, Verdict
from netral.advice.models import Answer, Publication, Question, Turn
from netral.advice.papers import Sheet
from netral.advice.queries.seen import vault
from netral.orgs.core import PERSON_WORDS, PersonKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody asked."""

    text: str
    act: str = ""  # code of the rule base
    election: str = ""  # code of the calendar
    kind: str = ""  # of employment: all that the team learns of the asker
    salt: str = ""

    @property
    def kind_words(self) -> str:
        """Return the kind of employment, untranslated."""
        return PERSON_WORDS[PersonKind(self.kind)] if self.kind in set(PersonKind) else ""

    @property
    def first_words(self) -> str:
        """Return the beginning, for lists."""
        line = " ".join(self.text.split())
        return line if len(line) <= FIRST else line[:FIRST].rsplit(" ", 1)[0] + " …"


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What an answer says."""

    verdict: Verdict
    text: str
    rules: tuple[tuple[str, str], ...]  # code and title, as on the day of the answer
    facts: str = ""  # assumed by whoever answers
    act: str = ""  # names, as on that day
    election: str = ""

    @property
    def words(self) -> str:
        """Return the word above the answer, untranslated."""
        return VERDICT_WORDS[self.verdict]

    @property
    def shape(self) -> str:
        """Return its meaning for colour and shape."""
        return VERDICT_SHAPES[self.verdict]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of a public version."""

    title: str
    question: str
    answer: str
    act: str = ""
    sent_back: str = ""  # why the second person sent it back


@dataclass(frozen=True, slots=True)
class Said:
    """One part of a thread."""

    side: Side
    text: str
    at: datetime

    @property
    def by_team(self) -> bool:
        """Tell whether the team wrote it."""
        return self.side is Side.TEAM


FIRST: Final = 110  # signs in a list
ERASED: Final = Asked(text="")


def asked(question: Question) -> Asked:
    """Return what was asked; nothing of a question that was withdrawn."""
    if question.state == State.WITHDRAWN:
        return ERASED
    return Asked(**_open(question.asked_sealed, f"asked {question.slug}"))


def body(answer: Answer) -> Body:
    """Return what an answer says."""
    found = _open(answer.body_sealed, f"answer {answer.question.slug}")
    rules = tuple((code, title) for code, title in found.pop("rules"))
    return Body(verdict=Verdict(found.pop("verdict")), rules=rules, **found)


def thread(question: Question) -> list[Said]:
    """Return what was written after the question, in order."""
    turns: list[Turn] = list(question.turns.all())
    return [
        Said(
            Side(turn.side), _open(turn.text_sealed, place(question, turn.number)), turn.written_at
        )
        for turn in turns
    ]


def facts_told(question: Question) -> list[str]:
    """Return everything that the asker told: the question and the replies."""
    replies = [said.text for said in thread(question) if not said.by_team]
    return [asked(question).text, *replies]


def place(question: Question, number: int) -> str:
    """Name where a turn is sealed."""
    return f"turn {question.slug} {number}"


def words(publication: Publication) -> Words:
    """Return the words of a public version, waiting or published."""
    if publication.draft_sealed is not None:
        return Words(**_open(publication.draft_sealed, f"public {publication.slug}"))
    return Words(
        title=publication.title,
        question=publication.question,
        answer=publication.answer,
        act=publication.act,
    )


def sheet(answer: Answer) -> Sheet:
    """Return what the paper of an answer says; all of it was frozen with the answer."""
    told, says = asked(answer.question), body(answer)
    with translation.override("id"):
        return Sheet(
            kind=gettext(told.kind_words),
            act=says.act,
            election=says.election,
            told=facts_told(answer.question),
            verdict=gettext(says.words),
            text=says.text,
            facts=says.facts,
            rules=says.rules,
        )


def _open(sealed: Any, where: str) -> Any:
    return vault().open(bytes(sealed), where)
