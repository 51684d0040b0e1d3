"""The questions that may be asked of a person today, with what the institution's engine says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from django.utils.translation import get_language, gettext

from netral.advice.core import VERDICT_WORDS, Verdict
from netral.advice.queries import published
from netral.advice.queries.public import Published
from netral.answers.queries.seasons import Season, nearest, seasons
from netral.circulars.core.meaning import clause_of
from netral.circulars.queries.rules import engine_of
from netral.kernel.moment import Moment
from netral.orgs.models import Person
from netral.outreach.core.quiz import CHOICE_WORDS, Choice, Question
from netral.rules.core import Outcome
from netral.rules.core.base import ACT, DERIVED, STAGE, SUBJECT, Rule
from netral.rules.core.engine import BadFacts, BeforeAnyRule, Engine
from netral.rules.queries.words import Speaker

Facts = tuple[tuple[str, str], ...]
ENOUGH: Final = 12  # situations, so that a second try finds others
DECIDED: Final = {
    Outcome.PERMITTED: Choice.MAY,
    Outcome.CONDITIONAL: Choice.MAY_IF,
    Outcome.PROHIBITED: Choice.MAY_NOT,
    Outcome.UNREGULATED: Choice.SILENT,
}
SAID: Final = {
    VERDICT_WORDS[Verdict.ALLOWED]: Choice.MAY,
    VERDICT_WORDS[Verdict.CONDITIONAL]: Choice.MAY_IF,
    VERDICT_WORDS[Verdict.FORBIDDEN]: Choice.MAY_NOT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What questions of a person rest on today: engine, day, facts of the calendar, answers."""

    engine: Engine
    on: date
    subject: str
    season: Season | None
    told: tuple[Published, ...]

    @property
    def facts(self) -> dict[str, str]:
        """Return what the calendar says of today."""
        return self.season.facts(self.on) if self.season else {}

    @property
    def stage(self) -> str:
        """Return the stage that lessons are chosen by; empty where the calendar knows none."""
        return self.facts.get(STAGE, "")

    def publication(self, slug: str) -> Published | None:
        """Return a published answer by its slug, if it still stands."""
        return next((each for each in self.told if each.slug == slug), None)


def ground(person: Person, at: Moment) -> Ground:
    """Return what questions of a person rest on now."""
    house, today = person.institution, at.local().date()
    return Ground(
        engine=engine_of(house, at.acted),
        on=today,
        subject=str(person.kind),
        season=nearest(seasons(house), today),
        told=tuple(published(house)),
    )


def pool(found: Ground) -> list[Question]:
    """Return every question that the rules or a published answer decide today.

    Where the rules decide little of a kind of staff today, as of regional companies in a regional
    election, situations in other phases and elections are asked too; they say so themselves.
    """
    calendar = tuple(sorted(found.facts.items()))
    today = _from_rules(found.engine, found.subject, calendar, found.on)
    if sum(each.answer is not Choice.SILENT for each in today) < ENOUGH:
        today += _elsewhere(found.engine, found.subject, calendar, found.on)
    return [*today, *_from_answers(found)]


@lru_cache(maxsize=64)
def _from_rules(engine: Engine, subject: str, calendar: Facts, on: date) -> tuple[Question, ...]:
    """Return the situations of the worked cases, asked of this kind of staff on this day.

    Only the situation is taken from a case; who acts, when, and what the answer is come from
    today. One question for each situation, and only where the rules settle it.
    """
    around = {SUBJECT: subject, **dict(calendar)}
    found = (_asked(engine, given, around, on) for given in _situations(engine))
    return tuple(question for question in found if question)


@lru_cache(maxsize=16)
def _elsewhere(engine: Engine, subject: str, calendar: Facts, on: date) -> tuple[Question, ...]:
    """Return the situations in every other phase of an election that the cases know, decided."""
    phases = {
        tuple(sorted((n, v) for n, v in case.facts.items() if n in DERIVED))
        for case in engine.base.cases
    }
    found = (
        _asked(engine, {**given, **dict(phase)}, {SUBJECT: subject}, on)
        for phase in sorted(phases - {calendar, ()})
        for given in _situations(engine)
    )
    return tuple(each for each in found if each and each.answer is not Choice.SILENT)


