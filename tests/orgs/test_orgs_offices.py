"""Terms of office: who may hold what when, and which role follows."""

from datetime import UTC, date, datetime

import pytest

from netral.access.core import Role
from netral.access.models import Grant, User
from netral.kernel.moment import Moment
from netral.orgs.actions.offices import add_office, close_office, end_holding, hand_over
from netral.orgs.actions.service import Leaving, leave
from netral.orgs.core import Capacity, Service
from netral.orgs.errors import (
    BasisMissing,
    NobodyToStandFor,
    NotActing,
    NotServing,
    OfficeClosed,
    OfficeHeld,
    OfficeTaken,
    TermBackwards,
    TermOver,
    TermUnbounded,
)
from netral.orgs.models import Holding, Office, Person, Unit
from netral.orgs.queries import acting, head_of, headed_units, heads_of, holder, holdings_of
from tests.orgs.conftest import AT, BY

JUNE = date(2024, 6, 1)


def give(
    office: Office,
    person: Person,
    capacity: Capacity = Capacity.DEFINITIVE,
    starts: date = JUNE,
    ends: date | None = None,
) -> Holding:
    return hand_over(
        office=office, person=person, capacity=capacity, starts_on=starts, ends_on=ends,
        basis="SK 821/1/2024", by=BY, at=AT,
    )  # fmt: skip


def with_account(person: Person) -> User:
    user = User.objects.create_user(person.identity)
    Person.objects.filter(pk=person.pk).update(account=user)
    person.refresh_from_db()
    return user


def test_the_holder_gets_the_role_from_the_first_midnight_to_the_last(
    head: Office, sari: Person
) -> None:
    user = with_account(sari)
    give(head, sari, ends=date(2024, 6, 30))
    grant = Grant.objects.get(user=user)
    assert (grant.role, grant.unit_path) == (Role.HEAD, head.unit.path)
    assert grant.starts_at == datetime(2024, 5, 31, 17, tzinfo=UTC)  # 1 June 00.00 WIB
    assert grant.ends_at == datetime(2024, 6, 30, 17, tzinfo=UTC)  # 1 July 00.00 WIB


def test_a_holder_without_an_account_gets_no_grant_yet(head: Office, sari: Person) -> None:
    give(head, sari)
    assert not Grant.objects.exists()


def test_two_definitive_holders_at_once_are_refused(
    head: Office, sari: Person, budi: Person
) -> None:
    give(head, sari, ends=date(2024, 6, 30))
    with pytest.raises(OfficeHeld):
        give(head, budi, starts=date(2024, 6, 30))
    give(head, budi, starts=date(2024, 7, 1))
    assert Holding.objects.count() == 2


def test_plt_needs_a_vacant_office(head: Office, sari: Person, budi: Person) -> None:
    give(head, sari, ends=date(2024, 6, 30))
    with pytest.raises(OfficeHeld):
        give(head, budi, Capacity.PLT, date(2024, 6, 15))
    assert give(head, budi, Capacity.PLT, date(2024, 7, 1)).ends_on is None


def test_plh_needs_somebody_to_stand_for(head: Office, sari: Person, budi: Person) -> None:
    with pytest.raises(NobodyToStandFor):
        give(head, budi, Capacity.PLH, JUNE, date(2024, 6, 5))
    give(head, sari, starts=date(2024, 6, 3))
    with pytest.raises(NobodyToStandFor):
        give(head, budi, Capacity.PLH, JUNE, date(2024, 6, 5))
    give(head, budi, Capacity.PLH, date(2024, 6, 10), date(2024, 6, 12))
    found = holder(head, date(2024, 6, 11))
    assert found is not None
    assert (found.person, found.capacity) == (budi, Capacity.PLH)
    later = holder(head, date(2024, 6, 13))
    assert later is not None
    assert later.person == sari


def test_plh_needs_a_last_day_and_acting_terms_a_basis(
    head: Office, sari: Person, budi: Person
) -> None:
    give(head, sari)
    with pytest.raises(TermUnbounded):
        give(head, budi, Capacity.PLH)
    with pytest.raises(BasisMissing):
        hand_over(
            office=head, person=budi, capacity=Capacity.PLH, starts_on=JUNE, ends_on=JUNE,
            basis=" ", by=BY, at=AT,
        )  # fmt: skip


