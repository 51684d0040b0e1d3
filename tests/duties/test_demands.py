"""Demands: what each city's circular asks, by when, and what bad dates become."""

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.calendar import reader as calendar
from netral.calendar.core.days import Week
from netral.circulars.core.meaning import Duty
from netral.demo.facts import city
from netral.duties.core import KINDS_OF, PROOFS, Group, Kind
from netral.duties.core.demands import (
    DATED,
    Asking,
    Demand,
    Desk,
    Frame,
    asked,
    passing_on,
    signing,
    times_of,
)
from netral.duties.core.policy import Policy, Rhythm, Terms
from netral.duties.core.season import Dates, Phase, Season, season_of
from netral.duties.reader import policy, read_policy, read_standing, standing
from netral.kernel.tables import BadTable
from tools.duties_table.page import FILE_OF, demands_of, duties_of, page

JAKARTA = ZoneInfo("Asia/Jakarta")
NAMED, YEARS = calendar.holidays()
WEEK = Week(5, frozenset(NAMED), YEARS)
PILKADA = season_of([e for e in calendar.elections() if e.code == "pilkada-2024"], "32.76")
FRAME = Frame(PILKADA, policy(), WEEK, "Asia/Jakarta", date(2024, 12, 31))
NOON = datetime(2024, 6, 4, 5, tzinfo=UTC)  # Tuesday, 12.00 WIB


def clause(*duties: Duty, due_at: datetime | None = None) -> Asking:
    return Asking(1, 7, duties, due_at, ("pilkada-2024",))


def local(*numbers: int) -> datetime:
    return datetime(*numbers, tzinfo=JAKARTA)  # type: ignore[misc,arg-type]


# ---- The four cities: law.md §7, as two persons read it


@pytest.mark.parametrize(
    ("slug", "dated", "stated"),
    [
        ("depok", ["socialise", "guide", "supervise"], []),
        ("padang", ["socialise", "supervise"], []),
        ("bogor", ["climate", "supervise", "nil_report"], ["report", "sanction"]),
        ("malang", ["socialise", "educate", "implement", "supervise"], []),
    ],
)
def test_each_city_asks_exactly_what_its_circular_states(
    slug: str, dated: list[str], stated: list[str]
) -> None:
    found = duties_of(city(slug))
    assert [kind for _, kinds, _ in found for kind in kinds] == dated
    assert [kind for _, _, kinds in found for kind in kinds] == stated
    assert list(dict.fromkeys(str(d.kind) for d in demands_of(city(slug)))) == dated


def test_the_table_of_the_docs_says_what_the_data_says() -> None:
    assert FILE_OF.read_text(encoding="utf-8") == page()


def test_the_same_circular_published_for_another_city_makes_that_citys_duties() -> None:
    depok, padang = city("depok"), city("padang")
    lent = replace(padang, circular=depok.circular)
    assert {d.kind for d in demands_of(lent)} == {Kind.SOCIALISE, Kind.GUIDE, Kind.SUPERVISE}
    assert {str(d.due_at.tzinfo) for d in demands_of(lent)} == {padang.zone}


# ---- Dates


def test_something_asked_once_falls_due_after_working_days() -> None:
    first = asked([clause(Duty.SOCIALISE)], NOON, FRAME)[0]
    # Ten working days after 4 June 2024; 17 and 18 June are holidays (Iduladha).
    assert (first.first_on, first.due_at) == (date(2024, 6, 4), local(2024, 6, 20, 16))


def test_supervision_is_monthly_and_weekly_in_the_campaign() -> None:
    found = asked([clause(Duty.SUPERVISE)], NOON, FRAME)
    spans = [(d.first_on, d.last_on) for d in found]
    assert spans[:2] == [
        (date(2024, 6, 4), date(2024, 6, 30)),
        (date(2024, 7, 1), date(2024, 7, 31)),
    ]
    assert (date(2024, 9, 25), date(2024, 9, 29)) in spans  # the campaign begins on a Wednesday
    assert (date(2024, 11, 24), date(2024, 11, 26)) in spans  # the quiet period for itself
    assert spans[-1][1] == date(2024, 12, 16)  # the recapitulation ends


