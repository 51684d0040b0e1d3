"""The whole fact space: its table, conflicts, dead rules, and what a new version changes."""

import hashlib
from collections import Counter
from dataclasses import replace
from datetime import date

from hypothesis import given, settings

from netral.rules.core import Effect, Outcome, Rank
from netral.rules.core.base import ACT, SUBJECT, RuleBase
from netral.rules.core.engine import Engine
from netral.rules.core.space import A_FEW, EXAMPLES, compare, differences, digest, survey, table
from tests.rules.small import ACTS, DAYS, base, bases, completions, plainly, rule

PNS = {SUBJECT: ["pns"]}


def test_the_table_has_a_line_for_every_combination_that_rules_look_at() -> None:
    lines = list(table(Engine(base(rule("A", when={"cltn": ["no"]}, sanction="moral")))))
    assert lines == [
        "like|A",
        "pns,yes|unregulated|||||",
        "pns,no|prohibited||A|||moral",
        "pns,?|needs_fact|cltn||A||",
        "pppk,yes|unregulated|||||",
        "pppk,no|prohibited||A|||moral",
        "pppk,?|needs_fact|cltn||A||",
        "bumd,yes|unregulated|||||",
        "bumd,no|prohibited||A|||moral",
        "bumd,?|needs_fact|cltn||A||",
        "?,yes|unregulated|||||",
        "?,no|prohibited||A|||moral",
        "?,?|needs_fact|cltn||A||",
        "hadir|",
        "pns|unregulated|||||",
        "pppk|unregulated|||||",
        "bumd|unregulated|||||",
        "?|unregulated|||||",
    ]


def test_facts_that_cannot_be_are_not_in_the_table() -> None:
    lines = list(table(Engine(base(rule("A", when={**PNS, "stage": ["before"]})))))
    told = [line.split("|")[0].split(",")[1:] for line in lines if line.startswith("pns,")]
    assert ["before", "before"] in told
    assert ["after", "quiet"] in told
    assert ["before", "quiet"] not in told
    assert ["?", "?"] in told


def test_the_table_says_who_yielded_to_whom() -> None:
    of = base(rule("A"), rule("B", Effect.PERMITTED, rank=Rank.ACT))
    assert "pns|permitted||B||A<B:superior|" in list(table(Engine(of)))


def test_lists_in_a_line_are_parted_by_commas() -> None:
    of = base(
        rule("A", sanction="moral"), rule("B", sanction="berat"), rule("C", when={"cltn": ["no"]}),
        rule("D", when={"pasif": ["no"]}), rule("X", Effect.PERMITTED, rank=Rank.STATEMENT),
        rule("Y", Effect.PERMITTED, rank=Rank.STATEMENT),
    )  # fmt: skip
    lines = list(table(Engine(of)))
    assert lines[0] == "like|A,B,C,D,X,Y"
    assert "pns,?,?|prohibited||A,B|D,C|X<A:superior,Y<A:superior|berat,moral" in lines


def test_the_digest_is_that_of_the_lines() -> None:
    engine = Engine(base(rule("A", when=PNS)))
    text = "".join(f"{line}\n" for line in table(engine))
    assert digest(engine) == hashlib.sha256(text.encode()).hexdigest()


@given(bases())
@settings(deadline=None, max_examples=20)
def test_a_survey_counts_what_the_plain_law_says(of: RuleBase) -> None:
    engine = Engine(of)
    found = survey(engine)
    alive: set[str] = set()
    conflict = False
    for day in engine.days():
        for act in ACTS:
            for whole in completions({ACT: act}):
                said = plainly(of, whole, day)
                alive |= said.rules
                conflict |= said.outcome == "conflict"
    deciding = {r.code for r in of.rules if r.effect is not Effect.CRIMINAL}
    assert set(found.dead) == deciding - alive
    assert bool(found.conflicts) is conflict


def test_a_survey_counts_each_combination_once() -> None:
    found = survey(Engine(base(rule("A", when={**PNS, "cltn": ["no"]}))))
    assert found.size == 4 * 3 + 4  # subjects and cltn, each perhaps unknown; the other act
    assert found.outcomes == Counter({Outcome.PROHIBITED: 1, Outcome.UNREGULATED: 5 + 3})


def test_each_group_of_rules_in_conflict_has_its_own_witness() -> None:
    of = base(
        rule("A"),
        rule("B", Effect.PERMITTED),
        rule("C", when={ACT: ["hadir"]}),
        rule("D", Effect.CONDITIONAL, when={ACT: ["hadir"]}),
    )
    found = survey(Engine(of)).conflicts
    assert [(c.act, c.rules) for c in found] == [("like", ("A", "B")), ("hadir", ("C", "D"))]


def test_a_conflict_is_shown_with_a_witness() -> None:
    (cell,) = survey(Engine(base(rule("A"), rule("B", Effect.PERMITTED)))).conflicts
    assert (cell.act, cell.facts, cell.on) == ("like", ((SUBJECT, "pns"),), DAYS[0])
    assert (cell.outcome, cell.rules) == (Outcome.CONFLICT, ("A", "B"))


