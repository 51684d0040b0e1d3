"""Which deed fulfils which demand, and how an obligation came to stand as it does."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.duties.core import Group, Kind, State
from netral.duties.core.demands import Demand
from netral.duties.core.matching import Deed, settle
from netral.duties.core.states import Life, moves, state_at
from netral.kernel.evidence import Proof

ZONE = ZoneInfo("Asia/Jakarta")
MONTHS = [
    (6, 30, datetime(2024, 7, 1, 16, tzinfo=ZONE)),
    (7, 31, datetime(2024, 7, 31, 16, tzinfo=ZONE)),
]


def month(n: int, kind: Kind = Kind.GUIDE, source: str = "clause:1") -> Demand:
    number, last, due = MONTHS[n]
    first = date(2024, number, 1)
    return Demand(Group.CIRCULAR, kind, source, first, date(2024, number, last), due)


JUNE, JULY = month(0), month(1)


def deed(day: int, of: int = 6, proof: Proof = Proof.GUIDANCE, hour: int = 9) -> Deed:
    at = datetime(2024, of, day, hour, tzinfo=ZONE)
    return Deed(proof, at.date(), at, f"deed:{of}-{day}")


def report(first: date, last: date, of: int = 7, day: int = 1) -> Deed:
    at = datetime(2024, of, day, 9, tzinfo=ZONE)
    return Deed(Proof.NIL_REPORT, at.date(), at, f"nil:{first}", (first, last))


def test_the_earliest_deed_in_the_time_fulfils_it() -> None:
    done = settle([JUNE, JULY], [deed(20), deed(10)])
    assert done[JUNE].keys == ("deed:6-10",)
    assert JULY not in done


def test_a_deed_on_the_day_to_which_the_deadline_moved_pays_the_time_that_falls_due() -> None:
    done = settle([JUNE, JULY], [deed(1, 7)])
    assert set(done) == {JUNE}
    both = settle([JUNE, JULY], [deed(10), deed(1, 7)])
    assert set(both) == {JUNE, JULY}


def test_what_is_left_over_makes_good_what_is_late() -> None:
    done = settle([JUNE, JULY], [deed(5, 7), deed(6, 7)])
    assert done[JULY].keys == ("deed:7-5",)
    assert done[JUNE].keys == ("deed:7-6",)


def test_two_late_deeds_make_good_two_late_times_the_oldest_first() -> None:
    done = settle([JULY, JUNE], [deed(6, 8), deed(5, 8)])
    assert (done[JUNE].keys, done[JULY].keys) == (("deed:8-5",), ("deed:8-6",))


def test_in_whatever_order_times_are_asked_the_nearest_deadline_is_served() -> None:
    assert set(settle([JULY, JUNE], [deed(1, 7)])) == {JUNE}


def test_a_deed_at_the_very_instant_of_the_deadline_is_in_time() -> None:
    assert set(settle([JUNE, JULY], [deed(1, 7, hour=16)])) == {JUNE}
    assert set(settle([JUNE, JULY], [deed(10), deed(1, 7, hour=17)])) == {JUNE, JULY}


def test_the_evening_of_the_last_day_still_lies_in_that_time() -> None:
    # July falls due on its last day at 16.00; June, still owed, does not take the deed.
    assert set(settle([JUNE, JULY], [deed(31, 7, hour=17)])) == {JULY}


def test_one_deed_never_pays_twice_within_a_source_but_serves_two_circulars() -> None:
    other = month(0, source="clause:2")
    done = settle([JUNE, JULY, other], [deed(10)])
    assert set(done) == {JUNE, other}


def test_a_deed_of_another_kind_fulfils_nothing() -> None:
    assert settle([JUNE], [deed(10, proof=Proof.SESSION)]) == {}


def test_reports_fulfil_a_time_once_they_cover_all_of_it() -> None:
    asked = month(0, Kind.NIL_REPORT)
    half = report(date(2024, 6, 1), date(2024, 6, 15), of=6, day=16)
    rest = report(date(2024, 6, 10), date(2024, 6, 30))
    assert settle([asked], [half]) == {}
    done = settle([asked], [rest, half])
    assert done[asked].at == rest.at
    assert set(done[asked].keys) == {half.key, rest.key}


def test_a_report_that_leaves_out_the_last_day_does_not_cover_the_time() -> None:
    asked = month(0, Kind.NIL_REPORT)
    assert settle([asked], [report(date(2024, 6, 1), date(2024, 6, 29))]) == {}
    whole = report(date(2024, 6, 1), date(2024, 6, 30))
    assert settle([asked], [whole])[asked].keys == (whole.key,)


def test_a_report_that_says_nothing_new_is_no_evidence() -> None:
    asked = month(0, Kind.NIL_REPORT)
    half = report(date(2024, 6, 1), date(2024, 6, 15), of=6, day=16)
    again = report(date(2024, 6, 2), date(2024, 6, 15), of=6, day=17)
    rest = report(date(2024, 6, 16), date(2024, 6, 30))
    assert settle([asked], [half, again, rest])[asked].keys == (half.key, rest.key)


def test_a_referral_speaks_of_no_days_and_does_not_stop_the_reports() -> None:
    june, july = month(0, Kind.NIL_REPORT), month(1, Kind.NIL_REPORT)
    referral = deed(3, 7, proof=Proof.REFERRAL)
    both = report(date(2024, 6, 1), date(2024, 7, 31), of=8)
    done = settle([june, july], [referral, both])
    assert {june: done[june].keys, july: done[july].keys} == {
        june: (both.key,), july: (both.key,),
    }  # fmt: skip
    assert settle([june, july], [referral])[july].keys == (referral.key,)


def test_one_report_on_a_month_fulfils_each_of_its_weeks() -> None:
    weeks = [
        Demand(
            Group.CIRCULAR, Kind.NIL_REPORT, "clause:1", first, first + timedelta(days=6),
            datetime(2024, 7, 3, 16, tzinfo=ZONE),
        )
        for first in (date(2024, 6, 3), date(2024, 6, 10))
    ]  # fmt: skip
    assert len(settle(weeks, [report(date(2024, 6, 1), date(2024, 6, 30))])) == 2


def test_a_task_of_the_cascade_is_fulfilled_by_its_own_item_alone() -> None:
    asked = Demand(
        Group.CASCADE, Kind.ACKNOWLEDGE, "item:5", date(2024, 6, 4), date(2024, 6, 7),
        datetime(2024, 6, 7, 16, tzinfo=ZONE), 1,
    )  # fmt: skip
    at = datetime(2024, 6, 5, 9, tzinfo=ZONE)
    other = Deed(Proof.ACKNOWLEDGED, at.date(), at, "item:6")
    own = Deed(Proof.ACKNOWLEDGED, at.date(), at, "item:5")
    assert settle([asked], [other]) == {}
    assert set(settle([asked], [other, own])) == {asked}


def test_a_campaign_is_fulfilled_by_the_signatures_of_its_own_campaign_alone() -> None:
    at = datetime(2024, 6, 27, 9, tzinfo=ZONE)
    asked = Demand(
        Group.PACT, Kind.COLLECT_PACTS, "campaign:3", date(2024, 6, 24), date(2024, 6, 28),
        datetime(2024, 6, 28, 16, tzinfo=ZONE),
    )  # fmt: skip
    own, other = (Deed(Proof.PACTS, at.date(), at, f"campaign:{n}") for n in (3, 4))
    assert settle([asked], [other]) == {}
    assert settle([asked], [other, own])[asked].keys == (own.key,)


@given(st.lists(st.tuples(st.sampled_from([6, 7]), st.integers(1, 30)), max_size=8))
def test_more_deeds_never_fulfil_less(days: list[tuple[int, int]]) -> None:
    deeds = [deed(day, of) for of, day in days]
    for n in range(len(deeds)):
        assert len(settle([JUNE, JULY], deeds[:n])) <= len(settle([JUNE, JULY], deeds[: n + 1]))


@given(st.lists(st.tuples(st.sampled_from([6, 7]), st.integers(1, 30)), max_size=8))
def test_no_deed_fulfils_what_begins_after_it(days: list[tuple[int, int]]) -> None:
    done = settle([JUNE, JULY], [deed(day, of) for of, day in days])
    for demand, how in done.items():
        assert how.at.date() >= demand.first_on


# ---- States


BEGINS = datetime(2024, 6, 1, tzinfo=ZONE)
DUE = datetime(2024, 7, 1, 16, tzinfo=ZONE)
INSTANTS = st.integers(-31 * 24, 92 * 24).map(lambda hours: BEGINS + timedelta(hours=hours))
LIVES = st.builds(Life, st.just(BEGINS), st.just(DUE), st.none() | INSTANTS, st.booleans())


def test_an_obligation_is_late_from_the_instant_after_its_deadline() -> None:
    life = Life(BEGINS, DUE)
    assert state_at(life, BEGINS - timedelta(seconds=1)) is State.UPCOMING
    assert state_at(life, DUE) is State.DUE
    assert state_at(life, DUE + timedelta(microseconds=1)) is State.LATE


BEFORE, WITHIN, AFTER = (BEGINS + timedelta(days=n) for n in (-3, 10, 40))


@pytest.mark.parametrize(
    ("life", "now", "state"),
    [
        (Life(BEGINS, DUE), BEGINS, State.DUE),
        (Life(BEGINS, DUE, WITHIN), WITHIN, State.FULFILLED),
        (Life(BEGINS, DUE, WITHIN), WITHIN - timedelta(microseconds=1), State.DUE),
        (Life(BEGINS, DUE, WITHIN, excused=True, ended=True), AFTER, State.FULFILLED),
        (Life(BEGINS, DUE, WITHIN, excused=True), BEGINS, State.EXCUSED),
        (Life(BEGINS, DUE, excused=True), BEFORE, State.EXCUSED),
        (Life(BEGINS, DUE, excused=True), AFTER, State.EXCUSED),
        (Life(BEGINS, DUE, excused=True, ended=True), AFTER, State.ENDED),
        (Life(BEGINS, DUE, ended=True), BEFORE, State.ENDED),
    ],
)
def test_what_is_done_stays_done_and_an_end_or_excuse_goes_before_dates(
    life: Life, now: datetime, state: State
) -> None:
    assert state_at(life, now) is state


UP, OPEN, LATE, DONE = State.UPCOMING, State.DUE, State.LATE, State.FULFILLED
BY_CHANCE = datetime(2024, 7, 20, tzinfo=ZONE)  # when somebody looked again
LOOKS = {UP: BEFORE, OPEN: WITHIN}  # else by chance


@pytest.mark.parametrize(
    ("before", "after", "done", "found"),
    [
        (None, UP, None, []),
        (None, OPEN, None, [(OPEN, BEGINS)]),
        (None, LATE, None, [(OPEN, BEGINS), (LATE, DUE)]),
        (None, DONE, BEFORE, [(DONE, BEFORE)]),
        (None, DONE, WITHIN, [(OPEN, BEGINS), (DONE, WITHIN)]),
        (None, State.ENDED, None, [(State.ENDED, BY_CHANCE)]),
        (UP, OPEN, None, [(OPEN, BEGINS)]),
        (UP, LATE, None, [(OPEN, BEGINS), (LATE, DUE)]),
        (UP, DONE, BEFORE, [(DONE, BEFORE)]),
        (UP, DONE, BEGINS, [(OPEN, BEGINS), (DONE, BEGINS)]),
        (UP, State.ENDED, None, [(State.ENDED, BY_CHANCE)]),
        (OPEN, UP, None, [(UP, BEFORE)]),  # its dates were moved
        (OPEN, LATE, None, [(LATE, DUE)]),
        (OPEN, DONE, WITHIN, [(DONE, WITHIN)]),
        (OPEN, DONE, DUE, [(DONE, DUE)]),
        (OPEN, DONE, AFTER, [(LATE, DUE), (DONE, AFTER)]),
        (OPEN, State.ENDED, None, [(State.ENDED, BY_CHANCE)]),
        (LATE, DONE, AFTER, [(DONE, AFTER)]),
        (LATE, OPEN, None, [(OPEN, WITHIN)]),  # its deadline was moved
        (LATE, OPEN, AFTER, [(OPEN, WITHIN)]),  # done only after this look
        (State.EXCUSED, DONE, AFTER, [(DONE, AFTER)]),
        (DONE, LATE, None, [(LATE, BY_CHANCE)]),  # what fulfilled it was taken back
    ],
)
def test_what_happened_between_two_looks_is_told_at_its_own_instants(
    before: State | None, after: State, done: datetime | None, found: list[tuple[State, datetime]]
) -> None:
    told = moves(before, after, Life(BEGINS, DUE, done), LOOKS.get(after, BY_CHANCE))
    assert [(move.after, move.at) for move in told] == found


def test_a_late_deed_leaves_the_lateness_on_record() -> None:
    done = DUE + timedelta(days=3)
    found = list(moves(State.UPCOMING, State.FULFILLED, Life(BEGINS, DUE, done), done))
    assert [(m.after, m.at) for m in found] == [
        (State.DUE, BEGINS), (State.LATE, DUE), (State.FULFILLED, done),
    ]  # fmt: skip


@given(life=LIVES, one=INSTANTS, other=INSTANTS)
def test_moves_lead_from_one_look_to_the_next(life: Life, one: datetime, other: datetime) -> None:
    first, last = sorted([one, other])
    before, after = state_at(life, first), state_at(life, last)
    found = list(moves(before, after, life, last)) if before is not after else []
    states = [before, *(m.after for m in found)]
    assert states[-1] is after
    assert all(m.before is state for m, state in zip(found, states, strict=False))
    assert all(a is not b for a, b in pairwise(states))
    assert all(a.at <= b.at for a, b in pairwise(found))
