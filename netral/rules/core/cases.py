"""Worked cases against a rule base, and whether they would notice a rule gone or turned round."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from netral.rules.core import Effect
from netral.rules.core.base import ACT, SUBJECT, Case, Rule, RuleBase
from netral.rules.core.engine import BadFacts, BeforeAnyRule, boundaries, check, speaks_of
from netral.rules.core.matching import matches
from netral.rules.core.plan import Plan

NOTHING: Final = "-"
# The other thing that a rule could have said by a slip of the hand.
_TURNED: Final = {
    Effect.PROHIBITED: Effect.PERMITTED,
    Effect.CONDITIONAL: Effect.PROHIBITED,
    Effect.PERMITTED: Effect.PROHIBITED,
    Effect.CRIMINAL: Effect.PROHIBITED,
}


@dataclass(frozen=True, slots=True)
class Fault:
    """A case that a base answers otherwise: on which point, what must be, and what is."""

    case: str
    place: str
    point: str  # outcome, rules, warnings, question, sanctions or facts
    wanted: str
    found: str


def faults(base: RuleBase) -> list[Fault]:
    """Return the cases that a base answers otherwise than their sources say."""
    bench = Bench(base)
    checked = (bench.fault(case, base.rules) for case in base.cases)
    return [fault for fault in checked if fault]


def unnoticed(base: RuleBase) -> list[tuple[str, str]]:
    """Return the rules that no case misses when they are `deleted`, or notices when `flipped`.

    Cases about other acts, or about days on which the rule did not hold, can't notice, and a case
    that fails anyway proves nothing: they are left out. Those beside the rule are tried first.
    """
    bench = Bench(base)
    sound = [case for case in base.cases if not bench.fault(case, base.rules)]
    found = []
    for rule in base.rules:
        cases = [c for c in sound if c.facts[ACT] in rule.when[ACT] and rule.valid(c.on)]
        cases.sort(key=lambda case: rule.code not in (*case.rules, *(case.warnings or ())))
        found += [
            (rule.code, how)
            for how, rules in _changes(base.rules, rule)
            if not any(bench.fault(case, rules) for case in cases)
        ]
    return found


def _changes(rules: Sequence[Rule], rule: Rule) -> Iterator[tuple[str, tuple[Rule, ...]]]:
    yield "deleted", tuple(r for r in rules if r is not rule)
    flipped = replace(rule, effect=_TURNED[rule.effect], sanction="", conditions=(), penalty=None)
    yield "flipped", tuple(flipped if r is rule else r for r in rules)


class Bench:
    """Tries cases on lists of rules without preparing a whole engine for each."""

    def __init__(self, base: RuleBase) -> None:
        self._base = base
        self._dimensions = base.vocabulary.dimensions()
        self._days = boundaries(base)
        self._plans: dict[tuple[str, tuple[int, ...]], Plan] = {}

    def fault(self, case: Case, rules: Sequence[Rule]) -> Fault | None:
        """Return on which point a case fails, if it does."""
        try:
            told = list(self._points(case, rules))
        except (BadFacts, BeforeAnyRule) as wrong:
            return Fault(case.name, case.place, "facts", NOTHING, str(wrong))
        for point, wanted, found in told:
            if wanted != found:
                return Fault(case.name, case.place, point, wanted or NOTHING, found or NOTHING)
        return None

    def _points(self, case: Case, rules: Sequence[Rule]) -> Iterator[tuple[str, str, str]]:
        facts = case.facts
        known = self._base.vocabulary.contradictions
        check(facts, self._dimensions, known)
        if not self._days or case.on < self._days[0]:
            raise BeforeAnyRule(case.on)
        plan = self._plan(case, rules)
        found = plan.find(plan.key(facts))
        yield "outcome", case.outcome.value, found.outcome.value
        yield "rules", _joined(case.rules), _joined(found.rules)
        if case.question:
            yield "question", case.question, found.question
        if case.warnings is not None:
            warned = [r.code for r in plan.warnings if matches(r.when, facts)]
            yield "warnings", _joined(case.warnings), _joined(warned)
        if case.sanctions is not None and SUBJECT in facts:
            kinds = [self._base.sanctions(name, facts[SUBJECT]) for name in found.classes]
            codes = dict.fromkeys(code for each in kinds for code in each)
            yield "sanctions", _joined(case.sanctions), _joined(codes)

    def _plan(self, case: Case, rules: Sequence[Rule]) -> Plan:
        act = case.facts[ACT]
        held = [r for r in rules if r.valid(case.on) and speaks_of(r, act)]
        # Rules are compared by identity: two of one code may stand side by side in a trial.
        name = (act, tuple(id(r) for r in held))
        if name not in self._plans:
            known = self._base.vocabulary.contradictions
            self._plans[name] = Plan(act, held, self._dimensions, known)
        return self._plans[name]


def _joined(codes: Sequence[str] | dict[str, None]) -> str:
    return ", ".join(sorted(codes))
