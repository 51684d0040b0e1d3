"""Which desk, who is kept out, what is counted: without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.supervision.core import Desk, ReferralState
from netral.supervision.core.cells import FEWEST, cells
from netral.supervision.core.referrals import (
    Concern,
    Place,
    Suspect,
    describes,
    desk_for,
    may_see,
)

PERSONNEL, INSPECTORATE = Desk.PERSONNEL, Desk.INSPECTORATE
PLACE = Place(account=7, path="1/2/", name="Sari Contoh")


@pytest.mark.parametrize(
    ("suspect", "superior", "wished", "desk"),
    [
        (Suspect(), False, None, PERSONNEL),
        (Suspect(), False, INSPECTORATE, INSPECTORATE),
        (Suspect(heads=True), False, PERSONNEL, INSPECTORATE),
        (Suspect(personnel=True), False, PERSONNEL, INSPECTORATE),
        (Suspect(), True, PERSONNEL, INSPECTORATE),
    ],
)
def test_no_desk_judges_itself_or_a_superior(
    suspect: Suspect, *, superior: bool, wished: Desk | None, desk: Desk
) -> None:
    assert desk_for(suspect, superior_involved=superior, wished=wished) is desk


def about(**facts: object) -> Concern:
    return Concern(**{"accounts": frozenset({1}), **facts})  # type: ignore[arg-type]


def test_the_suspect_and_the_sender_never_see_it() -> None:
    assert may_see(PLACE, about(path="1/3/"))
    assert not may_see(PLACE, about(accounts=frozenset({7}), path="1/3/"))


def test_who_stands_over_the_suspect_sees_it_unless_a_superior_is_concerned() -> None:
    boss = Place(account=7, path="1/2/", heads=("1/",))
    assert may_see(boss, about(path="1/3/"))
    assert not may_see(boss, about(path="1/3/", superior_involved=True))
    assert not may_see(boss, about(path="1/3/", suspect_heads=("1/3/",)))
    elsewhere = Place(account=7, path="1/2/", heads=("1/2/",))
    assert may_see(elsewhere, about(path="1/3/", superior_involved=True))


def test_who_serves_under_a_suspect_does_not_judge_that_suspect() -> None:
    assert not may_see(PLACE, about(path="1/2/", suspect_heads=("1/2/",)))
    assert not may_see(PLACE, about(path="1/", suspect_heads=("1/",)))
    unknown = Place(account=7, path="")
    assert may_see(unknown, about(path="1/2/", suspect_heads=("1/2/",)))


@pytest.mark.parametrize(
    ("words", "name", "described"),
    [
        ("pak SARI  contoh dari loket", "Sari Contoh", True),
        ("contoh, sari", "Sari Contoh", True),
        ("sari saja", "Sari Contoh", False),
        ("petugas loket", "", False),
        ("petugas loket", "A", False),
        ("", "Sari Contoh", False),
        ("pegawai a dari loket a", "A", False),  # a letter is no name
        ("sari contoh di loket", "A. Sari Contoh", True),  # people leave initials out
        ("pak contoh", "Li Contoh", False),  # but not short names
    ],
)
def test_a_description_that_holds_a_name_keeps_its_bearer_out(
    words: str, name: str, *, described: bool
) -> None:
    assert describes(words, name) is described
    place = Place(account=7, path="", name=name)
    assert may_see(place, about(words=words)) is not described


MONTHS = ("2024-05-01", "2024-06-01")
KEYS = [(month, state.value) for month in MONTHS for state in ReferralState]


@pytest.mark.parametrize(("number", "told"), [(0, None), (1, None), (4, None), (5, 5), (6, 6)])
def test_fewer_than_five_are_not_told(number: int, told: int | None) -> None:
    found = cells({(MONTHS[0], ReferralState.SENT.value): number}, MONTHS, list(ReferralState))
    assert [cell.count for cell in found[MONTHS[0]]] == [told, None, None]
    assert [cell.count for cell in found[MONTHS[1]]] == [None, None, None]


@given(st.lists(st.integers(0, 20), min_size=len(KEYS), max_size=len(KEYS)))
def test_no_small_number_and_no_zero_is_told(numbers: list[int]) -> None:
    counts = dict(zip(KEYS, numbers, strict=True))
    found = cells(counts, MONTHS, list(ReferralState))
    shown = [cell for month in MONTHS for cell in found[month]]
    for number, cell in zip(numbers, shown, strict=True):
        assert cell.count == (number if number >= FEWEST else None)
        assert cell.told is (number >= FEWEST)
