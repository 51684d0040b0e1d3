"""The shipped rules before another engine: it must hit what ours calls matched, on any day."""

from bench.oracle import decision, hits, questions
from netral.rules import reader
from netral.rules.core.engine import Engine


def test_another_engine_hits_the_same_of_the_shipped_rules() -> None:
    base = reader.read_base(reader.shipped_files())
    engine = Engine(base)
    tables = {day: decision(base, day) for day in engine.days()}
    for facts, on in questions(engine, 600, missing=0):
        answer = engine.answer(facts, on)
        own = {*answer.rules, *(d.rule for d in answer.defeated), *answer.warnings}
        assert hits(tables[max(day for day in tables if day <= on)], facts) == own, (facts, on)
