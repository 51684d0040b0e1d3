"""Sealed entries: their number, their dates, and what they turn out to be."""

from typing import Any

import pytest

from netral_monitor.rules.sealing import Terms
from tests.monitor.logs import DAY, HOUR, Log, Watch, b64u

TERMS = Terms(opened_after=2, followed_up=1)
MISSING = "sealed-day-missing"
DAY_ONE = "2026-11-21"
DAY_TWO = "2026-11-22"


def codes(watch: Watch) -> list[str]:
    """Return what is found, with short terms; but not that days later nothing is sealed here."""
    return [code for code in watch.codes(terms=TERMS) if code != MISSING]


def live(log: Log, days: float) -> None:
    """Let the log be witnessed on."""
    log.rest(int(days * DAY), every=6 * HOUR)


@pytest.mark.parametrize("count", [1, 15, 17, 31])
def test_a_day_with_another_number_than_sixteens(log: Log, watch: Watch, count: int) -> None:
    log.sealed(DAY_ONE, count)
    log.publish()
    assert codes(watch) == []  # there may be more to come
    live(log, 2.6)
    assert codes(watch) == ["sealed-count"]


def test_a_day_with_twice_sixteen(log: Log, watch: Watch) -> None:
    openings = log.sealed(DAY_ONE, 32)
    log.publish()
    live(log, 3)
    log.open(*openings)
    log.publish()
    assert codes(watch) == []


def test_a_day_without_any(log: Log, watch: Watch) -> None:
    log.sealed(DAY_ONE)
    log.publish()
    live(log, 2)
    log.sealed("2026-11-23")
    log.publish()
    assert watch.codes(terms=TERMS) == [MISSING]


def test_days_without_any_are_missed_although_no_other_comes_after_them(
    log: Log, watch: Watch
) -> None:
    """Who wants to bury reports could as well seal nothing any more."""
    openings = log.sealed(DAY_ONE)
    log.publish()
    live(log, 2)
    log.open(*openings)
    log.publish()
    assert watch.codes(terms=TERMS) == []
    live(log, 2.5)  # the 22nd must have been seen by noon of the 24th, the 23rd by that of the 25th
    assert watch.codes(terms=TERMS) == [MISSING] * 2


def test_a_sealed_entry_of_a_day_before(log: Log, watch: Watch) -> None:
    log.sealed(DAY_ONE)
    log.publish()
    live(log, 1)
    log.sealed(DAY_TWO)
    log.publish()
    assert codes(watch) == []
    log.sealed(DAY_ONE)
    log.publish()
    assert codes(watch) == ["sealed-order"] * 16


def test_a_sealed_entry_of_a_day_to_come(log: Log, watch: Watch) -> None:
    log.sealed("2026-11-23")
    log.publish()
    assert codes(watch) == ["postdated"] * 16


def test_a_batch_that_was_witnessed_days_later(log: Log, watch: Watch) -> None:
    log.act()
    log.now += 3 * DAY
    log.sealed(DAY_ONE)
    log.publish()
    assert codes(watch) == ["late-entry"] * 16


def test_the_day_of_western_indonesia_begins_before_that_of_greenwich(
    log: Log, watch: Watch
) -> None:
    log.now += 17 * HOUR  # 18:00 UTC: 01:00 on the next day
    log.sealed(DAY_TWO)
    log.publish()
    assert codes(watch) == []


def test_entries_that_are_never_opened(log: Log, watch: Watch) -> None:
    openings = log.sealed(DAY_ONE)
    log.publish()
    live(log, 3)
    log.open(*openings[1:])
    log.publish()
    assert codes(watch) == []
    live(log, 2)
    report = watch.look(terms=TERMS)
    [found] = [each for each in report.findings.listed.values() if each.code != MISSING]
    assert (found.code, found.parts["count"], found.parts["entries"]) == ("unopened", 1, [0])
    log.open(openings[0])
    log.publish()
    assert codes(watch) == []


