"""Dates, times and numbers are written as people write them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.kernel import spoken

CLOSING = datetime(2024, 6, 28, 9, 0, tzinfo=UTC)


def test_a_day_has_its_weekday() -> None:
    assert spoken.day(date(2024, 6, 24)) == "Senin, 24 Juni 2024"
    assert spoken.day(date(2024, 6, 24), "en") == "Monday, 24 June 2024"


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Asia/Jakarta", "Jumat, 28 Juni 2024 pukul 16.00 WIB"),
        ("Asia/Makassar", "Jumat, 28 Juni 2024 pukul 17.00 WITA"),
        ("Asia/Jayapura", "Jumat, 28 Juni 2024 pukul 18.00 WIT"),
    ],
)
def test_an_instant_is_told_on_the_clock_of_the_place(zone: str, said: str) -> None:
    assert spoken.at(CLOSING, zone) == said


def test_english_keeps_the_zone_and_its_own_colon() -> None:
    assert spoken.at(CLOSING, "Asia/Jakarta", "en") == "Friday, 28 June 2024 at 16:00 WIB"


def test_a_late_instant_falls_on_the_next_day_further_east() -> None:
    late = datetime(2024, 6, 28, 16, 30, tzinfo=UTC)
    assert spoken.at(late, "Asia/Jakarta").startswith("Jumat, 28 Juni 2024 pukul 23.30")
    assert spoken.at(late, "Asia/Jayapura").startswith("Sabtu, 29 Juni 2024 pukul 01.30")


def test_thousands_are_grouped_the_readers_way() -> None:
    assert spoken.number(7012) == "7.012"
    assert spoken.number(7012, "en") == "7,012"
    assert spoken.number(Decimal("1234.5")) == "1.234,5"
    assert spoken.number(-1204) == "-1.204"


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0, "0 %"),
        (0.2, "< 1 %"),
        (1, "1 %"),
        (1.4, "1 %"),
        (2.5, "3 %"),
        (17.2, "17 %"),
        (99.9, "99 %"),
        (100, "100 %"),
    ],
)
def test_only_nothing_is_0_percent_and_only_all_is_100(share: float, said: str) -> None:
    assert spoken.percent(share).replace(spoken.NO_BREAK, " ") == said


def test_percent_stays_on_its_line() -> None:
    assert spoken.percent(17) == "17\N{NO-BREAK SPACE}%"
    assert spoken.percent(17, "en") == "17%"


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_part_is_never_told_as_the_whole(part: int, whole: int) -> None:
    said = spoken.percent(100 * min(part, whole) / whole, "en")
    assert (said == "100%") == (part >= whole)
    assert (said == "0%") == (part == 0)


def test_money_is_whole_rupiah() -> None:
    assert spoken.rupiah(1_250_000) == "Rp1.250.000"
    assert spoken.rupiah(1_250_000, "en") == "Rp1,250,000"
    assert spoken.rupiah(-500, "en") == "-Rp500"
    assert (spoken.rupiah(0), spoken.rupiah(1)) == ("Rp0", "Rp1")


@pytest.mark.parametrize(
    ("octets", "said"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1 kB"),
        (214_000, "214 kB"),
        (2_460_000, "2,5 MB"),
        (10**12, "1.000,0 GB"),
    ],
)
def test_sizes_are_told_in_round_figures(octets: int, said: str) -> None:
    assert spoken.size(octets) == said


def test_sizes_follow_the_reader() -> None:
    assert spoken.size(2_460_000, "en") == "2.5 MB"
