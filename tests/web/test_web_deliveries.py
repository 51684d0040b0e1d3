"""The page of deliveries: numbers, the choice about what is unsure, and nobody's names."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from netral.access.core import Role
from netral.access.models import User
from netral.ledger.models import Entry
from netral.notices.core import Channel, State
from netral.notices.models import Message, Provider
from netral.orgs.queries import root
from netral.tenancy.models import Institution
from netral.web.watch import watch_providers
from tests.web.two_cities import City

PAGE = "/pesan/kiriman/"


def lay(house: Institution, n: int, state: State, **more: Any) -> None:
    now = timezone.now()
    given: dict[str, Any] = {"channel": Channel.MAIL, "address": f"rahasia{n}@example.id"}
    Message.objects.bulk_create(
        Message(
            institution=house, recipient=f"user:{i}", template="pacts/reminder", key=f"{state}:{i}",
            state=state, queued_at=now, not_before=now, **(given | more),
        )
        for i in range(n)
    )  # fmt: skip


def enter(client: Client, city: City, role: Role) -> User:
    user = city.in_role(role)
    client.force_login(user)
    return user


def test_the_page_counts_and_names_nobody(client: Client, cempaka: City) -> None:
    lay(cempaka.house, 7, State.SENT)
    lay(cempaka.house, 2, State.UNSURE)
    enter(client, cempaka, Role.ADMIN)
    page = client.get(PAGE).content.decode()
    assert "2 pesan belum pasti" in page
    assert "Diterima penyedia" in page
    assert "rahasia" not in page


def test_an_office_over_the_top_unit_opens_the_page(client: Client, cempaka: City) -> None:
    """The personnel office holds its role by office, over the path of the top unit."""
    user = cempaka.in_role(Role.ADMIN)
    user.grants.filter(role=Role.ADMIN).update(unit_path=root(cempaka.house).path)
    client.force_login(user)
    assert client.get(PAGE).status_code == 200
    user.grants.filter(role=Role.ADMIN).update(unit_path=cempaka.unit.path)
    assert client.get(PAGE).status_code == 404


@pytest.mark.parametrize(("act", "state"), [("again", State.QUEUED), ("leave", State.LEFT)])
def test_what_is_unsure_is_decided_on_once_with_one_entry(
    client: Client, cempaka: City, act: str, state: State
) -> None:
    lay(cempaka.house, 2, State.UNSURE)
    enter(client, cempaka, Role.ADMIN)
    before = Entry.objects.count()
    for _ in range(2):
        assert client.post(PAGE, {"channel": "mail", "act": act}).status_code == 302
    assert Entry.objects.count() == before + 1
    assert Message.objects.filter(key__startswith="unsure", state=state).count() == 2


@pytest.mark.parametrize("sent", [{"channel": "app", "act": "again"}, {"channel": "mail"}, {}])
def test_nonsense_decides_nothing(client: Client, cempaka: City, sent: dict[str, str]) -> None:
    lay(cempaka.house, 2, State.UNSURE)
    enter(client, cempaka, Role.ADMIN)
    assert client.post(PAGE, sent).status_code == 404
    assert Message.objects.filter(state=State.UNSURE).count() == 2


def test_another_citys_messages_are_neither_counted_nor_decided_on(
    client: Client, cempaka: City, kenanga: City
) -> None:
    lay(kenanga.house, 3, State.UNSURE)
    enter(client, cempaka, Role.ADMIN)
    assert "3 pesan" not in client.get(PAGE).content.decode()
    client.post(PAGE, {"channel": "mail", "act": "again"})
    assert Message.objects.filter(state=State.UNSURE).count() == 3


@pytest.mark.parametrize("role", [Role.HEAD, Role.OPERATOR, Role.EMPLOYEE, Role.AUDITOR])
def test_who_does_not_run_the_house_finds_no_such_page(
    client: Client, cempaka: City, role: Role
) -> None:
    enter(client, cempaka, role)
    assert client.get(PAGE).status_code == 404


def test_a_resting_provider_is_named_with_its_next_try(
    client: Client, cempaka: City, settings: Settings
) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    now = timezone.now()
    Provider.objects.create(
        channel=Channel.MAIL, counted_at=now, troubles=2, problem="ConnectionRefusedError",
        rest_until=now + timedelta(minutes=5),
    )  # fmt: skip
    enter(client, cempaka, Role.ADMIN)
    page = client.get(PAGE).content.decode()
    assert "ConnectionRefusedError" in page
    assert "Dijeda sebentar" in page


def test_a_provider_that_does_not_deliver_is_told_of_once_a_day(
    client: Client, cempaka: City, settings: Settings
) -> None:
    settings.WHATSAPP_NUMBER_ID = "1"
    now = timezone.now()
    of_today: dict[str, Any] = {"channel": Channel.WHATSAPP, "sent_at": now - timedelta(hours=1)}
    lay(cempaka.house, 15, State.SENT, delivered_at=now, **of_today)
    assert watch_providers(now) == 0
    lay(cempaka.house, 6, State.UNDELIVERED, **of_today)
    user = enter(client, cempaka, Role.SUPERADMIN)
    for _ in range(2):
        assert watch_providers(now) == 1
    told = Message.objects.filter(recipient=f"user:{user.pk}", template="notices/ailing")
    assert [m.channel for m in told] == [Channel.APP]
    assert "Banyak pesan lewat WhatsApp tidak sampai" in client.get("/pesan/").content.decode()
    assert "Terlalu banyak yang tidak sampai" in client.get(PAGE).content.decode()


def test_where_nothing_is_set_up_the_page_says_so(
    client: Client, cempaka: City, settings: Settings
) -> None:
    settings.EMAIL_HOST = ""
    Message.objects.exclude(channel=Channel.APP).delete()
    enter(client, cempaka, Role.ADMIN)
    assert "Tidak ada pesan yang keluar." in client.get(PAGE).content.decode()