def test_times_leave_no_day_out_and_share_none() -> None:
    found = asked([clause(Duty.SUPERVISE)], NOON, FRAME)
    for one, other in itertools.pairwise(found):
        assert other.first_on == one.last_on + timedelta(days=1)


def test_a_deadline_on_a_weekend_or_holiday_moves_to_the_next_working_day() -> None:
    june = asked([clause(Duty.GUIDE)], NOON, FRAME)[0]
    assert june.last_on == date(2024, 6, 30)  # a Sunday
    assert june.due_at == local(2024, 7, 1, 16)


def test_voting_day_is_a_holiday_for_deadlines() -> None:
    vote = local(2024, 11, 27, 16)  # Wednesday, a national holiday on that day
    found = asked([clause(Duty.SOCIALISE, due_at=vote)], NOON, FRAME)
    assert [d.due_at for d in found] == [local(2024, 11, 28, 16)]
    assert found[0].last_on == date(2024, 11, 27)


def test_the_circulars_own_date_wins_over_every_rhythm() -> None:
    due = local(2024, 6, 28, 10)
    found = asked([clause(Duty.SUPERVISE, Duty.GUIDE, due_at=due)], NOON, FRAME)
    assert [(d.kind, d.due_at) for d in found] == [(Kind.SUPERVISE, due), (Kind.GUIDE, due)]


def test_nobody_is_late_before_the_circular_reached_them() -> None:
    due = local(2024, 6, 3, 16)
    found = asked([clause(Duty.SOCIALISE, due_at=due)], NOON, FRAME)
    assert found[0].due_at == local(2024, 6, 11, 16)  # five working days
    desk = Desk(item=1, circular=1, pass_on_by=due, derives=True)
    assert {d.due_at for d in passing_on(desk, NOON, FRAME)} == {local(2024, 6, 11, 16)}


def test_a_unit_reached_later_counts_from_there() -> None:
    later = asked([clause(Duty.SOCIALISE)], NOON + timedelta(days=60), FRAME)[0]
    assert later.first_on == date(2024, 8, 3)
    assert later.due_at == local(2024, 8, 16, 16)


def test_a_first_month_too_short_to_act_in_is_one_with_the_next() -> None:
    end = datetime(2024, 6, 27, 5, tzinfo=UTC)  # Thursday: two working days are left of June
    first = asked([clause(Duty.GUIDE)], end, FRAME)[0]
    assert (first.first_on, first.last_on) == (date(2024, 6, 27), date(2024, 7, 31))


def test_nothing_is_asked_once_the_season_is_over() -> None:
    assert asked([clause(*Duty)], datetime(2025, 3, 1, tzinfo=UTC), FRAME) == ()


def test_without_known_dates_only_the_coming_weeks_are_planned() -> None:
    frame = replace(FRAME, season=Season((Dates(),)), until=date(2024, 7, 31))
    found = asked([clause(Duty.SUPERVISE)], NOON, frame)
    assert [d.last_on for d in found] == [date(2024, 6, 30), date(2024, 7, 31)]


def test_years_without_holidays_on_file_leave_out_the_weeks_rest_days() -> None:
    frame = replace(FRAME, season=Season(), until=date(2099, 2, 28))
    found = asked([clause(Duty.SOCIALISE)], datetime(2099, 1, 5, 5, tzinfo=UTC), frame)
    assert found[0].due_at == local(2099, 1, 19, 16)


def test_announcements_have_no_dates() -> None:
    assert asked([clause(Duty.SANCTION, Duty.CHANNEL, Duty.PACT)], NOON, FRAME) == ()


def test_a_report_on_a_time_is_made_when_the_time_is_over() -> None:
    found = asked([clause(Duty.REPORT)], NOON, FRAME)[0]
    assert (found.first_on, found.opens_on) == (date(2024, 6, 4), date(2024, 6, 30))
    assert found.due_at == local(2024, 7, 3, 16)
    guided = asked([clause(Duty.GUIDE)], NOON, FRAME)[0]
    assert (guided.first_on, guided.opens_on) == (date(2024, 6, 4), date(2024, 6, 4))


