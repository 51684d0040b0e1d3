"""An answer put into words: the twin of `static/answers/reading.js`, and held to it by a test."""

from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext

from netral.answers.core import FACES
from netral.answers.core.reading import Branch, Line, Reading
from netral.answers.queries.asked import Asked
from netral.answers.queries.law import Law, say
from netral.answers.queries.scale import finding, shown, spans
from netral.kernel import spoken
from netral.rules.core import OUTCOME_WORDS, PRINCIPLE_WORDS, Outcome
from netral.rules.core.base import ACT, DERIVED, NO, SUBJECT, YES
from netral.rules.core.engine import LAWFUL, Answer, Engine
from netral.rules.core.plan import Finding

UNSURE: Final = frozenset({Outcome.NEEDS_FACT, Outcome.UNREGULATED})


def read(engine: Engine, asked: Asked, language: str, link: Callable[[str], str]) -> Reading:
    """Answer, in words.

    Raises:
        BadFacts: an unknown dimension or value, or facts that contradict each other.
        BeforeAnyRule: no rule was in force yet.
    """
    return _Reader(engine, asked, Law(engine.base, asked.on, language, link)).read()


class _Reader:
    def __init__(self, engine: Engine, asked: Asked, law: Law) -> None:
        self.engine, self.asked, self.law = engine, asked, law
        self.facts = asked.whole()
        self.answer: Answer = engine.answer(self.facts, asked.on)
        acts = engine.base.vocabulary.acts
        self.act = next(act for act in acts if act.code == self.facts[ACT])
        self.rules = [engine.rule(code) for code in self.answer.rules]

    def read(self) -> Reading:
        law, answer = self.law, self.answer
        face = FACES[answer.outcome]
        settled = answer.outcome is not Outcome.NEEDS_FACT
        around = spans(self.engine, self.asked) if settled else []
        types = law.sanctions(answer.sanctions)
        decided = answer.outcome not in UNSURE
        return Reading(
            act=law.told(self.act.name),
            outcome=answer.outcome.value,
            meaning=face.meaning,
            icon=face.icon,
            word=gettext(OUTCOME_WORDS[answer.outcome]),
            lead=self._lead(),
            note=law.told(self.act.note),
            question=self._question(),
            stage=self._stage(),
            since=spoken.day(self.rules[0].starts, law.language) if self.rules and decided else "",
            kind=law.kind(answer.sanctions),
            range=self._range(types),
            change=finding(around, self.asked.on, law) if settled else "",
            marks=self._marks(),
            rules=[law.rule(rule) for rule in self.rules],
            conditions=[Line(law.told(c)) for rule in self.rules for c in rule.conditions],
            articles=law.articles(self.rules, of_sanction=False),
            bases=law.articles(self.rules, of_sanction=True),
            sanctions=types,
            handlers=law.handlers() if answer.outcome is Outcome.PROHIBITED else [],
            warnings=[law.warning(self.engine.rule(code)) for code in answer.warnings],
            openings=self._openings(),
            yielded=self._yielded(),
            possible=self._possible(),
            facts=self._facts(),
            branches=self._branches(),
            scale=[shown(span, self.asked.on, law) for span in around],
        )

    def _lead(self) -> str:
        law, outcome = self.law, self.answer.outcome
        if outcome is Outcome.NEEDS_FACT:
            return self._asks(self.answer.question)
        if outcome is Outcome.CONFLICT:
            return say("conflict")
        if outcome is Outcome.UNREGULATED:
            known = self.engine.base.vocabulary.subjects
            subject = next((s for s in known if s.code == self.facts.get(SUBJECT)), None)
            return law.told(subject.silence) if subject else ""
        return law.told(self.rules[0].reason) if self.rules else ""

    def _asks(self, dimension: str) -> str:
        if dimension == SUBJECT:
            return say("subject_question")
        if dimension in DERIVED:
            return say("date_open")
        known = self.engine.base.vocabulary.circumstances
        return self.law.told(next(c.question for c in known if c.code == dimension))

    def _question(self) -> str:
        """Name the fact to ask for; what the calendar or the reader does not know is not asked."""
        name = self.answer.question
        return "" if name in DERIVED or name in self.asked.unknown else name

    def _branches(self) -> list[Branch]:
        name = self.answer.question
        if not name or self._question():
            return []
        branches = []
        for value in self.engine.dimensions[name]:
            facts = {**self.facts, name: value}
            plan = self.engine.plan(facts[ACT], self.asked.on)
            if plan.possible(plan.key(facts)):
                found = plan.find(plan.key(facts))
                branches.append(self._branch(name, value, found))
        return branches

    def _branch(self, name: str, value: str, found: Finding) -> Branch:
        face, subject = FACES[found.outcome], self.facts.get(SUBJECT)
        codes = self.engine.sanctions(found.classes, subject) if subject else ()
        word = gettext(OUTCOME_WORDS[found.outcome])
        kind = self.law.kind(codes)
        return Branch(self._if(name, value), kind, word, face.meaning, face.icon)

    def _if(self, name: str, value: str) -> str:
        if name in DERIVED:
            return say(f"{name}_{value}")
        return say("if_yes" if value == YES else "if_no")

    def _stage(self) -> Line:
        season, law = self.asked.season, self.law
        plan = self.engine.plan(self.facts[ACT], self.asked.on)
        if season is None or not set(plan.dimensions) & {"stage", "campaign"}:
            return Line()
        segment = season.segment(self.asked.on)
        said = [say(f"{name}_{value}") for name, value in segment.facts.items()]
        mark = say("unverified") if segment.doubts else ""
        note = " ".join([f"{law.told(season.name)}.", *(law.told(d) for d in segment.doubts)])
        return Line(" · ".join(said) or say("date_open"), note, mark)

    def _range(self, types: list[Line]) -> Line:
        if self.answer.outcome is not Outcome.PROHIBITED or types:
            return self.law.range(types)
        return Line(say("no_sanction"))

    def _marks(self) -> list[Line]:
        subjects = self.engine.base.vocabulary.subjects
        silent = self.answer.outcome is Outcome.UNREGULATED
        asks = next((s for s in subjects if s.code == self.facts.get(SUBJECT)), None)
        said = [self.law.rule(rule).mark for rule in self.rules]
        said += [say("unverified")] if silent and asks and not asks.verified else []
        said += [self._stage().mark]
        return [Line(text) for text in dict.fromkeys(said) if text]

    def _openings(self) -> list[Line]:
        if self.answer.outcome in LAWFUL or self.answer.outcome is Outcome.NEEDS_FACT:
            return []
        found = self.engine.openings(self.facts, self.asked.on)
        return [Line(self._statement(name, value)) for name, value in found]

    def _statement(self, name: str, value: str) -> str:
        known = self.engine.base.vocabulary.circumstances
        each = next(c for c in known if c.code == name)
        return self.law.told(each.when_yes if value == YES else each.when_no)

    def _facts(self) -> list[Line]:
        looked_at = self.engine.plan(self.facts[ACT], self.asked.on).dimensions
        told = [(n, v) for n, v in self.asked.facts.items() if v in {YES, NO} and n in looked_at]
        return [Line(self._statement(name, value), url=name) for name, value in told]

    def _yielded(self) -> list[Line]:
        lines = []
        for defeat in self.answer.defeated:
            to = self.law.told(self.engine.rule(defeat.to).title)
            why = say("yields", title=to, principle=gettext(PRINCIPLE_WORDS[defeat.by]))
            rule = self.law.rule(self.engine.rule(defeat.rule))
            lines.append(Line(rule.text, why, rule.mark, rule.url))
        return lines

    def _possible(self) -> list[Line]:
        if self.answer.outcome is Outcome.NEEDS_FACT:
            return []
        codes = (*self.answer.possible, *self.answer.possible_warnings)
        return [self.law.rule(self.engine.rule(code)) for code in codes]
