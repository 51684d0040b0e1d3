"""The gate stops what must not be published, and names it."""

import json
from collections.abc import Sequence

import pytest

from netral.rules import reader
from netral.rules.core import Outcome
from netral.rules.core.cases import faults, unnoticed
from netral.rules.core.engine import Engine
from netral.rules.core.gate import Point, Report, examine, following, grows, summary
from netral.rules.core.space import digest
from tests.rules.files import ATTEND, LIKE, files, rule

OLD = Engine(reader.read_base(files()))
ALLOWED = rule("R-BOLEH", "like", "permitted")


def report(*rules: str, version: str = "2024.1.1", promised: str = "") -> Report:
    base = reader.read_base(files(*rules, version=version))
    return examine(Engine(base), OLD, promised=promised)


def stopped_by(found: Report) -> list[Point]:
    return [point for point in Point if not found.passed(point)]


def test_a_sound_version_passes() -> None:
    found = report(LIKE, ATTEND)
    assert (stopped_by(found), found.open, found.to_see) == ([], True, False)
    assert found.comparison.count == 0


def test_a_case_that_fails_is_named_with_what_was_wanted() -> None:
    wrong = LIKE.replace('outcome = "prohibited"', 'outcome = "permitted"')
    found = report(wrong, ATTEND)
    fault = found.faults[0]
    assert (fault.case, fault.point) == ("Contoh R-LIKE", "outcome")
    assert (fault.wanted, fault.found) == ("permitted", "prohibited")
    assert not found.open


@pytest.mark.parametrize(
    ("line", "point"),
    [
        ('warnings = ["R-LIKE"]', "warnings"),
        ('question = "cltn"', "question"),
        ("sanctions = []", "sanctions"),
        ('sanctions = ["moral_terbuka", "lain"]', "sanctions"),
    ],
)
def test_every_point_of_a_case_is_checked(line: str, point: str) -> None:
    wrong = LIKE.replace("[rule.case.facts]", f"{line}\n[rule.case.facts]")
    assert [f.point for f in faults(reader.read_base(files(wrong, ATTEND)))] == [point]


def test_impossible_facts_of_a_case_are_its_fault() -> None:
    early = LIKE.replace("on = 2024-01-10", "on = 1999-01-10")
    assert [f.point for f in faults(reader.read_base(files(early, ATTEND)))] == ["facts"]


def test_a_conflict_anywhere_stops_and_shows_who_what_and_when() -> None:
    found = report(LIKE, ATTEND, ALLOWED)
    cell = found.survey.conflicts[0]
    assert not found.passed(Point.CONFLICTS)
    assert (cell.act, dict(cell.facts)["subject"]) == ("like", "pns")
    assert set(cell.rules) == {"R-LIKE", "R-BOLEH"}
    assert cell.on.isoformat() == "2022-09-22"


def test_a_dead_rule_stops_unless_it_is_marked() -> None:
    lower = ALLOWED.replace('rank = "joint-decree"', 'rank = "statement"')
    assert report(LIKE, ATTEND, lower).dead == ("R-BOLEH",)
    marked = lower.replace("from = ", "dormant = true\nfrom = ", 1)
    found = report(LIKE, ATTEND, marked)
    assert (found.dead, found.awake) == ((), ())
    assert found.passed(Point.DEAD)


def test_a_rule_marked_as_dormant_that_decides_is_no_secret() -> None:
    marked = LIKE.replace("from = ", "dormant = true\nfrom = ", 1)
    found = report(marked, ATTEND)
    assert found.awake == ("R-LIKE",)
    assert not found.open


def test_a_rule_that_no_case_guards_stops() -> None:
    unguarded = LIKE.replace('name = "Contoh R-LIKE"', 'name = "Lain"')
    unguarded = unguarded.replace('act = "like"\nsubject = "pns"', 'act = "hadir"\nsubject = "pns"')
    unguarded = unguarded.replace('rules = ["R-LIKE"]', 'rules = ["R-HADIR"]')
    found = report(unguarded, ATTEND)
    assert found.unnoticed == (("R-LIKE", "deleted"), ("R-LIKE", "flipped"))
    assert found.faults == ()
    assert not found.open


