"""The rules on one act while none of them changes, prepared so that an answer is a look-up."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from netral.rules.core import Effect, Outcome, Principle
from netral.rules.core.base import ACT, SUBJECT, Contradiction, Rule
from netral.rules.core.matching import beats, matches

Key = tuple[str | None, ...]  # one fact for each dimension of a plan; None: not known
Result = tuple[str, tuple[str, ...]]  # an effect and the classes of sanction that go with it
_OUTCOMES: Final = {
    Effect.PROHIBITED: Outcome.PROHIBITED,
    Effect.CONDITIONAL: Outcome.CONDITIONAL,
    Effect.PERMITTED: Outcome.PERMITTED,
}


@dataclass(frozen=True, slots=True)
class Defeat:
    """A rule that matched but yielded, to which other, and why."""

    rule: str
    to: str
    by: Principle


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the rules say about facts. `possible` are rules that facts still missing could add."""

    outcome: Outcome
    rules: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()
    defeated: tuple[Defeat, ...] = ()
    question: str = ""
    classes: tuple[str, ...] = ()
    results: frozenset[Result] = frozenset()


class Plan:
    """The rules on one act, and the dimensions they mention.

    Other facts can't change the answer, so they are not looked at. Findings are remembered:
    the same rules and facts always give the same one.
    """

    def __init__(
        self,
        act: str,
        rules: Sequence[Rule],
        dimensions: Mapping[str, tuple[str, ...]],
        contradictions: Sequence[Contradiction],
    ) -> None:
        self.act = act
        self.rules = tuple(r for r in rules if r.effect is not Effect.CRIMINAL)
        self.warnings = tuple(r for r in rules if r.effect is Effect.CRIMINAL)
        self.dimensions = _mentioned(self.rules, dimensions, contradictions)
        self.values = tuple(dimensions[name] for name in self.dimensions)
        named = set(self.dimensions)
        self._never = [c.facts for c in contradictions if c.facts.keys() <= named]
        self._yields = {
            (loser.code, winner.code): principle
            for loser in self.rules
            for winner in self.rules
            if loser.effect is not winner.effect and (principle := beats(winner, loser))
        }
        self._known: dict[Key, Finding] = {}

    def key(self, facts: Mapping[str, str]) -> Key:
        """Return what of the facts this plan looks at."""
        return tuple([facts.get(name) for name in self.dimensions])

    def find(self, key: Key) -> Finding:
        """Return what the rules say."""
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._look(key)
        return found

    def space(self) -> Iterator[Key]:
        """Yield every combination of facts, complete or not, that can be true."""
        yield from self._extend((), [(*values, None) for values in self.values])

    def complete(self) -> Iterator[Key]:
        """Yield every complete combination of facts that can be true."""
        yield from self._extend((), self.values)

    def possible(self, key: Key) -> bool:
        """Tell whether the facts can be true together."""
        facts = dict(zip(self.dimensions, key, strict=False))
        return not any(matches(never, facts) for never in self._never)

    def _extend(self, key: Key, values: Sequence[Sequence[str | None]]) -> Iterator[Key]:
        if len(key) == len(values):
            yield key
            return
        for value in values[len(key)]:
            longer = (*key, value)
            if self.possible(longer):
                yield from self._extend(longer, values)

    def _look(self, key: Key) -> Finding:
        facts = {ACT: self.act, **dict(zip(self.dimensions, key, strict=True))}
        matched = [(rule, matches(rule.when, facts)) for rule in self.rules]
        open_rules = [rule for rule, met in matched if met is None]
        sure = [rule for rule, met in matched if met]
        if not open_rules:
            return self._settle(sure)
        asked = [
            place
            for place, name in enumerate(self.dimensions)
            if key[place] is None and any(name in rule.when for rule in open_rules)
        ]
        return self._weigh({place: self._branches(key, place) for place in asked})

    def _branches(self, key: Key, place: int) -> list[Finding]:
        each = [(*key[:place], value, *key[place + 1 :]) for value in self.values[place]]
        return [self.find(child) for child in each if self.possible(child)]

    def _weigh(self, splits: Mapping[int, list[Finding]]) -> Finding:
        """Join what every branch says, or ask the one fact that leaves the fewest results.

        Any fact's branches hold all results together, so the first stands for the whole.
        """
        branches = next(iter(splits.values()))
        results = frozenset[Result]().union(*(finding.results for finding in branches))
        everywhere = [r for r in branches[0].rules if all(r in b.rules for b in branches)]
        somewhere = dict.fromkeys(r for b in branches for r in (*b.rules, *b.possible))
        possible = tuple(r for r in somewhere if r not in everywhere)
        if len(results) > 1:
            question = min(splits, key=lambda place: (_left(splits[place]), place))
            return Finding(
                outcome=Outcome.NEEDS_FACT,
                rules=tuple(everywhere),
                possible=possible,
                question=self.dimensions[question],
                results=results,
            )
        return Finding(
            outcome=branches[0].outcome,
            rules=tuple(everywhere),
            possible=possible,
            defeated=tuple(
                d for d in branches[0].defeated if all(d in b.defeated for b in branches)
            ),
            classes=branches[0].classes,
            results=results,
        )

    def _settle(self, matched: Sequence[Rule]) -> Finding:
        defeats = {loser.code: d for loser in matched if (d := self._defeat(loser, matched))}
        alive = [rule for rule in matched if rule.code not in defeats]
        effects = {rule.effect for rule in alive}
        outcome = Outcome.UNREGULATED if not effects else Outcome.CONFLICT
        if len(effects) == 1:
            outcome = _OUTCOMES[effects.pop()]
        classes = tuple(sorted({rule.sanction for rule in alive if rule.sanction}))
        return Finding(
            outcome=outcome,
            rules=tuple(rule.code for rule in alive),
            defeated=tuple(defeats.values()),
            classes=classes,
            results=frozenset({(outcome.value, classes)}),
        )

    def _defeat(self, loser: Rule, matched: Sequence[Rule]) -> Defeat | None:
        for winner in matched:
            if principle := self._yields.get((loser.code, winner.code)):
                return Defeat(loser.code, winner.code, principle)
        return None


def _left(branches: Sequence[Finding]) -> float:
    """Return how many results remain on the average once the fact is known."""
    return sum(len(finding.results) for finding in branches) / len(branches)


def _mentioned(
    rules: Sequence[Rule],
    dimensions: Mapping[str, tuple[str, ...]],
    contradictions: Sequence[Contradiction],
) -> tuple[str, ...]:
    """Return the dimensions that rules mention, and those that contradictions tie to them."""
    named = {SUBJECT}.union(*(rule.when for rule in rules)) - {ACT}
    while more := [c for c in contradictions if named & c.facts.keys() and c.facts.keys() - named]:
        named.update(*(c.facts for c in more))
    return tuple(name for name in dimensions if name in named)
