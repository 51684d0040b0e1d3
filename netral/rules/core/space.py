"""The whole fact space: its table, its digest, and what a new version changes in it."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from math import prod
from typing import Final

from netral.rules.core import Outcome
from netral.rules.core.base import ACT, RuleBase
from netral.rules.core.engine import Engine, speaks_of
from netral.rules.core.plan import Finding, Key, Plan

UNKNOWN: Final = "?"
EXAMPLES: Final = 20
A_FEW: Final = 3
LARGEST: Final = 300_000  # combinations of facts, missing ones included, about all acts


def too_wide(base: RuleBase) -> str:
    """Return the act at which so many facts matter that nobody could look at every answer."""
    size, dimensions = 0, base.vocabulary.dimensions()
    for act in base.vocabulary.acts:
        named = {name for rule in base.rules if speaks_of(rule, act.code) for name in rule.when}
        size += prod(len(dimensions[name]) + 1 for name in named - {ACT})
        if size > LARGEST:
            return act.code
    return ""


def table(engine: Engine) -> Iterator[str]:
    """Yield one line for each combination of facts that rules look at, missing ones included.

    Facts that no rule on the act mentions change nothing and are left out; so are days between
    two changes of the law.
    """
    for plan in engine.plans():
        yield f"{plan.act}|{','.join(rule.code for rule in plan.rules)}"
        for key in plan.space():
            yield _line(key, plan.find(key))


def digest(engine: Engine) -> str:
    """Return the SHA-256 of the table; two engines that agree in it answer alike."""
    whole = hashlib.sha256()
    for line in table(engine):
        whole.update(line.encode() + b"\n")
    return whole.hexdigest()


def _line(key: Key, found: Finding) -> str:
    facts = ",".join(value or UNKNOWN for value in key)
    return "|".join(
        (
            facts,
            found.outcome,
            found.question,
            ",".join(found.rules),
            ",".join(found.possible),
            ",".join(f"{d.rule}<{d.to}:{d.by}" for d in found.defeated),
            ",".join(found.classes),
        )
    )


@dataclass(frozen=True, slots=True)
class Cell:
    """One complete combination of facts, on a first day, and what is said about it."""

    act: str
    facts: tuple[tuple[str, str], ...]
    on: date
    outcome: Outcome
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """What stands in the whole space."""

    size: int  # combinations looked at, incomplete ones included
    outcomes: Counter[Outcome]  # of complete combinations
    conflicts: tuple[Cell, ...]  # one witness for each group of rules that conflict
    dead: tuple[str, ...]  # rules that never decide anything


def survey(engine: Engine) -> Survey:
    """Walk the whole space once."""
    size, outcomes, alive = 0, Counter[Outcome](), set[str]()
    conflicts: dict[tuple[str, ...], Cell] = {}
    for plan in engine.plans():
        for key in plan.space():
            plan.find(key)
            size += 1
        for key in plan.complete():
            found = plan.find(key)
            outcomes[found.outcome] += 1
            alive.update(found.rules)
            if found.outcome is Outcome.CONFLICT:
                conflicts.setdefault(found.rules, _cell(engine, plan, key))
    dead = [r.code for plan in engine.plans() for r in plan.rules if r.code not in alive]
    return Survey(size, outcomes, tuple(conflicts.values()), tuple(dict.fromkeys(dead)))


def _cell(engine: Engine, plan: Plan, key: Key) -> Cell:
    on = next(day for day in engine.days() if engine.plan(plan.act, day) is plan)
    found = plan.find(key)
    facts = tuple((n, v) for n, v in zip(plan.dimensions, key, strict=True) if v)
    return Cell(plan.act, facts, on, found.outcome, found.rules)


@dataclass(frozen=True, slots=True)
class Change:
    """A combination of facts about which two versions say different things."""

    before: Cell
    after: Cell

    @property
    def silenced(self) -> bool:
        """Tell whether the newer version says nothing where the older one did."""
        silent = Outcome.UNREGULATED
        return self.after.outcome is silent and self.before.outcome is not silent


@dataclass(frozen=True, slots=True)
class Comparison:
    """What one version answers differently from another: how many, by act, with examples.

    `silenced` are those about which the new version says nothing any more.
    """

    count: int
    by_act: Counter[str]
    examples: tuple[Change, ...]
    silenced: int = 0
    silences: tuple[Change, ...] = ()


def compare(old: Engine, new: Engine) -> Comparison:
    """Count the complete combinations whose outcome or sanction differs between two versions."""
    by_act: Counter[str] = Counter()
    examples: list[Change] = []
    silences: list[Change] = []
    silenced = 0
    for act, day in _periods(old, new):
        for change in _differences(old, new, act, day):
            by_act[act] += 1
            # A few of each act: the first act alone would fill the list.
            if by_act[act] <= A_FEW and len(examples) < EXAMPLES:
                examples.append(change)
            if change.silenced:
                silenced += 1
                silences += [change] if len(silences) < EXAMPLES else []
    return Comparison(by_act.total(), by_act, tuple(examples), silenced, tuple(silences))


def differences(old: Engine, new: Engine) -> Iterator[Change]:
    """Yield every complete combination whose outcome, rules or sanction differ."""
    for act, day in _periods(old, new):
        yield from _differences(old, new, act, day, rules_too=True)


def _periods(old: Engine, new: Engine) -> Iterator[tuple[str, date]]:
    """Yield acts that both know, and days from which a pair of plans holds, each pair once."""
    days = sorted({*old.days(), *new.days()})
    first = max(old.days()[0], new.days()[0])
    for act in old.dimensions[ACT]:
        seen: set[tuple[int, int]] = set()
        for day in days if act in new.dimensions[ACT] else ():
            if day < first:
                continue
            pair = (id(old.plan(act, day)), id(new.plan(act, day)))
            if pair not in seen:
                seen.add(pair)
                yield act, day


def _differences(
    old: Engine, new: Engine, act: str, day: date, *, rules_too: bool = False
) -> Iterator[Change]:
    plans = old.plan(act, day), new.plan(act, day)
    if plans[0].rules == plans[1].rules:
        return
    for facts in _joint(plans, new):
        found = [plan.find(plan.key(facts)) for plan in plans]
        same = found[0].results == found[1].results
        if same and not (rules_too and found[0].rules != found[1].rules):
            continue
        told = tuple(facts.items())
        before, after = (Cell(act, told, day, f.outcome, f.rules) for f in found)
        yield Change(before, after)


def _joint(plans: Sequence[Plan], engine: Engine) -> Iterator[dict[str, str]]:
    """Yield every combination over the dimensions of both plans that can be true."""
    named = {name for plan in plans for name in plan.dimensions}
    both = [name for name in engine.dimensions if name in named]
    for values in product(*(engine.dimensions[name] for name in both)):
        facts = dict(zip(both, values, strict=True))
        if all(plan.possible(plan.key(facts)) for plan in plans):
            yield facts
