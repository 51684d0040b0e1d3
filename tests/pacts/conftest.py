"""A small city with a campaign: two agencies, a health centre below one, and their people."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from netral.access.actions import create_accounts, grant
from netral.access.core import NewAccount, Role
from netral.access.models import User
from netral.kernel.moment import Moment
from netral.orgs.actions.institutions import InstitutionFacts, open_institution
from netral.orgs.actions.offices import add_office, hand_over
from netral.orgs.actions.people import add_people
from netral.orgs.actions.units import add_unit
from netral.orgs.core import Capacity, PersonFacts, PersonKind, UnitKind
from netral.orgs.models import Person, Unit
from netral.orgs.queries import root
from netral.pacts import reader
from netral.pacts.actions.campaigns import CampaignFacts, draft_campaign, open_campaign
from netral.pacts.actions.signing import sign
from netral.pacts.models import Campaign, Pledge, Signature
from netral.signing.actions import create_seal_key
from netral.signing.core import Level
from netral.tenancy.models import Institution

BY = "system"
PASSWORD = "kuda-lumping-di-alun-alun"  # noqa: S105  # of the cast
NOW = datetime(2024, 6, 26, 3, 0, tzinfo=UTC)  # Wednesday, 10.00 WIB
AT = Moment.real(NOW)
OPENS = datetime(2024, 6, 24, 1, 0, tzinfo=UTC)
DEADLINE = datetime(2024, 6, 28, 9, 0, tzinfo=UTC)  # Friday, 16.00 WIB


def later(**span: float) -> Moment:
    """Return the moment after a span of time."""
    return Moment.real(NOW + timedelta(**span))


@dataclass
class City:
    """A city, and short names for what tests do in it."""

    house: Institution
    units: dict[str, Unit] = field(default_factory=dict)
    count: int = 0

    def unit(self, name: str, parent: str = "") -> Unit:
        """Open a unit under another, or under the top."""
        above = self.units[parent] if parent else root(self.house)
        made = add_unit(
            institution=self.house,
            parent=above,
            code=name.lower().replace(" ", "-"),
            name=name,
            kind=UnitKind.OPD,
            by=BY,
            at=AT,
            begins_on=date(2020, 1, 1),
        )
        self.units[name] = made
        return made

    def people(self, unit: str, how_many: int) -> list[Person]:
        """Put people with accounts and the employee's role into a unit."""
        place = self.units[unit]
        numbers = [f"K-{self.count + n:05}" for n in range(how_many)]
        self.count += how_many
        facts = [
            PersonFacts(kind=PersonKind.NON_ASN, identity=n, name=f"Sari Contoh {n[2:]}")
            for n in numbers
        ]
        made = add_people(institution=self.house, rows=[(place, f) for f in facts], by=BY, at=AT)
        rows = [NewAccount(number=p.identity, name=p.name) for p in made]
        users = create_accounts(rows, institution=self.house, by=BY, at=AT)
        for person, user in zip(made, users, strict=True):
            person.account = user
            person.save()
            self.role(user, Role.EMPLOYEE, place.path)
        return made

    def role(self, user: User, role: Role, path: str = "") -> None:
        """Grant a role over a part of the tree."""
        grant(
            user=user,
            role=role,
            institution=self.house,
            unit_path=path,
            source=f"test:{role}",
            starts_at=OPENS - timedelta(days=90),
            by=BY,
            at=AT,
        )

    def officer(self, name: str, role: Role, path: str = "") -> User:
        """Make somebody with an account and a role who is on no roster."""
        row = NewAccount(number=name, name=name)
        user = create_accounts([row], institution=self.house, by=BY, at=AT)[0]
        user.set_password(PASSWORD)
        user.save()
        self.role(user, role, path)
        return user

    def owner(self) -> User:
        """Make the officer of the personnel office, whose role lies over the top of the tree."""
        return self.officer("bkpsdm", Role.ADMIN, root(self.house).path)

    def head(self, person: Person) -> None:
        """Make a person head of the own unit."""
        office = add_office(
            unit=person.unit, title="Kepala", role=Role.HEAD, is_head=True, by=BY, at=AT
        )
        hand_over(
            office=office,
            person=person,
            capacity=Capacity.DEFINITIVE,
            starts_on=date(2024, 1, 2),
            ends_on=None,
            basis="SK 1/2024",
            by=BY,
            at=AT,
        )

    def draft(self, **more: object) -> Campaign:
        """Draft a campaign for everybody."""
        facts: dict[str, Any] = {
            "name": "Pakta netralitas 2024",
            "text": reader.template().text,
            "audience": {"kinds": [], "units": []},
            "opens_at": OPENS,
            "deadline": DEADLINE,
        } | more
        return draft_campaign(institution=self.house, facts=CampaignFacts(**facts), by=BY, at=AT)

    def campaign(self, **more: object) -> Campaign:
        """Draft and open a campaign."""
        campaign = self.draft(**more)
        open_campaign(campaign=campaign, by=BY, at=AT)
        return campaign


def open_city(code: str) -> City:
    """Open a city with three units."""
    house = open_institution(
        facts=InstitutionFacts(
            code=code,
            slug=f"contoh-{code[-2:]}",
            name="Pemerintah Kota Contoh",
            place="Contoh",
            head_title="Wali Kota Contoh",
        ),
        by=BY,
        at=AT,
    )
    made = City(house)
    made.unit("Dinas Kesehatan")
    made.unit("Puskesmas Mawar", "Dinas Kesehatan")
    made.unit("Dinas Pendidikan")
    return made


@pytest.fixture
def city(db: None) -> City:
    return open_city("99.71")


@pytest.fixture
def make_city(db: None) -> Callable[[str], City]:
    return open_city


@pytest.fixture
def staffed(city: City) -> City:
    """Three people in the agency, four in the health centre, five in the other agency."""
    city.people("Dinas Kesehatan", 3)
    city.people("Puskesmas Mawar", 4)
    city.people("Dinas Pendidikan", 5)
    return city


@pytest.fixture
def campaign(staffed: City) -> Campaign:
    return staffed.campaign()


@pytest.fixture
def sealed_house(city: City) -> Institution:
    create_seal_key(institution=city.house, by=BY, at=AT)
    return city.house


def pledges(campaign: Campaign) -> list[Pledge]:
    """Return the pledges of a campaign, as actions want them."""
    rows = Pledge.objects.of(campaign.institution_id).filter(campaign=campaign)
    joined = rows.select_related(
        "person", "unit", "wave", "institution", "campaign__institution", "campaign__entry"
    )
    return list(joined.order_by("pk"))


Sign = Callable[..., Signature]


@pytest.fixture
def put_name() -> Sign:
    """Sign a pledge as its own person."""

    def put(pledge: Pledge, at: Moment = AT, by: str | None = None) -> Signature:
        return sign(
            pledge=pledge,
            level=Level.REENTRY,
            method="password",
            text_sha256=pledge.campaign.text_sha256,
            by=by or f"user:{pledge.person.account_id}",
            at=at,
        )

    return put
