"""The tree of units: paths, renames, mergers, cycles."""

from datetime import date

import pytest

from netral.access.core import Role
from netral.access.models import Grant, User
from netral.ledger.models import Entry
from netral.orgs.actions.institutions import InstitutionFacts, open_institution
from netral.orgs.actions.moves import merge_unit, move_unit
from netral.orgs.actions.offices import add_office, hand_over
from netral.orgs.actions.people import add_people, transfer
from netral.orgs.actions.units import add_unit, close_unit, rename_unit
from netral.orgs.core import Capacity, PersonFacts, PersonKind, UnitKind
from netral.orgs.errors import (
    ChangeBeforeBeginning,
    ChangeInFuture,
    IdentityTaken,
    InstitutionExists,
    OneRootOnly,
    RootStays,
    TreeTooDeep,
    UnitClosed,
    UnitCodeTaken,
    UnitInUse,
    UnitUnderItself,
)
from netral.orgs.models import Office, Person, Unit
from netral.orgs.queries import audience, audience_paths, head_of, root, tree
from netral.tenancy.models import Institution
from tests.orgs.conftest import AT, BY, person, unit

TODAY = AT.local().date()


def fresh(thing: Unit) -> Unit:
    return Unit.objects.get(pk=thing.pk)


def test_an_institution_opens_with_its_top_unit(city: Institution) -> None:
    top = root(city)
    assert (top.path, top.kind, top.name) == (f"{top.pk}/", UnitKind.ROOT, city.name)
    with pytest.raises(InstitutionExists):
        open_institution(
            facts=InstitutionFacts(code="99.71", slug="lain", name="x", place="x", head_title="x"),
            by=BY,
            at=AT,
        )


def test_paths_lead_from_the_root(city: Institution, puskesmas: Unit, dinkes: Unit) -> None:
    assert puskesmas.path == f"{root(city).pk}/{dinkes.pk}/{puskesmas.pk}/"
    assert [u.name for u in tree(city, TODAY)] == [
        city.name, "Dinas Kesehatan", "Puskesmas Mawar",
    ]  # fmt: skip


def test_every_change_raises_the_roster_version(city: Institution, dinkes: Unit) -> None:
    before = Institution.objects.get(pk=city.pk).roster_version
    rename_unit(unit=dinkes, name="Dinas Kesehatan Masyarakat", by=BY, at=AT)
    assert Institution.objects.get(pk=city.pk).roster_version == before + 1


def test_a_code_in_use_and_a_second_root_are_refused(city: Institution, dinkes: Unit) -> None:
    with pytest.raises(UnitCodeTaken):
        unit(city, dinkes, "1.02", "Dinas Lain", UnitKind.OPD)
    with pytest.raises(OneRootOnly):
        add_unit(institution=city, parent=None, code="9", name="x", kind=UnitKind.OPD, by=BY, at=AT)


def test_moving_a_unit_takes_its_subtree_and_grants(
    city: Institution, dinkes: Unit, disdik: Unit, puskesmas: Unit, head: Office, sari: Person
) -> None:
    sari.account = User.objects.create_user("sari")
    sari.save()
    hand_over(
        office=head, person=sari, capacity=Capacity.DEFINITIVE, starts_on=date(2024, 1, 1),
        ends_on=None, basis="", by=BY, at=AT,
    )  # fmt: skip
    move_unit(unit=dinkes, parent=disdik, by=BY, at=AT)
    assert fresh(dinkes).path == f"{disdik.path}{dinkes.pk}/"
    assert fresh(puskesmas).path == f"{disdik.path}{dinkes.pk}/{puskesmas.pk}/"
    assert Grant.objects.get().unit_path == fresh(puskesmas).path


def test_a_cycle_is_refused(dinkes: Unit, puskesmas: Unit) -> None:
    for below in (dinkes, puskesmas):
        with pytest.raises(UnitUnderItself):
            move_unit(unit=dinkes, parent=below, by=BY, at=AT)
    with pytest.raises(UnitUnderItself):
        merge_unit(unit=dinkes, into=puskesmas, by=BY, at=AT)


def test_a_stale_unit_cannot_close_a_cycle(dinkes: Unit, disdik: Unit, puskesmas: Unit) -> None:
    move_unit(unit=disdik, parent=puskesmas, by=BY, at=AT)
    with pytest.raises(UnitUnderItself):
        move_unit(unit=dinkes, parent=disdik, by=BY, at=AT)  # both objects are out of date


def test_the_root_stays(city: Institution, dinkes: Unit) -> None:
    top = root(city)
    with pytest.raises(RootStays):
        close_unit(unit=top, by=BY, at=AT)
    with pytest.raises(RootStays):
        merge_unit(unit=top, into=dinkes, by=BY, at=AT)


def test_a_tree_too_deep_for_its_column_is_refused(city: Institution, dinkes: Unit) -> None:
    above, before = dinkes, Entry.objects.count()
    with pytest.raises(TreeTooDeep):  # noqa: PT012  # which step fails depends on the ids
        for n in range(60):
            above = unit(city, above, f"d{n}", f"Seksi {n}", UnitKind.UPTD)
    assert Entry.objects.count() - before == Unit.objects.filter(code__startswith="d").count()


