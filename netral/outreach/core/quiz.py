"""Questions of a quiz: drawn by a seed that the server keeps, marked by what the engine says."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Final

from netral.kernel.words import N_

LOCAL_AT_LEAST: Final = 2  # questions on what the institution's own circular says, if it does
LAWFUL_AT_LEAST: Final = 2  # else "prohibited" would always be right
PUBLISHED_AT_MOST: Final = 2
SILENT_AT_MOST: Final = 1  # silence of the rules is worth knowing, and soon enough known


class Choice(StrEnum):
    """What one may answer."""

    MAY = "permitted"
    MAY_IF = "conditional"
    MAY_NOT = "prohibited"
    SILENT = "unregulated"


CHOICE_WORDS: Final = {
    Choice.MAY: N_("You may"),
    Choice.MAY_IF: N_("You may, under conditions"),
    Choice.MAY_NOT: N_("You may not"),
    Choice.SILENT: N_("No rule speaks of it in particular"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One situation and what the rules of the day say of it.

    `key` names it among all; `facts` are those of the situation, the act apart; `clauses` are the
    deciding clauses of the institution's own circulars; `publication` is the slug of a published
    answer, where the question is one.
    """

    key: str
    act: str
    answer: Choice
    facts: tuple[tuple[str, str], ...] = ()
    rules: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    publication: str = ""


def draw(
    pool: Sequence[Question],
    seed: bytes,
    count: int,
    *,
    preferred: Collection[str] = (),
    avoid: Collection[str] = (),
) -> list[Question]:
    """Draw up to `count` questions; the same pool and seed always give the same ones.

    Among them are some on the institution's own clauses and some on what is lawful; acts of the
    `preferred` topics come first, no act comes twice while others are left, and questions to
    `avoid`, those of the last attempt, and more of the same sort come only where nothing else is
    left.
    """
    dice = Random(seed)  # noqa: S311  # the seed is secret; the generator need not be
    order = sorted(pool, key=lambda each: each.key)
    dice.shuffle(order)
    order.sort(key=lambda each: (each.key in avoid, each.act.partition(".")[0] not in preferred))
    drawn: list[Question] = []
    _take([each for each in order if each.clauses], drawn, LOCAL_AT_LEAST, count)
    lawful = [each for each in order if each.answer in {Choice.MAY, Choice.MAY_IF}]
    _take(lawful, drawn, LAWFUL_AT_LEAST, count)
    _take(order, drawn, count, count)
    _take([each for each in order if not each.publication], drawn, count, count, silent=count)
    dice.shuffle(drawn)
    return drawn


def _take(
    order: Sequence[Question],
    drawn: list[Question],
    least: int,
    count: int,
    *,
    silent: int = SILENT_AT_MOST,
) -> None:
    """Add questions of an order until `least` of them are there; each act once if possible."""
    wanted = {each.key for each in order}
    for once in (True, False):
        for each in order:
            have = sum(one.key in wanted for one in drawn)
            if have >= least or len(drawn) >= count:
                return
            again = once and each.act in {one.act for one in drawn}
            if each not in drawn and not again and not _too_many(each, drawn, silent):
                drawn.append(each)


def _too_many(each: Question, drawn: Sequence[Question], silent: int) -> bool:
    """Tell whether enough of this sort are drawn already."""
    if each.publication:
        return sum(bool(one.publication) for one in drawn) >= PUBLISHED_AT_MOST
    quiet = each.answer is Choice.SILENT
    return quiet and sum(one.answer is Choice.SILENT for one in drawn) >= silent


@dataclass(frozen=True, slots=True)
class Mark:
    """One answered question."""

    question: Question
    given: Choice

    @property
    def right(self) -> bool:
        """Tell whether the answer is what the rules say."""
        return self.given is self.question.answer

    def stored(self) -> dict[str, object]:
        """Return it as a result keeps it, for the person's record and the chain of evidence."""
        asked = self.question
        return {
            "case": asked.key,
            "act": asked.act,
            "facts": dict(asked.facts),
            "given": self.given.value,
            "answer": asked.answer.value,
            "right": self.right,
            "rules": list(asked.rules),
            "clauses": list(asked.clauses),
            "publication": asked.publication,
        }


def marked(drawn: Sequence[Question], given: Mapping[str, Choice]) -> list[Mark]:
    """Mark the answers, by the key of the question; KeyError where one is missing."""
    return [Mark(question, given[question.key]) for question in drawn]


def has_passed(marks: Sequence[Mark], percent: int) -> bool:
    """Tell whether enough answers are right."""
    right = sum(mark.right for mark in marks)
    return bool(marks) and right * 100 >= percent * len(marks)
