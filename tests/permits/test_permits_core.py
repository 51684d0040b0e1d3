"""States, periods and the check of a permit as laws, without a database."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.permits.core import (
    BODY_WORDS,
    HELD,
    KIND_WORDS,
    MOVES,
    OPEN,
    SHOWN_WORDS,
    Body,
    Kind,
    Shown,
    State,
    Wish,
    covers,
    due_on,
    overlap,
    shown,
)
from netral.permits.core.checks import (
    MET_WORDS,
    POINT_WORDS,
    Ground,
    Met,
    Point,
    Ruling,
    Stages,
    check,
)
from netral.permits.reader import read, terms

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
PERIODS = st.tuples(DAYS, DAYS).map(lambda two: (min(two), max(two)))
STATES = st.sampled_from(list(State))


def wish(kind: Kind = Kind.ADHOC, **other: object) -> Wish:
    facts: dict[str, object] = {
        "kind": kind, "election": "pilkada-2024", "starts_on": date(2024, 5, 1),
        "ends_on": date(2024, 12, 1), "office": "mayor" if kind is Kind.CLTN else "",
    }  # fmt: skip
    return Wish(**(facts | other))  # type: ignore[arg-type]


def ground(**other: object) -> Ground:
    facts: dict[str, object] = {
        "who": "pns", "ruling": Ruling.MAY, "ruling_source": "SE",
        "stages": Stages(date(2024, 4, 17), date(2024, 12, 16)), "takes_part": True,
        "offices": frozenset({"mayor"}), "decider": ("Hendra", "Camat Beji"),
    }  # fmt: skip
    return Ground(**(facts | other))  # type: ignore[arg-type]


def met(points: list[Point]) -> Mapping[str, Met]:
    return {point.code: point.met for point in points}


# ---- States


def test_every_state_kind_body_and_point_has_words() -> None:
    assert set(MOVES) == set(State)
    assert set(SHOWN_WORDS) == set(Shown)
    assert set(KIND_WORDS) == set(Kind)
    assert set(BODY_WORDS) == set(Body)
    assert set(MET_WORDS) == set(Met)
    assert {f"staff_{each}" for each in Ruling} <= POINT_WORDS.keys() | {"staff_unclear"}


def test_every_state_is_reached_from_a_new_request() -> None:
    reached, found = {State.WAITING}, {State.WAITING}
    while found:
        found = {to for state in found for to in MOVES[state]} - reached
        reached |= found
    assert reached == set(State)


def test_nothing_decided_is_decided_again() -> None:
    for state in set(State) - {State.WAITING, State.FORWARDED}:
        assert not MOVES[state] & {State.GRANTED, State.REFUSED}


def test_what_ends_leaves_its_days_free() -> None:
    assert {state for state in State if not MOVES[state]}.isdisjoint(OPEN)


def test_a_committee_of_a_district_is_always_named_in_full() -> None:
    assert not any("PPK" in word for word in BODY_WORDS.values())


@given(PERIODS, DAYS)
def test_a_granted_permit_is_in_force_on_exactly_the_days_that_it_covers(
    period: tuple[date, date], on: date
) -> None:
    running = shown(State.GRANTED, *period, on) is Shown.RUNNING
    assert running is covers(State.GRANTED, *period, on) is (period[0] <= on <= period[1])


@given(STATES, PERIODS, DAYS)
def test_only_what_was_granted_covers_a_day(
    state: State, period: tuple[date, date], on: date
) -> None:
    assert not covers(state, period[0], None, on)
    if state not in HELD:
        assert not covers(state, *period, on)


@given(PERIODS, PERIODS)
def test_periods_overlap_where_they_share_a_day(
    one: tuple[date, date], other: tuple[date, date]
) -> None:
    assert overlap(one, other) is overlap(other, one)
    assert overlap(one, other) is (max(one[0], other[0]) <= min(one[1], other[1]))


@given(DAYS, st.integers(0, 30))
def test_a_target_counts_working_days_alone(start: date, days: int) -> None:
    last = due_on(start, days, lambda day: day.weekday() < 5)
    between = [start + timedelta(n) for n in range(1, (last - start).days + 1)]
    assert sum(day.weekday() < 5 for day in between) == days
    assert not between or last.weekday() < 5


# ---- The check


@pytest.mark.parametrize(
    ("ruling", "expected"),
    [
        (Ruling.MAY, Met.YES),
        (Ruling.MAY_NOT, Met.NO),
        (Ruling.UNNAMED, Met.NO),
        (Ruling.UNCLEAR, Met.UNVERIFIED),
    ],
)
def test_silence_of_the_rules_is_never_a_yes(ruling: Ruling, expected: Met) -> None:
    first = check(wish(), ground(ruling=ruling))[0]
    assert (first.code, first.met) == (f"staff_{ruling}", expected)


@pytest.mark.parametrize(
    ("first", "last", "codes"),
    [
        pytest.param(date(2024, 4, 17), date(2024, 12, 16), {"dates_in"}, id="just within"),
        pytest.param(date(2024, 4, 16), date(2024, 12, 16), {"dates_early"}, id="a day early"),
        pytest.param(date(2024, 4, 17), date(2024, 12, 17), {"dates_late"}, id="a day late"),
        pytest.param(
            date(2024, 4, 16), date(2024, 12, 17), {"dates_early", "dates_late"}, id="both"
        ),
    ],
)
def test_days_are_held_against_the_stages(first: date, last: date, codes: set[str]) -> None:
    points = met(check(wish(starts_on=first, ends_on=last), ground()))
    assert {code for code in points if code.startswith("dates")} == codes


@pytest.mark.parametrize(
    "stages", [Stages(None, None), Stages(date(2024, 4, 17), None), Stages(None, date(2025, 1, 1))]
)
def test_a_day_that_the_calendar_does_not_know_is_not_verified(stages: Stages) -> None:
    assert met(check(wish(), ground(stages=stages)))["dates_unknown"] is Met.UNVERIFIED


def test_what_nobody_verified_is_shown_and_refuses_nothing() -> None:
    service = met(check(wish(), ground()))
    leave = met(check(wish(Kind.CLTN), ground()))
    assert service["unpaid"] is Met.UNVERIFIED
    assert {leave[code] for code in ("service_years", "length", "authority")} == {Met.UNVERIFIED}


@pytest.mark.parametrize(
    ("last", "code"),
    [
        (date(2027, 4, 30), "length"),
        (date(2027, 5, 1), "length_over"),
    ],
)
def test_more_than_three_years_is_said(last: date, code: str) -> None:
    assert code in met(check(wish(Kind.CLTN, ends_on=last), ground()))


def test_three_years_from_a_leap_day_are_counted() -> None:
    long = wish(Kind.CLTN, starts_on=date(2024, 2, 29), ends_on=date(2027, 3, 1))
    assert "length_over" in met(check(long, ground()))


def test_an_office_that_the_election_does_not_fill_is_told() -> None:
    points = met(check(wish(Kind.CLTN, office="governor"), ground()))
    assert points["office_elsewhere"] is Met.NO


def test_whether_others_than_civil_servants_take_unpaid_leave_is_not_verified() -> None:
    assert "contract_leave" not in met(check(wish(Kind.CLTN), ground()))
    assert "contract_leave" in met(check(wish(Kind.CLTN), ground(who="pppk")))


def test_nobody_to_decide_is_told_before_sending() -> None:
    assert met(check(wish(), ground(decider=None)))["no_decider"] is Met.UNVERIFIED


# ---- The terms


def test_each_kind_has_a_route_conditions_and_sources() -> None:
    for kind in Kind:
        found = terms(kind)
        assert found.conditions
        assert found.source
        assert found.target_days > 0
    assert terms(Kind.CLTN).needs_authority
    assert not terms(Kind.ADHOC).needs_authority


@pytest.mark.parametrize("route", [[], ["mayor"], ["head", "nobody"]])
def test_a_route_of_unknown_steps_is_refused(route: list[str]) -> None:
    raw = {
        "route": route, "target_days": 5, "source": "x", "conditions": [], "conditions_source": "x",
    }  # fmt: skip
    with pytest.raises(ValueError, match="route must list steps"):
        read(raw)