def test_a_rule_that_never_decides_is_dead() -> None:
    of = base(rule("A"), rule("B", Effect.PERMITTED, rank=Rank.ACT))
    assert survey(Engine(of)).dead == ("A",)


def test_a_new_version_tells_how_many_answers_change() -> None:
    old = Engine(base(rule("A", when=PNS)))
    new = Engine(base(rule("A", when={**PNS, "cltn": ["no"]})))
    found = compare(old, new)
    assert (found.count, found.by_act) == (1, Counter(like=1))
    (change,) = found.examples
    assert change.before.facts == ((SUBJECT, "pns"), ("cltn", "yes"))
    assert (change.before.outcome, change.after.outcome) == (
        Outcome.PROHIBITED,
        Outcome.UNREGULATED,
    )
    assert (change.before.act, change.after.act) == ("like", "like")
    assert (change.before.on, change.after.on) == (DAYS[0], DAYS[0])
    assert compare(old, old).count == compare(new, new).count == 0


def test_a_few_examples_of_each_act_are_enough() -> None:
    asked = {"cltn": ["no"], "pasif": ["no"]}
    found = compare(Engine(base(rule("A", when=asked))), Engine(base(rule("A"))))
    assert found.count == found.by_act["like"] == 9
    assert len(found.examples) == A_FEW


def test_what_falls_silent_is_told_apart() -> None:
    old, new = (
        Engine(base(rule("A", when=PNS))),
        Engine(base(rule("A", when={**PNS, "cltn": ["no"]}))),
    )
    assert (compare(old, new).silenced, compare(new, old).silenced) == (1, 0)
    (silence,) = compare(old, new).silences
    assert silence.before.rules == ("A",)
    gone = compare(Engine(base(rule("A"))), new)
    assert gone.silenced == len(gone.silences) == 5
    many = {"cltn": ["no"], "pasif": ["no"], "election": ["pemilu"]}
    lost = compare(Engine(base(rule("A"))), Engine(base(rule("A", when=many))))
    assert lost.silenced == 3 * 7 > len(lost.silences) == EXAMPLES


def test_a_change_that_lasts_over_several_dates_counts_once() -> None:
    later = rule("Z", starts=DAYS[2], when={ACT: ["hadir"]})
    old, new = base(rule("A", when=PNS), later), base(rule("A"), later)
    assert compare(Engine(old), Engine(new)).by_act == Counter(like=2)


def test_a_change_on_the_old_side_alone_is_seen() -> None:
    """The new version says the same on all days; the old one changed in between."""
    old = base(rule("A", when=PNS, ends=date(2022, 12, 31)), rule("B", starts=date(2023, 1, 1)))
    new = base(rule("A", when=PNS))
    assert [c.before.rules for c in compare(Engine(old), Engine(new)).examples] == [("B",)] * 2


def test_a_change_on_the_new_side_alone_is_seen() -> None:
    old = base(rule("A", when=PNS))
    new = base(rule("A", when=PNS, ends=date(2022, 12, 31)), rule("B", starts=date(2023, 1, 1)))
    assert [c.after.rules for c in compare(Engine(old), Engine(new)).examples] == [("B",)] * 2


def test_an_act_that_only_one_version_knows_is_no_change() -> None:
    one = base(rule("A"))
    few = replace(one.vocabulary, acts=one.vocabulary.acts[:1])
    assert compare(Engine(one), Engine(replace(one, vocabulary=few))).count == 0
    assert compare(Engine(replace(one, vocabulary=few)), Engine(one)).count == 0


def test_a_sanction_that_changes_is_a_change_and_another_wording_is_none() -> None:
    old, new = base(rule("A", when=PNS)), base(rule("A", when=PNS, sanction="berat"))
    assert compare(Engine(old), Engine(new)).count == 1
    other = base(replace(old.rules[0], overrides=frozenset()), rule("B", when=PNS))
    assert compare(Engine(old), Engine(other)).count == 0
    assert [c.after.rules for c in differences(Engine(old), Engine(other))] == [("A", "B")]


def test_changes_are_counted_only_for_days_on_which_both_have_rules() -> None:
    old = Engine(base(rule("A", starts=date(2022, 1, 1))))
    new = Engine(base(rule("A", starts=date(2023, 1, 1))))
    assert compare(old, new).count == 0


@given(bases(), bases())
@settings(deadline=None, max_examples=15)
def test_no_change_is_missed(one: RuleBase, two: RuleBase) -> None:
    old, new = Engine(one), Engine(two)
    if not old.days() or not new.days():
        return
    first = max(old.days()[0], new.days()[0])
    changed = {
        act
        for day in {*old.days(), *new.days()}
        if day >= first
        for act in ACTS
        for whole in completions({ACT: act})
        if plainly(one, whole, day).result != plainly(two, whole, day).result
    }
    assert set(compare(old, new).by_act) == changed
