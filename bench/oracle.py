"""Random questions, and the rules of a day as a decision table of another engine."""

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

import zen

from netral.rules.core.base import ACT, RuleBase
from netral.rules.core.engine import Engine
from netral.rules.core.matching import matches

FIRST: Final = date(2022, 9, 22)
LAST: Final = date(2025, 12, 31)


def decision(base: RuleBase, on: date) -> Any:
    """Write the table and load it. That engine knows no precedence: all that match are hits."""
    names = list(base.vocabulary.dimensions())
    rows = [
        {
            "_id": rule.code,
            "code": json.dumps(rule.code),
            **{name: _cell(rule.when.get(name)) for name in names},
        }
        for rule in base.rules
        if rule.valid(on)
    ]
    table = {
        "hitPolicy": "collect",
        "inputs": [{"id": name, "name": name, "field": name} for name in names],
        "outputs": [{"id": "code", "name": "code", "field": "code"}],
        "rules": rows,
    }
    kinds = {"in": "inputNode", "table": "decisionTableNode", "out": "outputNode"}
    nodes = [
        {"id": name, "type": kind, "name": name, "position": {"x": 0, "y": 0}}
        for name, kind in kinds.items()
    ]
    nodes[1]["content"] = table
    edges = [
        {"id": "first", "type": "edge", "sourceId": "in", "targetId": "table"},
        {"id": "last", "type": "edge", "sourceId": "table", "targetId": "out"},
    ]
    return zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))


def hits(table: Any, facts: dict[str, str]) -> set[str]:
    """Return the codes of the rules that it hits."""
    return {row["code"] for row in table.evaluate(facts)["result"] or ()}


def _cell(values: frozenset[str] | None) -> str:
    return ", ".join(json.dumps(value) for value in sorted(values)) if values else ""


def questions(
    engine: Engine, count: int, missing: float, seed: int = 2024
) -> Iterator[tuple[dict[str, str], date]]:
    """Yield random facts that can be true, a share of them missing, each with a day."""
    drawn = random.Random(seed)
    never = engine.base.vocabulary.contradictions
    while count:
        facts = {
            name: drawn.choice(values)
            for name, values in engine.dimensions.items()
            if name == ACT or drawn.random() >= missing
        }
        if any(matches(contradiction.facts, facts) for contradiction in never):
            continue
        count -= 1
        yield facts, FIRST + timedelta(days=drawn.randrange((LAST - FIRST).days))
