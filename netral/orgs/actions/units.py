"""The tree of units: opening, renaming, moving, merging, closing. Nothing is ever deleted."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction

from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.ledger.models import Entry
from netral.orgs.actions.institutions import touch
from netral.orgs.actions.offices import end_offices
from netral.orgs.core import SERVING, UnitKind
from netral.orgs.errors import (
    ChangeBeforeBeginning,
    ChangeInFuture,
    OneRootOnly,
    RootStays,
    TreeTooDeep,
    UnitClosed,
    UnitCodeTaken,
    UnitInUse,
)
from netral.orgs.models import Unit
from netral.tenancy.models import Institution

PATH_LENGTH: Final = 120  # characters of Unit.path


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitMarks:
    """By what else a unit is known."""

    short_name: str = ""
    siasn_id: str = ""
    region_code: str = ""


@transaction.atomic
def add_unit(  # noqa: PLR0913  # one unit is many facts
    *,
    institution: Institution,
    parent: Unit | None,
    code: str,
    name: str,
    kind: UnitKind,
    by: str,
    at: Moment,
    marks: UnitMarks | None = None,
    begins_on: date | None = None,
) -> Unit:
    """Open a unit under `parent`, from `begins_on` (today where it is not given)."""
    touch(institution)
    if parent is None:
        raise OneRootOnly(institution=institution.name)
    parent = current(institution, parent)
    code_free(institution, code)
    entry = note(institution, act="unit.opened", detail={"code": code, "name": name}, by=by, at=at)
    marks = marks or UnitMarks()
    unit = Unit.objects.create(
        institution=institution,
        parent=parent,
        code=code,
        siasn_id=marks.siasn_id,
        name=name,
        short_name=marks.short_name,
        kind=kind,
        region_code=marks.region_code,
        valid_from=begins_on or at.local().date(),
        entry=entry,
    )
    unit.path = f"{parent.path}{unit.pk}/"
    fits(unit.path, unit.name)
    unit.save(update_fields=["path"])
    return unit


@transaction.atomic
def rename_unit(  # one rename is many facts
    *,
    unit: Unit,
    name: str,
    by: str,
    at: Moment,
    short_name: str = "",
    on: date | None = None,
) -> Unit:
    """Give a unit a new name from a day on, and keep the old name as a closed row.

    The row that people, offices, grants and counters point at lives on under the new name; a
    second row, closed on that day, keeps the old name with its dates and names its successor.
    """
    institution = unit.institution
    touch(institution)
    unit = current(institution, unit)
    day = change_day(unit, on, at)
    entry = note(
        institution,
        act="unit.renamed",
        detail={"code": unit.code, "before": unit.name, "after": name},
        by=by,
        at=at,
    )
    _keep_past(unit, day)
    unit.name, unit.short_name, unit.valid_from, unit.entry = name, short_name, day, entry
    unit.save(update_fields=["name", "short_name", "valid_from", "entry"])
    return unit


def _keep_past(unit: Unit, day: date) -> None:
    """Keep what a unit was called until `day` as a closed row that names its successor."""
    past = Unit.objects.create(
        institution=unit.institution,
        parent=unit.parent,
        code=unit.code,
        siasn_id=unit.siasn_id,
        name=unit.name,
        short_name=unit.short_name,
        kind=unit.kind,
        region_code=unit.region_code,
        valid_from=unit.valid_from,
        valid_to=day,
        successor=unit,
        entry=unit.entry,
    )
    base = unit.parent.path if unit.parent else ""
    Unit.objects.filter(pk=past.pk).update(path=f"{base}{past.pk}/")


@transaction.atomic
def close_unit(*, unit: Unit, by: str, at: Moment, on: date | None = None) -> Unit:
    """Close an empty unit: nobody serves in it, and nothing lies below it."""
    institution = unit.institution
    touch(institution)
    unit = current(institution, unit)
    below_root(unit)
    day = change_day(unit, on, at)
    people = unit.people.filter(service__in=[s.value for s in SERVING]).count()
    units = unit.children.filter(valid_to=None).count()
    if people or units:
        raise UnitInUse(name=unit.name, people=people, units=units)
    detail = {"code": unit.code, "name": unit.name}
    entry = note(institution, act="unit.closed", detail=detail, by=by, at=at)
    end_offices(unit=unit, on=day, entry=entry)
    unit.valid_to, unit.entry = day, entry
    unit.save(update_fields=["valid_to", "entry"])
    return unit


def current(institution: Institution, unit: Unit) -> Unit:
    """Read `unit` again inside the transaction, and refuse a closed one."""
    fresh = Unit.objects.of(institution).select_related("parent", "institution").get(pk=unit.pk)
    if fresh.valid_to is not None:
        raise UnitClosed(name=fresh.name)
    return fresh


def below_root(unit: Unit) -> None:
    """Refuse to treat the top unit like any other."""
    if unit.parent_id is None:
        raise RootStays(name=unit.name)


def code_free(institution: Institution, code: str) -> None:
    """Refuse a code that an open unit has."""
    if other := Unit.objects.of(institution).filter(code=code, valid_to=None).first():
        raise UnitCodeTaken(code=code, name=other.name)


def fits(path: str, name: str) -> None:
    """Refuse a path that its column could not hold."""
    if len(path) > PATH_LENGTH:
        raise TreeTooDeep(name=name)


def change_day(unit: Unit, on: date | None, at: Moment) -> date:
    """Return the day of a change: today at the latest, the unit's first day at the earliest."""
    today = at.local().date()
    day = on or today
    if day > today:
        raise ChangeInFuture(on=day)
    if day < unit.valid_from:
        raise ChangeBeforeBeginning(name=unit.name, begins_on=unit.valid_from, on=day)
    return day


def note(
    institution: Institution, *, act: str, detail: dict[str, str], by: str, at: Moment
) -> Entry:
    """Record one act on the unit whose code is in `detail`."""
    return record(
        Act(act=act, actor=by, subject=f"unit:{detail['code']}", fields={"detail": detail}),
        institution=institution,
        at=at,
    )
