"""When reminders come: against worked days, and against whatever hypothesis thinks up."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.notices.core.plan import Kind, Quiet, Reminder, come, reminders, weekdays

JAKARTA = ZoneInfo("Asia/Jakarta")
FEAST = {date(2026, 3, 19), date(2026, 3, 20), date(2026, 3, 23), date(2026, 3, 24)}
QUIET = Quiet(works=lambda day: weekdays(day) and day not in FEAST)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=JAKARTA)


def plan(start: datetime, due: datetime, quiet: Quiet = QUIET) -> dict[Kind, datetime]:
    """Return the first of each kind."""
    found = reminders(start=start, due=due, quiet=quiet)
    return {each.kind: each.at for each in reversed(found)}


def test_a_plain_deadline_is_said_at_its_start_and_three_days_a_day_and_two_hours_before() -> None:
    assert plan(at(2, 9), at(13, 16)) == {
        Kind.START: at(2, 9),
        Kind.THREE_DAYS: at(10, 16),
        Kind.ONE_DAY: at(12, 16),
        Kind.TWO_HOURS: at(13, 14),
        Kind.OVERDUE: at(16, 7),  # Friday's deadline is overdue on Monday
    }


def test_what_is_overdue_is_said_weekly_and_not_for_ever() -> None:
    late = [r for r in reminders(start=at(2, 9), due=at(4, 16), quiet=Quiet()) if
            r.kind is Kind.OVERDUE]  # fmt: skip
    assert [r.at for r in late] == [at(5, 7) + timedelta(weeks=n) for n in range(8)]
    assert len({r.key for r in late}) == 8


def test_a_deadline_at_midnight_wakes_nobody_but_in_its_last_two_hours() -> None:
    found = plan(at(2, 9), at(13, 23, 59))
    assert (found[Kind.THREE_DAYS], found[Kind.ONE_DAY]) == (at(10, 19), at(12, 19))
    assert found[Kind.TWO_HOURS] == at(13, 21, 59)


def test_a_deadline_before_dawn_is_announced_the_evening_before() -> None:
    assert plan(at(2, 9), at(13, 5))[Kind.ONE_DAY] == at(11, 19)


def test_over_the_feast_and_its_weekend_the_two_early_ones_become_one() -> None:
    found = plan(at(9, 9), at(24, 16))  # Wednesday the 18th is the last day of work before
    assert Kind.THREE_DAYS not in found
    assert found[Kind.ONE_DAY] == at(18, 19)
    assert found[Kind.TWO_HOURS] == at(24, 14)
    assert found[Kind.OVERDUE] == at(25, 7)


def test_a_start_in_the_night_before_the_weekend_is_said_on_monday() -> None:
    assert plan(at(6, 22), at(20, 16))[Kind.START] == at(9, 7)


def test_what_begins_and_ends_within_a_weekend_is_said_at_its_start() -> None:
    found = plan(at(7, 9), at(8, 16))
    assert found[Kind.START] == at(7, 9)
    assert set(found) == {Kind.START, Kind.TWO_HOURS, Kind.OVERDUE}


def test_a_short_deadline_is_not_announced_before_it_begins() -> None:
    assert set(plan(at(3, 9), at(3, 10))) == {Kind.START, Kind.OVERDUE}
    assert set(plan(at(3, 9), at(3, 16))) == {Kind.START, Kind.TWO_HOURS, Kind.OVERDUE}


def test_a_deadline_in_two_days_is_said_a_day_before_though_three_days_are_gone() -> None:
    found = plan(at(4, 9), at(6, 16))
    assert set(found) == {Kind.START, Kind.ONE_DAY, Kind.TWO_HOURS, Kind.OVERDUE}
    assert found[Kind.ONE_DAY] == at(5, 16)


def test_what_begins_two_hours_before_its_end_is_said_once() -> None:
    assert set(plan(at(3, 9), at(3, 11))) == {Kind.START, Kind.OVERDUE}


def test_keys_stay_what_they_were_or_everybody_would_be_reminded_again() -> None:
    found = reminders(start=at(2, 9), due=at(13, 16), quiet=QUIET)
    assert [each.key for each in found][:5] == [
        "start:20260302T0200",
        "three_days:20260313T0900",
        "one_day:20260313T0900",
        "two_hours:20260313T0900",
        "overdue:20260313T0900:0",
    ]


def test_a_deadline_that_moves_is_announced_anew_but_does_not_begin_anew() -> None:
    before = {r.key for r in reminders(start=at(2, 9), due=at(13, 16), quiet=QUIET)}
    after = {r.key for r in reminders(start=at(2, 9), due=at(16, 16), quiet=QUIET)}
    assert {key.partition(":")[0] for key in before & after} == {Kind.START}


def test_only_the_last_that_has_come_is_sent_after_a_worker_stood_still() -> None:
    planned = reminders(start=at(2, 9), due=at(13, 16), quiet=QUIET)
    assert come(planned, at(2, 8)) is None
    assert come(planned, at(2, 9)) == planned[0]
    found = come(planned, at(13, 15))
    assert found is not None
    assert (found.kind, found.urgent) == (Kind.TWO_HOURS, True)


@pytest.mark.parametrize(
    ("hour", "asleep"),
    [(time(19, 59), False), (time(20), True), (time(0), True), (time(6, 59), True),
     (time(7), False)],
)  # fmt: skip
def test_the_night_is_from_eight_until_before_seven(
    hour: time,
    asleep: bool,  # noqa: FBT001  # a case, not a switch
) -> None:
    moment = datetime.combine(date(2026, 3, 4), hour, tzinfo=JAKARTA)
    assert QUIET.holds(moment.astimezone(UTC)) is asleep


def test_quiet_hours_may_lie_within_a_day_or_be_none_at_all() -> None:
    noon = Quiet(begins=time(12), ends=time(13))
    assert noon.awake(at(4, 12, 30)) == at(4, 13)
    assert noon.earlier(at(4, 12, 30)) == at(4, 11)
    assert not Quiet(begins=time(0), ends=time(0)).holds(at(4, 0))


def test_a_calendar_without_any_working_day_ends_nevertheless() -> None:
    never = Quiet(works=lambda _day: False)
    assert reminders(start=at(2, 9), due=at(13, 16), quiet=never)


def test_quiet_hours_within_a_day_begin_at_their_first_instant_and_end_before_their_last() -> None:
    noon = Quiet(begins=time(12), ends=time(13))
    assert noon.holds(at(4, 12))
    assert not noon.holds(at(4, 13))


def test_a_night_ends_on_the_minute_whatever_second_it_was() -> None:
    morning = Quiet(ends=time(6, 30))
    assert morning.awake(at(4, 3) + timedelta(seconds=12, microseconds=34)) == at(4, 6, 30)
    assert morning.awake(at(4, 22) + timedelta(seconds=12, microseconds=34)) == at(5, 6, 30)


def test_what_falls_due_as_the_night_begins_is_said_an_hour_before() -> None:
    assert QUIET.earlier(at(4, 20)) == at(4, 19)


def test_without_a_night_the_last_instant_before_a_weekend_is_the_latest() -> None:
    noon = Quiet(begins=time(12), ends=time(13))
    assert noon.earlier(at(8, 10)) == at(7, 0) - timedelta(microseconds=1)


def test_what_is_over_as_people_wake_is_said_at_its_start() -> None:
    assert plan(at(6, 22), at(9, 7))[Kind.START] == at(6, 22)
    assert plan(at(6, 22), at(9, 7, 1))[Kind.START] == at(9, 7)


def test_friday_is_worked_and_saturday_is_not() -> None:
    assert [weekdays(date(2026, 3, day)) for day in range(2, 9)] == [True] * 5 + [False] * 2


@pytest.mark.parametrize(
    ("since", "handed_out"),
    [
        (at(4, 3), at(4, 16)),
        (at(4, 10, 15), at(4, 16)),
        (at(4, 16), at(5, 7)),
        (at(4, 17), at(5, 7)),
        (at(4, 23), at(5, 7)),
    ],
)
def test_what_has_gathered_goes_in_the_afternoon_or_the_next_morning(
    since: datetime, handed_out: datetime
) -> None:
    assert QUIET.gathered(since) == handed_out
    assert QUIET.gathered(since.astimezone(UTC)) == handed_out


def test_where_the_afternoon_is_quiet_what_has_gathered_goes_in_the_morning() -> None:
    early = Quiet(begins=time(15), ends=time(6, 30))
    assert early.gathered(at(4, 10)) == at(5, 6, 30)


zones = st.sampled_from(("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"))
hours = st.times().map(lambda t: t.replace(second=0, microsecond=0))
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
starts = st.integers(0, 525_000).map(lambda minutes: NEW_YEAR + timedelta(minutes=minutes))
spans = st.integers(1, 60 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))


@st.composite
def quiets(draw: st.DrawFn) -> Quiet:
    first, days = draw(st.integers(1, 366)), draw(st.integers(0, 14))
    off = range(first, first + days)
    return Quiet(
        zone=draw(zones),
        begins=draw(st.sampled_from((time(18), time(20), time(22, 30)))),
        ends=draw(st.sampled_from((time(5), time(6, 30), time(7)))),
        works=lambda day: weekdays(day) and day.timetuple().tm_yday not in off,
    )


def kept(start: datetime, span: timedelta, quiet: Quiet) -> tuple[Reminder, ...]:
    return reminders(start=start, due=start + span, quiet=quiet)


@given(starts, spans, quiets())
def test_reminders_stand_in_order_with_keys_of_their_own(
    start: datetime, span: timedelta, quiet: Quiet
) -> None:
    found = kept(start, span, quiet)
    assert all(one.at < two.at for one, two in pairwise(found))
    assert len({each.key for each in found}) == len(found)
    assert found[0].kind is Kind.START
    assert found == kept(start, span, quiet)


@given(starts, spans, quiets())
def test_reminders_come_between_the_start_and_the_deadline_or_after_it(
    start: datetime, span: timedelta, quiet: Quiet
) -> None:
    due = start + span
    for each in kept(start, span, quiet):
        late = each.kind is Kind.OVERDUE
        assert start <= each.at
        assert late is (each.at > due)
        assert not late or quiet.local(each.at).date() > quiet.local(due).date()


@given(starts, spans, quiets())
def test_nobody_is_woken_or_called_from_a_holiday_without_need(
    start: datetime, span: timedelta, quiet: Quiet
) -> None:
    for each in kept(start, span, quiet):
        at_once = each.kind is Kind.START and quiet.later(start) >= start + span
        if not each.urgent and not at_once:
            assert not quiet.holds(each.at)
            assert quiet.works(quiet.local(each.at).date())


@given(starts, spans, quiets())
def test_nobody_is_reminded_twice_on_a_day_except_in_the_last_two_hours(
    start: datetime, span: timedelta, quiet: Quiet
) -> None:
    days = [quiet.local(r.at).date() for r in kept(start, span, quiet) if not r.urgent]
    assert len(set(days)) == len(days)


@given(starts, quiets(), hours)
def test_the_end_of_a_night_is_never_before_the_instant(
    start: datetime, quiet: Quiet, hour: time
) -> None:
    here = datetime.combine(start.date(), hour, tzinfo=ZoneInfo(quiet.zone))
    assert here <= quiet.awake(here) <= here + timedelta(days=1)
    assert not quiet.holds(quiet.awake(here))
    assert here - timedelta(hours=25) <= quiet._evening(here) <= here
