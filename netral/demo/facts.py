"""The facts of the four cities, read from the project's own dated data files."""

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from netral.circulars.core import ClauseKind, Dating, Form, Relay
from netral.circulars.core.meaning import Duty, Meaning
from netral.orgs.core import Capacity, PersonKind

DATA: Final = Path(__file__).parent / "data"
GENERAL: Final = Meaning()  # of a clause that names no form
SLUGS: Final = ("malang", "bogor", "depok", "padang")  # by the day of the demonstration


@dataclass(frozen=True, slots=True)
class Region:
    """A kecamatan (`32.76.06`) or kelurahan (`32.76.06.1002`)."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Agency:
    """An OPD, a bureau or a company: its local code, names, and relative size."""

    code: str
    name: str
    short: str
    size: int


@dataclass(frozen=True, slots=True)
class Post:
    """In what capacity the mayor's or the secretary's office is held, and by whose stand-in."""

    capacity: Capacity
    elected: bool = False  # an elected mayor is no ASN
    stand_in: Capacity | None = None
    stand_in_from: date | None = None
    stand_in_to: date | None = None


@dataclass(frozen=True, slots=True)
class ClauseFacts:
    """One clause of a circular, as reported."""

    kind: ClauseKind
    text: str
    conditions: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    phase: str = ""
    meaning: Meaning = GENERAL  # which forms it names, as far as the report tells


@dataclass(frozen=True, slots=True)
class CircularFacts:
    """A city's circular: what was reported of it, and nothing more."""

    form: Form
    number: str
    pattern: str
    sequence: int
    issued_by: str  # code of the unit under whose head the letter stands
    subject: str
    dated_on: date
    dating: Dating
    signed_at: datetime
    published_at: datetime
    signatory: str  # "mayor" or "secretary"
    relay: Relay
    on_behalf_of: str
    kinds: tuple[PersonKind, ...]
    elections: tuple[str, ...]
    recipients: tuple[str, ...]
    opening: str
    closing: str
    bases: tuple[Mapping[str, object], ...]
    sources: tuple[Mapping[str, object], ...]
    clauses: tuple[ClauseFacts, ...]


@dataclass(frozen=True, slots=True)
class CampaignFacts:
    """A city's pact campaign; `of_circular` tells whether it belongs to the regime."""

    name: str
    of_circular: bool
    label: str
    heads_open_at: datetime
    opens_at: datetime
    deadline: datetime
    kinds: tuple[PersonKind, ...]


@dataclass(frozen=True, slots=True)
class StateFacts:
    """How far the city has come on the morning of its day: invented shares and numbers."""

    acknowledged: float
    derived: float
    read: float
    opened: float
    signed: float
    late: Mapping[str, float]  # unit code: share signed there and below
    silent: tuple[str, ...]  # units whose heads have not acknowledged
    refused: int
    on_leave: int
    exempt: int
    paper: int


@dataclass(frozen=True, slots=True)
class City:
    """All that is known or invented of one city."""

    code: str
    slug: str
    place: str
    zone: str
    starts_at: datetime  # 08.00 on the city's demonstration day
    people: int
    companies_people: int
    kinds: Mapping[PersonKind, float]
    folk: Mapping[str, float]
    synthetic: Mapping[str, int]
    mayor: Post
    secretary: Post
    circular: CircularFacts
    campaign: CampaignFacts
    state: StateFacts
    agencies: tuple[Agency, ...]
    bureaus: tuple[Agency, ...]
    companies: tuple[Agency, ...]

    @property
    def name(self) -> str:
        """Return the institution's name."""
        return f"Pemerintah Kota {self.place}"


def cities() -> tuple[City, ...]:
    """Return the four cities in the order of their demonstration days."""
    return tuple(city(slug) for slug in SLUGS)


