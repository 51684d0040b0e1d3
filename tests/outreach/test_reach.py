"""When enough people of a unit have passed: the pure part."""

from datetime import UTC, datetime, timedelta
from math import ceil

from hypothesis import given
from hypothesis import strategies as st

from netral.outreach.core.reach import crossings, needed, rolled_up

START = datetime(2024, 6, 26, tzinfo=UTC)


def test_what_a_unit_has_counts_for_all_above_it() -> None:
    assert rolled_up({"1/": 1, "1/4/": 2, "1/4/9/": 3}) == {1: 6, 4: 5, 9: 3}


def test_four_of_five_are_enough_and_an_empty_unit_never_is() -> None:
    assert [needed(n) for n in (0, 1, 4, 5, 6, 10)] == [1, 1, 4, 4, 5, 8]
    assert crossings({}, [("1/4/", START)]) == {}


def test_the_bar_is_crossed_when_the_last_one_needed_passes() -> None:
    passes = [("1/4/", START + timedelta(days=n)) for n in (3, 0, 2, 1)]
    assert crossings({1: 20, 4: 5}, passes) == {4: START + timedelta(days=3)}


@given(
    people=st.integers(1, 12),
    days=st.lists(st.integers(0, 300), max_size=12),
)
def test_a_unit_crosses_exactly_when_the_share_is_reached(people: int, days: list[int]) -> None:
    days = days[:people]
    found = crossings({1: people}, [("1/", START + timedelta(days=day)) for day in days])
    enough = len(days) * 5 >= people * 4 and len(days) > 0
    assert (1 in found) is enough
    if enough:
        before = [day for day in days if START + timedelta(days=day) < found[1]]
        assert len(before) < ceil(people * 4 / 5)
