"""The home page and the menus: what is offered, and to whom."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from netral.access.models import User
from netral.access.queries import Seat, seat
from netral.tenancy.models import Institution
from netral.web import nav
from tests.cast import AT, Member
from tests.telling import tell

Entering = Callable[[Client, User], None]
pytestmark = pytest.mark.django_db


# ---- Home


def test_the_only_institution_opens_at_once(client: Client, depok: Institution) -> None:
    answer = client.get("/")
    assert b"Netralitas aparatur Depok" in answer.content
    assert b"Pilih instansi" not in answer.content


def test_several_institutions_are_offered(client: Client, depok: Institution) -> None:
    Institution.objects.create(
        code="35.73", slug="malang", name="Pemerintah Kota Malang", place="Malang",
        kind="city", head_title="Wali Kota Malang", zone="Asia/Jakarta",
    )  # fmt: skip
    answer = client.get("/")
    assert b"Pilih instansi" in answer.content
    assert b"/instansi/depok/" in answer.content
    assert b"/instansi/malang/" in answer.content
    assert b"Netralitas aparatur Malang" in client.get("/instansi/malang/").content
    assert client.get("/instansi/tiada/").status_code == 404


def test_an_empty_installation_still_has_a_home(client: Client) -> None:
    assert client.get("/").status_code == 200


def test_a_watchdog_may_ask_for_heads_alone(client: Client) -> None:
    assert client.head("/").status_code == 200
    assert client.head("/keadaan/").status_code == 200


def test_a_demonstration_says_so_and_tells_its_own_day(client: Client, depok: Institution) -> None:
    shown = client.get("/").content.decode()
    assert "Peragaan." in shown
    assert "Nama orang dan angka rekaan." in shown
    assert "Di Depok: Rabu, 26 Juni 2024 pukul 12." in shown


def test_a_real_institution_shows_no_such_banner(client: Client, depok: Institution) -> None:
    Institution.objects.update(demo_starts_at=None, demo_since=None)
    assert "Peragaan." not in client.get("/").content.decode()


def test_the_frame_asks_the_database_little(
    client: Client, ratna: Member, sign_in: Entering, django_assert_max_num_queries: Any
) -> None:
    sign_in(client, ratna.user)
    client.get("/")  # the first page of a session also writes when it began
    with django_assert_max_num_queries(5):  # session, account, grants, circular, unread messages
        client.get("/")


# ---- Menus


def routes(seat: Seat | None, entries: tuple[nav.Entry, ...]) -> set[str]:
    offered = {link.url for link in nav.links(entries, seat, "/")}
    return {entry.route for entry in entries if reverse(entry.route) in offered}


def seat_of(user: User) -> Seat:
    found = seat(user, now=timezone.now(), chosen=None)
    assert found is not None
    return found


def test_a_stranger_is_offered_only_what_is_public() -> None:
    assert nav.links(nav.KEEPING, None, "/") == []
    assert routes(None, nav.STRANGERS) == {"answers:index", "circulars:index", "signing:verify"}


def test_an_employee_is_offered_the_own_tasks(ratna: Member) -> None:
    own = {
        "insight:mine", "answers:index", "circulars:index", "permits:index", "advice:mine",
        "outreach:index", "supervision:index",
    }  # fmt: skip
    assert routes(seat_of(ratna.user), nav.MAIN) == own


@pytest.mark.parametrize("entry", [*nav.MAIN, *nav.KEEPING, *nav.OWN, *nav.STRANGERS])
def test_a_menu_never_offers_what_the_door_refuses(entry: nav.Entry) -> None:
    view = resolve(reverse(entry.route)).func
    asked = getattr(view, "duties", None)
    assert asked in {None, ("signed in",)} or entry.duties <= set(asked)


def test_who_holds_no_role_is_told_so(client: Client, sign_in: Entering, tamu: User) -> None:
    sign_in(client, tamu)
    shown = client.get("/").content.decode()
    assert "Anda belum memegang peran" in shown
    assert "Keluar" in shown


def test_a_head_is_offered_the_desk_and_the_board(hendra: Member) -> None:
    offered = routes(seat_of(hendra.user), nav.MAIN)
    assert {"circulars:desk", "insight:board"} <= offered


def test_the_deepest_entry_is_the_current_one(hendra: Member) -> None:
    found = nav.links(nav.MAIN, seat_of(hendra.user), "/edaran/meja/baru/")
    assert [link.url for link in found if link.current] == ["/edaran/meja/"]


def test_the_menu_shows_who_and_where(client: Client, sign_in: Entering, dewi: Member) -> None:
    sign_in(client, dewi.user)
    shown = client.get("/").content.decode()
    assert "Dewi Contoh" in shown
    assert "Pemerintah Kota Depok" in shown


def test_unread_messages_are_counted(client: Client, sign_in: Entering, ratna: Member) -> None:
    sign_in(client, ratna.user)
    before = client.get("/").content.decode()
    tell(
        institution=ratna.person.institution,
        recipient=f"user:{ratna.user.pk}",
        template="access/means",
        facts={},
        key="test:1",
        at=AT,
    )
    assert "1 pesan belum dibaca" not in before
    assert "1 pesan belum dibaca" in client.get("/").content.decode()
