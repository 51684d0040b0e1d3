"""The rules of pacts, tried on everything."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.pacts import reader
from netral.pacts.core import (
    MOVES,
    SIGNABLE,
    Figures,
    Roll,
    State,
    Text,
    Window,
    initials,
    instant_on,
    late_first,
    masked,
    moved,
    settled,
    window,
)
from netral.pacts.errors import NoSuchTemplate

states = st.sampled_from(list(State))
START = datetime(2024, 1, 1, tzinfo=UTC)
instants = st.timedeltas(timedelta(0), timedelta(days=365)).map(lambda span: START + span)
rolls = st.builds(
    Roll,
    state=states,
    unit=st.integers(1, 3),
    home=st.integers(1, 3),
    in_audience=st.booleans(),
    on_leave=st.booleans(),
    by_hand=st.booleans(),
)


def test_every_state_can_be_reached_from_the_first() -> None:
    seen, todo = {State.NOT_YET}, [State.NOT_YET]
    while todo:
        for after in MOVES[todo.pop()] - seen:
            seen.add(after)
            todo.append(after)
    assert seen == set(State)


def test_a_signature_is_for_good_and_who_left_cannot_sign() -> None:
    assert not MOVES[State.SIGNED]
    assert State.LEFT not in SIGNABLE
    assert State.REFUSED in SIGNABLE


@given(st.lists(st.tuples(st.integers(0, 9), states, st.booleans()), max_size=60))
def test_states_sum_to_the_roster_under_any_sequence_of_moves(
    acts: list[tuple[int, State, bool]],
) -> None:
    """Ten people; any move that the table allows; now and then one changes unit."""
    people = {n: (State.NOT_YET, n % 3) for n in range(10)}
    counts: Counter[tuple[int, str]] = Counter(
        {(unit, "not_yet"): sum(n % 3 == unit for n in range(10)) for unit in range(3)}
    )
    for who, to, moves_unit in acts:
        state, unit = people[who]
        if to in MOVES[state]:
            for place, measure, amount in moved(unit, state, to, level=1):
                counts[place, measure] += amount
            state = to
        if moves_unit:
            level = 1 if state is State.SIGNED else None
            other = (unit + 1) % 3
            for measure in [state.value] + (["level_1"] if level else []):
                counts[unit, measure] -= 1
                counts[other, measure] += 1
            unit = other
        people[who] = state, unit
    assert sum(counts[u, s.value] for u in range(3) for s in State) == 10
    assert sum(counts[u, "level_1"] for u in range(3)) == sum(
        state is State.SIGNED for state, _ in people.values()
    )
    assert all(n >= 0 for n in counts.values())


@given(rolls)
def test_following_the_roster_twice_is_following_it_once(roll: Roll) -> None:
    state, unit = settled(roll)
    again = Roll(
        state=state,
        unit=unit,
        home=roll.home,
        in_audience=roll.in_audience,
        on_leave=roll.on_leave,
        by_hand=roll.by_hand,
    )
    assert settled(again) == (state, unit)


@given(rolls)
def test_the_roster_never_unsigns_and_never_signs(roll: Roll) -> None:
    assert (settled(roll)[0] is State.SIGNED) == (roll.state is State.SIGNED)


@given(rolls)
def test_the_roster_makes_only_moves_that_the_table_has(roll: Roll) -> None:
    after, _ = settled(roll)
    assert after is roll.state or after in MOVES[roll.state]


@given(instants, instants, instants)
def test_a_signature_is_taken_from_the_opening_and_before_the_deadline(
    opens_at: datetime, deadline: datetime, at: datetime
) -> None:
    found = window(stage="open", opens_at=opens_at, deadline=deadline, at=at)
    assert (found is Window.OPEN) == (opens_at <= at < deadline)
    assert window(stage="closed", opens_at=opens_at, deadline=deadline, at=at) is Window.CLOSED
    assert window(stage="draft", opens_at=opens_at, deadline=deadline, at=at) is Window.NOT_OPEN


@given(instants, st.timedeltas(timedelta(hours=1), timedelta(days=20)), instants, st.dates(
    date(2024, 1, 1), date(2024, 12, 31)))  # fmt: skip
def test_the_instant_of_a_paper_lies_on_its_day_within_the_campaign(
    opens_at: datetime, span: timedelta, now: datetime, day: date
) -> None:
    deadline = opens_at + span
    found = instant_on(day, zone="Asia/Makassar", opens_at=opens_at, deadline=deadline, now=now)
    if found is not None:
        assert opens_at <= found < deadline
        assert found <= now
        assert found.astimezone(ZoneInfo("Asia/Makassar")).date() == day


def test_a_text_hashes_alike_however_it_was_stored_and_otherwise_when_a_letter_changes() -> None:
    text = reader.template().text
    assert text.sha256(1) == Text.of(text.stored()).sha256(1)
    assert text.sha256(1) != text.sha256(2)
    changed = Text(text.title, text.opening, (*text.statements[:-1], "Lain."), text.closing)
    assert changed.sha256(1) != text.sha256(1)


def test_the_template_says_where_it_comes_from_and_that_nobody_verified_it() -> None:
    template = reader.template()
    assert template.source
    assert template.confidence
    assert not template.verified
    assert len(template.text.statements) == 4
    assert template.text.complete()


@pytest.mark.parametrize("code", ["", "../core", "tiada", "asn-2024.toml"])
def test_a_template_that_is_none_is_refused(code: str) -> None:
    with pytest.raises(NoSuchTemplate):
        reader.template(code)


@given(st.text(max_size=40))
def test_a_masked_number_shows_four_signs_at_most(identity: str) -> None:
    shown = [sign for sign in masked(identity) if sign != "•"]
    assert len(shown) <= 4


def test_names_become_initials() -> None:
    assert initials("Ratna Kusumawardhani") == "R. K."
    assert initials("  h. ‘abdul  x ") == "H. X."
    assert initials("") == ""


def test_units_rank_by_share_then_by_how_many_wait() -> None:
    rows = [
        ("done", Figures({"signed": 3})),
        ("small", Figures({"not_yet": 2})),
        ("large", Figures({"not_yet": 200, "exempt": 1})),
        ("half", Figures({"not_yet": 5, "signed": 5})),
    ]
    assert [name for name, _ in late_first(rows)] == ["large", "small", "half"]


@given(st.dictionaries(states.map(lambda s: s.value), st.integers(0, 99)))
def test_figures_reconcile(counts: dict[str, int]) -> None:
    figures = Figures(counts)
    assert figures.total == sum(counts.values())
    assert 0 <= figures.share <= 100
    assert figures.minus([figures]).total == 0