def _situations(engine: Engine) -> list[dict[str, str]]:
    """Return what the worked cases are about, without who acts and when; each once."""
    given = [
        {n: v for n, v in case.facts.items() if n not in {SUBJECT, *DERIVED}}
        for case in engine.base.cases
    ]
    return list({tuple(sorted(each.items())): each for each in given}.values())


def _asked(
    engine: Engine, given: Mapping[str, str], around: Mapping[str, str], on: date
) -> Question | None:
    try:
        answer = engine.answer({**given, **around}, on)
    except (BadFacts, BeforeAnyRule):
        return None
    if answer.outcome not in DECIDED:
        return None
    clauses = [clause_of(code) for code in answer.rules]
    facts = tuple(sorted((n, v) for n, v in given.items() if n != ACT))
    return Question(
        key="|".join([given[ACT], *(f"{name}={value}" for name, value in facts)]),
        act=given[ACT],
        answer=DECIDED[answer.outcome],
        facts=facts,
        rules=answer.rules,
        clauses=tuple(f"{each[0]}#{each[1]}" for each in clauses if each),
    )


def _from_answers(found: Ground) -> Iterator[Question]:
    """Return published answers that were given in the same phase of the same election."""
    for each in found.told:
        if each.words in SAID and found.season:
            then = found.season.facts(each.answered_on)
            if then == found.facts:
                yield Question(
                    key=f"publication:{each.slug}",
                    act=each.act or "publication",
                    answer=SAID[each.words],
                    rules=tuple(code for code, _ in each.rules),
                    publication=each.slug,
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A question and its explanation, in the reader's words."""

    key: str
    situation: str  # empty where nothing is assumed
    question: str
    answer: str
    why: str
    conditions: tuple[str, ...]
    sources: tuple[str, ...]


def tell(found: Ground, asked: Question) -> Told:
    """Put a question and its explanation into words.

    What has left the base since the question was answered is named by its code.
    """
    if asked.publication:
        return _tell_publication(found, asked)
    speaker = Speaker(found.engine.base)
    rules = [rule for rule in found.engine.base.rules if rule.code in asked.rules]
    names = {each.code: each.name for each in found.engine.base.instruments}
    language = get_language() or "id"
    sources = [
        f"{names[c.instrument].in_(language)}, {c.at}".strip(", ")
        for rule in rules
        for c in rule.cites
        if not c.of_sanction
    ]
    situation = [speaker.fact(name, value) for name, value in asked.facts]
    return Told(
        key=asked.key,
        situation=". ".join(situation) + "." if situation else "",
        question=gettext("May you %(act)s?") % {"act": speaker.act(asked.act)},
        answer=gettext(CHOICE_WORDS[asked.answer]),
        why=_why(found, asked, rules, language),
        conditions=tuple(each.in_(language) for rule in rules for each in rule.conditions),
        sources=tuple(dict.fromkeys(sources)) or asked.rules,
    )


def _why(found: Ground, asked: Question, rules: list[Rule], language: str) -> str:
    """Give the reason of the deciding rules, or what silence means for this kind of staff."""
    if asked.answer is not Choice.SILENT:
        return " ".join(dict.fromkeys(rule.reason.in_(language) for rule in rules[:2]))
    known = found.engine.base.vocabulary.subjects
    return next((each.silence.in_(language) for each in known if each.code == found.subject), "")


def _tell_publication(found: Ground, asked: Question) -> Told:
    shown = found.publication(asked.publication)
    return Told(
        key=asked.key,
        situation=shown.title if shown else "",
        question=shown.question if shown else gettext("This answer was withdrawn."),
        answer=gettext(CHOICE_WORDS[asked.answer]),
        why=shown.answer if shown else "",
        conditions=(),
        sources=tuple(title for _, title in shown.rules) if shown else (),
    )
