"""The engine against the plain law of answering, an independent engine, and cases by hand."""

from dataclasses import replace
from datetime import date
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.oracle import decision, hits
from netral.rules.core import Effect, Outcome, Principle, Rank
from netral.rules.core.base import ACT, SUBJECT, RuleBase
from netral.rules.core.engine import BadFacts, BeforeAnyRule, Engine
from netral.rules.core.matching import matches
from netral.rules.core.plan import Defeat
from netral.rules.core.record import base_record
from tests.rules.small import (
    DAYS,
    FACTS,
    ON,
    VALUES,
    base,
    bases,
    completions,
    impossible,
    plainly,
    rule,
)

LIKE = {ACT: "like", SUBJECT: "pns"}
WHOLE = {**LIKE, "election": "pilkada", "stage": "after", "campaign": "during", "cltn": "no", "pasif": "no"}  # fmt: skip  # noqa: E501
DAY = date(2024, 9, 23)


@given(bases(), FACTS, ON)
@settings(deadline=None, max_examples=100)
def test_an_answer_is_what_the_plain_law_says(
    of: RuleBase, facts: dict[str, str], on: date
) -> None:
    engine = Engine(of)
    if not of.rules or on < min(r.starts for r in of.rules):
        with pytest.raises(BeforeAnyRule):
            engine.answer(facts, on)
        return
    answer = engine.answer(facts, on)
    every = [plainly(of, whole, on) for whole in completions(facts)]
    results = {said.result for said in every}
    if len(results) > 1:
        assert answer.outcome is Outcome.NEEDS_FACT
        assert answer.question in VALUES
        assert answer.question not in facts
    else:
        assert (answer.outcome.value, frozenset(answer.classes)) == results.pop()
        assert answer.question == ""
    assert set(answer.rules) == frozenset.intersection(*(said.rules for said in every))
    assert set(answer.possible) == frozenset().union(*(s.rules for s in every)) - set(answer.rules)


@given(bases(), FACTS, ON)
@settings(deadline=None, max_examples=100)
def test_no_other_single_question_would_leave_fewer_results(
    of: RuleBase, facts: dict[str, str], on: date
) -> None:
    if not of.rules or on < min(r.starts for r in of.rules):
        return
    question = Engine(of).answer(facts, on).question
    if not question:
        return

    def left(name: str) -> float:
        branches = [{**facts, name: value} for value in VALUES[name]]
        counts = [
            len({plainly(of, whole, on).result for whole in completions(branch)})
            for branch in branches
            if not impossible(branch)
        ]
        return sum(counts) / len(counts)

    undecided = [r for r in of.rules if r.valid(on) and matches(r.when, facts) is None]
    asked = {name for r in undecided if r.effect is not Effect.CRIMINAL for name in r.when} - set(
        facts
    )
    assert question in asked
    assert all(left(question) <= left(name) for name in asked)


@given(bases(), FACTS, ON)
@settings(deadline=None, max_examples=100)
def test_the_same_question_has_the_same_answer_whatever_was_asked_before(
    of: RuleBase, facts: dict[str, str], on: date
) -> None:
    if not of.rules or on < min(r.starts for r in of.rules):
        return
    fresh, used = Engine(of), Engine(of)
    for whole in completions({ACT: facts[ACT]}):
        used.answer(whole, on)
    assert used.answer(facts, on) == fresh.answer(facts, on)


@given(bases(), FACTS, ON, st.sampled_from(list(VALUES)))
@settings(deadline=None, max_examples=100)
def test_a_fact_that_no_rule_mentions_changes_nothing(
    of: RuleBase, facts: dict[str, str], on: date, name: str
) -> None:
    silent = base(
        *(replace(r, when={d: v for d, v in r.when.items() if d != name}) for r in of.rules)
    )
    if not silent.rules or on < min(r.starts for r in silent.rules):
        return
    engine = Engine(silent)
    answers = [
        engine.answer({**facts, name: value}, on)
        for value in VALUES[name]
        if not impossible({**facts, name: value})
    ]
    if name in {"stage", "campaign", SUBJECT}:  # tied to each other, or to the sanction
        return
    assert len({(a.outcome, a.rules, a.question, a.classes) for a in answers}) == 1


