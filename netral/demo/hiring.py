"""Making the people of one city one after the other, from one seeded generator."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from typing import Final

from netral.demo.facts import SLUGS, City, regions
from netral.demo.jobs import (
    CONTRACT,
    CONTRACT_ELSEWHERE,
    HEAD_GRADES,
    LEANING,
    MASTERS,
    TEACHERS,
    jobs_of,
)
from netral.demo.names import Names
from netral.demo.numbers import Numbers
from netral.demo.town import DISTRICT_CODE, UnitPlan
from netral.orgs.core import PersonKind, UnitKind

WOMEN: Final = 0.54
WOMEN_HEADS: Final = 0.36
ACTIVE: Final = "Aktif"
UNPAID_LEAVE: Final = "CLTN"
ON_LEAVE: Final = 0.002  # of PNS who hold no fixed post
UPPER_GRADE: Final = "III/d"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPlan:
    """One person as the roster will say it."""

    kind: PersonKind
    number: str
    nik: str
    woman: bool
    born_on: date
    since: str  # year and month of appointment
    name: str
    position: str
    grade: str
    unit: str  # code
    front: str = ""
    back: str = ""
    email: str = ""
    phone: str = ""
    standing: str = ACTIVE  # kedudukan hukum


@dataclass(frozen=True, slots=True)
class Post:
    """What somebody is hired for."""

    unit: str  # code
    title: str
    grade: str = ""
    front: str = ""
    back: str = ""
    women: float = WOMEN
    senior: bool = False


class Hiring:
    """Hires for one city; the same city always gets the same people."""

    def __init__(self, city: City) -> None:
        self._rng = Random(f"netral:{city.slug}")  # noqa: S311  # the same people every time
        self._names = Names(city.folk, self._rng)
        self._numbers = Numbers(
            lane=SLUGS.index(city.slug),
            day=city.starts_at.date(),
            districts=tuple(r.code for r in regions(city.code) if len(r.code) == DISTRICT_CODE),
            rng=self._rng,
        )
        self._kinds: Mapping[PersonKind, float] = city.kinds

    def person(self, kind: PersonKind, post: Post) -> PersonPlan:
        """Make one person with a name and numbers of their own."""
        woman = self._rng.random() < post.women
        identity = self._numbers.next(kind, woman=woman, senior=post.senior)
        return PersonPlan(
            kind=kind,
            number=identity.number,
            nik=identity.nik,
            woman=woman,
            born_on=identity.born_on,
            since=identity.since,
            name=self._names.next(woman=woman),
            position=post.title,
            grade=post.grade,
            unit=post.unit,
            front=post.front,
            back=post.back,
        )

    def head(self, unit: UnitPlan, title: str) -> PersonPlan:
        """Make the head of a unit."""
        teaches = unit.kind is UnitKind.SCHOOL
        post = Post(
            unit.code,
            title,
            grade=HEAD_GRADES.get(unit.kind, UPPER_GRADE),
            back=self._rng.choice(TEACHERS if teaches else MASTERS),
            women=WOMEN if teaches else WOMEN_HEADS,
            senior=unit.kind not in {UnitKind.VILLAGE, UnitKind.UPTD},
        )
        return self.person(self.lasting(unit), post)

    def officer(self, unit: UnitPlan, title: str) -> PersonPlan:
        """Make the holder of a fixed post below the head."""
        senior = unit.kind is UnitKind.SECRETARIAT
        degree = self._rng.choice(TEACHERS if unit.kind is UnitKind.SCHOOL else MASTERS)
        post = Post(unit.code, title, UPPER_GRADE, back=degree, senior=senior)
        return self.person(self.lasting(unit), post)

    def worker(self, unit: UnitPlan) -> PersonPlan:
        """Make one of the many who hold no fixed post."""
        kind = PersonKind.BUMD if unit.kind is UnitKind.COMPANY else self._kind(unit.kind)
        if kind is PersonKind.NON_ASN:
            titles = CONTRACT.get(unit.kind, CONTRACT_ELSEWHERE)
            return self.person(kind, Post(unit.code, self._rng.choice(titles)))
        jobs = jobs_of(unit.kind)
        job = self._rng.choices(jobs, [j.weight for j in jobs])[0]
        grade = job.pppk if kind is PersonKind.PPPK else job.grade
        post = Post(unit.code, job.title, grade, job.front, self._rng.choice(job.back))
        hired = self.person(kind, post)
        away = kind is PersonKind.PNS and self._rng.random() < ON_LEAVE
        return replace(hired, standing=UNPAID_LEAVE) if away else hired

    def lasting(self, unit: UnitPlan) -> PersonKind:
        """Return the kind of those who hold the fixed posts of a unit."""
        return PersonKind.BUMD if unit.kind is UnitKind.COMPANY else PersonKind.PNS

    def _kind(self, unit: UnitKind) -> PersonKind:
        leaning = LEANING.get(unit, {})
        weights = [share * leaning.get(kind, 1.0) for kind, share in self._kinds.items()]
        return self._rng.choices(tuple(self._kinds), weights)[0]
