"""The head's clock alone: what is next, by when, and what may follow."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.calendar.core.days import Week, WorkingDays
from netral.supervision.core.knowledge import (
    BY_HAND,
    LAST,
    Channel,
    Done,
    Due,
    Limits,
    Next,
    Reading,
    Step,
    due,
    may_follow,
    window,
)
from netral.supervision.reader.knowledge import book, read

LIMITS = Limits(first_call=5, call=7, second_call=7, decide=5)
# 17 and 18 June 2024: Idul Adha and the day of joint leave.
WEEK = Week(5, frozenset({date(2024, 6, 17), date(2024, 6, 18)}), frozenset({2024}))
TOLD = date(2024, 6, 12)


def add(start: date, days: int) -> date | None:
    try:
        return WEEK.after(start, WorkingDays(days))
    except LookupError:
        return None


def after(*done: Done) -> Due:
    return due(TOLD, done, LIMITS, add)


def test_the_first_summons_is_due_after_working_days_alone() -> None:
    # Thursday 13, Friday 14, then weekend and holidays, Wednesday 19, Thursday 20, Friday 21.
    assert after() == Due(Next.SUMMON, date(2024, 6, 21))


def test_seven_working_days_step_over_holidays() -> None:
    found = window(date(2024, 6, 12), Reading.AT_LEAST, LIMITS, add)
    assert found.first == date(2024, 6, 25)
    assert not found.holds(date(2024, 6, 24))
    assert found.holds(date(2024, 6, 25))
    assert found.holds(date(2024, 12, 1))


def test_read_the_other_way_the_same_day_is_the_last() -> None:
    found = window(date(2024, 6, 12), Reading.AT_MOST, LIMITS, add)
    assert found.holds(date(2024, 6, 25))
    assert not found.holds(date(2024, 6, 26))
    assert not found.holds(date(2024, 6, 11))


def test_a_year_whose_holidays_are_unknown_gives_no_day() -> None:
    assert due(date(2024, 12, 30), [], LIMITS, add) == Due(Next.SUMMON, None)
    found = window(date(2024, 12, 30), Reading.AT_LEAST, LIMITS, add)
    assert found.first is None
    assert not Due(Next.SUMMON, None).late(date(2030, 1, 1))


def test_who_does_not_come_is_summoned_once_more_and_then_the_evidence_decides() -> None:
    called = Done(Step.SUMMONED, date(2024, 6, 13), date(2024, 6, 26))
    assert after(called) == Due(Next.EXAMINE, date(2024, 6, 26))
    missed = Done(Step.MISSED, date(2024, 6, 26))
    assert after(called, missed) == Due(Next.SUMMON_AGAIN, date(2024, 7, 5))
    again = Done(Step.SUMMONED, date(2024, 6, 27), date(2024, 7, 8))
    gone = Done(Step.MISSED, date(2024, 7, 8))
    assert after(called, missed, again, gone).next is Next.DECIDE
    assert not may_follow([called, missed, again, gone], Step.SUMMONED)


def test_after_the_examination_the_head_refers_or_ends() -> None:
    done = [Done(Step.SUMMONED, TOLD, date(2024, 6, 25)), Done(Step.EXAMINED, date(2024, 6, 25))]
    assert after(*done) == Due(Next.DECIDE, date(2024, 7, 2))
    assert may_follow(done, Step.ENDED)
    assert not may_follow(done, Step.EXAMINED)


def test_a_day_is_late_only_when_it_has_passed() -> None:
    assert not Due(Next.SUMMON, TOLD).late(TOLD)
    assert Due(Next.SUMMON, TOLD).late(TOLD + timedelta(days=1))


def test_it_is_reported_once_and_at_any_time() -> None:
    assert may_follow([], Step.REPORTED)
    assert not may_follow([Done(Step.REPORTED, TOLD)], Step.REPORTED)


OPENED, REPORTED = Done(Step.OPENED, TOLD), Done(Step.REPORTED, TOLD)
CALLED = Done(Step.SUMMONED, date(2024, 6, 13), date(2024, 6, 26))
MISSED = Done(Step.MISSED, date(2024, 6, 26))


@pytest.mark.parametrize(
    ("done", "possible"),
    [
        ([], {Step.SUMMONED}),
        ([OPENED], {Step.SUMMONED}),
        ([CALLED], {Step.MISSED, Step.EXAMINED}),
        ([CALLED, MISSED], {Step.SUMMONED}),
        ([CALLED, MISSED, CALLED], {Step.MISSED, Step.EXAMINED}),
        ([CALLED, MISSED, CALLED, MISSED], set()),
        ([CALLED, Done(Step.EXAMINED, TOLD)], set()),
    ],
)
def test_the_course_goes_one_way_and_the_rest_is_free_at_any_time(
    done: list[Done], possible: set[Step]
) -> None:
    free = {Step.OPENED, Step.TAKEN_OVER, Step.NAMED, Step.REPORTED} | LAST
    assert {step for step in Step if may_follow(done, step)} == possible | free
    reported = [*done, REPORTED]
    assert {s for s in Step if may_follow(reported, s)} == (possible | free) - {Step.REPORTED}


@pytest.mark.parametrize("last", [Step.REFERRED, Step.ENDED])
def test_what_is_referred_or_ended_is_closed(last: Step) -> None:
    done = Done(last, TOLD)
    assert after(CALLED, done) == Due(Next.NOTHING, None)
    assert not any(may_follow([CALLED, done], step) for step in Step)


def test_what_is_noted_beside_the_course_moves_no_day() -> None:
    assert after(OPENED, CALLED, REPORTED) == after(CALLED) == Due(Next.EXAMINE, date(2024, 6, 26))
    assert after(OPENED, REPORTED) == after()


def test_where_the_day_is_unknown_any_day_after_the_letter_may_be_named() -> None:
    letter = date(2024, 12, 30)
    assert window(letter, Reading.AT_LEAST, LIMITS, add).holds(date(2025, 1, 2))
    at_most = window(letter, Reading.AT_MOST, LIMITS, add)
    assert at_most.holds(letter)
    assert at_most.holds(date(2025, 6, 1))
    assert not at_most.holds(date(2024, 12, 29))


def test_what_came_through_netral_is_never_chosen_by_hand() -> None:
    spoken_first = (Channel.SPOKEN, Channel.LETTER, Channel.CHAT, Channel.SEEN, Channel.MEDIA)
    assert spoken_first == BY_HAND


STEPS = st.lists(st.sampled_from(list(Step)), max_size=12)


@given(STEPS)
def test_whatever_is_done_in_turn_nothing_follows_the_last_step(wished: list[Step]) -> None:
    done: list[Done] = []
    for step in wished:
        if may_follow(done, step):
            done.append(Done(step, TOLD, TOLD))
    ends = [n for n, each in enumerate(done) if each.step in LAST]
    assert ends in ([], [len(done) - 1])
    assert sum(each.step is Step.SUMMONED for each in done) <= 2
    assert (after(*done).next is Next.NOTHING) == bool(ends)


def test_the_file_of_days_says_its_sources_and_marks_the_conflict() -> None:
    found = book()
    assert found.limits == LIMITS
    assert found.days["call"].confidence == "found-conflict"
    assert all(row.source for row in found.days.values())
    assert all(row.source for row in found.statements.values())


@pytest.mark.parametrize(
    "text",
    [
        'days = [{code = "x"}]\nstatements = []',
        'days = [{code="x", kind="lunar", source="s", confidence="found"}]',
        "days = []",
        'days = []\nstatements = [{code="x", text="t", source="s", confidence="sure"}]',
    ],
)
def test_a_file_that_says_nonsense_is_refused(text: str) -> None:
    with pytest.raises((TypeError, KeyError, ValueError)):
        read(text)
