"""Two officers at once: the same slips, the same office, somebody who leaves meanwhile."""

import threading
from datetime import date
from functools import partial

import pytest
from django.db import connection, transaction

from netral.access.core import Role
from netral.access.models import Grant, User
from netral.ledger.actions import Act, record
from netral.ledger.models import Entry
from netral.orgs.actions.accounts import issue_slips
from netral.orgs.actions.institutions import held
from netral.orgs.actions.offices import add_office, close_office, hand_over
from netral.orgs.actions.service import Leaving, leave
from netral.orgs.core import Capacity, Service
from netral.orgs.errors import OfficeClosed
from netral.orgs.models import Holding, Office, Person, Unit
from netral.tenancy.models import Institution
from tests.orgs.conftest import AT, BY
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)
JUNE = date(2024, 6, 1)


def hand(office: Office, person: Person) -> Holding:
    return hand_over(
        office=office, person=person, capacity=Capacity.DEFINITIVE, starts_on=JUNE, ends_on=None,
        basis="", by=BY, at=AT,
    )  # fmt: skip


def test_slips_printed_twice_make_one_account_with_one_role(
    city: Institution, sari: Person
) -> None:
    copies = [Person.objects.select_related("unit").get(pk=sari.pk) for _ in range(4)]
    together([partial(issue_slips, institution=city, people=[p], by=BY, at=AT) for p in copies])
    assert User.objects.count() == 1
    assert Grant.objects.count() == 1
    assert Entry.objects.filter(act="accounts.opened").count() == 1


def test_who_left_a_moment_ago_gets_no_account(city: Institution, sari: Person) -> None:
    seen = Person.objects.get(pk=sari.pk)
    leave(person=sari, leaving=Leaving(service=Service.RETIRED), by=BY, at=AT)
    assert issue_slips(institution=city, people=[seen], by=BY, at=AT).slips == []
    assert not User.objects.exists()


def test_nobody_holds_an_office_after_leaving(head: Office, sari: Person) -> None:
    gone = Leaving(service=Service.RETIRED)
    together([partial(hand, head, sari), partial(leave, person=sari, leaving=gone, by=BY, at=AT)])
    running = Holding.objects.filter(ends_on=None)
    assert Person.objects.get(pk=sari.pk).service == Service.RETIRED
    assert not running.exists()


def test_an_office_handed_over_while_it_closes_is_not_held_on(head: Office, sari: Person) -> None:
    together([partial(hand, head, sari), partial(close_office, office=head, by=BY, at=AT)])
    assert Office.objects.get(pk=head.pk).closed_on is not None
    assert not Holding.objects.filter(ends_on=None).exists()


def test_an_office_is_closed_once(head: Office) -> None:
    seen = Office.objects.get(pk=head.pk)
    close_office(office=head, by=BY, at=AT)
    with pytest.raises(OfficeClosed):
        close_office(office=seen, by=BY, at=AT)
    assert Entry.objects.filter(act="office.closed").count() == 1


def test_a_unit_gets_one_head(puskesmas: Unit) -> None:
    copies = [Unit.objects.select_related("institution").get(pk=puskesmas.pk) for _ in range(4)]
    together(
        [
            partial(
                add_office, unit=u, title=f"Kepala {n}", role=Role.HEAD, is_head=True, by=BY, at=AT
            )
            for n, u in enumerate(copies)
        ]
    )
    assert Office.objects.filter(unit=puskesmas, is_head=True).count() == 1


@pytest.mark.only_postgres
def test_who_signs_does_not_wait_for_a_roster_that_is_applied(city: Institution) -> None:
    applying, signed = threading.Event(), threading.Event()

    def apply() -> None:
        with transaction.atomic():
            held(city.pk)
            applying.set()
            signed.wait(10)
        connection.close()

    worker = threading.Thread(target=apply)
    worker.start()
    applying.wait(10)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '2s'")
        record(Act(act="pact.signed", actor="user:1"), institution=city, at=AT)
    signed.set()
    worker.join()
