"""The facts of the four cities are those that were reported, and no more."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from netral.calendar.queries import election
from netral.circulars.core import ClauseKind, Dating, Form, Relay
from netral.circulars.core.numbers import Pattern
from netral.demo import facts, town
from netral.orgs.core import Capacity, UnitKind
from netral.orgs.core import PersonKind as K

WIB = ZoneInfo("Asia/Jakarta")
ASN = {K.PNS, K.CPNS, K.PPPK, K.PPPK_PART}


def wib(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=WIB)  # type: ignore[arg-type, misc]  # year, month, day, hour


@pytest.mark.parametrize(
    ("slug", "districts", "villages"),
    [("depok", 11, 63), ("padang", 11, 104), ("bogor", 6, 68), ("malang", 5, 57)],
)
def test_each_city_has_its_real_kecamatan_and_kelurahan(
    slug: str, districts: int, villages: int
) -> None:
    units = town.plan(facts.city(slug))
    kinds = [unit.kind for unit in units]
    assert kinds.count(UnitKind.DISTRICT) == districts
    assert kinds.count(UnitKind.VILLAGE) == villages
    assert all(unit.region_code == unit.code for unit in units if unit.region_code)


@pytest.mark.parametrize(
    ("slug", "day"),
    [
        ("malang", wib(2023, 11, 29, 8)),
        ("bogor", wib(2024, 6, 6, 8)),
        ("depok", wib(2024, 6, 26, 8)),
        ("padang", wib(2024, 10, 9, 8)),
    ],
)
def test_each_city_has_a_day_of_its_own(slug: str, day: datetime) -> None:
    assert facts.city(slug).starts_at == day


@pytest.mark.parametrize(
    ("slug", "number", "dated_on", "dating", "form"),
    [
        ("depok", "270/343-Huk", date(2024, 5, 31), Dating.EXACT, Form.CIRCULAR),
        (
            "padang",
            "800.1.6.2/524/BKPSDM-PDG/2024",
            date(2024, 9, 29),
            Dating.AT_LATEST,
            Form.CIRCULAR,
        ),
        ("bogor", "100.3.4/2159 – BKPSDM", date(2024, 5, 14), Dating.EXACT, Form.CIRCULAR),
        ("malang", "", date(2023, 11, 18), Dating.AT_LATEST, Form.INSTRUCTION),
    ],
)
def test_each_circular_has_its_number_and_date(
    slug: str, number: str, dated_on: date, dating: Dating, form: Form
) -> None:
    circular = facts.city(slug).circular
    assert (circular.number, circular.dated_on) == (number, dated_on)
    assert (circular.dating, circular.form) == (dating, form)


@pytest.mark.parametrize("slug", ["depok", "padang", "bogor"])
def test_the_pattern_of_a_city_makes_its_number(slug: str) -> None:
    circular = facts.city(slug).circular
    made = Pattern.of(circular.pattern).make(circular.sequence, circular.dated_on)
    assert made == circular.number


@pytest.mark.parametrize(
    ("slug", "signatory", "capacity", "relay"),
    [
        ("depok", "mayor", Capacity.DEFINITIVE, Relay.DIRECT),
        ("padang", "secretary", Capacity.PLH, Relay.ON_BEHALF),
        ("bogor", "mayor", Capacity.PJ, Relay.DIRECT),
        ("malang", "mayor", Capacity.PJ, Relay.DIRECT),
    ],
)
def test_each_circular_is_signed_in_the_capacity_reported(
    slug: str, signatory: str, capacity: Capacity, relay: Relay
) -> None:
    city = facts.city(slug)
    post = city.mayor if city.circular.signatory == "mayor" else city.secretary
    assert city.circular.signatory == signatory
    assert (post.stand_in or post.capacity) is capacity
    assert city.circular.relay is relay


@pytest.mark.parametrize(
    ("slug", "bound"),
    [
        ("depok", ASN | {K.NON_ASN}),
        ("padang", ASN | {K.NON_ASN}),
        ("bogor", ASN | {K.BUMD}),
        ("malang", ASN | {K.NON_ASN}),
    ],
)
def test_each_circular_binds_whom_it_was_reported_to_bind(slug: str, bound: set[K]) -> None:
    city = facts.city(slug)
    assert set(city.circular.kinds) == bound
    assert set(city.kinds) <= bound, "nobody is on the roster whom the circular does not bind"


@pytest.mark.parametrize(
    ("slug", "duties", "prohibitions", "permissions"),
    [("depok", 1, 3, 0), ("padang", 1, 5, 0), ("bogor", 3, 4, 1), ("malang", 1, 7, 0)],
)
def test_each_circular_has_the_clauses_reported(
    slug: str, duties: int, prohibitions: int, permissions: int
) -> None:
    kinds = [clause.kind for clause in facts.city(slug).circular.clauses]
    assert kinds.count(ClauseKind.DUTY) == duties
    assert kinds.count(ClauseKind.PROHIBITION) == prohibitions
    assert kinds.count(ClauseKind.PERMISSION) == permissions


def test_only_bogor_permits_and_only_asn() -> None:
    permissions = [
        (city.slug, clause)
        for city in facts.cities()
        for clause in city.circular.clauses
        if clause.kind is ClauseKind.PERMISSION
    ]
    ((slug, clause),) = permissions
    assert slug == "bogor"
    assert set(clause.kinds) == {kind.value for kind in ASN}
    assert len(clause.conditions) == 4
    assert all(word in clause.text for word in ("(PPK)", "(PPS)", "(KPPS)"))


@pytest.mark.parametrize("city", facts.cities(), ids=lambda city: city.slug)
def test_nothing_is_said_that_was_not_reported(city: facts.City) -> None:
    words = " ".join(
        [city.circular.opening, city.circular.closing]
        + [clause.text for clause in city.circular.clauses]
    ).lower()
    assert ("sanksi" in words) is (city.slug == "bogor")
    assert "paling lambat" not in words
    assert "media sosial" not in words
    assert "melapor" not in words or city.slug == "bogor"
    assert bool(city.circular.bases) is (city.slug == "malang")
    assert not any(clause.phase for clause in city.circular.clauses if city.slug == "depok")
    assert all(source["confidence"] in {"press", "found"} for source in city.circular.sources)


def test_the_campaigns_of_depok_and_malang_belong_to_the_regime() -> None:
    belong = {city.slug for city in facts.cities() if city.campaign.of_circular}
    assert belong == {"depok", "malang"}
    invented = {city.slug for city in facts.cities() if city.campaign.label.startswith("Rekaan")}
    assert invented == {"padang", "bogor"}


def test_depok_signs_until_friday_four_in_the_afternoon() -> None:
    assert facts.city("depok").campaign.deadline == wib(2024, 6, 28, 16)


@pytest.mark.parametrize("city", facts.cities(), ids=lambda city: city.slug)
def test_elections_are_those_of_the_calendar(city: facts.City) -> None:
    assert [election(code).code for code in city.circular.elections]


@pytest.mark.parametrize("city", facts.cities(), ids=lambda city: city.slug)
def test_the_morning_lies_between_opening_and_deadline(city: facts.City) -> None:
    campaign = city.campaign
    assert campaign.heads_open_at < campaign.opens_at < city.starts_at < campaign.deadline
    assert city.circular.signed_at <= city.circular.published_at < city.starts_at
