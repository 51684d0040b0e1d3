from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from netral.access.actions import create_accounts, grant
from netral.access.core import NewAccount, Role
from netral.access.models import User
from netral.notices.actions import mark_read
from netral.notices.models import Message
from netral.notices.queries import path, unread
from netral.tenancy.models import Institution
from tests.notices.conftest import AT, NOW
from tests.telling import tell


def employ(institution: Institution, number: str) -> User:
    rows = [NewAccount(number=number)]
    user = create_accounts(rows, institution=institution, by="system", at=AT)[0]
    grant(
        user=user, role=Role.EMPLOYEE, institution=institution, unit_path="", source="test",
        starts_at=NOW, by="system", at=AT,
    )  # fmt: skip
    return user


def write(institution: Institution, user: User, n: int = 1, **more: Any) -> None:
    given: dict[str, Any] = {
        "template": "access/means",
        "facts": {"what": "Your password was changed."},
        "key": f"k:{n}",
        "url": "/akun/",
    }
    tell(institution=institution, recipient=f"user:{user.pk}", at=AT, **(given | more))


@pytest.fixture
def reader(depok: Institution, client: Client) -> User:
    user = employ(depok, "198001012005011000")
    client.force_login(user)
    return user


def test_a_message_waits_in_house_in_the_readers_language(
    reader: User, depok: Institution, client: Client
) -> None:
    write(depok, reader)
    page = client.get("/pesan/").content.decode()
    assert "1 pesan belum Anda baca" in page
    assert "Akun Anda berubah" in page
    assert "Kata sandi Anda telah diganti." in page
    client.cookies["bahasa"] = "en"
    assert "Your account was changed" in client.get("/pesan/").content.decode()


def test_opening_marks_as_read_and_leads_on(
    reader: User, depok: Institution, client: Client
) -> None:
    write(depok, reader)
    message = Message.objects.get()
    assert unread(reader) == unread(reader, depok) == 1
    assert client.get(f"/pesan/{message.pk}/buka/").status_code == 405
    assert client.post(f"/pesan/{message.pk}/buka/")["Location"] == "/akun/"
    assert unread(reader) == 0
    first = Message.objects.get().read_at
    mark_read(message=message, now=NOW)
    assert Message.objects.get().read_at == first


def test_everything_can_be_marked_at_once(
    reader: User, depok: Institution, malang: Institution, client: Client
) -> None:
    for n in range(3):
        write(depok, reader, n)
    write(malang, reader, 9)
    client.post("/pesan/terbaca/")
    assert (unread(reader, depok), unread(reader, malang)) == (0, 1)


def test_nobody_reads_the_letters_of_another(
    reader: User, depok: Institution, client: Client
) -> None:
    write(depok, employ(depok, "198101012005011000"))
    message = Message.objects.get()
    assert "Belum ada pesan" in client.get("/pesan/").content.decode()
    assert client.post(f"/pesan/{message.pk}/buka/").status_code == 404
    client.post("/pesan/terbaca/")
    assert Message.objects.get().read_at is None


def test_strangers_are_sent_to_the_door(client: Client, db: None) -> None:
    for method, address in (
        ("get", "/pesan/"),
        ("post", "/pesan/1/buka/"),
        ("post", "/pesan/terbaca/"),
    ):
        assert getattr(client, method)(address)["Location"].startswith("/masuk/")


def test_facts_are_never_markup(reader: User, depok: Institution, client: Client) -> None:
    write(depok, reader, facts={"what": "<script>alert(1)</script>{{ 7 }}{% debug %}"})
    page = client.get("/pesan/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "{{ 7 }}{% debug %}" in page


@pytest.mark.parametrize(
    ("url", "inside"),
    [
        ("/pakta/7/", "/pakta/7/"),
        ("http://localhost:8000/pakta/7/", "/pakta/7/"),
        ("https://jahat.example/", ""),
        ("//jahat.example/", ""),
        ("http://localhost:8000.jahat.example/", ""),
        ("http://localhost:8000//jahat.example/", ""),
        ("/\\jahat.example/", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_a_message_leads_only_inside_the_house(settings: Settings, url: str, inside: str) -> None:
    settings.BASE_URL = "http://localhost:8000"
    assert path(url) == inside


def test_the_inbox_costs_the_same_for_one_message_and_for_many(
    reader: User, depok: Institution, client: Client, django_assert_num_queries: Any
) -> None:
    client.get("/pesan/")
    for n in range(60):
        write(depok, reader, n)
    with django_assert_num_queries(6):  # session, account, seat, count, page, unread
        page = client.get("/pesan/")
    assert len(page.context["letters"]) == 25
    with django_assert_num_queries(1):
        assert unread(reader) == 60


def test_the_page_says_whether_anything_leaves_the_house(
    reader: User, client: Client, settings: Settings
) -> None:
    settings.EMAIL_HOST = ""
    alone = "Surel, WhatsApp, dan SMS belum disiapkan"
    assert alone in client.get("/pesan/").content.decode()
    settings.EMAIL_HOST = "127.0.0.1"
    page = client.get("/pesan/").content.decode()
    assert alone not in page
    assert "/akun/saluran/" in page
