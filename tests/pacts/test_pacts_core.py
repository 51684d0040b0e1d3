"""The rules of pacts, tried on everything."""

import hashlib
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
    WAITING,
    Roll,
    State,
    Text,
    Window,
    instant_on,
    moved,
    settled,
    window,
)
from netral.pacts.errors import NoSuchTemplate

states = st.sampled_from(list(State))
JAKARTA = ZoneInfo("Asia/Jakarta")
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


@pytest.mark.parametrize(
    ("state", "to"),
    [
        (State.NOT_YET, set(State) - {State.NOT_YET}),
        (State.OPENED, set(State) - {State.NOT_YET, State.OPENED}),
        (State.SIGNED, set()),
        (State.REFUSED, {State.OPENED, State.SIGNED, State.LEFT}),
        (State.ON_LEAVE, set(State) - {State.ON_LEAVE}),
        (State.EXEMPT, {State.NOT_YET, State.OPENED, State.SIGNED, State.LEFT}),
        (State.LEFT, {State.NOT_YET, State.OPENED, State.ON_LEAVE}),
    ],
)
def test_each_state_leads_where_the_house_says(state: State, to: set[State]) -> None:
    assert MOVES[state] == to
    assert (state in SIGNABLE) is (State.SIGNED in to)
    assert (state in WAITING) is (state in {State.NOT_YET, State.OPENED})


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
def test_who_is_asked_is_counted_at_home_and_who_is_not_where_it_was(roll: Roll) -> None:
    assert settled(roll)[1] == (roll.home if roll.in_audience else roll.unit)


@pytest.mark.parametrize("by_hand", [False, True], ids=["by the roster", "by hand"])
@pytest.mark.parametrize("state", list(State))
def test_the_roster_settles_each_state(state: State, *, by_hand: bool) -> None:
    def after(*, asked: bool, away: bool) -> State:
        return settled(Roll(state, 1, 2, in_audience=asked, on_leave=away, by_hand=by_hand))[0]

    waits, back = state in {State.NOT_YET, State.OPENED}, state is State.LEFT
    comes = back or (state is State.ON_LEAVE and not by_hand)
    for away in (False, True):
        gone = State.SIGNED if state is State.SIGNED else State.LEFT
        assert after(asked=False, away=away) is gone
    assert after(asked=True, away=True) is (State.ON_LEAVE if waits or back else state)
    assert after(asked=True, away=False) is (State.NOT_YET if comes else state)


def test_leave_is_by_the_roster_unless_an_officer_recorded_it() -> None:
    roll = Roll(State.ON_LEAVE, 1, 1, in_audience=True, on_leave=False)
    assert settled(roll) == (State.NOT_YET, 1)


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


def test_a_paper_is_of_noon_or_of_the_nearest_instant_that_may_be() -> None:
    opens_at, deadline = (datetime(2024, 6, d, 16, tzinfo=JAKARTA) for d in (10, 28))
    now = datetime(2024, 6, 27, 9, tzinfo=JAKARTA)

    def on(day: int, now: datetime = now) -> datetime | None:
        return instant_on(
            date(2024, 6, day), zone="Asia/Jakarta", opens_at=opens_at, deadline=deadline, now=now
        )

    assert on(9) is None  # before the opening
    assert on(10) == opens_at  # noon would be too early
    assert on(11) == datetime(2024, 6, 11, 12, tzinfo=JAKARTA)
    assert on(27) == now  # noon has not come
    assert on(28) is None  # nor this day
    assert on(28, now + timedelta(days=9)) == datetime(2024, 6, 28, 12, tzinfo=JAKARTA)
    assert on(29, now + timedelta(days=9)) is None
    early = deadline.replace(hour=9)
    assert instant_on(
        date(2024, 6, 28), zone="Asia/Jakarta", opens_at=opens_at, deadline=early, now=deadline
    ) == early - timedelta(microseconds=1)


@given(st.timedeltas(timedelta(seconds=-2), timedelta(seconds=2)))
def test_a_paper_never_bears_an_instant_before_the_opening(since: timedelta) -> None:
    opens_at = datetime(2024, 6, 10, 16, tzinfo=JAKARTA)
    found = instant_on(
        opens_at.date(), zone="Asia/Jakarta", opens_at=opens_at,
        deadline=opens_at + timedelta(days=9), now=opens_at + since,
    )  # fmt: skip
    assert found == (opens_at if since >= timedelta(0) else None)


def test_a_text_hashes_alike_however_it_was_stored_and_otherwise_when_a_letter_changes() -> None:
    text = reader.template().text
    assert text.sha256(1) == Text.of(text.stored()).sha256(1)
    assert text.sha256(1) != text.sha256(2)
    changed = Text(text.title, text.opening, (*text.statements[:-1], "Lain."), text.closing)
    assert changed.sha256(1) != text.sha256(1)


def test_the_form_that_is_hashed_never_changes() -> None:
    """Papers in people's hands bear hashes of this form: a new one needs a new name."""
    text = Text("Pakta", "Saya:", ("Netral.",), "Demikian.")
    canonical = (
        b'{"closing":"Demikian.","format":"netral.pact-text/1","opening":"Saya:",'
        b'"statements":["Netral."],"title":"Pakta","version":3}'
    )
    assert text.sha256(3) == hashlib.sha256(canonical).hexdigest()


def test_a_text_needs_a_title_and_statements_that_all_say_something() -> None:
    assert Text("Pakta", "", ("Netral.",), "").complete() is True
    assert Text.of({}) == Text("", "", (), "")
    for title, statements in [
        ("", ("Netral.",)), (" ", ("Netral.",)), ("Pakta", ()), ("Pakta", ("Netral.", " ")),
        ("", ()),
    ]:  # fmt: skip
        assert Text(title, "Saya:", statements, "Demikian.").complete() is False


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