def test_what_is_asked_again_by_phase_begins_with_the_phase_and_ends_with_it() -> None:
    terms = Terms(days=10, again=(Phase.CAMPAIGN, Phase.QUIET))
    assert list(times_of(terms, date(2024, 6, 4), FRAME)) == [
        (date(2024, 6, 4), date(2024, 6, 20), local(2024, 6, 20, 16)),
        (date(2024, 9, 25), date(2024, 10, 8), local(2024, 10, 8, 16)),
        (date(2024, 11, 24), date(2024, 11, 26), local(2024, 11, 26, 16)),
    ]
    within = [first for first, _, _ in times_of(terms, date(2024, 9, 25), FRAME)]
    assert within == [date(2024, 9, 25), date(2024, 11, 24)]


def test_a_first_month_of_three_working_days_stands_for_itself() -> None:
    reached = datetime(2024, 6, 26, 5, tzinfo=UTC)  # Wednesday
    found = asked([clause(Duty.GUIDE)], reached, FRAME)[0]
    assert (found.first_on, found.last_on) == (date(2024, 6, 26), date(2024, 6, 30))


def test_a_week_of_holidays_is_one_with_the_next() -> None:
    terms = Terms(rhythm=Rhythm.WEEK, days=0)
    spans = [(first, last) for first, last, _ in times_of(terms, date(2024, 4, 1), FRAME)]
    # Idulfitri: from Monday 8 to Monday 15 April 2024 nobody works.
    assert spans[:3] == [
        (date(2024, 4, 1), date(2024, 4, 7)),
        (date(2024, 4, 8), date(2024, 4, 21)),
        (date(2024, 4, 22), date(2024, 4, 28)),
    ]


def spans_of(terms: Terms, reached: date, frame: Frame = FRAME) -> list[tuple[date, date]]:
    return [(first, last) for first, last, _ in times_of(terms, reached, frame)]


def test_a_month_stays_whole_though_a_phase_begins_within_it() -> None:
    found = spans_of(Terms(rhythm=Rhythm.MONTH, days=0), date(2024, 8, 1))
    assert found == [
        (date(2024, 8, 1), date(2024, 8, 31)),
        (date(2024, 9, 1), date(2024, 9, 30)),  # candidates are determined, campaigns begin
        (date(2024, 10, 1), date(2024, 10, 31)),
        (date(2024, 11, 1), date(2024, 11, 30)),
        (date(2024, 12, 1), date(2024, 12, 16)),
    ]


def test_february_is_a_month_too() -> None:
    frame = replace(FRAME, season=Season(), until=date(2023, 3, 31))
    assert spans_of(Terms(rhythm=Rhythm.MONTH, days=0), date(2023, 1, 30), frame) == [
        (date(2023, 1, 30), date(2023, 2, 28)),
        (date(2023, 3, 1), date(2023, 3, 31)),
    ]


def test_months_after_weeks_are_whole_as_well() -> None:
    terms = Terms(rhythm=Rhythm.MONTH, days=0, weekly_in=(Phase.BEFORE,))
    assert spans_of(terms, date(2024, 9, 9))[:4] == [
        (date(2024, 9, 9), date(2024, 9, 15)),
        (date(2024, 9, 16), date(2024, 9, 21)),
        (date(2024, 9, 22), date(2024, 9, 30)),
        (date(2024, 10, 1), date(2024, 10, 31)),
    ]


def test_a_week_with_one_working_day_stands_for_itself() -> None:
    feast = frozenset(date(2024, 6, day) for day in range(10, 14))
    frame = replace(FRAME, week=Week(5, feast, frozenset({2024})))
    found = spans_of(Terms(rhythm=Rhythm.WEEK, days=0), date(2024, 6, 3), frame)
    assert found[1] == (date(2024, 6, 10), date(2024, 6, 16))


def test_days_of_rest_at_the_end_are_one_with_what_was_before() -> None:
    frame = replace(FRAME, season=Season(), until=date(2024, 6, 2))  # a Sunday
    monthly = Terms(rhythm=Rhythm.MONTH, days=0)
    assert spans_of(monthly, date(2024, 3, 1), frame) == [
        (date(2024, 3, 1), date(2024, 3, 31)),
        (date(2024, 4, 1), date(2024, 4, 30)),
        (date(2024, 5, 1), date(2024, 6, 2)),
    ]
    assert spans_of(monthly, date(2024, 6, 1), frame) == [(date(2024, 6, 1), date(2024, 6, 2))]