def test_an_entry_that_is_opened_too_early(log: Log, watch: Watch) -> None:
    openings = log.sealed(DAY_ONE)
    log.publish()
    live(log, 1)
    log.open(openings[0])
    log.publish()
    assert codes(watch) == ["opening-early"]


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "report"},
        {"kind": "step"},
        {"link": b64u(b"l" * 32)},
        {"kind_salt": b64u(b"s" * 32)},
        {"link_salt": b64u(b"s" * 32)},
        {"rest": []},
        {"rest": [b64u(b"d" * 32)] * 4},
        {"rest": [b64u(b"d" * 32)] * 5},
    ],
)
def test_an_opening_that_says_something_else(
    log: Log, watch: Watch, change: dict[str, Any]
) -> None:
    openings = log.sealed(DAY_ONE)
    log.publish()
    live(log, 3)
    log.open(openings[0] | change)
    log.publish()
    assert codes(watch) == ["opening-false"]


def test_an_opening_of_nothing(log: Log, watch: Watch) -> None:
    opening = log.sealed(DAY_ONE)[0] | {"leaf": b64u(b"?" * 32)}
    log.publish()
    live(log, 3)
    log.open(opening)
    log.publish()
    assert codes(watch) == ["opening-unknown"]


def test_an_entry_that_is_opened_twice(log: Log, watch: Watch) -> None:
    openings = log.sealed(DAY_ONE)
    log.publish()
    live(log, 3)
    log.open(*openings, openings[3])
    log.publish()
    assert codes(watch) == ["opening-twice"]


def batch(log: Log, day: str, *real: dict[str, Any]) -> list[dict[str, Any]]:
    """Fill a day up with covers."""
    made = [*real, *log.sealed(day, 16 - len(real))]
    log.publish()
    return made


@pytest.mark.parametrize("followed", [True, False])
def test_a_report_that_nobody_followed_up(log: Log, watch: Watch, *, followed: bool) -> None:
    report = log.seal(DAY_ONE, "report")
    first = batch(log, DAY_ONE, report)
    live(log, 1)
    step = [log.seal(DAY_TWO, "step", report["leaf"])] if followed else []
    second = batch(log, DAY_TWO, *step)
    live(log, 2)
    log.open(*first, *second[:0])
    log.publish()
    live(log, 1)
    log.open(*second)
    log.publish()
    assert codes(watch) == []  # a step may still be opened
    live(log, 2.5)
    assert codes(watch) == ([] if followed else ["report-unanswered"])


def test_a_report_that_was_followed_up_too_late(log: Log, watch: Watch) -> None:
    report = log.seal(DAY_ONE, "report")
    opened = batch(log, DAY_ONE, report)
    for day in (DAY_TWO, "2026-11-23"):
        live(log, 1)
        opened += batch(
            log, day, *([log.seal(day, "step", report["leaf"])] if day[-1] == "3" else [])
        )
    live(log, 3)
    log.open(*opened)
    log.publish()
    live(log, 2)
    assert codes(watch) == ["report-unanswered"]


@pytest.mark.parametrize(("kind", "linked"), [("step", False), ("cover", True), ("report", True)])
def test_a_link_where_there_must_be_none_or_none_where_there_must_be(
    log: Log, watch: Watch, kind: str, *, linked: bool
) -> None:
    report = log.seal(DAY_ONE, "report")
    astray = log.seal(DAY_ONE, kind, report["leaf"] if linked else None)
    openings = batch(log, DAY_ONE, report, astray)
    live(log, 3)
    log.open(*openings)
    log.publish()
    assert codes(watch) == ["step-astray"]


def test_what_is_sealed_in_one_run_is_opened_in_another(log: Log, watch: Watch) -> None:
    openings = log.sealed(DAY_ONE)
    log.publish()
    assert codes(watch) == []
    live(log, 3)
    log.open(*openings[:7], openings[7] | {"kind": "report"})
    log.publish()
    assert codes(watch) == ["opening-false"]