@cache
def city(slug: str) -> City:
    """Read one city."""
    raw = tomllib.loads((DATA / f"{slug}.toml").read_text(encoding="utf-8"))
    zone = ZoneInfo(raw["zone"])
    return City(
        code=raw["code"],
        slug=raw["slug"],
        place=raw["place"],
        zone=raw["zone"],
        starts_at=datetime.combine(raw["demo_day"], datetime.min.time(), zone).replace(hour=8),
        people=raw["people"],
        companies_people=raw["companies_people"],
        kinds={PersonKind(kind): share for kind, share in raw["kinds"].items()},
        folk=raw["folk"],
        synthetic=raw["synthetic"],
        mayor=_post(raw["offices"]["mayor"]),
        secretary=_post(raw["offices"]["secretary"]),
        circular=_circular(raw["circular"], zone),
        campaign=_campaign(raw["campaign"], zone),
        state=StateFacts(**raw["state"] | {"silent": tuple(raw["state"]["silent"])}),
        agencies=_agencies(raw["units"]["agencies"]),
        bureaus=_bureaus(raw["units"]["bureaus"]),
        companies=_agencies(raw["units"]["companies"]),
    )


@cache
def regions(code: str) -> tuple[Region, ...]:
    """Return the kecamatan and kelurahan of the city with `code`, each after its parent."""
    lines = (DATA / "regions.csv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return tuple(Region(r["code"], r["name"]) for r in rows if r["code"].startswith(f"{code}."))


def _post(raw: Mapping[str, Any]) -> Post:
    stand_in = raw.get("stand_in")
    return Post(
        capacity=Capacity(raw["capacity"]),
        elected=raw.get("elected", False),
        stand_in=Capacity(stand_in) if stand_in else None,
        stand_in_from=raw.get("from"),
        stand_in_to=raw.get("to"),
    )


def _circular(raw: Mapping[str, Any], zone: ZoneInfo) -> CircularFacts:
    return CircularFacts(
        form=Form(raw["form"]),
        number=raw["number"],
        pattern=raw["pattern"],
        sequence=raw["sequence"],
        issued_by=raw["issued_by"],
        subject=raw["subject"],
        dated_on=raw["dated_on"],
        dating=Dating(raw["dating"]),
        signed_at=raw["signed_at"].replace(tzinfo=zone),
        published_at=raw["published_at"].replace(tzinfo=zone),
        signatory=raw["signatory"],
        relay=Relay(raw["relay"]),
        on_behalf_of=raw.get("on_behalf_of", ""),
        kinds=tuple(PersonKind(kind) for kind in raw["kinds"]),
        elections=tuple(raw["elections"]),
        recipients=tuple(raw["recipients"]),
        opening=raw["opening"].strip(),
        closing=raw.get("closing", "").strip(),
        bases=tuple(
            {**basis, "dated_on": basis["dated_on"].isoformat()} for basis in raw.get("bases", ())
        ),
        sources=tuple(raw["sources"]),
        clauses=tuple(_clause(clause) for clause in raw["clauses"]),
    )


def _clause(raw: Mapping[str, Any]) -> ClauseFacts:
    return ClauseFacts(
        kind=ClauseKind(raw["kind"]),
        text=raw["text"],
        conditions=tuple(raw.get("conditions", ())),
        kinds=tuple(raw.get("kinds", ())),
        phase=raw.get("phase", ""),
        meaning=Meaning(
            restates=tuple(raw.get("restates", ())),
            acts=tuple(raw.get("acts", ())),
            duties=tuple(Duty(duty) for duty in raw.get("duties", ())),
        ),
    )


def _campaign(raw: Mapping[str, Any], zone: ZoneInfo) -> CampaignFacts:
    return CampaignFacts(
        name=raw["name"],
        of_circular=raw["of_circular"],
        label=raw["label"],
        heads_open_at=raw["heads_open_at"].replace(tzinfo=zone),
        opens_at=raw["opens_at"].replace(tzinfo=zone),
        deadline=raw["deadline"].replace(tzinfo=zone),
        kinds=tuple(PersonKind(kind) for kind in raw["kinds"]),
    )


def _agencies(table: str) -> tuple[Agency, ...]:
    rows = (line.split("|") for line in table.split("\n") if line)
    return tuple(Agency(code, name, short, int(size)) for code, name, short, size in rows)


def _bureaus(table: str) -> tuple[Agency, ...]:
    rows = (line.split("|") for line in table.split("\n") if line)
    return tuple(Agency(code, name, "", int(size)) for code, name, size in rows)