@given(bases(), FACTS, ON)
@settings(deadline=None, max_examples=100)
def test_narrowing_a_validity_changes_no_day_outside_it(
    of: RuleBase, facts: dict[str, str], on: date
) -> None:
    """A rule that ends one day earlier says the same on every day before its last two."""
    ending = base(*(replace(r, ends=r.ends or date(2026, 1, 2)) for r in of.rules))
    sooner = base(*(replace(r, ends=date(2026, 1, 1)) if r.ends == date(2026, 1, 2) else r for r in ending.rules))  # noqa: E501  # fmt: skip
    if not of.rules or on < min(r.starts for r in of.rules):
        return
    one, two = Engine(ending).answer(facts, on), Engine(sooner).answer(facts, on)
    assert (one.outcome, one.rules) == (two.outcome, two.rules)


@given(bases(), ON)
@settings(deadline=None, max_examples=25)
def test_another_engine_finds_the_same_rules(of: RuleBase, on: date) -> None:
    """It knows no precedence: what it hits are the survivors, the defeated and the warnings."""
    if not any(r.valid(on) for r in of.rules):
        return
    table, engine = decision(of, on), Engine(of)
    for whole in completions({ACT: "like"}):
        answer = engine.answer(whole, on)
        assert hits(table, whole) == {
            *answer.rules,
            *(d.rule for d in answer.defeated),
            *answer.warnings,
        }


def test_silence_is_never_a_yes() -> None:
    engine = Engine(base(rule("A", when={SUBJECT: ["pns"]})))
    answer = engine.answer({**WHOLE, SUBJECT: "bumd"}, DAY)
    assert (answer.outcome, answer.rules, answer.sanctions) == (Outcome.UNREGULATED, (), ())


@pytest.mark.parametrize(
    ("winner", "loser", "principle"),
    [
        ({"overrides": frozenset({"L"}), "rank": Rank.STATEMENT}, {"rank": Rank.ACT}, Principle.EXCEPTION),  # noqa: E501
        ({"rank": Rank.GOVERNMENT}, {"when": {"cltn": ["no"]}, "starts": DAYS[2]}, Principle.SUPERIOR),  # noqa: E501
        ({"when": {"cltn": ["no"]}}, {"starts": DAYS[2]}, Principle.SPECIAL),
        ({"starts": DAYS[1]}, {}, Principle.LATER),
    ],
)  # fmt: skip
def test_rules_yield_by_exception_then_rank_then_speciality_then_date(
    winner: dict[str, Any], loser: dict[str, Any], principle: Principle
) -> None:
    engine = Engine(
        base(rule("L", Effect.PROHIBITED, **loser), rule("W", Effect.PERMITTED, **winner))
    )
    answer = engine.answer(WHOLE, DAY)
    assert (answer.outcome, answer.rules) == (Outcome.PERMITTED, ("W",))
    assert answer.defeated == (Defeat("L", "W", principle),)


def test_equals_that_disagree_are_a_conflict_and_say_both() -> None:
    engine = Engine(base(rule("A"), rule("B", Effect.PERMITTED)))
    answer = engine.answer(WHOLE, DAY)
    assert (answer.outcome, answer.rules) == (Outcome.CONFLICT, ("A", "B"))


def test_a_criminal_provision_warns_and_never_decides() -> None:
    crime = rule("C", Effect.CRIMINAL, rank=Rank.ACT, when={"pasif": ["no"]})
    engine = Engine(base(crime, rule("P", Effect.PERMITTED)))
    answer = engine.answer(WHOLE, DAY)
    assert (answer.outcome, answer.warnings, answer.possible_warnings) == (
        Outcome.PERMITTED,
        ("C",),
        (),
    )
    partly = engine.answer(LIKE, DAY)
    assert (partly.outcome, partly.warnings, partly.possible_warnings) == (
        Outcome.PERMITTED,
        (),
        ("C",),
    )


