"""The evaluator in the browser answers as the one in Python, over the whole space."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from netral.rules import reader
from netral.rules.core import Rank, space
from netral.rules.core.base import ACT, SUBJECT, RuleBase
from netral.rules.core.engine import BadFacts, BeforeAnyRule, Engine
from netral.rules.core.record import base_record
from tests.rules.small import FACTS, ON, bases

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOAD: Final = """async (record) => {
  const [{ Engine }, { tableDigest }] = await Promise.all(
    ["engine", "digest"].map((name) => import(`/static/answers/${name}.js`)));
  window.engine = new Engine(record);
  return (await tableDigest(window.engine)).digest;
}"""
ANSWER: Final = """([facts, on]) => {
  try {
    const { results, ...answer } = window.engine.answer(facts, on);
    return { ...answer, openings: window.engine.openings(facts, on) };
  } catch (fault) {
    return fault.dimension ?? "before";
  }
}"""
DAY: Final = date(2024, 9, 2)
QUIET: Final = settings(
    deadline=None, max_examples=40, suppress_health_check=list(HealthCheck), database=None
)


@pytest.fixture
def blank(page: Page) -> Page:
    """A page of the site that asks for nothing by itself."""
    page.goto("/keadaan/")
    return page


def test_the_whole_table_is_the_same_of_the_shipped_rules_and_of_a_citys(blank: Page) -> None:
    """A city's own clause stands below the law and is carried into every plan that it touches."""
    base = reader.read_base(reader.shipped_files())
    form = base.rule("SKB22-KE-04")
    own = replace(form, code="SE.contoh.1", rank=Rank.LOCAL_CIRCULAR, starts=date(2024, 5, 31),
                  when={**form.when, SUBJECT: frozenset({"bumd", "pns"})})  # fmt: skip
    city = replace(base, rules=(*base.rules, own))
    for of in (base, city):
        assert blank.evaluate(LOAD, base_record(of)) == space.digest(Engine(of))
    asked = {ACT: "medsos.like", SUBJECT: "bumd", "stage": "before"}
    assert Engine(city).answer(asked, DAY).rules == ("SE.contoh.1",)


def expected(engine: Engine, facts: Mapping[str, str], on: date) -> Any:
    try:
        answer = engine.answer(facts, on)
    except BadFacts as bad:
        return bad.dimension
    except BeforeAnyRule:
        return "before"
    return {
        "outcome": answer.outcome.value,
        "rules": list(answer.rules),
        "possible": list(answer.possible),
        "defeated": [{"rule": d.rule, "to": d.to, "by": d.by.value} for d in answer.defeated],
        "question": answer.question,
        "classes": list(answer.classes),
        "sanctions": list(answer.sanctions),
        "warnings": list(answer.warnings),
        "possibleWarnings": list(answer.possible_warnings),
        "openings": [list(each) for each in engine.openings(facts, on)],
    }


def test_random_bases_have_the_same_table(blank: Page) -> None:
    @given(bases())
    @QUIET
    def same(of: RuleBase) -> None:
        assert blank.evaluate(LOAD, base_record(of)) == space.digest(Engine(of))

    same()


def test_random_facts_have_the_same_answer(blank: Page) -> None:
    @given(bases(), st.lists(st.tuples(FACTS, ON), min_size=5, max_size=5))
    @QUIET
    def same(of: RuleBase, asked: list[tuple[dict[str, str], date]]) -> None:
        engine = Engine(of)
        blank.evaluate(LOAD, base_record(of))
        for facts, on in asked:
            found = blank.evaluate(ANSWER, [facts, on.isoformat()])
            assert found == expected(engine, facts, on), (facts, on)

    same()


def test_unknown_codes_are_refused_alike(blank: Page) -> None:
    @given(bases())
    @QUIET
    def same(of: RuleBase) -> None:
        engine = Engine(of)
        blank.evaluate(LOAD, base_record(of))
        for facts in ({}, {ACT: "x"}, {ACT: "like", "y": "yes"}, {ACT: "like", "cltn": "?"}):
            found = blank.evaluate(ANSWER, [facts, "2024-09-23"])
            assert found == expected(engine, facts, date(2024, 9, 23))

    same()
