from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from netral.access.core import Role
from netral.access.models import Grant, User
from netral.ledger.models import Entry
from netral.notices.models import Message
from tests.access.conftest import NOW, PASSWORD, nip

NIP = nip(7)
START = 1_780_000_000
Make = Callable[..., User]
Enter = Callable[..., Any]


def test_a_session_without_activity_ends(
    make: Make, enter: Enter, client: Client, settings: Settings
) -> None:
    settings.IDLE_SECONDS = 1800
    make(NIP)
    with time_machine.travel(START, tick=False) as clock:
        enter(NIP)
        for _ in range(3):
            clock.shift(1790)
            assert client.get("/akun/").status_code == 200
        clock.shift(1800)
        assert client.get("/akun/").status_code == 302
        assert "Waktu masuk Anda sudah habis" in client.get("/masuk/").content.decode()


def test_a_board_left_open_does_not_keep_a_session_alive(
    make: Make, enter: Enter, client: Client, settings: Settings
) -> None:
    settings.IDLE_SECONDS = 1800
    make(NIP)
    with time_machine.travel(START, tick=False) as clock:
        enter(NIP)
        for _ in range(3):
            clock.shift(590)
            assert client.get("/akun/", headers={"HX-Request": "true"}).status_code == 200
        clock.shift(30)
        ended = client.get("/akun/", headers={"HX-Request": "true"})
    assert ended["HX-Redirect"] == "/masuk/?next=/akun/"
    assert client.get("/akun/").status_code == 302


def test_a_session_ends_after_twelve_hours_however_busy(
    make: Make, enter: Enter, client: Client, settings: Settings
) -> None:
    settings.IDLE_SECONDS = 1800
    make(NIP)
    with time_machine.travel(START, tick=False) as clock:
        enter(NIP)
        for _ in range(12 * 3 - 1):
            clock.shift(1200)
            assert client.get("/akun/").status_code == 200
        clock.shift(1200)
        assert client.get("/akun/").status_code == 302


def test_pages_of_the_signed_in_are_kept_nowhere(make: Make, enter: Enter, client: Client) -> None:
    assert "no-store" not in client.get("/").headers.get("Cache-Control", "")
    make(NIP)
    enter(NIP)
    for path in ("/akun/", "/akun/pengaman/", "/pesan/", "/"):
        assert "no-store" in client.get(path).headers["Cache-Control"]


def test_signing_out_elsewhere_ends_every_other_session(make: Make) -> None:
    make(NIP)
    here, there = Client(), Client()
    for browser in (here, there):
        browser.post("/masuk/", {"login": NIP, "password": PASSWORD})
        assert browser.get("/akun/").status_code == 200
    here.post("/akun/perangkat/keluar/")
    assert here.get("/akun/").status_code == 200
    assert there.get("/akun/").status_code == 302
    assert Entry.objects.filter(act="sessions.ended").count() == 1


def test_a_new_password_ends_every_other_session_and_is_recorded(make: Make) -> None:
    user = make(NIP, email="orang@example.id")
    here, there = Client(), Client()
    for browser in (here, there):
        browser.post("/masuk/", {"login": NIP, "password": PASSWORD})
    form = {"oldpassword": PASSWORD, "password1": "empat kata tanpa kaitan"}
    answer = here.post("/akun/sandi/", form)
    assert answer["Location"] == "/akun/"
    user.refresh_from_db()
    assert user.check_password("empat kata tanpa kaitan")
    assert here.get("/akun/").status_code == 200
    assert there.get("/akun/").status_code == 302
    assert Entry.objects.filter(act="password.changed").count() == 1
    assert set(Message.objects.values_list("channel", flat=True)) == {"app", "mail"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (PASSWORD, "pendek"),
        (PASSWORD, PASSWORD),
        (PASSWORD, NIP),
        (PASSWORD, "password1234"),
        ("salah sekali", "empat kata tanpa kaitan"),
        ("", ""),
        (PASSWORD, "x" * 129),
    ],
)
def test_a_bad_new_password_changes_nothing(
    make: Make, enter: Enter, client: Client, old: str, new: str
) -> None:
    user = make(NIP)
    enter(NIP)
    answer = client.post("/akun/sandi/", {"oldpassword": old, "password1": new})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert not Entry.objects.filter(act="password.changed").exists()


def test_a_stranger_costs_no_query(client: Client, db: None) -> None:
    with CaptureQueriesContext(connection) as asked:
        client.get("/masuk/")
    assert not asked.captured_queries


def test_being_seated_costs_one_query_and_two_above_all_institutions(
    make: Make, client: Client
) -> None:
    user = make(NIP)
    client.force_login(user)
    client.get("/bahasa/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/bahasa/")  # a page that itself asks nothing: it takes only a POST
    assert len(asked.captured_queries) == 3  # session, account, seat
    Grant.objects.create(user=user, role=Role.SUPERADMIN, source="command", starts_at=NOW)
    with CaptureQueriesContext(connection) as asked:
        client.get("/bahasa/")
    assert len(asked.captured_queries) == 4


def test_the_language_of_the_account_is_kept(make: Make, enter: Enter, client: Client) -> None:
    user = make(NIP)
    enter(NIP)
    client.post("/akun/bahasa/", {"language": "en"})
    user.refresh_from_db()
    assert user.language == "en"
    assert client.post("/akun/bahasa/", {"language": "xx"}).status_code == 404


def test_a_stranger_is_sent_to_sign_in_and_back(client: Client, db: None) -> None:
    assert client.get("/akun/peran/")["Location"] == "/masuk/?next=/akun/peran/"


def test_an_account_without_password_is_sent_to_its_slip(make: Make, client: Client) -> None:
    client.force_login(make(NIP, password=None))
    assert client.get("/akun/sandi/")["Location"] == "/akun/aktivasi/"


def test_somebody_without_any_role_still_has_an_account_page(
    make: Make, enter: Enter, client: Client
) -> None:
    make(NIP, role=None)
    enter(NIP)
    page = client.get("/akun/")
    assert page.status_code == 200
    assert "tidak memegang peran" in page.content.decode()
    assert client.get("/akun/surel/").status_code == 404
