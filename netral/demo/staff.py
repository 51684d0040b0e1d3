"""The people of one city and the offices they hold: all invented, always the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from netral.access.core import Role
from netral.demo.facts import City, regions
from netral.demo.hiring import Hiring, PersonPlan, Post
from netral.demo.jobs import head_title
from netral.demo.town import DISTRICT_CODE, ROOT, SECRETARIAT, UnitPlan
from netral.orgs.core import Capacity, PersonKind, UnitKind

OPERATOR: Final = "Kepala Subbagian Umum dan Kepegawaian"
OPERATED: Final = frozenset(
    {UnitKind.OPD, UnitKind.DISTRICT, UnitKind.HOSPITAL, UnitKind.COMPANY, UnitKind.SECRETARIAT}
)
DRAFTER: Final = "Perancang Peraturan Perundang-undangan Ahli Muda"
ADMINISTRATOR: Final = "Analis Sumber Daya Manusia Aparatur Ahli Muda"
ADMIN_OFFICE: Final = "Pengelola Netral"
AUDITOR: Final = "Auditor Ahli Muda"
FIRST_SCHOOL: Final = "SDN-001"
TEACHER: Final = "Guru Ahli Muda"
ASSISTANT: Final = "Asisten Administrasi Umum"
# Posts that must be filled because the season needs them.
FIXED: Final[Mapping[str, tuple[str, ...]]] = {
    SECRETARIAT: ("Asisten Pemerintahan dan Kesejahteraan Rakyat", ASSISTANT),
    "BKPSDM": (ADMINISTRATOR,),
    "HUKUM": (DRAFTER,),
    "INSPEKTORAT": (AUDITOR,),
    FIRST_SCHOOL: (TEACHER,),
}
# Sign-in names of the neutrality team, and the units that they are looked for in first.
ADVISERS: Final = ("netralitas", "netralitas2")
ADVISING: Final = ("HUKUM", "INSPEKTORAT", "BKPSDM")
NOT_ADVISING: Final = frozenset({"DISDIK", FIRST_SCHOOL})  # where other visitors work
# Sign-in names of who takes referrals, and where they serve.
TAKERS: Final = {"perkara": "BKPSDM", "inspektur": "INSPEKTORAT"}
# How the telephone numbers of guests end who show what may go wrong (`notices.carriers.played`).
ENDINGS: Final[Mapping[str, str]] = {"lurah": "0404", "kepala": "0500"}
SINCE: Final = date(2022, 1, 3)  # first day of every definitive term


@dataclass(frozen=True, slots=True)
class OfficePlan:
    """One office and who holds it from when."""

    unit: str  # code
    title: str
    role: Role
    holder: str  # the person's number
    is_head: bool = False
    capacity: Capacity = Capacity.DEFINITIVE
    starts_on: date = SINCE
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Staff:
    """Everybody of a city, and every office, principals before their stand-ins."""

    mayor: PersonPlan  # no roster lists the head of the region
    people: tuple[PersonPlan, ...]
    offices: tuple[OfficePlan, ...]


def plan(city: City, units: Sequence[UnitPlan], people: int, company_people: int) -> Staff:
    """Staff the units of a city with `people`, and its companies with `company_people`."""
    hiring = Hiring(city)
    mayor = _mayor(city, hiring)
    everybody: list[PersonPlan] = []
    offices: list[OfficePlan] = []
    own = [u for u in units if u.kind not in {UnitKind.COMPANY, UnitKind.ROOT}]
    companies = [u for u in units if u.kind is UnitKind.COMPANY]
    for group, total in ((own, people - 1), (companies, company_people)):
        for unit, size in zip(group, _shared(group, total), strict=True):
            hired, held = _staffed(hiring, unit, size)
            everybody += hired
            offices += held
    offices += _above(city, mayor, everybody)
    mails = _addresses(city, everybody, offices)
    mayor, *everybody = (_reached(p, mails) for p in (mayor, *everybody))
    return Staff(mayor, tuple(everybody), tuple(offices))


def _reached(person: PersonPlan, mails: Mapping[str, str]) -> PersonPlan:
    """Give a guest an address and a telephone; the numbers of a demonstration are never dialled."""
    mail = mails.get(person.number, "")
    ending = ENDINGS.get(mail.partition("@")[0], "0100")
    return replace(person, email=mail, phone=f"0812-0000-{ending}" if mail else "")


def _mayor(city: City, hiring: Hiring) -> PersonPlan:
    kind = PersonKind.OFFICIAL if city.mayor.elected else PersonKind.PNS
    grade = "" if city.mayor.elected else "IV/d"
    title = f"Wali Kota {city.place}"
    position = title if city.mayor.elected else f"Penjabat {title}"
    return hiring.person(kind, Post(ROOT, position, grade, women=0, senior=True))


def _shared(units: Sequence[UnitPlan], total: int) -> list[int]:
    """Share `total` people by the units' sizes; no unit goes without its fixed posts."""
    least = [1 + len(_posts(unit)) for unit in units]
    rest = max(0, total - sum(least))
    weights = [max(1, u.size - m) for u, m in zip(units, least, strict=True)]
    exact = [rest * weight / sum(weights) for weight in weights]
    shares = [int(share) for share in exact]
    by_remainder = sorted(range(len(units)), key=lambda n: shares[n] - exact[n])
    for n in by_remainder[: rest - sum(shares)]:
        shares[n] += 1
    return [m + share for m, share in zip(least, shares, strict=True)]


