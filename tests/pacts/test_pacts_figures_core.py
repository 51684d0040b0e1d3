"""What boards and public pages show of pacts: figures, ranks, shortened names and numbers."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.pacts.core import (
    Figures,
    State,
    late_first,
    masked,
    moved,
)

states = st.sampled_from(list(State))


@given(st.text(max_size=40))
def test_a_masked_number_shows_four_signs_at_most(identity: str) -> None:
    shown = [sign for sign in masked(identity) if sign != "•"]
    assert len(shown) <= 4


def test_a_masked_number_keeps_its_length_and_its_last_four_signs() -> None:
    assert masked("198001012005011234") == "•" * 14 + "1234"
    assert masked("12345") == "•2345"
    assert masked("1234") == masked("1") == masked("") == "••••"


def test_units_rank_by_share_then_by_how_many_wait() -> None:
    rows = [
        ("done", Figures({"signed": 3})),
        ("small", Figures({"not_yet": 2})),
        ("large", Figures({"not_yet": 200, "exempt": 1})),
        ("half", Figures({"not_yet": 5, "signed": 5})),
        ("alike", Figures({"opened": 2, "left": 9})),
        ("more than half", Figures({"on_leave": 1, "opened": 1, "signed": 5})),
    ]
    names = [name for name, _ in late_first(rows)]
    assert names == ["large", "alike", "small", "half", "more than half"]


def test_a_unit_is_done_when_it_waits_for_nobody_who_was_asked() -> None:
    assert Figures({"refused": 1, "on_leave": 2, "exempt": 3}).done
    assert not Figures({}).done
    assert not Figures({"signed": 9, "opened": 1}).done
    assert not Figures({"signed": 9, "not_yet": 1}).done


def test_levels_are_shown_from_the_highest_without_those_nobody_has() -> None:
    counts = {"signed": 9, "level_0": 1, "level_1": 5, "level_2": 2, "level_3": 1}
    assert Figures(counts).levels() == [(3, 1), (2, 2), (1, 5), (0, 1)]
    assert Figures({"level_0": 4, "level_2": 0}).levels() == [(0, 4)]


@pytest.mark.parametrize("level", [0, 1, 2, 3])
def test_a_signature_moves_one_person_and_counts_one_level(level: int) -> None:
    assert moved(7, State.OPENED, State.SIGNED, level) == [
        (7, "opened", -1), (7, "signed", 1), (7, f"level_{level}", 1),
    ]  # fmt: skip
    assert moved(7, State.OPENED, State.REFUSED, level) == [(7, "opened", -1), (7, "refused", 1)]
    assert len(moved(7, State.OPENED, State.SIGNED)) == 2


@given(st.lists(st.dictionaries(states.map(lambda s: s.value), st.integers(0, 9)), max_size=4))
def test_what_is_left_and_what_lies_below_make_the_whole(parts: list[dict[str, int]]) -> None:
    whole: Counter[str] = Counter()
    for part in parts:
        whole.update(part)
    rest = Figures(whole).minus([Figures(part) for part in parts[1:]])
    assert rest.counts == {measure: n for measure, n in (parts or [{}])[0].items() if n}
    assert Figures({}).minus([Figures({"signed": 2})]).counts == {"signed": -2}


@given(st.dictionaries(states.map(lambda s: s.value), st.integers(0, 99)))
def test_figures_reconcile(counts: dict[str, int]) -> None:
    figures = Figures(counts)
    assert figures.total == sum(counts.values())
    assert 0 <= figures.share <= 100
    assert figures.minus([figures]).total == 0
