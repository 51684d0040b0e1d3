"""A house for the signing benchmark: people with accounts, and one open campaign."""

from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import make_password

from netral.access.actions import create_accounts, grant_all
from netral.access.core import NewAccount, NewGrant, Role
from netral.access.models import User
from netral.kernel.moment import Moment
from netral.orgs.actions.institutions import InstitutionFacts, open_institution
from netral.orgs.actions.people import add_people
from netral.orgs.actions.units import add_unit
from netral.orgs.core import PersonFacts, PersonKind, UnitKind
from netral.orgs.models import Person, Unit
from netral.orgs.queries import root
from netral.pacts.actions.campaigns import CampaignFacts, draft_campaign, open_campaign
from netral.pacts.queries import template
from netral.signing.actions import create_seal_key
from netral.tenancy.models import Institution

BY = "system"


def build(*, people: int, units: int, password: str, now: datetime) -> tuple[str, list[str]]:
    """Build it; return the address of the campaign and the names to sign in with."""
    at = Moment.real(now)
    house = open_institution(
        facts=InstitutionFacts(
            code="99.71",
            slug="contoh",
            name="Pemerintah Kota Contoh",
            place="Contoh",
            head_title="Wali Kota Contoh",
        ),
        by=BY,
        at=at,
    )
    create_seal_key(institution=house, by=BY, at=at)
    users = _people(house, people, units, at)
    # One hash for all: making it costs what checking it will cost in the measured part.
    User.objects.filter(pk__in=[user.pk for user in users]).update(password=make_password(password))
    campaign = draft_campaign(
        institution=house,
        facts=CampaignFacts(
            name="Pakta netralitas",
            text=template().text,
            audience={"kinds": [], "units": []},
            opens_at=now - timedelta(days=1),
            deadline=now + timedelta(days=1),
        ),
        by=BY,
        at=at,
    )
    open_campaign(campaign=campaign, by=BY, at=at)
    return campaign.slug, [user.username for user in users]


def _people(house: Institution, people: int, units: int, at: Moment) -> list[User]:
    places = [_unit(house, n, at) for n in range(units)]
    rows = [
        (
            places[n % units],
            PersonFacts(kind=PersonKind.NON_ASN, identity=f"K-{n:06}", name=f"Orang {n:06}"),
        )
        for n in range(people)
    ]
    made = add_people(institution=house, rows=rows, by=BY, at=at)
    accounts = [NewAccount(number=p.identity, name=p.name) for p in made]
    users = create_accounts(accounts, institution=house, by=BY, at=at)
    for person, user in zip(made, users, strict=True):
        person.account = user
    Person.objects.bulk_update(made, ["account"], batch_size=500)
    grants = [
        NewGrant(user.pk, Role.EMPLOYEE, place.path, f"person:{person.pk}", at.acted)
        for person, user, (place, _) in zip(made, users, rows, strict=True)
    ]
    grant_all(grants, institution=house, by=BY, at=at)
    return users


def _unit(house: Institution, number: int, at: Moment) -> Unit:
    return add_unit(
        institution=house,
        parent=root(house),
        code=f"unit-{number}",
        name=f"Dinas {number}",
        kind=UnitKind.OPD,
        by=BY,
        at=at,
        begins_on=date(2020, 1, 1),
    )
