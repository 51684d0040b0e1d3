"""The two clocks."""

from datetime import UTC, datetime, timedelta, timezone

from netral.kernel.moment import Moment, local_day

NOON = datetime(2024, 6, 26, 5, 0, tzinfo=UTC)


def test_a_real_moment_reads_one_clock() -> None:
    at = Moment.real(NOON, "Asia/Jayapura")
    assert (at.acted, at.logged, at.zone) == (NOON, NOON, "Asia/Jayapura")


def test_a_place_is_in_the_west_unless_it_says_otherwise() -> None:
    assert Moment.real(NOON).zone == Moment(acted=NOON, logged=NOON).zone == "Asia/Jakarta"


def test_local_time_is_that_of_the_act() -> None:
    at = Moment(acted=NOON, logged=NOON + timedelta(days=700), zone="Asia/Makassar")
    assert at.local() == NOON
    assert at.local().isoformat() == "2024-06-26T13:00:00+08:00"


def test_any_zone_may_come_in() -> None:
    east = NOON.astimezone(timezone(timedelta(hours=9)))
    assert Moment.real(east).local().isoformat() == "2024-06-26T12:00:00+07:00"


def test_the_day_of_an_instant_is_that_of_the_place() -> None:
    night = datetime(2024, 6, 26, 16, 0, tzinfo=UTC)
    days = [local_day(night, zone).day for zone in ("UTC", "Asia/Jakarta", "Asia/Jayapura")]
    assert days == [26, 26, 27]
