"""Elections made up to try each rule of dates, offices and regions by itself."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.calendar import reader
from netral.calendar.core.days import CalendarDays, Days, Week, WorkingDays
from netral.calendar.core.elections import (
    EVERYWHERE,
    OFFICE_WORDS,
    PHASE_WORDS,
    SURE,
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
    CAMPAIGN_WORDS,
    DATE_DOUBT,
    DATE_UNKNOWN,
    NO_PART,
    PART_DOUBT,
    REGION_UNKNOWN,
    STAGE_WORDS,
    Campaign,
    Stage,
    campaign_on,
    stage_on,
)

DEPOK, BOGOR = "32.76", "32.71"
RUN, QUIET, VOTE = date(2024, 9, 25), date(2024, 11, 24), date(2024, 11, 27)
PAIR = (Office.MAYOR, Office.GOVERNOR)


def phase(
    which: Phase,
    starts: date | None,
    ends: date | None = None,
    *offices: Office,
    region: str = EVERYWHERE,
    confidence: Confidence = Confidence.FOUND,
) -> Dates:
    return Dates(which, starts, ends, "uji", confidence, frozenset(offices), region)


def election(
    *phases: Dates,
    offices: tuple[Office, ...] = PAIR,
    confidence: Confidence = Confidence.FOUND,
    regions: tuple[str, ...] = (EVERYWHERE,),
    complete: bool = True,
) -> Election:
    part = Part(regions, frozenset(offices), "uji", confidence)
    return Election(
        "uji", "Uji", Law.REGIONAL, offices, (part,), complete=complete, phases=phases, source="uji"
    )


def season(
    *offices: Office, region: str = EVERYWHERE, later: int = 0, of: Confidence = Confidence.FOUND
) -> list[Dates]:
    """Return the three phases that a campaign follows from, some days later than in 2024."""
    by = timedelta(days=later)
    day = timedelta(days=1)
    return [
        phase(which, starts + by, ends + by, *offices, region=region, confidence=of)
        for which, starts, ends in (
            (Phase.CAMPAIGN, RUN, QUIET - day),
            (Phase.QUIET, QUIET, VOTE - day),
            (Phase.VOTE, VOTE, VOTE),
        )
    ]


EDGES = [
    (RUN - timedelta(days=1), Campaign.BEFORE, Phase.CAMPAIGN),
    (RUN, Campaign.DURING, Phase.CAMPAIGN),
    (QUIET - timedelta(days=1), Campaign.DURING, Phase.CAMPAIGN),
    (QUIET, Campaign.QUIET, Phase.QUIET),
    (VOTE - timedelta(days=1), Campaign.QUIET, Phase.QUIET),
    (VOTE, Campaign.AFTER, Phase.VOTE),
]


@pytest.mark.parametrize(("day", "where", "because"), EDGES)
@pytest.mark.parametrize("later", [0, 40])
def test_each_edge_of_a_campaign_is_that_of_the_region_and_names_its_dates(
    day: date, where: Campaign, because: Phase, later: int
) -> None:
    made = election(*season(), *season(region=DEPOK, later=40))
    region = DEPOK if later else BOGOR
    found = campaign_on(made, region, day + timedelta(days=later))
    assert (found.campaign, found.verified, found.doubts) == (where, True, ())
    assert [(each.phase, each.region) for each in found.dates] == [
        (because, DEPOK if later else EVERYWHERE)
    ]


@pytest.mark.parametrize(("day", "where", "because"), EDGES)
def test_each_edge_of_a_campaign_is_that_of_the_office(
    day: date, where: Campaign, because: Phase
) -> None:
    made = election(*season(), *season(Office.GOVERNOR, later=40))
    later = day + timedelta(days=40)
    assert campaign_on(made, DEPOK, day, Office.MAYOR).campaign is where
    assert campaign_on(made, DEPOK, later, Office.GOVERNOR).campaign is where
    assert campaign_on(made, DEPOK, later, Office.GOVERNOR).dates[0].phase is because


@given(st.lists(st.integers(0, 500), min_size=2))
def test_a_campaign_never_goes_back(days: list[int]) -> None:
    made, order = election(*season()), list(Campaign)
    found = [campaign_on(made, DEPOK, date(2024, 1, 1) + timedelta(n)) for n in sorted(days)]
    assert all(order.index(a.campaign) <= order.index(b.campaign) for a, b in pairwise(found))
    assert Campaign.UNKNOWN not in {each.campaign for each in found}


def test_a_campaign_of_which_a_day_is_missing_is_unknown_where_that_day_decides() -> None:
    open_end = election(phase(Phase.CAMPAIGN, RUN), phase(Phase.QUIET, None, VOTE))
    assert campaign_on(open_end, DEPOK, RUN - timedelta(days=1)).campaign is Campaign.BEFORE
    for day in (RUN, RUN + timedelta(days=9), VOTE):
        found = campaign_on(open_end, DEPOK, day)
        assert (found.campaign, found.doubts) == (Campaign.UNKNOWN, (DATE_UNKNOWN,))
        assert found.dates == ()
    open_start = election(phase(Phase.CAMPAIGN, None, QUIET), phase(Phase.VOTE, None))
    assert campaign_on(open_start, DEPOK, RUN).campaign is Campaign.UNKNOWN


def test_campaigns_in_disagreement_name_the_dates_of_each_office() -> None:
    made = election(*season(), *season(Office.GOVERNOR, later=9))
    found = campaign_on(made, DEPOK, QUIET)
    assert found.campaign is Campaign.UNKNOWN
    assert {each.phase for each in found.dates} == {Phase.CAMPAIGN, Phase.QUIET}


def test_doubts_about_dates_and_about_taking_part_are_both_said() -> None:
    low = Confidence.MEMORY_LOW
    made = election(
        *season(of=low), phase(Phase.DETERMINATION, VOTE, confidence=low), confidence=low
    )
    found, stage = campaign_on(made, DEPOK, RUN), stage_on(made, DEPOK, RUN)
    assert found.doubts == stage.doubts == (PART_DOUBT, DATE_DOUBT)
    assert not found.verified
    assert not stage.verified


@pytest.mark.parametrize("complete", [True, False])
def test_a_region_outside_has_neither_stage_nor_campaign(*, complete: bool) -> None:
    made = election(*season(), regions=("13",), complete=complete)
    doubt = (NO_PART,) if complete else (REGION_UNKNOWN,)
    stage, campaign = stage_on(made, DEPOK, RUN), campaign_on(made, DEPOK, RUN)
    assert (stage.stage, stage.dates, stage.doubts) == (Stage.UNKNOWN, (), doubt)
    assert (campaign.campaign, campaign.dates, campaign.doubts) == (Campaign.UNKNOWN, (), doubt)


def test_a_stage_names_the_dates_of_its_offices_in_one_order() -> None:
    offices = tuple(Office)
    pivots = [
        phase(Phase.DETERMINATION, RUN + timedelta(n), None, o) for n, o in enumerate(offices)
    ]
    found = stage_on(election(*pivots, offices=offices), DEPOK, RUN)
    assert found.stage is Stage.PARTLY
    assert [each.offices for each in found.dates] == [{office} for office in sorted(offices)]
    unknown = election(*pivots[1:], phase(Phase.DETERMINATION, None, None), offices=offices)
    assert len(stage_on(unknown, DEPOK, RUN).dates) == len(offices)


def test_the_nearest_region_gives_the_dates_and_within_it_the_office() -> None:
    regions = ["*", "32", "32.76", "32.76.01", "32.76.01.1001"]
    rows = [
        phase(Phase.VOTE, VOTE + timedelta(days=n), None, *offices, region=region)
        for n, region in enumerate(regions)
        for offices in ((), (Office.MAYOR,))
    ]
    for made in (election(*rows), election(*reversed(rows))):
        for region in regions[1:]:
            mayor = made.dates(Phase.VOTE, region, Office.MAYOR)
            governor = made.dates(Phase.VOTE, region, Office.GOVERNOR)
            assert mayor is not None
            assert governor is not None
            assert (mayor.region, mayor.offices) == (region, frozenset({Office.MAYOR}))
            assert (governor.region, governor.offices) == (region, frozenset())
    assert election(*rows).dates(Phase.COUNT, DEPOK, Office.MAYOR) is None


@pytest.mark.parametrize("kind", [CalendarDays, WorkingDays, Days])
def test_a_span_is_a_value_of_its_own_kind(kind: type[CalendarDays]) -> None:
    assert kind(0).count == 0
    assert kind(2) + kind(3) == kind(5)
    assert kind(2) < kind(3) <= kind(3)
    with pytest.raises(AttributeError):
        kind(1).count = 2  # type: ignore[misc]


@given(st.dates(date(2022, 1, 1), date(2027, 12, 31)), st.integers(0, 900))
def test_years_are_known_when_every_one_of_them_is_on_file(first: date, span: int) -> None:
    week = Week(5, known=frozenset(range(2023, 2027)))
    last = first + timedelta(days=span)
    assert week.knows(first, last) is (first.year >= 2023 and last.year <= 2026)


def test_without_holidays_on_file_nothing_is_known_and_no_end_is_counted() -> None:
    assert not Week(5).knows(RUN, RUN)
    with pytest.raises(LookupError, match="2024"):
        Week(5).after(RUN, WorkingDays(1))


@pytest.mark.parametrize(("length", "rests"), [(5, {"Saturday", "Sunday"}), (6, {"Sunday"})])
def test_a_week_rests_at_its_end(length: int, rests: set[str]) -> None:
    days = [date(2024, 7, 1) + timedelta(days=n) for n in range(7)]
    assert {f"{day:%A}" for day in days if not Week(length).works(day)} == rests


@pytest.mark.parametrize("length", [0, 4, 7])
def test_no_week_is_shorter_or_longer(length: int) -> None:
    with pytest.raises(ValueError, match=f"not {length}"):
        Week(length)


@pytest.mark.parametrize(
    ("year", "leave", "working_days"),
    [
        (2023, "0123 0323 0419 0420 0421 0424 0425 0602 0628 0630 1226", 239),
        (2024, "0209 0312 0408 0409 0412 0415 0510 0524 0618 1226", 238),
        (2025, "0128 0328 0402 0403 0404 0407 0513 0530 0609 0818 1226", 237),
        (2026, "0216 0318 0320 0323 0324 0515 0528 1224", 240),
    ],
)
def test_the_collective_leave_of_each_year_rests_the_office(
    year: int, leave: str, working_days: int
) -> None:
    """The working days of a year were counted by hand, not by this code."""
    named, years = reader.holidays()
    days = [
        f"{day:%m%d}"
        for day, name in sorted(named.items())
        if "Cuti Bersama" in name and day.year == year
    ]
    assert " ".join(days) == leave
    week = Week(5, frozenset(named), years)
    counted = week.between(date(year - 1, 12, 31), date(year, 12, 31))
    assert counted == WorkingDays(working_days)


def test_facts_that_are_sure_come_from_a_source() -> None:
    assert {Confidence.PRESS, Confidence.FOUND, Confidence.DERIVED} == SURE


def test_every_value_has_words() -> None:
    assert set(PHASE_WORDS) == set(Phase)
    assert set(OFFICE_WORDS) == set(Office)
    assert set(STAGE_WORDS) == set(Stage)
    assert set(CAMPAIGN_WORDS) == set(Campaign)


@given(st.lists(st.sampled_from(["32", "76", "01"]), min_size=1, max_size=3), st.integers(0, 3))
def test_a_region_covers_those_whose_code_begins_with_its_own(parts: list[str], cut: int) -> None:
    inner = ".".join(parts)
    outer = ".".join(parts[:cut])
    assert covers(outer, inner) is bool(outer)
    assert covers(inner, f"{inner}9") is False