def test_sanctions_follow_the_subject() -> None:
    engine = Engine(base(rule("A", sanction="berat"), rule("B", sanction="moral")))
    assert engine.answer(WHOLE, DAY).sanctions == ("turun", "tertutup", "terbuka")
    assert engine.answer({**WHOLE, SUBJECT: "pppk"}, DAY).sanctions == (
        "turun",
        "phk",
        "tertutup",
        "terbuka",
    )
    assert engine.answer({**WHOLE, SUBJECT: "bumd"}, DAY).sanctions == ()
    assert engine.answer({ACT: "like"}, DAY).sanctions == ()  # nobody in particular


def test_what_would_make_it_lawful_is_named() -> None:
    engine = Engine(
        base(
            rule("A", when={"cltn": ["no"]}),
            rule("B", Effect.CONDITIONAL, when={"cltn": ["yes"]}),
        )
    )
    assert engine.openings({**WHOLE, "cltn": "no"}, DAY) == [("cltn", "yes")]
    assert engine.openings({**WHOLE, "cltn": "yes"}, DAY) == []


def test_a_rule_holds_from_its_first_to_its_last_day() -> None:
    engine = Engine(
        base(
            rule("OLD", Effect.PERMITTED, starts=date(2020, 1, 1)),
            rule("A", rank=Rank.ACT, starts=date(2024, 3, 1), ends=date(2024, 3, 31)),
        )
    )
    days = {date(2024, 2, 29): "OLD", date(2024, 3, 1): "A", date(2024, 3, 31): "A", date(2024, 4, 1): "OLD"}  # noqa: E501  # fmt: skip
    assert {day: engine.answer(WHOLE, day).rules for day in days} == {
        d: (c,) for d, c in days.items()
    }
    with pytest.raises(BeforeAnyRule, match="2019-12-31"):
        engine.answer(WHOLE, date(2019, 12, 31))


@pytest.mark.parametrize(
    ("facts", "dimension", "value", "others"),
    [
        ({ACT: "menari"}, ACT, "menari", ()),
        ({}, ACT, "", ()),
        ({**LIKE, "umur": "40"}, "umur", "40", ()),
        ({**LIKE, "cltn": "mungkin"}, "cltn", "mungkin", ()),
        ({**LIKE, "stage": "before", "campaign": "quiet"}, "stage", "before", ("campaign",)),
    ],
)
def test_facts_that_nobody_knows_or_that_cannot_be_are_refused(
    facts: dict[str, str], dimension: str, value: str, others: tuple[str, ...]
) -> None:
    with pytest.raises(BadFacts) as refused:
        Engine(base(rule("A"))).answer(facts, DAY)
    fault = refused.value
    assert (fault.dimension, fault.value, fault.others) == (dimension, value, others)
    assert str(fault) == f"{dimension}: {value}"


def test_an_answer_says_from_which_facts_and_version_it_follows() -> None:
    engine = Engine(base(rule("A")))
    answer = engine.answer(WHOLE, DAY)
    assert (answer.facts, answer.on) == (WHOLE, DAY)
    assert (answer.version, answer.sha256) == ("1", engine.sha256)


def test_a_base_is_recorded_as_plain_values_under_a_format() -> None:
    told = base_record(base(rule("A", ends=DAY)))
    assert (told["format"], told["version"], "cases" in told) == ("netral.rules/1", "1", False)
    (one,) = cast("list[dict[str, object]]", told["rules"])
    assert (one["when"], one["ends"]) == ({"act": ["like"]}, "2024-09-23")
    assert (one["effect"], one["title"]) == (
        "prohibited",
        {"indonesian": "kata", "english": "word"},
    )


def test_the_hash_covers_every_word_of_the_rules_and_no_case() -> None:
    one = base(rule("A"))
    assert Engine(one).sha256 == Engine(base(rule("A"))).sha256
    assert Engine(one).sha256 != Engine(base(rule("A", sanction="moral"))).sha256
    assert Engine(one).sha256 != Engine(replace(one, version="2")).sha256
