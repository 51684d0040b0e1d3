"""Three kinds of days, weeks of five and six days, and deadlines."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.calendar import queries
from netral.calendar.core.days import CalendarDays, Days, Week, WorkingDays, add_calendar_days
from netral.calendar.errors import HolidaysUnknown
from netral.kernel import moment
from netral.tenancy.models import Institution

YEARS = frozenset(range(2023, 2027))
LEAVE = frozenset({date(2024, 6, 17), date(2024, 6, 18)})  # Idul Adha, cuti bersama
FIVE, SIX = Week(5, LEAVE, YEARS), Week(6, LEAVE, YEARS)
DAYS = st.dates(date(2023, 1, 1), date(2026, 6, 30))
WEEKS = st.sampled_from([FIVE, SIX])


def house(zone: str = "Asia/Jakarta", week_days: int = 5) -> Institution:
    return Institution(name="Pemerintah Kota Contoh", zone=zone, week_days=week_days)


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    "other", [CalendarDays(2), Days(2), 2], ids=["calendar", "unstated", "int"]
)
def test_working_days_mix_with_nothing_else(other: object) -> None:
    with pytest.raises(TypeError):
        WorkingDays(1) + other  # type: ignore[operator]
    with pytest.raises(TypeError):
        WorkingDays(1) < other  # type: ignore[operator]  # noqa: B015
    assert WorkingDays(2) != other


def test_days_of_one_kind_add_and_compare() -> None:
    assert WorkingDays(7) + WorkingDays(7) == WorkingDays(14)
    assert CalendarDays(3) < CalendarDays(5)


def test_unstated_days_are_counted_only_once_somebody_says_how() -> None:
    assert Days(7).as_calendar() == CalendarDays(7)
    assert Days(7).as_working() == WorkingDays(7)


def test_there_are_no_negative_days() -> None:
    with pytest.raises(ValueError, match="no less than 0"):
        CalendarDays(-1)


def test_a_week_has_five_or_six_days() -> None:
    with pytest.raises(ValueError, match="5 or 6"):
        Week(7)


@pytest.mark.parametrize(
    ("week", "count", "last"),
    [
        pytest.param(FIVE, 1, date(2024, 6, 19), id="over a weekend and two holidays"),
        pytest.param(SIX, 1, date(2024, 6, 15), id="Saturday works in a week of six"),
        pytest.param(SIX, 2, date(2024, 6, 19), id="Sunday and holidays rest in a week of six"),
        pytest.param(FIVE, 0, date(2024, 6, 14), id="no days lead nowhere"),
    ],
)
def test_working_days_pass_over_rest_days(week: Week, count: int, last: date) -> None:
    assert week.after(date(2024, 6, 14), WorkingDays(count)) == last  # a Friday


def test_calendar_days_pass_over_nothing() -> None:
    assert add_calendar_days(date(2024, 6, 14), CalendarDays(5)) == date(2024, 6, 19)


@given(start=DAYS, count=st.integers(0, 80), week=WEEKS)
def test_what_is_added_can_be_counted_again(start: date, count: int, week: Week) -> None:
    end = week.after(start, WorkingDays(count))
    assert week.between(start, end) == WorkingDays(count)
    assert count == 0 or week.works(end)


@given(start=DAYS, one=st.integers(0, 60), two=st.integers(0, 60), week=WEEKS)
def test_counting_on_is_counting_together(start: date, one: int, two: int, week: Week) -> None:
    first = week.between(start, start + timedelta(days=one))
    second = week.between(start + timedelta(days=one), start + timedelta(days=one + two))
    assert first + second == week.between(start, start + timedelta(days=one + two))


@given(start=DAYS, span=st.integers(0, 60))
def test_six_days_a_week_are_never_fewer_than_five(start: date, span: int) -> None:
    end = start + timedelta(days=span)
    assert FIVE.between(start, end) <= SIX.between(start, end) <= WorkingDays(span)


FRIDAY_16 = "2024-06-28T16:00+07:00"


@pytest.mark.parametrize(
    ("at", "late"),
    [
        pytest.param("2024-06-28T15:59+07:00", 0, id="on time"),
        pytest.param("2024-06-28T16:00+07:00", 0, id="at the deadline"),
        pytest.param("2024-06-28T23:00+07:00", 0, id="late, but no full day"),
        pytest.param("2024-06-30T23:00+07:00", 0, id="the weekend does not count"),
        pytest.param("2024-07-01T15:59+07:00", 0, id="Monday before the hour"),
        pytest.param("2024-07-01T16:00+07:00", 1, id="Monday at the hour"),
        pytest.param("2024-07-01T09:00+00:00", 1, id="the same in another zone"),
        pytest.param("2024-07-05T17:00+07:00", 5, id="a week later"),
        pytest.param("2024-06-01T17:00+07:00", 0, id="long before"),
    ],
)
def test_lateness_counts_full_working_days(at: str, late: int) -> None:
    assert queries.working_days_late(house(), instant(FRIDAY_16), instant(at)) == late


def test_saturday_makes_late_where_six_days_are_worked() -> None:
    at = instant("2024-06-29T16:00+07:00")
    assert queries.working_days_late(house(week_days=6), instant(FRIDAY_16), at) == 1


def test_a_holiday_makes_nobody_late() -> None:
    due = instant("2024-06-14T16:00+07:00")  # Friday before Idul Adha and cuti bersama
    assert queries.working_days_late(house(), due, instant("2024-06-18T17:00+07:00")) == 0
    assert queries.working_days_late(house(), due, instant("2024-06-19T17:00+07:00")) == 1


@given(
    due=st.dates(date(2024, 1, 1), date(2024, 12, 1)).map(
        lambda day: datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    ),
    steps=st.lists(st.integers(0, 5000), min_size=2, max_size=6),
    week_days=st.sampled_from([5, 6]),
)
def test_lateness_never_shrinks(due: datetime, steps: list[int], week_days: int) -> None:
    place = house(week_days=week_days)
    counts = [
        queries.working_days_late(place, due, due + timedelta(minutes=m)) for m in sorted(steps)
    ]
    assert counts == sorted(counts)
    assert all(late * 1440 <= minutes for late, minutes in zip(counts, sorted(steps), strict=True))


def test_a_deadline_lies_on_the_wall_clock_of_its_place() -> None:
    for zone, hour in (("Asia/Jakarta", 9), ("Asia/Makassar", 8), ("Asia/Jayapura", 7)):
        due = moment.instant(date(2024, 6, 28), time(16), zone)
        assert due == datetime(2024, 6, 28, hour, tzinfo=UTC)


def test_a_deadline_is_counted_in_the_days_that_are_named() -> None:
    friday, four = date(2024, 6, 14), time(16)
    working = queries.deadline(house(), friday, WorkingDays(1), four)
    calendar = queries.deadline(house(), friday, CalendarDays(1), four)
    assert working == instant("2024-06-19T16:00+07:00")
    assert calendar == instant("2024-06-15T16:00+07:00")


def test_no_deadline_is_counted_into_a_year_without_holidays() -> None:
    with pytest.raises(HolidaysUnknown) as refused:
        queries.add_working_days(house(), date(2026, 12, 30), WorkingDays(5))
    assert refused.value.facts == {"year": 2027}


def test_a_board_counts_on_and_can_say_that_holidays_are_missing() -> None:
    due, at = instant("2026-12-31T16:00+07:00"), instant("2027-01-04T16:00+07:00")
    assert queries.working_days_late(house(), due, at) == 2
    assert not queries.holidays_known(house(), due, at)
    assert queries.holidays_known(house(), instant(FRIDAY_16), due)


def test_the_holidays_on_file_rest_the_office() -> None:
    week = queries.week(house(week_days=6))
    for day in (date(2024, 2, 14), date(2024, 11, 27), date(2023, 4, 19), date(2026, 3, 20)):
        assert not week.works(day), queries.holidays()[day]