def test_a_case_that_fails_anyway_guards_nothing() -> None:
    wrong = LIKE.replace('outcome = "prohibited"', 'outcome = "permitted"')
    assert ("R-LIKE", "deleted") in report(wrong, ATTEND).unnoticed


def test_a_warning_is_guarded_by_the_case_that_expects_it() -> None:
    crime = rule("R-PIDANA", effect="criminal", more='penalty_id = "x"\npenalty_en = "x"')
    crime = crime.replace('outcome = "criminal"', 'outcome = "prohibited"')
    crime = crime.replace('rules = ["R-PIDANA"]', 'rules = ["R-LIKE"]')
    base = reader.read_base(files(LIKE, ATTEND, crime))
    # Turned into a prohibition it would decide beside the other rule, which the case sees.
    assert unnoticed(base) == [("R-PIDANA", "deleted")]
    seen = crime.replace("[rule.case.facts]", 'warnings = ["R-PIDANA"]\n[rule.case.facts]')
    assert unnoticed(reader.read_base(files(LIKE, ATTEND, seen))) == []


@pytest.mark.parametrize("version", ["2024.1.0", "2023.9.9", "2024.1", "baru", "2024.1.0.x", "1_0"])
def test_a_label_that_does_not_grow_stops(version: str) -> None:
    found = report(LIKE, ATTEND, version=version)
    assert (found.passed(Point.VERSION), found.next_version) == (False, "2024.1.1")


def test_a_base_of_another_code_begins_with_a_label_that_can_grow() -> None:
    held, told = reader.read_base(files()), {}
    for version in ("1.0", "2023.1", "baru"):
        other = files(version=version)
        other["base.toml"] = other["base.toml"].replace('code = "', 'code = "lain-')
        told[version] = grows(reader.read_base(other), held)
    assert told == {"1.0": True, "2023.1": True, "baru": False}


def test_labels_are_numbers_not_texts() -> None:
    assert grows(reader.read_base(files(version="2024.10.0")), reader.read_base(files()))
    assert (following("2024.9.9"), following("x")) == ("2024.9.10", "1.0.0")


def test_another_table_than_the_package_promises_stops() -> None:
    base = reader.read_base(files(LIKE, ATTEND, version="2024.1.1"))
    assert report(LIKE, ATTEND, promised=digest(Engine(base))).open
    assert stopped_by(report(LIKE, ATTEND, promised="0" * 64)) == [Point.TABLE]


def test_what_is_not_verified_does_not_stop_but_must_be_seen() -> None:
    found = report(rule("R-LIKE", confidence="memory-low"), ATTEND)
    assert [(u.kind, u.code) for u in found.unsure] == [("rule", "R-LIKE")]
    assert (found.open, found.to_see) == (True, True)


def test_what_becomes_unregulated_must_be_seen() -> None:
    found = report(LIKE)
    silent = found.comparison.silences[0]
    assert (silent.before.outcome, silent.after.outcome) == (
        Outcome.PROHIBITED,
        Outcome.UNREGULATED,
    )
    assert found.comparison.silenced == found.comparison.by_act["hadir"] == 2
    assert (found.open, found.to_see) == (True, True)


@pytest.mark.parametrize("rules", [(LIKE, ATTEND), (LIKE, ATTEND, ALLOWED), (LIKE,)])
def test_a_summary_is_json_and_says_the_same(rules: Sequence[str]) -> None:
    found = report(*rules)
    kept = json.loads(json.dumps(summary(found)))
    assert kept["passed"] == {point.value: found.passed(point) for point in Point}
    assert kept["counts"]["changed"] == found.comparison.count
    assert [c["rules"] for c in kept["conflicts"]] == [
        list(c.rules) for c in found.survey.conflicts
    ]