def test_who_is_reached_on_the_last_day_is_asked_about_that_day_and_nobody_later() -> None:
    terms = Terms(rhythm=Rhythm.MONTH, days=0)
    last = FRAME.last
    assert list(times_of(terms, last, FRAME)) == [(last, last, FRAME.due(last))]
    assert list(times_of(terms, last + timedelta(days=1), FRAME)) == []


def test_a_date_that_passes_as_the_circular_arrives_leaves_some_days() -> None:
    found = asked([clause(Duty.SOCIALISE, due_at=NOON)], NOON, FRAME)[0]
    assert (found.last_on, found.due_at) == (date(2024, 6, 11), local(2024, 6, 11, 16))
    later = asked([clause(Duty.SOCIALISE, due_at=NOON + timedelta(minutes=1))], NOON, FRAME)[0]
    assert later.due_at == local(2024, 6, 4, 12, 1)


def test_the_hour_of_a_circulars_date_is_that_of_the_place() -> None:
    saturday = datetime(2024, 6, 28, 19, 30, tzinfo=UTC)  # 29 June, 02.30 WIB
    found = asked([clause(Duty.SOCIALISE, due_at=saturday)], NOON, FRAME)[0]
    assert (found.last_on, found.due_at) == (date(2024, 6, 29), local(2024, 7, 1, 2, 30))


def test_every_demand_says_where_it_comes_from() -> None:
    found = asked([clause(Duty.GUIDE)], NOON, FRAME)[0]
    assert (found.group, found.source) == (Group.CIRCULAR, "clause:7")
    assert (found.circular, found.clause) == (1, 7)
    desk = Desk(item=5, circular=9, pass_on_by=None, derives=True)
    passed = list(passing_on(desk, NOON, FRAME))
    assert [d.kind for d in passed] == [Kind.ACKNOWLEDGE, Kind.DERIVE]
    assert {(d.group, d.source, d.circular, d.clause) for d in passed} == {
        (Group.CASCADE, "item:5", 9, None)
    }
    passes_nothing_on = list(passing_on(replace(desk, derives=False), NOON, FRAME))
    assert [d.kind for d in passes_nothing_on] == [Kind.ACKNOWLEDGE]


def test_a_campaign_is_due_at_its_own_deadline() -> None:
    opens, deadline = local(2024, 6, 24, 8), local(2024, 6, 28, 16)
    found = signing(3, opens, deadline, FRAME)
    assert found == Demand(
        Group.PACT,
        Kind.COLLECT_PACTS,
        "campaign:3",
        date(2024, 6, 24),
        date(2024, 6, 28),
        deadline,
    )


# ---- For every day and every terms


DAYS = st.dates(date(2024, 1, 1), date(2024, 12, 10))
TERMS = st.builds(
    Terms,
    rhythm=st.sampled_from([Rhythm.MONTH, Rhythm.WEEK]),
    days=st.integers(0, 10),
    weekly_in=st.sets(st.sampled_from(list(Phase))).map(tuple),
)


@given(reached=DAYS, terms=TERMS)
def test_whatever_the_rhythm_each_day_is_asked_about_once(reached: date, terms: Terms) -> None:
    found = list(times_of(terms, reached, FRAME))
    assert found[0][0] == reached
    assert found[-1][1] == FRAME.last
    for (_, last, _), (first, _, _) in itertools.pairwise(found):
        assert first == last + timedelta(days=1)


@given(reached=DAYS, terms=TERMS)
def test_no_deadline_is_on_a_day_of_rest_nor_before_its_time_ends(
    reached: date, terms: Terms
) -> None:
    for first, last, due in times_of(terms, reached, FRAME):
        assert first <= last
        assert WEEK.works(due.date())
        assert due.date() >= last
        assert due.time() == time(16)


@given(reached=DAYS, days=st.integers(1, 60), again=st.sets(st.sampled_from(list(Phase))))
def test_what_is_asked_once_never_begins_twice_on_a_day(
    reached: date, days: int, again: set[Phase]
) -> None:
    terms = Terms(days=days, again=tuple(again))
    firsts = [first for first, _, _ in times_of(terms, reached, FRAME)]
    assert len(set(firsts)) == len(firsts)
    assert firsts[0] == reached


