"""The rules in force on a day as a decision table of another engine, which collects every hit."""

import json
from datetime import date
from typing import Any

import zen

from netral.rules.core.base import RuleBase


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
