"""Building one city's house: institution, seal, units, roster, accounts, offices."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from netral.access.models import User
from netral.calendar.queries import holidays
from netral.demo import rolls, staff, town
from netral.demo.facts import City
from netral.demo.hiring import PersonPlan
from netral.demo.hours import spread
from netral.demo.staff import Staff
from netral.demo.town import ROOT, UnitPlan
from netral.kernel.moment import Moment
from netral.orgs.actions.accounts import issue_accounts
from netral.orgs.actions.institutions import (
    InstitutionFacts,
    change_institution,
    open_institution,
)
from netral.orgs.actions.intake import check_roster, receive_roster
from netral.orgs.actions.offices import add_office, hand_over
from netral.orgs.actions.people import add_person
from netral.orgs.actions.rosters import apply_roster
from netral.orgs.actions.units import UnitMarks, add_unit
from netral.orgs.core import Capacity, PersonFacts
from netral.orgs.models import Person, Unit
from netral.orgs.queries import root
from netral.signing.actions import create_seal_key
from netral.tenancy.core import Kind
from netral.tenancy.models import Institution

BY: Final = "system:demo"
UNITS_SINCE: Final = date(2017, 1, 2)
WAITING: Final = frozenset({"kepala", "lurah", "operator", "pegawai"})  # of the guests
LEADERS: Final = frozenset({"walikota", "sekda"})
DECREE: Final = "Keputusan rekaan untuk peragaan"


@dataclass
class House:
    """A city under construction: what is planned and what is in the database."""

    city: City
    logged: datetime  # the real time at which all of this is loaded
    plans: dict[str, UnitPlan]
    staff: Staff
    institution: Institution = field(init=False)
    units: dict[str, Unit] = field(default_factory=dict)  # by code
    people: dict[str, Person] = field(default_factory=dict)  # by number

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone of the city's wall clock."""
        return ZoneInfo(self.city.zone)

    def at(self, acted: datetime) -> Moment:
        """Return the moment of an act that took place at `acted` in the city's own time."""
        return Moment(acted=acted, logged=self.logged, zone=self.city.zone)

    @property
    def set_up(self) -> Moment:
        """Return when the city began to use the house: the first working week of its year."""
        year = self.city.starts_at.year
        return self.at(datetime(year, 1, 4, 9, tzinfo=ZoneInfo(self.city.zone)))

    def hours(
        self, start: datetime, end: datetime | None = None, *, count: int, rng: Random
    ) -> list[datetime]:
        """Return `count` plausible instants from `start` until `end` or the city's morning."""
        return spread(
            start=start.astimezone(self.zone),
            end=(end or self.city.starts_at).astimezone(self.zone),
            count=count,
            rng=rng,
            holidays=holidays(),
        )

    def office(self, unit: str, title: str) -> Person:
        """Return who holds an office first: the principal, not a stand-in."""
        plans = self.staff.offices
        return self.people[next(p.holder for p in plans if (p.unit, p.title) == (unit, title))]

    def head(self, unit: str) -> Person:
        """Return the head of the unit with a code."""
        return self.people[self._head_numbers[unit]]

    @cached_property
    def _head_numbers(self) -> dict[str, str]:
        return {plan.unit: plan.holder for plan in self.staff.offices if plan.is_head}

    @cached_property
    def officers(self) -> frozenset[int]:
        """Return the people who hold an office."""
        return frozenset(self.people[plan.holder].pk for plan in self.staff.offices)

    @cached_property
    def guests(self) -> frozenset[int]:
        """Return the people whom visitors sign in as."""
        return frozenset(p.pk for p in self.people.values() if p.email)

    @cached_property
    def waiting(self) -> frozenset[int]:
        """Return the guests to whom everything is left to do."""
        return self._addressed(WAITING)

    @cached_property
    def leaders(self) -> frozenset[int]:
        """Return who signs first: the head of the region and the secretary."""
        return self._addressed(LEADERS)

    def _addressed(self, words: frozenset[str]) -> frozenset[int]:
        found = ((p.email.partition("@")[0], p.pk) for p in self.people.values() if p.email)
        return frozenset(pk for word, pk in found if word in words)


def planned(city: City, *, people: int | None, logged: datetime) -> House:
    """Plan a city with all its people, or with about `people` for a test."""
    scale = min(1.0, people / city.people) if people else 1.0
    units = town.plan(city, scale)
    company_people = round(city.companies_people * scale)
    total = people or city.people
    return House(
        city=city,
        logged=logged,
        plans={unit.code: unit for unit in units},
        staff=staff.plan(city, units, total, company_people),
    )