def _posts(unit: UnitPlan) -> tuple[str, ...]:
    operator = (OPERATOR,) if unit.kind in OPERATED else ()
    return (*operator, *FIXED.get(unit.code, ()))


def _staffed(
    hiring: Hiring, unit: UnitPlan, size: int
) -> tuple[list[PersonPlan], list[OfficePlan]]:
    title = head_title(unit.kind, unit.name)
    head = hiring.head(unit, title)
    officers = [hiring.officer(unit, post) for post in _posts(unit)]
    workers = [hiring.worker(unit) for _ in range(size - 1 - len(officers))]
    offices = [OfficePlan(unit.code, title, Role.HEAD, head.number, is_head=True)]
    if officers and officers[0].position == OPERATOR:
        offices.append(OfficePlan(unit.code, OPERATOR, Role.OPERATOR, officers[0].number))
    return [head, *officers, *workers], offices


def _above(city: City, mayor: PersonPlan, people: Sequence[PersonPlan]) -> list[OfficePlan]:
    """Fill the offices over the whole city."""
    by_post = {(p.unit, p.position): p.number for p in people}
    secretary = f"Sekretaris Daerah Kota {city.place}"
    offices = [
        OfficePlan(
            ROOT,
            f"Wali Kota {city.place}",
            Role.SIGNATORY,
            mayor.number,
            capacity=city.mayor.capacity,
        ),
        OfficePlan(ROOT, secretary, Role.SIGNATORY, by_post[SECRETARIAT, secretary]),
        OfficePlan(ROOT, ADMIN_OFFICE, Role.ADMIN, by_post["BKPSDM", ADMINISTRATOR]),
        OfficePlan(ROOT, DRAFTER, Role.DRAFTER, by_post["HUKUM", DRAFTER]),
        OfficePlan(ROOT, AUDITOR, Role.AUDITOR, by_post["INSPEKTORAT", AUDITOR]),
    ]
    post = city.secretary
    if post.stand_in is None or post.stand_in_from is None:
        return offices
    acting = replace(
        offices[1],
        holder=by_post[SECRETARIAT, ASSISTANT],
        capacity=post.stand_in,
        starts_on=post.stand_in_from,
        ends_on=post.stand_in_to,
    )
    return [*offices, acting]


def _advisers(everybody: Sequence[PersonPlan], others: set[str]) -> tuple[str, ...]:
    """Choose the neutrality team: two civil servants who are nothing else, of different units.

    A city of heads alone has none.
    """
    found = dict[str, str]()
    for unit in (*ADVISING, *(p.unit for p in everybody if p.unit not in NOT_ADVISING)):
        for person in everybody:
            if (
                person.unit == unit
                and person.kind is PersonKind.PNS
                and person.number not in others
            ):
                found.setdefault(unit, person.number)
        if len(found) == len(ADVISERS):
            break
    return tuple(found.values())


def _takers(everybody: Sequence[PersonPlan], others: set[str]) -> dict[str, str]:
    """Choose who takes referrals: a civil servant of the agency who is nothing else."""
    found: dict[str, str] = {}
    for word, unit in TAKERS.items():
        free = (p.number for p in everybody if p.unit == unit and p.number not in others)
        if number := next(free, ""):
            found[word] = number
    return found


def _addresses(
    city: City, everybody: Sequence[PersonPlan], offices: Sequence[OfficePlan]
) -> dict[str, str]:
    """Choose the people whom visitors sign in as; return their e-mail addresses by number."""
    held = {(office.unit, office.title): office.holder for office in offices}
    heads = {office.unit: office.holder for office in offices if office.is_head}
    teachers = (p for p in everybody if (p.unit, p.position) == (FIRST_SCHOOL, TEACHER))
    village = next(r.code for r in regions(city.code) if len(r.code) > DISTRICT_CODE)
    guests = {
        "walikota": held[ROOT, f"Wali Kota {city.place}"],
        "sekda": held[SECRETARIAT, f"Sekretaris Daerah Kota {city.place}"],
        "bkpsdm": held[ROOT, ADMIN_OFFICE],
        "hukum": held[ROOT, DRAFTER],
        "auditor": held[ROOT, AUDITOR],
        "kepala": heads["DISDIK"],
        "operator": held["DISDIK", OPERATOR],
        "lurah": heads[village],
        "pegawai": next(teachers).number,
    }
    if city.secretary.stand_in:
        guests["plh.sekda"] = offices[-1].holder
    taken = {*guests.values(), *(office.holder for office in offices)}
    guests |= _takers(everybody, taken)  # first: they must be of one agency each
    guests |= dict(zip(ADVISERS, _advisers(everybody, {*taken, *guests.values()}), strict=False))
    return {number: f"{word}@{city.slug}.example" for word, number in guests.items()}
