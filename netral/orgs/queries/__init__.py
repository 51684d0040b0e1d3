"""Who is who on a day: people, units, holders of offices, audiences."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.db.models import Q, QuerySet

from netral.access.core import Duty
from netral.access.errors import NotYours
from netral.access.models import User
from netral.access.queries import Seat
from netral.orgs.core import SERVING, Capacity, PersonKind, UnitKind, unit_id, unit_ids
from netral.orgs.core.offices import PRECEDENCE
from netral.orgs.errors import NotActing
from netral.orgs.models import Holding, Office, Person, Unit
from netral.tenancy.models import Institution

KINDS: Final = [kind.value for kind in UnitKind]


def root(institution: Institution) -> Unit:
    """Return the top unit."""
    found: Unit = Unit.objects.of(institution).get(parent=None, valid_to=None)
    return found


def person_of(seat: Seat) -> Person | None:
    """Return the serving person whose account sits here; auditors and superadmins may be none."""
    mine = Person.objects.of(seat.institution).serving().filter(account=seat.user)
    return mine.select_related("unit", "institution").first()


def unit_for(seat: Seat, duty: Duty, pk: int) -> Unit:
    """Return the unit if the seat holds `duty` over it; a hidden one and a missing look alike."""
    found: Unit | None = (
        Unit.objects.of(seat.institution)
        .select_related("parent", "institution")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotYours
    seat.require(duty, found.path)
    return found


def widest(seat: Seat, duty: Duty) -> Unit:
    """Return the highest unit over which the seat holds `duty`."""
    paths = seat.paths(duty)
    if not paths:
        raise NotYours
    return unit_for(seat, duty, unit_id(paths[0])) if paths[0] else root(seat.institution)


def person_for(seat: Seat, duty: Duty, pk: int) -> Person:
    """Return the person if the seat holds `duty` over the person's unit."""
    found: Person | None = (
        Person.objects.of(seat.institution)
        .select_related("unit", "institution", "account")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotYours
    seat.require(duty, found.unit.path)
    return found


def require_whole(seat: Seat, duty: Duty) -> None:
    """Refuse, as if nothing were there, unless `duty` is held over the whole institution."""
    seat.require(duty, root(seat.institution).path)


def within(paths: Iterable[str], field: str) -> Q:
    """Keep rows whose unit path, named `field`, begins with one of `paths`; none keeps nothing."""
    found = Q(pk__in=())
    for path in paths:
        found |= Q(**{f"{field}__startswith": path})
    return found


def holdings_on(on: date) -> Q:
    """Keep terms that run on a day."""
    return Q(starts_on__lte=on) & (Q(ends_on=None) | Q(ends_on__gte=on))


def acting_first(holdings: Iterable[Holding]) -> list[Holding]:
    """Order terms that run side by side: who stands in acts before the one stood for."""
    return sorted(holdings, key=lambda h: PRECEDENCE.index(Capacity(h.capacity)))


def holder(office: Office, on: date) -> Holding | None:
    """Return who acts in the office on a day: a stand-in before the one stood for."""
    terms = office.holdings.filter(holdings_on(on)).select_related("person", "office__unit")
    return next(iter(acting_first(terms)), None)


def head_of(unit: Unit, on: date) -> Holding | None:
    """Return who acts as head of the unit on a day."""
    terms = Holding.objects.of(unit.institution_id).filter(
        holdings_on(on), office__unit=unit, office__is_head=True
    )
    return next(iter(acting_first(terms.select_related("person", "office__unit"))), None)


def heads_of(units: Sequence[Unit], on: date) -> dict[int, Holding]:
    """Return who acts as head of each unit on a day, by the unit's id, with one query."""
    terms = Holding.objects.filter(
        holdings_on(on), office__unit__in=[u.pk for u in units], office__is_head=True
    ).select_related("person", "office__unit")
    return {h.office.unit_id: h for h in reversed(acting_first(terms))}


def holdings_of(user: User, institution: Institution, on: date) -> list[Holding]:
    """Return the terms that the user's person holds on a day, heads of units first."""
    terms = Holding.objects.of(institution).filter(holdings_on(on), person__account=user)
    return list(
        terms.select_related("office__unit", "person").order_by("-office__is_head", "office__pk")
    )


def acting(user: User, office: Office, on: date) -> Holding:
    """Return the term under which the user may act in the office on a day.

    Raises:
        NotActing: the user holds it on another day, or never.
    """
    mine = office.holdings.filter(
        holdings_on(on), person__account=user, person__service__in=[s.value for s in SERVING]
    ).select_related("person", "office__unit", "office__institution")
    found = next(iter(acting_first(mine)), None)
    if found is None:
        raise NotActing(title=office.title, on=on)
    return found


def audience_paths(institution: Institution, audience: Mapping[str, Any]) -> list[str]:
    """Return where the units of an audience lie now.

    A path stored before a move or merger leads through its last id to the unit's present place.
    """
    pks = [unit_id(path) for path in audience.get("units") or ()]
    if not pks:
        return [""]
    found = {u.pk: u for u in Unit.objects.of(institution)}
    paths = []
    for pk in pks:
        unit = found.get(pk)
        while unit is not None and unit.valid_to is not None and unit.successor_id is not None:
            unit = found.get(unit.successor_id)
        if unit is not None:
            paths.append(unit.path)
    return paths


def known_as(unit: Unit) -> frozenset[int]:
    """Return the ids by which an audience may name `unit` or what lies above it.

    Their own, and those of units merged into them since: an audience keeps what it was told.
    """
    ids = set(unit_ids(unit.path))
    rows = Unit.objects.of(unit.institution_id)
    while merged := set(rows.filter(successor__in=ids).values_list("pk", flat=True)) - ids:
        ids |= merged
    return frozenset(ids)


def audience(institution: Institution, audience: Mapping[str, Any]) -> QuerySet[Person]:
    """Return the people of the kinds under the units who serve now; none given means all."""
    people = Person.objects.of(institution).serving()
    kinds = list(audience.get("kinds") or ())
    # An elected head of region is nobody's staff, and meant only where named.
    people = people.filter(kind__in=kinds) if kinds else people.exclude(kind=PersonKind.OFFICIAL)
    return people.filter(within(audience_paths(institution, audience), "unit__path"))


def headed_units(institution: Institution, audience: Mapping[str, Any], on: date) -> list[Unit]:
    """Return the units of an audience on a day that have the office of a head."""
    units = Unit.objects.of(institution).on(on)
    headed = units.filter(Q(offices__is_head=True) & open_office(on))
    return list(headed.filter(within(audience_paths(institution, audience), "path")).distinct())


def open_office(on: date) -> Q:
    """Keep units whose office, already joined, is open on a day."""
    return Q(offices__closed_on=None) | Q(offices__closed_on__gt=on)


def tree(institution: Institution, on: date) -> list[Unit]:
    """Return the units that existed on a day, parents first, siblings by kind and name.

    A unit renamed since then appears in its present place, under the name it had.
    """
    live = list(Unit.objects.of(institution).filter(valid_from__lte=on).on(on))
    renamed = {u.successor_id: u for u in live if u.valid_to is not None}
    units = Unit.objects.of(institution).filter(Q(pk__in=[u.pk for u in live]) | Q(pk__in=renamed))
    known = {u.pk: u for u in units}
    past = {pk: old for pk, old in renamed.items() if pk in known and known[pk].valid_from > on}
    for pk, old in past.items():
        known[pk].name, known[pk].short_name = old.name, old.short_name
        del known[old.pk]
    return in_order(known.values())


def in_order(units: Iterable[Unit]) -> list[Unit]:
    """Order units as people read them: parents first, siblings by kind, then by name."""
    keys: dict[str, tuple[tuple[int, tuple[Any, ...]], ...]] = {}
    for unit in sorted(units, key=lambda u: len(u.path)):
        above = unit.path[: unit.path.rstrip("/").rfind("/") + 1]
        keys[unit.path] = (*keys.get(above, ()), (KINDS.index(unit.kind), _natural(unit.name)))
    return sorted(units, key=lambda u: keys[u.path])


def _natural(name: str) -> tuple[Any, ...]:
    """Let "SDN 2" come before "SDN 10"."""
    parts = re.split(r"(\d+)", name.casefold())
    return tuple((int(p), "") if p.isdigit() else (0, p) for p in parts)


def below(unit: Unit) -> list[Unit]:
    """Return the open units right below `unit`, by name."""
    return list(
        Unit.objects.of(unit.institution_id).filter(parent=unit, valid_to=None).order_by("name")
    )
