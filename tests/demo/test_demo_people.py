"""Invented people: as many as there should be, possible on no earth, the same every time."""

from collections import Counter
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.access.core import Role
from netral.demo import facts, rolls, staff, town
from netral.demo.hours import spread
from netral.demo.staff import Staff
from netral.orgs.core import PersonKind, UnitKind
from netral.orgs.core.identity import check_nik, check_number
from netral.orgs.core.layouts import SIASN, find_header
from netral.orgs.core.oddities import Odd, Reason

# Officials whom the press named; nobody invented may bear their names.
REAL = ("Mohammad Idris", "Didi Aryadi", "Hery Antasari", "Wahyu Hidayat", "Andree Algamar")
ALL = facts.cities()
each_city = pytest.mark.parametrize("city", ALL, ids=lambda city: city.slug)


def staffed(city: facts.City) -> Staff:
    return staff.plan(city, town.plan(city), city.people, city.companies_people)


@pytest.fixture(scope="module")
def full() -> dict[str, Staff]:
    return {city.slug: staffed(city) for city in ALL}


@pytest.mark.parametrize(
    ("slug", "people"), [("depok", 7000), ("padang", 10400), ("bogor", 6400), ("malang", 8000)]
)
def test_each_city_has_its_number_of_people(full: dict[str, Staff], slug: str, people: int) -> None:
    kinds = Counter(person.kind for person in (full[slug].mayor, *full[slug].people))
    companies = kinds.pop(PersonKind.BUMD, 0)
    assert sum(kinds.values()) == people
    assert bool(companies) is (slug == "bogor")


@each_city
def test_identity_numbers_are_impossible_by_their_sequence(
    full: dict[str, Staff], city: facts.City
) -> None:
    today = city.starts_at.date()
    for person in full[city.slug].people:
        if person.nik:
            with pytest.raises(Odd) as odd:
                check_nik(person.nik)
            assert odd.value.reason is Reason.NIK_SEQUENCE
            check_nik(person.nik, impossible=True)
        else:
            with pytest.raises(Odd) as odd:
                check_number(person.number, person.kind, today=today)
            assert odd.value.reason is Reason.SEQUENCE_IMPOSSIBLE
            assert not check_number(person.number, person.kind, today=today, impossible=True)


def test_no_number_is_given_twice_in_the_whole_country(full: dict[str, Staff]) -> None:
    everybody = [p for each in full.values() for p in (each.mayor, *each.people)]
    national = [p.number for p in everybody if p.number.isdigit()]
    niks = [p.nik for p in everybody if p.nik]
    assert len(set(national)) == len(national) > 25_000
    assert len(set(niks)) == len(niks)
    for each in full.values():
        numbers = [p.number for p in each.people]
        assert len(set(numbers)) == len(numbers)


def test_nobody_bears_the_name_of_a_real_official(full: dict[str, Staff]) -> None:
    names = {p.name for each in full.values() for p in (each.mayor, *each.people)}
    assert not names & set(REAL)
    assert any(" " not in name for name in names), "many Indonesians bear one word"
    assert all(name == name.title() for name in names)


@each_city
def test_the_same_city_gets_the_same_people(full: dict[str, Staff], city: facts.City) -> None:
    assert staffed(city) == full[city.slug]


@each_city
def test_every_unit_has_one_head_and_every_office_a_holder(
    full: dict[str, Staff], city: facts.City
) -> None:
    each, units = full[city.slug], town.plan(city)
    heads = Counter(office.unit for office in each.offices if office.is_head)
    headed = {unit.code for unit in units if unit.kind is not UnitKind.ROOT}
    assert set(heads) == headed
    assert set(heads.values()) == {1}
    known = {person.number for person in (each.mayor, *each.people)}
    assert {office.holder for office in each.offices} <= known
    by_hand = {Role.SUPERADMIN, Role.EMPLOYEE, Role.ADVISER, Role.CASE_OFFICER, Role.INSPECTOR}
    assert {office.role for office in each.offices} == set(Role) - by_hand


@each_city
def test_the_asn_roster_has_the_67_columns_of_siasn(
    full: dict[str, Staff], city: facts.City
) -> None:
    units = {unit.code: unit for unit in town.plan(city)}
    text = rolls.siasn_csv(city, full[city.slug].people, units).decode()
    header = text.splitlines()[0].split(",")
    assert len(header) == 67
    assert find_header([header]).layout is SIASN


@pytest.mark.parametrize("people", [1, 120, 300, 2000])
@each_city
def test_a_city_can_be_made_small(city: facts.City, people: int) -> None:
    units = town.plan(city, people / city.people)
    small = staff.plan(city, units, people, 40)
    count = sum(1 for person in small.people if person.kind is not PersonKind.BUMD)
    assert count >= people - 1
    assert len({person.unit for person in small.people}) == len(units) - 1


@given(
    day=st.integers(min_value=0, max_value=700),
    hours=st.floats(min_value=0.1, max_value=2000),
    count=st.integers(min_value=0, max_value=40),
)
def test_acts_are_spread_in_order_between_their_bounds(day: int, hours: float, count: int) -> None:
    first = datetime(2023, 1, 1, 5, tzinfo=ZoneInfo("Asia/Jakarta")) + timedelta(days=day)
    last = first + timedelta(hours=hours)
    times = spread(start=first, end=last, count=count, rng=Random(1))
    assert times == sorted(times)
    assert len(times) == count
    assert all(first <= each <= last for each in times)
