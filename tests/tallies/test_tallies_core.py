"""Rolling up and summing as laws, without a database."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.orgs.core import unit_ids
from netral.tallies.core import rolled, summed

CHANGES = st.lists(st.tuples(st.integers(1, 3), st.sampled_from("ab"), st.integers(-3, 3)))


@pytest.mark.parametrize(
    ("path", "ids"), [("1/4/9/", [1, 4, 9]), ("/1//40/", [1, 40]), ("7", [7]), ("", [])]
)
def test_a_path_names_its_units_from_the_root_down(path: str, ids: list[int]) -> None:
    assert unit_ids(path) == ids


def test_an_amount_counts_once_in_its_unit_and_once_in_each_above() -> None:
    own = {(9, "signed"): 3, (4, "signed"): 2, (8, "left"): -1}
    assert rolled(own, {9: "1/4/9/", 4: "1/4/", 8: "1/8/"}) == {
        (9, "signed"): 3, (4, "signed"): 5, (1, "signed"): 5, (8, "left"): -1, (1, "left"): -1,
    }  # fmt: skip


@given(CHANGES)
def test_summing_is_adding_up_each_counter_by_itself(changes: list[tuple[int, str, int]]) -> None:
    truth: Counter[tuple[int, str]] = Counter()
    for unit, measure, amount in changes:
        truth[unit, measure] += amount
    assert summed(iter(changes)) == {key: amount for key, amount in truth.items() if amount}


@given(CHANGES, CHANGES)
def test_rolling_up_changes_is_changing_what_was_rolled_up(
    before: list[tuple[int, str, int]], after: list[tuple[int, str, int]]
) -> None:
    paths = {1: "1/", 2: "1/2/", 3: "1/2/3/"}
    parts = [*rolled(summed(before), paths).items(), *rolled(summed(after), paths).items()]
    whole = rolled(summed([*before, *after]), paths)
    assert summed((unit, measure, n) for (unit, measure), n in parts) == {
        key: amount for key, amount in whole.items() if amount
    }