def test_a_term_that_ends_before_it_begins_is_refused(head: Office, sari: Person) -> None:
    with pytest.raises(TermBackwards):
        give(head, sari, ends=date(2024, 5, 31))
    held = give(head, sari)
    with pytest.raises(TermBackwards):
        end_holding(holding=held, ends_on=date(2024, 5, 31), by=BY, at=AT)


def test_ending_a_term_ends_its_grant_and_the_stand_in(
    head: Office, sari: Person, budi: Person
) -> None:
    with_account(sari)
    with_account(budi)
    held = give(head, sari)
    plh = give(head, budi, Capacity.PLH, date(2024, 6, 20), date(2024, 7, 20))
    end_holding(holding=held, ends_on=date(2024, 6, 30), by=BY, at=AT)
    plh.refresh_from_db()
    assert plh.ends_on == date(2024, 6, 30)
    assert {g.ends_at for g in Grant.objects.all()} == {datetime(2024, 6, 30, 17, tzinfo=UTC)}
    held.refresh_from_db()
    with pytest.raises(TermOver):
        end_holding(holding=held, ends_on=date(2024, 7, 1), by=BY, at=AT)


def test_ending_the_stand_in_leaves_the_holder_in_place(
    head: Office, sari: Person, budi: Person
) -> None:
    user = with_account(sari)
    give(head, sari)
    plh = give(head, budi, Capacity.PLH, date(2024, 6, 20), date(2024, 6, 30))
    end_holding(holding=plh, ends_on=date(2024, 6, 22), by=BY, at=AT)
    assert Grant.objects.get(user=user).ends_at is None


def test_acting_outside_ones_dates_is_refused(head: Office, sari: Person, city: object) -> None:
    user = with_account(sari)
    give(head, sari, starts=date(2024, 6, 10), ends=date(2024, 6, 12))
    assert acting(user, head, date(2024, 6, 12)).person == sari
    for day in (date(2024, 6, 9), date(2024, 6, 13)):
        with pytest.raises(NotActing):
            acting(user, head, day)
    assert [h.office for h in holdings_of(user, head.institution, date(2024, 6, 10))] == [head]
    assert holdings_of(user, head.institution, date(2024, 6, 9)) == []


def test_who_has_left_holds_no_office_any_more(head: Office, sari: Person) -> None:
    user = with_account(sari)
    give(head, sari)
    gone = leave(person=sari, leaving=Leaving(service=Service.RETIRED), by=BY, at=AT)
    assert head_of(head.unit, AT.local().date()) is None
    assert not Grant.objects.of(head.institution).in_force(AT.acted).filter(user=user).exists()
    with pytest.raises(NotServing):
        give(head, gone, starts=date(2024, 8, 1))


def test_a_unit_has_one_head(head: Office) -> None:
    with pytest.raises(OfficeTaken):
        add_office(unit=head.unit, title="Kepala", role=Role.HEAD, is_head=True, by=BY, at=AT)
    with pytest.raises(OfficeTaken):
        add_office(unit=head.unit, title=head.title, role=Role.OPERATOR, by=BY, at=AT)


def test_a_closed_office_takes_nobody_and_can_open_again(head: Office, sari: Person) -> None:
    give(head, sari)
    close_office(office=head, by=BY, at=AT)
    head.refresh_from_db()
    with pytest.raises(OfficeClosed):
        give(head, sari, starts=date(2024, 7, 1))
    again = add_office(unit=head.unit, title=head.title, role=Role.HEAD, is_head=True, by=BY, at=AT)
    assert again == head
    assert again.closed_on is None
    assert holder(again, AT.local().date()) is None


def test_heads_are_found_with_one_query(
    head: Office, sari: Person, puskesmas: Unit, dinkes: Unit, django_assert_num_queries: object
) -> None:
    give(head, sari)
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = heads_of([puskesmas, dinkes], AT.local().date())
    assert found[puskesmas.pk].person == sari
    assert dinkes.pk not in found
    units = headed_units(head.institution, {}, AT.local().date())
    assert units == [puskesmas]


def test_a_moment_of_another_zone_moves_the_grant(head: Office, sari: Person) -> None:
    user = with_account(sari)
    head.institution.zone = "Asia/Jayapura"
    head.institution.save()
    hand_over(
        office=head, person=sari, capacity=Capacity.DEFINITIVE, starts_on=JUNE, ends_on=None,
        basis="", by=BY, at=Moment.real(AT.logged, "Asia/Jayapura"),
    )  # fmt: skip
    assert Grant.objects.get(user=user).starts_at == datetime(2024, 5, 31, 15, tzinfo=UTC)
