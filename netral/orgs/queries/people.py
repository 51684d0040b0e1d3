"""What the pages of people show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from netral.access.models import User
from netral.kernel.words import N_
from netral.orgs.core import (
    CAPACITY_WORDS,
    PERSON_WORDS,
    SERVICE_WORDS,
    SERVING,
    Capacity,
    PersonKind,
    Service,
)
from netral.orgs.core.oddities import WARN_WORDS, Warn
from netral.orgs.models import Holding, Person, Unit
from netral.orgs.queries import within
from netral.tenancy.models import Institution

GONE: Final = "gone"  # the filter for everyone who serves no longer

EVENT_WORDS: Final[Mapping[str, str]] = {
    "joined": N_("Added to the roster"),
    "corrected": N_("Data corrected"),
    "moved": N_("Transferred"),
    "leave": N_("Gone on leave"),
    "retired": N_("Retired"),
    "deceased": N_("Deceased"),
    "ended": N_("Stopped serving"),
    "moved_away": N_("Moved to another institution"),
    "returned": N_("Serving again"),
}
FIELD_WORDS: Final[Mapping[str, str]] = {
    "kind": N_("Kind of employee"),
    "name": N_("Name"),
    "title_front": N_("Titles before the name"),
    "title_back": N_("Titles after the name"),
    "position": N_("Position"),
    "grade": N_("Grade"),
    "email": N_("E-mail"),
    "phone": N_("Telephone"),
    "service": N_("Service"),
    "nik": N_("NIK"),
    "note": N_("Note"),
    "basis": N_("Basis"),
    "until": N_("Until"),
    "warnings": N_("Remarks on the data"),
}
SHAPES: Final = {"joined": "done", "returned": "done", "leave": "due", "moved": "next"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which people a list is to show."""

    words: str = ""
    unit: Unit | None = None
    kind: str = ""
    service: str = ""


def people(institution: Institution, paths: Iterable[str], wanted: Wanted) -> QuerySet[Person]:
    """Return the people under `paths` that fit, by name."""
    chosen = Person.objects.of(institution).filter(within(paths, "unit__path"))
    if wanted.unit is not None:
        chosen = chosen.filter(unit__path__startswith=wanted.unit.path)
    if wanted.kind in set(PersonKind):
        chosen = chosen.filter(kind=wanted.kind)
    if wanted.service in set(Service):
        chosen = chosen.filter(service=wanted.service)
    elif wanted.service == GONE:
        chosen = chosen.exclude(service__in=[s.value for s in SERVING])
    elif not wanted.words:
        chosen = chosen.filter(service__in=[s.value for s in SERVING])
    for word in wanted.words.split():
        bare = "".join(sign for sign in word if sign.isalnum())
        chosen = chosen.filter(Q(name__icontains=word) | Q(identity__istartswith=bare or word))
    return chosen.select_related("unit").order_by("name", "pk")


def numbered(institution: Institution, typed: str) -> Person | None:
    """Return the serving person whom a typed number or label ("name · number") means."""
    _, _, number = typed.rpartition(" · ")
    serving = Person.objects.of(institution).serving().select_related("unit", "account")
    tried = {typed.strip(), number.strip(), "".join(s for s in typed if s.isdigit())} - {""}
    found: Person | None = serving.filter(identity__in=tried).first()
    return found


def phones(institution: Institution, users: Iterable[User]) -> dict[int, str]:
    """Return the mobile number that the roster holds for each account, by account."""
    listed = Person.objects.of(institution).filter(account__in=list(users)).exclude(phone="")
    return dict(listed.values_list("account_id", "phone"))


def candidates(unit: Unit) -> list[str]:
    """Return labels of people who serve in a unit or right above it, for a field's suggestions."""
    places = Q(unit=unit) | Q(unit=unit.parent)
    near = Person.objects.of(unit.institution_id).serving().filter(places)
    return [f"{p.full_name} · {p.identity}" for p in near.order_by("name")[:300]]


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of a person's history, ready to show."""

    words: str
    meaning: str
    at: datetime
    entry: int
    lines: list[str]


def history(person: Person) -> list[Happening]:
    """Return what happened to a person, newest first."""
    events = person.events.order_by("-at", "-pk")[:200]
    return [
        Happening(
            gettext(EVENT_WORDS[e.what]), SHAPES.get(e.what, "next"), e.at, e.entry_id,
            _lines(e.before, e.after),
        )
        for e in events
    ]  # fmt: skip


def _lines(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    lines = []
    if "unit_name" in after:
        lines.append(f"{before.get('unit_name', '')} → {after['unit_name']}")
    for key, value in after.items():
        if key not in FIELD_WORDS or key in {"unit", "unit_name"}:
            continue
        new, old = _value(key, value), _value(key, before.get(key, ""))
        if new or old:
            change = f"{old} → {new}" if old else new
            lines.append(f"{gettext(FIELD_WORDS[key])}: {change}")
    return lines


def _value(key: str, value: Any) -> str:
    if key == "service" and value:
        return gettext(SERVICE_WORDS[Service(value)])
    if key == "kind" and value:
        return gettext(PERSON_WORDS[PersonKind(value)])
    if key == "warnings":
        return str(len(value))
    return str(value)


@dataclass(frozen=True, slots=True)
class Term:
    """An office that a person holds, held or will hold."""

    office: int
    unit: int
    title: str
    unit_name: str
    capacity: str
    starts_on: date
    ends_on: date | None
    runs: bool


def terms_of(person: Person, on: date) -> list[Term]:
    """Return the person's terms, newest first."""
    held = Holding.objects.filter(person=person).select_related("office__unit")
    return [
        Term(
            t.office_id, t.office.unit_id, t.office.title, t.office.unit.name,
            CAPACITY_WORDS[Capacity(t.capacity)], t.starts_on, t.ends_on,
            t.starts_on <= on and (t.ends_on is None or t.ends_on >= on),
        )
        for t in held.order_by("-starts_on", "-pk")
    ]  # fmt: skip


def remarks(person: Person) -> list[str]:
    """Say what looked odd about the person's data when the roster was read."""
    return [gettext(WARN_WORDS[Warn(code)]) for code in person.warnings if code in set(Warn)]


def without_sign_in(institution: Institution, unit: Unit) -> QuerySet[Person]:
    """Return who serves under a unit and cannot sign in yet: no account, or none activated."""
    waiting = Q(account=None) | Q(account__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    below = Person.objects.of(institution).serving().filter(unit__path__startswith=unit.path)
    return (
        below.filter(waiting)
        .select_related("unit", "account", "institution")
        .order_by("unit__path", "name", "pk")
    )
