"""What the pages of units and offices show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from netral.access.core import ROLE_WORDS, Role
from netral.orgs.core import CAPACITY_WORDS, UNIT_WORDS, Capacity, UnitKind, unit_ids
from netral.orgs.core.places import spelled
from netral.orgs.errors import OfficeClosed
from netral.orgs.models import Holding, Office, Person, Unit
from netral.orgs.queries import acting_first, tree, within
from netral.tenancy.models import Institution


@dataclass(slots=True)
class Branch:
    """A unit in the tree, with how many serve in it and below it."""

    pk: int
    name: str
    words: str  # kind
    own: int
    whole: int
    below: list["Branch"] = field(default_factory=list)


def people_by_unit(institution: Institution) -> Mapping[int, int]:
    """Count who serves in each unit, with one query."""
    counted = Person.objects.of(institution).serving().values_list("unit").annotate(n=Count("pk"))
    return dict(counted.values_list("unit", "n"))


def branches(institution: Institution, paths: Iterable[str], on: date) -> list[Branch]:
    """Return the tree under `paths` as nested branches, with two queries whatever its size."""
    own = people_by_unit(institution)
    top: list[Branch] = []
    by_path: dict[str, Branch] = {}
    seen = tuple(paths)
    for unit in tree(institution, on):
        if not unit.path.startswith(seen):
            continue
        n = own.get(unit.pk, 0)
        branch = Branch(unit.pk, unit.name, UNIT_WORDS[UnitKind(unit.kind)], n, n)
        by_path[unit.path] = branch
        above = by_path.get(_above(unit.path))
        (above.below if above else top).append(branch)
    for path in sorted(by_path, key=len, reverse=True):
        above = by_path.get(_above(path))
        if above:
            above.whole += by_path[path].whole
    return top


def _above(path: str) -> str:
    return path[: path.rstrip("/").rfind("/") + 1]


def found(institution: Institution, paths: Iterable[str], words: str) -> list[Unit]:
    """Return the open units whose name or code holds every word, at most a hundred."""
    units = Unit.objects.of(institution).filter(within(paths, "path"), valid_to=None)
    for word in words.split():
        units = units.filter(
            Q(name__icontains=word) | Q(short_name__icontains=word) | Q(code__icontains=word)
        )
    return list(units.order_by("name")[:100])


def labels(institution: Institution, paths: Iterable[str]) -> list[str]:
    """Return how units are named in a field that suggests them: name and code."""
    units = Unit.objects.of(institution).filter(within(paths, "path"), valid_to=None)
    return [f"{name} · {code}" for name, code in units.order_by("name").values_list("name", "code")]


def named(institution: Institution, typed: str) -> Unit | None:
    """Return the one open unit that a typed label, code or name means."""
    units = Unit.objects.of(institution).filter(valid_to=None)
    _, _, code = typed.rpartition(" · ")
    exact: Unit | None = units.filter(code__in=(code.strip(), typed.strip())).first()
    if exact is not None:
        return exact
    alike = list(units.filter(name__iexact=typed.strip())[:2])
    if not alike:
        alike = [u for u in units if spelled(u.name) == spelled(typed)]
    return alike[0] if len(alike) == 1 else None


@dataclass(frozen=True, slots=True)
class Seatholder:
    """Somebody's term in an office, ready to show."""

    pk: int
    person: int
    name: str
    capacity: str
    starts_on: date
    ends_on: date | None
    basis: str
    account: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """An office of a unit and who acts in it today."""

    pk: int
    title: str
    role: str
    is_head: bool
    acting: Seatholder | None
    others: int  # further terms that run today or later


def desks(unit: Unit, on: date) -> list[Desk]:
    """Return the open offices of a unit with who acts in them, with two queries."""
    offices = list(unit.offices.filter(Q(closed_on=None) | Q(closed_on__gt=on)))
    running = Holding.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=on), office__in=offices
    ).select_related("person")
    by_office: dict[int, list[Holding]] = {}
    for term in running:
        by_office.setdefault(term.office_id, []).append(term)
    return [_desk(office, by_office.get(office.pk, []), on) for office in offices]


def _desk(office: Office, terms: list[Holding], on: date) -> Desk:
    today = acting_first(t for t in terms if t.starts_on <= on)
    return Desk(
        office.pk,
        office.title,
        ROLE_WORDS[Role(office.role)],
        office.is_head,
        _seatholder(today[0]) if today else None,
        len(terms) - bool(today),
    )


def _seatholder(term: Holding) -> Seatholder:
    return Seatholder(
        term.pk,
        term.person_id,
        term.person.full_name,
        CAPACITY_WORDS[Capacity(term.capacity)],
        term.starts_on,
        term.ends_on,
        term.basis,
        term.person.account_id is not None,
    )


def terms(office: Office) -> list[Seatholder]:
    """Return every term of an office, newest first."""
    held = office.holdings.select_related("person").order_by("-starts_on", "-pk")
    return [_seatholder(term) for term in held]


def office_open(office: Office) -> Office:
    """Return the office, or refuse one that was closed."""
    if office.closed_on is not None:
        raise OfficeClosed(title=office.title, closed_on=office.closed_on)
    return office


def past_names(unit: Unit) -> list[Unit]:
    """Return the closed rows that led to this unit: earlier names and merged units."""
    return list(
        Unit.objects.of(unit.institution_id).filter(successor=unit).order_by("-valid_to", "-pk")
    )


def ancestors_of(unit: Unit) -> list[Unit]:
    """Return the units from the top down to the parent."""
    pks = unit_ids(unit.path)[:-1]
    units = Unit.objects.in_bulk(pks)
    return [units[pk] for pk in pks if pk in units]
