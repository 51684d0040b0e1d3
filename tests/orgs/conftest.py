"""A small city with its tree and a few people, made through the actions."""

from datetime import UTC, date, datetime

import pytest

from netral.access.core import Role
from netral.kernel.moment import Moment
from netral.orgs.actions.institutions import InstitutionFacts, open_institution
from netral.orgs.actions.offices import add_office
from netral.orgs.actions.people import add_person
from netral.orgs.actions.units import add_unit
from netral.orgs.core import PersonFacts, PersonKind, UnitKind
from netral.orgs.models import Office, Person, Unit
from netral.orgs.queries import root
from netral.tenancy.models import Institution

BY = "system"
AT = Moment.real(datetime(2024, 6, 24, 3, 0, tzinfo=UTC))  # Monday, 10.00 WIB


@pytest.fixture
def at() -> Moment:
    return AT


@pytest.fixture
def city(db: None) -> Institution:
    return open_institution(
        facts=InstitutionFacts(
            code="99.71",
            slug="contoh",
            name="Pemerintah Kota Contoh",
            place="Contoh",
            head_title="Wali Kota Contoh",
        ),
        by=BY,
        at=AT,
    )


def unit(city: Institution, parent: Unit, code: str, name: str, kind: UnitKind) -> Unit:
    return add_unit(
        institution=city, parent=parent, code=code, name=name, kind=kind, by=BY, at=AT,
        begins_on=date(2020, 1, 1),
    )  # fmt: skip


@pytest.fixture
def dinkes(city: Institution) -> Unit:
    return unit(city, root(city), "1.02", "Dinas Kesehatan", UnitKind.OPD)


@pytest.fixture
def puskesmas(city: Institution, dinkes: Unit) -> Unit:
    return unit(city, dinkes, "1.02.01", "Puskesmas Mawar", UnitKind.HEALTH_CENTRE)


@pytest.fixture
def disdik(city: Institution) -> Unit:
    return unit(city, root(city), "1.01", "Dinas Pendidikan", UnitKind.OPD)


def person(city: Institution, unit: Unit, n: int, name: str = "Sari Contoh") -> Person:
    facts = PersonFacts(
        kind=PersonKind.PNS, identity=f"19860926201505{n % 2 + 1}000", name=f"{name} {n}"
    )
    if n > 1:
        facts = PersonFacts(kind=PersonKind.NON_ASN, identity=f"N-{n}", name=f"{name} {n}")
    return add_person(institution=city, unit=unit, facts=facts, by=BY, at=AT)


@pytest.fixture
def sari(city: Institution, puskesmas: Unit) -> Person:
    return person(city, puskesmas, 0)


@pytest.fixture
def budi(city: Institution, puskesmas: Unit) -> Person:
    return person(city, puskesmas, 1, "Budi Contoh")


@pytest.fixture
def head(puskesmas: Unit) -> Office:
    return add_office(
        unit=puskesmas, title="Kepala Puskesmas Mawar", role=Role.HEAD, is_head=True, by=BY, at=AT
    )