def test_a_rename_keeps_the_old_name_with_its_dates(
    city: Institution, dinkes: Unit, puskesmas: Unit, sari: Person, head: Office
) -> None:
    renamed = rename_unit(
        unit=puskesmas, name="Puskesmas Melati", on=date(2024, 6, 1), by=BY, at=AT
    )
    assert renamed.pk == puskesmas.pk  # people, offices and counters stay where they are
    past = Unit.objects.get(successor=puskesmas)
    assert (past.name, past.valid_from, past.valid_to) == (
        "Puskesmas Mawar", date(2020, 1, 1), date(2024, 6, 1),
    )  # fmt: skip
    names = {u.pk: u.name for u in tree(city, date(2024, 5, 31))}
    assert names[puskesmas.pk] == "Puskesmas Mawar"
    assert {u.pk: u.name for u in tree(city, TODAY)}[puskesmas.pk] == "Puskesmas Melati"
    assert past.pk not in names


def test_a_unit_renamed_twice_shows_the_name_of_the_day(city: Institution, dinkes: Unit) -> None:
    rename_unit(unit=dinkes, name="Nama Kedua", on=date(2022, 1, 1), by=BY, at=AT)
    rename_unit(unit=dinkes, name="Nama Ketiga", on=date(2023, 1, 1), by=BY, at=AT)
    shown = [
        {u.pk: u.name for u in tree(city, day)}[dinkes.pk]
        for day in (date(2021, 1, 1), date(2022, 1, 1), date(2023, 1, 1))
    ]
    assert shown == ["Dinas Kesehatan", "Nama Kedua", "Nama Ketiga"]


def test_changes_are_dated_between_the_first_day_and_today(dinkes: Unit) -> None:
    with pytest.raises(ChangeInFuture):
        rename_unit(unit=dinkes, name="x", on=date(2024, 6, 25), by=BY, at=AT)
    with pytest.raises(ChangeBeforeBeginning):
        rename_unit(unit=dinkes, name="x", on=date(2019, 12, 31), by=BY, at=AT)


def test_a_merger_takes_people_units_offices_and_region_along(
    city: Institution, dinkes: Unit, disdik: Unit, puskesmas: Unit, sari: Person
) -> None:
    Unit.objects.filter(pk=dinkes.pk).update(region_code="99.71.01")
    chief = add_office(unit=dinkes, title="Kepala", role=Role.HEAD, is_head=True, by=BY, at=AT)
    clerk = add_office(unit=dinkes, title="Kasubag", role=Role.OPERATOR, by=BY, at=AT)
    worker = person(city, dinkes, 7)
    hand_over(
        office=chief, person=worker, capacity=Capacity.DEFINITIVE, starts_on=date(2024, 1, 1),
        ends_on=None, basis="", by=BY, at=AT,
    )  # fmt: skip
    merge_unit(unit=dinkes, into=disdik, by=BY, at=AT)
    old, new = fresh(dinkes), fresh(disdik)
    assert (old.valid_to, old.successor) == (TODAY, new)
    assert new.region_code == "99.71.01"
    assert fresh(puskesmas).path == f"{new.path}{puskesmas.pk}/"
    worker.refresh_from_db()
    assert worker.unit == new
    assert [e.what for e in worker.events.all()] == ["joined", "moved"]
    clerk.refresh_from_db()
    chief.refresh_from_db()
    assert (clerk.unit, clerk.closed_on) == (new, None)
    assert chief.closed_on == TODAY
    assert head_of(old, TODAY) is None


def test_a_closed_unit_changes_no_more(city: Institution, dinkes: Unit, disdik: Unit) -> None:
    close_unit(unit=dinkes, by=BY, at=AT)
    for change in (
        lambda: rename_unit(unit=dinkes, name="x", by=BY, at=AT),
        lambda: move_unit(unit=disdik, parent=dinkes, by=BY, at=AT),
        lambda: unit(city, dinkes, "z", "x", UnitKind.UPTD),
        lambda: person(city, fresh(dinkes), 8),
    ):
        with pytest.raises(UnitClosed):
            change()
    assert unit(city, root(city), "1.02", "Dinas Kesehatan Baru", UnitKind.OPD).pk


def test_a_unit_in_use_is_not_closed(dinkes: Unit, puskesmas: Unit, sari: Person) -> None:
    for used in (dinkes, puskesmas):
        with pytest.raises(UnitInUse):
            close_unit(unit=used, by=BY, at=AT)


def test_an_audience_follows_its_units(
    city: Institution, dinkes: Unit, disdik: Unit, puskesmas: Unit, sari: Person
) -> None:
    stored = {"kinds": ["pns"], "units": [dinkes.path, puskesmas.path]}
    move_unit(unit=dinkes, parent=disdik, by=BY, at=AT)
    assert list(audience(city, stored)) == [sari]
    merge_unit(unit=dinkes, into=disdik, by=BY, at=AT)
    assert fresh(disdik).path in audience_paths(city, stored)
    assert list(audience(city, {"kinds": ["bumd"]})) == []


def test_the_same_number_twice_adds_nobody(city: Institution, dinkes: Unit) -> None:
    facts = PersonFacts(kind=PersonKind.NON_ASN, identity="L-1", name="Ani")
    with pytest.raises(IdentityTaken):
        add_people(institution=city, rows=[(dinkes, facts), (dinkes, facts)], by=BY, at=AT)
    assert not Person.objects.exists()


def test_a_transfer_moves_the_employees_role(
    city: Institution, puskesmas: Unit, disdik: Unit, sari: Person
) -> None:
    sari.account = User.objects.create_user("sari")
    sari.save()
    transfer(person=sari, unit=disdik, by=BY, at=AT)
    grant = Grant.objects.of(city).in_force(AT.acted).get()
    assert (grant.unit_path, grant.source) == (disdik.path, f"person:{sari.pk}")