def open_house(house: House) -> None:
    """Open the institution on its own day, and make its seal."""
    city = house.city
    house.institution = open_institution(
        facts=InstitutionFacts(
            code=city.code,
            slug=city.slug,
            name=city.name,
            place=city.place,
            kind=Kind.CITY,
            head_title=f"Wali Kota {city.place}",
            zone=city.zone,
            begins_on=UNITS_SINCE,
            demo_starts_at=city.starts_at,
            demo_since=house.logged,
        ),
        by=BY,
        at=house.set_up,
    )
    create_seal_key(institution=house.institution, by=BY, at=house.set_up)
    contacts = {
        "contact_email": f"lapor@{city.slug}.example",
        "contact_url": f"https://lapor.{city.slug}.example",
    }
    change_institution(institution=house.institution, changes=contacts, by=BY, at=house.set_up)
    house.institution.refresh_from_db()


def add_units(house: House) -> None:
    """Open every unit under its parent."""
    house.units[ROOT] = root(house.institution)
    for plan in house.plans.values():
        if plan.code != ROOT:
            house.units[plan.code] = add_unit(
                institution=house.institution,
                parent=house.units[plan.parent],
                code=plan.code,
                name=plan.name,
                kind=plan.kind,
                marks=UnitMarks(
                    short_name=plan.short,
                    siasn_id=plan.siasn_id(house.city.slug),
                    region_code=plan.region_code,
                ),
                begins_on=UNITS_SINCE,
                by=BY,
                at=house.set_up,
            )


def add_mayor(house: House) -> None:
    """Put the head of the region on the roster by hand: no file lists the mayor."""
    add_person(
        institution=house.institution,
        unit=house.units[ROOT],
        facts=_facts(house.staff.mayor),
        by=BY,
        at=house.set_up,
    )


def _facts(person: PersonPlan) -> PersonFacts:
    return PersonFacts(
        kind=person.kind,
        identity=person.number,
        name=person.name,
        title_front=person.front,
        title_back=person.back,
        position=person.position,
        grade=person.grade,
        email=person.email,
        phone=person.phone,
    )


def import_rosters(house: House) -> None:
    """Write the city's roster files and import them as BKPSDM does: dry run, then apply."""
    asn = rolls.siasn_csv(house.city, house.staff.people, house.plans)
    _import(house, f"siasn-{house.city.slug}.csv", asn)
    if others := rolls.simple_csv(house.staff.people, house.plans):
        _import(house, f"non-asn-bumd-{house.city.slug}.csv", others)


def _import(house: House, name: str, octets: bytes) -> None:
    roster = receive_roster(
        institution=house.institution, name=name, chunks=[octets], by=BY, at=house.set_up
    )
    roster = check_roster(roster=roster, at=house.set_up)
    counts = roster.found.get("counts", {})
    if roster.problem or counts.get("refused") or counts.get("duplicate"):
        msg = f"the invented roster {name} has errors: {roster.problem or counts}"
        raise ValueError(msg)
    apply_roster(roster=roster, by=BY, at=house.set_up)


def gather(house: House) -> None:
    """Fetch everybody on the roster, to be found by number."""
    people = Person.objects.of(house.institution).select_related("unit", "institution")
    house.people = {person.identity: person for person in people.order_by("pk")}


def open_accounts(house: House) -> None:
    """Make an account for everybody, with the roles of employee and of the offices held."""
    issue_accounts(
        institution=house.institution,
        people=list(house.people.values()),
        by=BY,
        at=house.set_up,
    )


def fill_offices(house: House) -> None:
    """Open every office and hand it to its holder."""
    for plan in house.staff.offices:
        unit = house.units[plan.unit]
        office = unit.offices.filter(title=plan.title).first() or add_office(
            unit=unit,
            title=plan.title,
            role=plan.role,
            is_head=plan.is_head,
            by=BY,
            at=house.set_up,
        )
        hand_over(
            office=office,
            person=house.people[plan.holder],
            capacity=plan.capacity,
            starts_on=plan.starts_on,
            ends_on=plan.ends_on,
            basis="" if plan.capacity is Capacity.DEFINITIVE else DECREE,
            by=BY,
            at=house.set_up,
        )


def account(person: Person) -> User:
    """Return the account of somebody who must have one."""
    if person.account is None:
        msg = f"person {person.pk} has no account"
        raise LookupError(msg)
    return person.account


def actor(person: Person) -> str:
    """Return the opaque name under which a person's acts are recorded."""
    return f"user:{person.account_id}"
