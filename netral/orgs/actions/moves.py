"""Moving and merging units: everything below, and everyone in them, goes along."""

from datetime import date

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat, Substr

from netral.access.models import Grant
from netral.kernel.moment import Moment
from netral.ledger.models import Entry
from netral.orgs.actions.institutions import touch
from netral.orgs.actions.offices import end_offices
from netral.orgs.actions.units import below_root, change_day, current, fits, note
from netral.orgs.errors import UnitUnderItself
from netral.orgs.models import Office, Person, PersonEvent, Unit
from netral.tenancy.models import Institution


@transaction.atomic
def move_unit(*, unit: Unit, parent: Unit, by: str, at: Moment) -> Unit:
    """Place a unit, with all below it, under another parent."""
    institution = unit.institution
    touch(institution)
    unit, parent = current(institution, unit), current(institution, parent)
    below_root(unit)
    if parent.path.startswith(unit.path):
        raise UnitUnderItself(name=unit.name, parent=parent.name)
    detail = {"code": unit.code, "parent": parent.code}
    note(institution, act="unit.moved", detail=detail, by=by, at=at)
    before, after = unit.path, f"{parent.path}{unit.pk}/"
    deepest = max(
        map(len, Unit.objects.of(institution).below(before).values_list("path", flat=True))
    )
    fits("x" * (deepest - len(before) + len(after)), unit.name)
    Unit.objects.filter(pk=unit.pk).update(parent=parent)
    _rewrite(institution, before, after)
    unit.refresh_from_db()
    return unit


@transaction.atomic
def merge_unit(*, unit: Unit, into: Unit, by: str, at: Moment, on: date | None = None) -> Unit:
    """Merge a unit into another: its people, units below and offices go along.

    The office of its head ends with the unit, since the other unit has a head; an office whose
    title the other unit has already ends too. The region code goes along where the other has none.
    """
    institution = unit.institution
    touch(institution)
    unit, into = current(institution, unit), current(institution, into)
    below_root(unit)
    if into.path.startswith(unit.path):
        raise UnitUnderItself(name=unit.name, parent=into.name)
    day = change_day(unit, on, at)
    detail = {"code": unit.code, "into": into.code}
    entry = note(institution, act="unit.merged", detail=detail, by=by, at=at)
    taken = set(into.offices.values_list("title", flat=True))
    going = [o for o in unit.offices.filter(closed_on=None, is_head=False) if o.title not in taken]
    end_offices(unit=unit, on=day, entry=entry, spare=going)
    Office.objects.filter(pk__in=[o.pk for o in going]).update(unit=into)
    _carry_people(unit, into, entry, at)
    Unit.objects.filter(parent=unit, valid_to=None).update(parent=into)
    _rewrite(institution, unit.path, into.path, but=unit.pk)
    if unit.region_code and not into.region_code:
        Unit.objects.filter(pk=into.pk).update(region_code=unit.region_code)
    Unit.objects.filter(pk=unit.pk).update(valid_to=day, successor=into, entry=entry)
    into.refresh_from_db()
    return into


def _carry_people(unit: Unit, into: Unit, entry: Entry, at: Moment) -> None:
    pks = list(unit.people.values_list("pk", flat=True))
    PersonEvent.objects.bulk_create(
        [
            PersonEvent(
                institution=unit.institution,
                person_id=pk,
                what="moved",
                before={"unit": unit.pk, "unit_name": unit.name},
                after={"unit": into.pk, "unit_name": into.name},
                at=at.acted,
                entry=entry,
            )
            for pk in pks
        ],
        batch_size=500,
    )
    Person.objects.filter(unit=unit).update(unit=into)


def _rewrite(institution: Institution, before: str, after: str, but: int = 0) -> None:
    """Replace the beginning of every path under `before`, of units and of grants."""
    rest = Concat(Value(after), Substr("path", len(before) + 1))
    Unit.objects.of(institution).below(before).exclude(pk=but).update(path=rest)
    rest = Concat(Value(after), Substr("unit_path", len(before) + 1))
    Grant.objects.of(institution).filter(unit_path__startswith=before).update(unit_path=rest)
