"""Nobody finds out a count: every attack on published figures, counted out."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.circulars.queries.public import Reach
from netral.duties.core.bands import WIDTH, Band, band, share, total

CANDIDATES = 4  # values that must remain possible for every count
Table = tuple[tuple[int, ...], ...]


def published(table: Table) -> tuple[object, ...]:
    """Return everything that the page, the CSV and the JSON say of a table of counts."""
    cells = tuple(tuple(band(count) for count in row) for row in table)
    return cells, tuple(total(column) for column in zip(*cells, strict=True))


def least(tables: Iterable[Table]) -> int:
    """Return how many values the best known cell may still have, of tables that look alike."""
    alike: dict[object, list[Table]] = defaultdict(list)
    for table in tables:
        alike[published(table)].append(table)
    return min(
        len({table[row][column] for table in found})
        for found in alike.values()
        for row in range(len(found[0]))
        for column in range(len(found[0][0]))
    )


def near(low: int) -> range:
    return range(low, low + WIDTH)


@pytest.mark.parametrize("units", [1, 2, 3, 4, 5])
def test_a_column_with_its_total_leaves_five_values_of_every_cell(units: int) -> None:
    tables = (tuple((n,) for n in cells) for cells in product(range(WIDTH), repeat=units))
    assert least(tables) == WIDTH


@pytest.mark.parametrize("lows", [(0, 0), (5, 0), (10, 5), (10, 10)])
def test_a_column_across_bands_leaves_five_values(lows: tuple[int, int]) -> None:
    tables = (((a,), (b,)) for a in near(lows[0]) for b in range(lows[1], lows[1] + 3 * WIDTH))
    assert least(tables) >= CANDIDATES


@pytest.mark.parametrize("lows", [(0, 0), (5, 0), (5, 5), (10, 5)])
def test_a_part_beside_its_whole_leaves_five_values_of_both(lows: tuple[int, int]) -> None:
    asked, signed = lows
    rows = [(a, s) for a in near(asked) for s in near(signed) if s <= a]
    assert least(product(rows, repeat=2)) == WIDTH
    assert least(product(rows, [(a, s) for a in near(0) for s in near(0) if s <= a])) == WIDTH


def test_two_parts_beside_their_whole_leave_five_values_of_all() -> None:
    rows = [
        ((whole, one, other),)
        for whole, one, other in product(range(20), range(15), range(15))
        if one + other <= whole
    ]
    assert least(rows) == WIDTH


@given(st.lists(st.integers(0, 40), min_size=1, max_size=12))
def test_a_total_is_known_from_its_cells_alone(counts: list[int]) -> None:
    bands = [band(count) for count in counts]
    whole = total(bands)
    assert whole == Band(sum(b.low for b in bands), sum(b.high for b in bands))
    assert whole.low <= sum(counts) <= whole.high


@pytest.mark.parametrize("monotone", [True, False])
def test_two_weeks_laid_over_each_other_show_nobody(monotone: bool) -> None:  # noqa: FBT001
    weeks = [(a, b) for a, b in product(range(20), repeat=2) if b >= a or not monotone]
    alike: dict[object, set[tuple[int, int]]] = defaultdict(set)
    for first, second in weeks:
        alike[band(first), band(second)].add((first, second))
    for found in alike.values():
        assert len({a for a, _ in found}) >= CANDIDATES
        assert len({b for _, b in found}) >= CANDIDATES
        assert len({b - a for a, b in found}) >= CANDIDATES


def test_three_weeks_show_nobody_either() -> None:
    alike: dict[object, set[tuple[int, ...]]] = defaultdict(set)
    for several in product(range(15), repeat=3):
        if several[0] <= several[1] <= several[2]:
            alike[tuple(band(n) for n in several)].add(several)
    for found in alike.values():
        assert min(len({each[week] for each in found}) for week in range(3)) >= CANDIDATES


def test_exact_totals_would_have_given_cells_away() -> None:
    alike: dict[object, set[tuple[int, ...]]] = defaultdict(set)
    for cells in product(range(WIDTH), repeat=2):
        alike[sum(cells)].add(cells)
    assert min(map(len, alike.values())) == 1  # so the test above can fail


@given(st.integers(0, 10**7))
def test_a_count_lies_in_its_band(count: int) -> None:
    found = band(count)
    assert found.low <= count <= found.high
    assert found.high - found.low == WIDTH - 1
    assert found.is_small is (count < WIDTH)


def test_less_than_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="no count"):
        band(-1)


@given(st.integers(0, 3000), st.integers(0, 3000))
def test_the_true_share_lies_within_the_published_one(one: int, rest: int) -> None:
    found = share(band(one), band(one + rest))
    if found is not None:
        assert found.low <= 100 * one / (one + rest) <= found.high
        assert 0 <= found.low <= found.high <= 100


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [
        (70, 100, Band(67, 74)),  # 70 to 74 of 100 to 104
        (100, 100, Band(96, 100)),  # never more than all
        (0, 5230, Band(0, 1)),
        (0, 20, Band(0, 20)),  # just narrow enough
        (5, 25, Band(17, 36)),
    ],
)
def test_a_share_is_told_as_far_as_the_bands_allow(part: int, whole: int, told: Band) -> None:
    assert share(band(part), band(whole)) == told


def test_a_share_not_known_to_within_twenty_points_is_not_told() -> None:
    everybody = Band(100, 100)
    assert share(Band(50, 70), everybody) == Band(50, 70)
    assert share(Band(50, 71), everybody) is None


def test_the_middle_of_a_band_is_wrong_by_two_at_the_most() -> None:
    assert band(7).middle == 7
    assert (band(0) + band(5)).middle == 9


@pytest.mark.parametrize(("part", "whole"), [(0, 0), (0, 4), (3, 7), (5, 12)])
def test_a_share_of_few_is_not_told(part: int, whole: int) -> None:
    assert share(band(part), band(whole)) is None


@pytest.mark.parametrize(
    ("read", "audience", "told"),
    [(99, 99, None), (0, 0, None), (4, 100, 0), (99, 100, 95), (100, 100, 100), (5231, 7012, 70)],
)
def test_the_page_of_a_circular_takes_no_band_apart(
    read: int, audience: int, told: int | None
) -> None:
    assert Reach(desks=1, derived=0, audience=audience, read=read).read_share == told