@given(st.dates(date(2023, 1, 1), date(2026, 12, 31)))
def test_a_season_has_one_phase_a_day(day: date) -> None:
    spans = PILKADA.spans(day, day + timedelta(days=40))
    assert spans[0].first == day
    assert spans[-1].last == day + timedelta(days=40)
    assert all(one.phase is not other.phase for one, other in itertools.pairwise(spans))


def test_where_elections_overlap_the_phase_that_asks_more_goes_before() -> None:
    quiet = Dates(determined=date(2024, 1, 1), quiet=(date(2024, 2, 11), date(2024, 2, 13)))
    before = Dates(determined=date(2024, 9, 22))
    assert Season((before, quiet)).phase_on(date(2024, 2, 12)) is Phase.QUIET


# ---- The policy's file


def test_the_house_policy_has_terms_for_every_kind_with_periods() -> None:
    found: Policy = policy()
    assert set(found.terms) == {
        Kind.SOCIALISE, Kind.EDUCATE, Kind.GUIDE, Kind.IMPLEMENT, Kind.CLIMATE, Kind.SUPERVISE,
        Kind.NIL_REPORT, Kind.ACKNOWLEDGE, Kind.DERIVE,
    }  # fmt: skip


POLICY = 'hour = 16\nderives = ["opd"]\nvacancy_days = {days}\n[terms.guide]\n{terms}\n'
MONTHLY = 'rhythm = "month"\ndays = 0'


def test_a_policy_says_how_long_an_office_may_stand_vacant_before_somebody_is_told() -> None:
    assert read_policy(POLICY.format(days=14, terms=MONTHLY)).vacancy_days == 14
    assert read_policy(POLICY.format(days=1, terms=MONTHLY)).vacancy_days == 1
    for days in ("0", "-1", '"14"', "true"):
        with pytest.raises((BadTable, ValueError)):
            read_policy(POLICY.format(days=days, terms=MONTHLY))


@pytest.mark.parametrize(
    "terms",
    [
        'rhythm = "daily"\ndays = 1',
        'rhythm = "once"\ndays = 0',
        'rhythm = "once"\ndays = 61',
        'rhythm = "once"\ndays = "10"',
        'rhythm = "once"',
        'rhythm = "month"\ndays = 0\nagain = ["quiet"]',
        'rhythm = "once"\ndays = 5\nweekly_in = ["quiet"]',
        'rhythm = "once"\ndays = 5\nsurprise = 1',
    ],
)
def test_a_policy_that_makes_no_sense_is_refused(terms: str) -> None:
    text = POLICY.format(days=14, terms=terms)
    with pytest.raises((BadTable, ValueError)):
        read_policy(text)


def test_an_institutions_own_terms_go_over_those_of_the_house_and_leave_the_rest() -> None:
    house = policy()
    own = house.with_own({Kind.GUIDE: Terms(days=3)})
    assert own.terms[Kind.GUIDE] == Terms(days=3) != house.terms[Kind.GUIDE]
    assert own.own == {Kind.GUIDE}
    assert {k: own.terms[k] for k in own.terms if k is not Kind.GUIDE} == {
        k: house.terms[k] for k in house.terms if k is not Kind.GUIDE
    }
    assert (own.hour, own.derives) == (house.hour, house.derives)


def test_standing_duties_name_article_and_source() -> None:
    assert [duty.article for duty in standing()] == [
        "PP 94/2021 Pasal 26 ayat (1) dan (2)", "PP 94/2021 Pasal 28",
    ]  # fmt: skip
    assert all(duty.source for duty in standing())
    with pytest.raises(BadTable):
        read_standing('[[duty]]\nkind = "act_on_knowledge"\n')


def test_demands_of_one_source_are_told_apart() -> None:
    found = asked([clause(*Duty)], NOON, FRAME)
    assert len({demand.key for demand in found}) == len(found)
    assert all(isinstance(demand, Demand) for demand in found)


def test_every_kind_with_dates_is_in_one_group() -> None:
    assert set(KINDS_OF[Group.CIRCULAR]) == set(DATED.values())
    kinds = [kind for each in KINDS_OF.values() for kind in each]
    assert sorted(kinds) == sorted(PROOFS)
