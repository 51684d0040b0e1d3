"""Stages and campaigns of real elections, on the days that decide."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.calendar import queries
from netral.calendar.core.elections import (
    Confidence,
    Dates,
    Election,
    Law,
    Office,
    Part,
    Phase,
    covers,
)
from netral.calendar.core.stages import (
    DATE_DOUBT,
    DATE_UNKNOWN,
    DAY_DOUBT,
    MANY_REGIONS,
    NO_PART,
    PART_DOUBT,
    REGION_UNKNOWN,
    Campaign,
    Stage,
    campaign_on,
    stage_on,
)
from netral.calendar.errors import NoSuchElection
from netral.tenancy.core import Kind
from netral.tenancy.models import Institution

WIB, WIT = "Asia/Jakarta", "Asia/Jayapura"
DEPOK, BOGOR, PADANG, MALANG = "32.76", "32.71", "13.71", "35.73"


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("code", "region", "at", "stage"),
    [
        pytest.param("pilkada-2024", DEPOK, "2024-06-26T10:00+07:00", Stage.BEFORE, id="Depok"),
        pytest.param("pilkada-2024", BOGOR, "2024-05-15T10:00+07:00", Stage.BEFORE, id="Bogor"),
        pytest.param("pilkada-2024", PADANG, "2024-09-30T10:00+07:00", Stage.AFTER, id="Padang"),
        pytest.param("pemilu-2024", MALANG, "2023-11-20T10:00+07:00", Stage.AFTER, id="Malang"),
        pytest.param(
            "pemilu-2024", MALANG, "2023-11-12T23:59+07:00", Stage.PARTLY, id="legislature"
        ),
        pytest.param("pilkada-2020", DEPOK, "2020-09-23T00:00+07:00", Stage.AFTER, id="2020"),
        pytest.param("pilkada-2020", MALANG, "2020-10-01T10:00+07:00", Stage.UNKNOWN, id="no word"),
    ],
)
def test_the_stage_of_a_city(code: str, region: str, at: str, stage: Stage) -> None:
    assert queries.stage(code, region, instant(at), WIB).stage is stage


def test_the_day_of_determination_counts_as_after_from_midnight_and_is_marked() -> None:
    eve = queries.stage("pilkada-2024", DEPOK, instant("2024-09-21T23:59:59.999+07:00"), WIB)
    day = queries.stage("pilkada-2024", DEPOK, instant("2024-09-22T00:00+07:00"), WIB)
    assert (eve.stage, eve.verified) == (Stage.BEFORE, True)
    assert (day.stage, day.doubts) == (Stage.AFTER, (DAY_DOUBT,))


def test_midnight_is_the_places_own() -> None:
    moment = datetime(2024, 9, 21, 15, 30, tzinfo=UTC)  # 22.30 WIB, 00.30 WIT on the next day
    assert queries.stage("pilkada-2024", DEPOK, moment, WIB).stage is Stage.BEFORE
    assert queries.stage("pilkada-2024", "91.71", moment, WIT).stage is Stage.AFTER


def test_offices_of_one_election_are_determined_on_days_of_their_own() -> None:
    at = instant("2023-11-05T10:00+07:00")
    of = {
        o: queries.stage("pemilu-2024", MALANG, at, WIB, o) for o in (Office.DPR, Office.PRESIDENT)
    }
    assert of[Office.DPR].stage is Stage.AFTER
    assert of[Office.PRESIDENT].stage is Stage.BEFORE
    assert DATE_DOUBT in of[Office.DPR].doubts  # from memory


@pytest.mark.parametrize(
    ("day", "campaign"),
    [
        pytest.param(date(2024, 9, 24), Campaign.BEFORE, id="eve"),
        pytest.param(date(2024, 9, 25), Campaign.DURING, id="first day"),
        pytest.param(date(2024, 11, 23), Campaign.DURING, id="last day"),
        pytest.param(date(2024, 11, 24), Campaign.QUIET, id="quiet"),
        pytest.param(date(2024, 11, 26), Campaign.QUIET, id="last quiet day"),
        pytest.param(date(2024, 11, 27), Campaign.AFTER, id="vote"),
        pytest.param(date(2030, 1, 1), Campaign.AFTER, id="long after"),
    ],
)
def test_the_campaign_of_2024(day: date, campaign: Campaign) -> None:
    at = datetime(day.year, day.month, day.day, 3, tzinfo=UTC)
    found = queries.campaign("pilkada-2024", PADANG, at, WIB)
    assert (found.campaign, found.verified) == (campaign, True)


def test_what_nobody_knows_is_never_guessed() -> None:
    at = instant("2029-02-01T10:00+07:00")
    code = "pemilu-nasional-berikutnya"
    assert queries.stage(code, DEPOK, at, WIB).doubts == (DATE_UNKNOWN,)
    assert queries.stage(code, DEPOK, at, WIB).stage is Stage.UNKNOWN
    assert queries.campaign(code, DEPOK, at, WIB).campaign is Campaign.UNKNOWN


def test_a_known_voting_day_ends_a_campaign_of_unknown_days() -> None:
    day = instant("2025-08-27T10:00+07:00")
    assert queries.campaign("pilkada-ulang-2025", "19.71", day, WIB).campaign is Campaign.AFTER
    eve = queries.campaign("pilkada-ulang-2025", "19.71", day - timedelta(days=1), WIB)
    assert eve.campaign is Campaign.UNKNOWN


def test_a_region_that_is_not_listed_is_unknown_or_out() -> None:
    at = instant("2020-10-01T10:00+07:00")
    assert queries.stage("pilkada-2020", MALANG, at, WIB).doubts == (REGION_UNKNOWN,)
    mayor = queries.stage("pilkada-2024", "31.71", at, WIB, Office.MAYOR)
    assert (mayor.stage, mayor.doubts) == (Stage.UNKNOWN, (NO_PART,))


def test_taking_part_from_memory_is_marked() -> None:
    at = instant("2024-10-01T10:00+07:00")
    assert queries.stage("pilkada-2024", "33.01", at, WIB).doubts == (PART_DOUBT,)


def test_an_election_that_is_not_on_file_is_refused() -> None:
    with pytest.raises(NoSuchElection):
        queries.election("pilkada-1999")


def test_every_election_on_file_answers_on_every_day() -> None:
    for election in queries.elections():
        for days in range(0, 4000, 97):
            day = date(2019, 1, 1) + timedelta(days=days)
            assert stage_on(election, DEPOK, day).stage in Stage
            assert campaign_on(election, DEPOK, day).campaign in Campaign


def test_the_calendar_of_2024_keeps_its_counts() -> None:
    pilkada, pemilu = queries.election("pilkada-2024"), queries.election("pemilu-2024")
    for election, office, days in ((pilkada, Office.MAYOR, 60), (pemilu, Office.PRESIDENT, 75)):
        run = election.dates(Phase.CAMPAIGN, DEPOK, office)
        assert run is not None
        assert run.starts is not None
        assert run.ends is not None
        assert (run.ends - run.starts).days + 1 == days


def test_a_region_covers_what_is_inside_it() -> None:
    assert covers("32", "32.76.01")
    assert covers("*", "32")
    assert not covers("32.7", "32.76")
    assert not covers("32.76", "32")


def dated(phase: Phase, day: date | None, region: str = "*", *offices: Office) -> Dates:
    sure = Confidence.FOUND if day else Confidence.UNKNOWN
    return Dates(phase, day, day, "uji", sure, frozenset(offices), region)


def made(*phases: Dates) -> Election:
    mayor = (Office.MAYOR, Office.GOVERNOR)
    part = Part(("*",), frozenset(mayor), "uji", Confidence.FOUND)
    return Election(
        "uji", "Uji", Law.REGIONAL, mayor, (part,), complete=True, phases=phases, source="uji"
    )


def test_a_region_can_have_a_calendar_of_its_own() -> None:
    general, own = date(2024, 9, 22), date(2024, 10, 1)
    election = made(
        dated(Phase.DETERMINATION, general),
        dated(Phase.DETERMINATION, own, "32.76"),
        dated(Phase.DETERMINATION, None, "33"),
    )
    assert stage_on(election, DEPOK, general).stage is Stage.BEFORE
    assert stage_on(election, "32.76.01.1001", own).stage is Stage.AFTER
    assert stage_on(election, BOGOR, general).stage is Stage.AFTER
    assert stage_on(election, "33.01", own).stage is Stage.UNKNOWN


def test_the_dates_of_an_office_stand_before_those_of_all() -> None:
    early, late = date(2024, 9, 1), date(2024, 9, 22)
    election = made(
        dated(Phase.DETERMINATION, early),
        dated(Phase.DETERMINATION, late, "*", Office.GOVERNOR),
    )
    assert stage_on(election, DEPOK, early, Office.MAYOR).stage is Stage.AFTER
    assert stage_on(election, DEPOK, early, Office.GOVERNOR).stage is Stage.BEFORE
    assert stage_on(election, DEPOK, early).stage is Stage.PARTLY


def test_offices_whose_campaigns_differ_leave_the_whole_unknown() -> None:
    election = made(
        dated(Phase.CAMPAIGN, date(2024, 9, 25)),
        dated(Phase.CAMPAIGN, date(2024, 9, 27), "*", Office.GOVERNOR),
    )
    found = campaign_on(election, DEPOK, date(2024, 9, 25))
    assert (found.campaign, found.doubts) == (Campaign.UNKNOWN, (DATE_UNKNOWN,))
    assert campaign_on(election, DEPOK, date(2024, 9, 25), Office.MAYOR).campaign is Campaign.DURING


@given(
    days=st.lists(st.dates(date(2024, 1, 1), date(2024, 12, 31)), min_size=2, max_size=12),
    pivots=st.lists(
        st.none() | st.dates(date(2024, 1, 1), date(2024, 12, 31)), min_size=1, max_size=2
    ),
)
def test_a_stage_never_goes_back(days: list[date], pivots: list[date | None]) -> None:
    offices = (Office.MAYOR, Office.GOVERNOR)
    election = made(
        *(dated(Phase.DETERMINATION, p, "*", o) for p, o in zip(pivots, offices, strict=False))
    )
    order = [Stage.BEFORE, Stage.PARTLY, Stage.AFTER]
    stages = [stage_on(election, DEPOK, day).stage for day in sorted(days)]
    if None in pivots or len(pivots) < len(offices):
        assert set(stages) == {Stage.UNKNOWN}
    else:
        assert [order.index(s) for s in stages] == sorted(order.index(s) for s in stages)


def test_an_institution_is_offered_the_elections_of_its_region() -> None:
    depok = {e.code for e in queries.concerning(Institution(code=DEPOK, kind=Kind.CITY))}
    assert {"pemilu-2024", "pilkada-2024", "pilkada-2020"} <= depok
    nowhere = {e.code for e in queries.concerning(Institution(code="99.71", kind=Kind.CITY))}
    assert "pilkada-2024" not in nowhere  # all of its regions are on file
    assert "pilkada-2020" in nowhere  # not all are: it may


def test_an_agency_of_the_state_is_concerned_by_all_and_has_no_stage_of_its_own() -> None:
    agency = Institution(code="K99", kind=Kind.AGENCY, zone=WIB)
    assert queries.concerning(agency) == queries.elections()
    fact = queries.stage_for(agency, "pilkada-2024", instant("2024-10-01T12:00:00+07:00"))
    assert (fact.stage, fact.doubts) == (Stage.UNKNOWN, (MANY_REGIONS,))


def test_the_stage_of_an_institution_is_that_of_its_region() -> None:
    depok = Institution(code=DEPOK, kind=Kind.CITY, zone=WIB)
    at = instant("2024-10-01T12:00:00+07:00")
    assert queries.stage_for(depok, "pilkada-2024", at) == queries.stage(
        "pilkada-2024", DEPOK, at, WIB
    )
