"""How the cast is made: everybody enters as in production, through the actions."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from django.contrib.auth.hashers import make_password

from netral.access import actions as access
from netral.access.core import NewAccount, Role
from netral.access.models import User
from netral.circulars.models import Circular
from netral.kernel.moment import Moment
from netral.orgs.actions import offices, people, units
from netral.orgs.actions.accounts import issue_accounts
from netral.orgs.actions.institutions import InstitutionFacts, open_institution
from netral.orgs.actions.units import UnitMarks
from netral.orgs.core import Capacity, PersonFacts, PersonKind, UnitKind
from netral.orgs.models import Person, Unit
from netral.orgs.queries import root
from netral.pacts import reader
from netral.pacts.actions.campaigns import CampaignFacts, draft_campaign, open_campaign
from netral.pacts.models import Campaign
from netral.tenancy.models import Institution

PASSWORD: Final = "kuda-lumping-di-alun-alun"  # noqa: S105  # of everybody in the cast
NOON: Final = datetime(2024, 6, 26, 5, 0, tzinfo=UTC)  # Wednesday, 12.00 WIB: Depok's own day
SINCE: Final = datetime.now(UTC)
AT: Final = Moment(acted=NOON, logged=SINCE)
BY: Final = "system"
Owner = Callable[[], AbstractContextManager[None]]  # the fixture that takes the guards down

# Code, parent, name, kind; region codes are those of the Ministry of Home Affairs.
UNITS: Final = (
    ("setda", "32.76", "Sekretariat Daerah", UnitKind.SECRETARIAT),
    ("hukum", "setda", "Bagian Hukum", UnitKind.BUREAU),
    ("bkpsdm", "32.76", "Badan Kepegawaian dan Pengembangan SDM", UnitKind.OPD),
    ("disdik", "32.76", "Dinas Pendidikan", UnitKind.OPD),
    ("sdn-beji-1", "disdik", "SD Negeri Beji 1", UnitKind.SCHOOL),
    ("32.76.06", "32.76", "Kecamatan Beji", UnitKind.DISTRICT),
    ("32.76.06.1001", "32.76.06", "Kelurahan Beji", UnitKind.VILLAGE),
    ("32.76.06.1004", "32.76.06", "Kelurahan Kemiri Muka", UnitKind.VILLAGE),
)


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the roster with the account."""

    person: Person
    user: User


def city() -> Institution:
    """Open Depok, whose own day is Wednesday 26 June 2024 and ticks from noon."""
    return open_institution(
        facts=InstitutionFacts(
            code="32.76",
            slug="depok",
            name="Pemerintah Kota Depok",
            place="Depok",
            head_title="Wali Kota Depok",
            demo_starts_at=NOON,
            demo_since=SINCE,
        ),
        by=BY,
        at=AT,
    )


def plant(institution: Institution) -> dict[str, Unit]:
    """Open the units; return them by code, the root by the institution's."""
    tree = {institution.code: root(institution)}
    for code, parent, name, kind in UNITS:
        tree[code] = units.add_unit(
            institution=institution,
            parent=tree[parent],
            code=code,
            name=name,
            kind=kind,
            by=BY,
            at=AT,
            marks=UnitMarks(region_code=code if code.startswith("32.76") else ""),
            begins_on=date(2020, 1, 1),
        )
    return tree


def nip(n: int) -> str:
    """Compose the n-th number that belongs to nobody: its sequence is 000."""
    return f"{date(1980, 1, 1) + timedelta(days=n):%Y%m%d}2005011000"


def employ(unit: Unit, name: str, n: int, kind: PersonKind = PersonKind.PNS) -> Member:
    """Put a person on the roster as number `n` and open the account."""
    person = people.add_person(
        institution=unit.institution,
        unit=unit,
        facts=PersonFacts(kind=kind, identity=nip(n), name=name),
        by=BY,
        at=AT,
    )
    issue_accounts(institution=unit.institution, people=[person], by=BY, at=AT)
    person.refresh_from_db()
    return Member(person, _known_to_tests(person.account))


def account(institution: Institution, number: str, name: str) -> User:
    """Open an account whose password is known to the tests."""
    rows = [NewAccount(number=number, name=name, email="")]
    return _known_to_tests(access.create_accounts(rows, institution=institution, by=BY, at=AT)[0])


def _known_to_tests(user: User | None) -> User:
    assert user is not None
    user.password = make_password(PASSWORD)
    user.save()
    return user


def appoint(member: Member, unit: Unit, title: str, role: Role, *, is_head: bool = False) -> Member:
    """Give the member an office since the first of January."""
    office = offices.add_office(unit=unit, title=title, role=role, is_head=is_head, by=BY, at=AT)
    offices.hand_over(
        office=office,
        person=member.person,
        capacity=Capacity.DEFINITIVE,
        starts_on=date(2024, 1, 1),
        ends_on=None,
        basis="SK contoh",
        by=BY,
        at=AT,
    )
    return member


def entrust(user: User, role: Role, institution: Institution) -> User:
    """Give a role over the whole institution that no office carries."""
    access.grant(
        user=user,
        role=role,
        institution=institution,
        unit_path="",
        source=f"hand:{user.pk}:{role}",
        starts_at=NOON,
        by=BY,
        at=AT,
    )
    return user


def opened_pact(house: Institution, at: Moment, circular: Circular | None = None) -> Campaign:
    """Ask everybody on the roster for a pact, from yesterday to the day after tomorrow."""
    facts = CampaignFacts(
        name="Pakta netralitas 2024",
        text=reader.template().text,
        audience={"kinds": [], "units": []},
        opens_at=at.acted - timedelta(days=1),
        deadline=at.acted + timedelta(days=2),
        circular=circular,
    )
    made = draft_campaign(institution=house, facts=facts, by=BY, at=at)
    open_campaign(campaign=made, by=BY, at=at)
    return made
