"""The engine: facts and a day in, an answer with its rules out. The same input, the same bytes."""

import hashlib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from netral.kernel.canon import canonical
from netral.rules.core import Outcome
from netral.rules.core.base import ACT, NO, SUBJECT, YES, Contradiction, Rule, RuleBase
from netral.rules.core.matching import matches
from netral.rules.core.plan import Defeat, Plan
from netral.rules.core.record import base_record

LAWFUL: Final = frozenset({Outcome.PERMITTED, Outcome.CONDITIONAL})


class BadFacts(ValueError):
    """Facts that the vocabulary does not hold, or that can't be true together.

    `dimension` says which; `value` what was given; `others` what contradicts it.
    """

    def __init__(self, dimension: str, value: str, others: tuple[str, ...] = ()) -> None:
        super().__init__(f"{dimension}: {value}")
        self.dimension, self.value, self.others = dimension, value, others


class BeforeAnyRule(ValueError):
    """A day that the base is not about, or on which none of its rules was in force."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the rules of a version say about an act on a day.

    `question` is the one dimension to ask where a fact is missing; `sanctions` run from the
    lightest to the heaviest; `warnings` are criminal provisions, which are never decided here,
    and `possible_warnings` those that facts not given could add.
    """

    outcome: Outcome
    rules: tuple[str, ...]
    possible: tuple[str, ...]
    defeated: tuple[Defeat, ...]
    question: str
    classes: tuple[str, ...]
    sanctions: tuple[str, ...]
    warnings: tuple[str, ...]
    possible_warnings: tuple[str, ...]
    facts: Mapping[str, str]
    on: date
    version: str
    sha256: str


class Engine:
    """A rule base, prepared for answering."""

    def __init__(self, base: RuleBase) -> None:
        self.base = base
        self.sha256 = hashlib.sha256(canonical(base_record(base))).hexdigest()
        self.dimensions = base.vocabulary.dimensions()
        self._rules = {rule.code: rule for rule in base.rules}
        self._days = boundaries(base)
        self._plans: dict[tuple[str, ...], Plan] = {}
        self._by_day = [self._plans_on(day) for day in self._days]
        self._contradictions = base.vocabulary.contradictions

    def answer(self, facts: Mapping[str, str], on: date) -> Answer:
        """Answer whether an act is allowed. A fact that is not known is left out.

        Raises:
            BadFacts: an unknown dimension or value, or facts that contradict each other.
            BeforeAnyRule: no rule was in force yet.
        """
        check(facts, self.dimensions, self._contradictions)
        plan = self.plan(facts[ACT], on)
        found = plan.find(plan.key(facts))
        warned = [(rule.code, matches(rule.when, facts)) for rule in plan.warnings]
        return Answer(
            outcome=found.outcome,
            rules=found.rules,
            possible=found.possible,
            defeated=found.defeated,
            question=found.question,
            classes=found.classes,
            sanctions=self.sanctions(found.classes, facts.get(SUBJECT, "")),
            warnings=tuple([code for code, met in warned if met]),
            possible_warnings=tuple([code for code, met in warned if met is None]),
            facts=facts,
            on=on,
            version=self.base.version,
            sha256=self.sha256,
        )

    def openings(self, facts: Mapping[str, str], on: date) -> list[tuple[str, str]]:
        """Return the circumstances, each alone, under which the act would be lawful."""
        plan = self.plan(facts[ACT], on)
        changes = [
            (name, value)
            for name in plan.dimensions
            if self.dimensions[name] == (YES, NO)
            for value in (YES, NO)
            if facts.get(name) != value
        ]
        return [
            (name, value)
            for name, value in changes
            if plan.possible(plan.key({**facts, name: value}))
            and plan.find(plan.key({**facts, name: value})).outcome in LAWFUL
        ]

    def sanctions(self, classes: Sequence[str], subject: str) -> tuple[str, ...]:
        """Return the sanctions of some classes for a subject, each once."""
        if not classes:
            return ()
        each = [self.base.sanctions(name, subject) for name in classes]
        return tuple(dict.fromkeys(code for codes in each for code in codes))

    def rule(self, code: str) -> Rule:
        """Return the rule called `code`; KeyError if there is none."""
        return self._rules[code]

    def plan(self, act: str, on: date) -> Plan:
        """Return the plan for an act on a day.

        Raises:
            BeforeAnyRule: no rule was in force yet.
        """
        place = bisect_right(self._days, on) - 1
        if place < 0:
            raise BeforeAnyRule(on)
        return self._by_day[place][act]

    def plans(self) -> list[Plan]:
        """Return every distinct plan, in the order of acts and days."""
        return list(self._plans.values())

    def days(self) -> Sequence[date]:
        """Return the days on which rules begin or cease to hold."""
        return self._days

    def _plans_on(self, day: date) -> dict[str, Plan]:
        plans = {}
        for act in self.dimensions[ACT]:
            rules = [r for r in self.base.rules if r.valid(day) and speaks_of(r, act)]
            name = (act, *(rule.code for rule in rules))
            if name not in self._plans:
                known = self.base.vocabulary.contradictions
                self._plans[name] = Plan(act, rules, self.dimensions, known)
            plans[act] = self._plans[name]
        return plans


def check(
    facts: Mapping[str, str],
    dimensions: Mapping[str, tuple[str, ...]],
    contradictions: Sequence[Contradiction],
) -> None:
    """Refuse facts that the vocabulary does not hold, or that can't be true together.

    Raises:
        BadFacts: with the first of them.
    """
    for name, value in facts.items():
        if value not in dimensions.get(name, ()):
            raise BadFacts(name, value)
    if ACT not in facts:
        raise BadFacts(ACT, "")
    for contradiction in contradictions:
        if matches(contradiction.facts, facts):
            first, *others = contradiction.facts
            raise BadFacts(first, facts[first], tuple(others))


def speaks_of(rule: Rule, act: str) -> bool:
    """Tell whether a rule is about an act; every rule names the acts it is about."""
    return act in rule.when.get(ACT, ())


def boundaries(base: RuleBase) -> list[date]:
    """Return the days on which what is in force changes, from the first that the base is about."""
    begins = {rule.starts for rule in base.rules}
    ends = {rule.ends + timedelta(days=1) for rule in base.rules if rule.ends}
    return sorted({max(day, base.starts or day) for day in begins | ends})
