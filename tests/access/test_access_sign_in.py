from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from pytest_django import Settings

from netral.access.models import User
from netral.tenancy.models import Institution
from tests.access.conftest import PASSWORD, nip
from tests.access.hashers import Counting

NIP = nip(7)
Make = Callable[..., User]
Enter = Callable[..., Any]


@pytest.mark.parametrize("typed", [NIP, f" {NIP[:8]} {NIP[8:14]} {NIP[14]} {NIP[15:]} "])
def test_a_number_signs_in_however_it_is_spaced(make: Make, enter: Enter, typed: str) -> None:
    make(NIP)
    assert enter(typed)["Location"] == "/saya/"
    assert enter(typed.replace(" ", "."))["Location"] == "/saya/"


def test_an_address_signs_in_whatever_its_case(make: Make, enter: Enter) -> None:
    make(NIP, email="orang@example.id")
    assert enter(" Orang@Example.ID ")["Location"] == "/saya/"


def test_a_local_number_signs_in_with_the_name_from_the_slip(make: Make, enter: Enter) -> None:
    make("K-17")
    assert enter("Depok-K-17")["Location"] == "/saya/"


@pytest.mark.parametrize(
    ("login", "password"),
    [
        (NIP, "salah sekali"),
        (nip(99), PASSWORD),
        ("orang@example.id", "salah sekali"),
        ("lain@example.id", PASSWORD),
        ("' or 1=1 --", "x"),
        ("🦑" * 60, "🦑"),
        ("{{ 7*7 }}", "{% debug %}"),
    ],
)
def test_every_wrong_pair_is_told_the_same(
    make: Make, enter: Enter, login: str, password: str
) -> None:
    make(NIP, email="orang@example.id")
    answer = enter(login, password)
    assert answer.status_code == 200
    (said,) = answer.context["form"].non_field_errors()
    assert said.startswith("Nomor atau alamat surel dan kata sandi ini tidak cocok.")


@pytest.mark.parametrize(
    ("login", "password"),
    [("x" * 300, PASSWORD), (NIP, "x" * 5000), ("a\x00b", PASSWORD), ("", ""), (NIP, "\x00")],
)
def test_nonsense_is_refused_at_its_field(
    make: Make, enter: Enter, login: str, password: str
) -> None:
    make(NIP)
    answer = enter(login, password)
    assert answer.status_code == 200
    assert answer.context["form"].errors


@pytest.mark.parametrize(
    "login", [NIP, nip(99), nip(8), nip(9), "orang@example.id", "lain@example.id"]
)
def test_every_refusal_costs_one_hashing(
    make: Make, enter: Enter, settings: Settings, login: str
) -> None:
    settings.PASSWORD_HASHERS = ["tests.access.hashers.Counting"]
    make(NIP, email="orang@example.id")
    make(nip(8), password=None)
    closed = make(nip(9))
    closed.is_active = False
    closed.save()
    Counting.count = 0
    enter(login, "salah sekali ini")
    assert Counting.count == 1


def test_a_closed_account_is_told_so_only_with_the_right_password(
    make: Make, enter: Enter, client: Client
) -> None:
    user = make(NIP)
    user.is_active = False
    user.save()
    assert enter(NIP, "salah sekali").status_code == 200
    assert enter(NIP)["Location"] == "/masuk/nonaktif/"
    assert client.get("/masuk/nonaktif/").status_code == 200
    assert client.get("/akun/").status_code == 302


def test_the_right_password_does_not_help_after_five_wrong_ones(make: Make, enter: Enter) -> None:
    make(NIP)
    make(nip(8))
    for _ in range(5):
        enter(NIP, "salah sekali")
    answer = enter(NIP)
    assert answer.status_code == 200
    assert "Terlalu banyak percobaan" in answer.content.decode()
    assert enter(nip(8))["Location"] == "/saya/"


@pytest.mark.parametrize(
    ("login", "others"),
    [
        (NIP, [f"{NIP[:8]} {NIP[8:]}", NIP]),
        ("siti@example.id", ["SITI@example.id", "s\u0131ti@example.id", "\u017fiti@example.id"]),
    ],
)
def test_tries_are_counted_as_one_however_name_and_host_are_written(
    make: Make, client: Client, settings: Settings, login: str, others: list[str]
) -> None:
    settings.ALLOWED_HOSTS = ["netral.example"]
    make(NIP, email="siti@example.id")
    hosts = ["netral.example", "netral.example:81", "netral.example:82", "NETRAL.example."]
    for host, name in zip(hosts * 2, [login, *others] * 2, strict=False):
        client.post("/masuk/", {"login": name, "password": "salah"}, headers={"host": host})
    form = {"login": login, "password": PASSWORD}
    answer = client.post("/masuk/", form, headers={"host": "netral.example:83"})
    assert answer.status_code == 200
    assert "Terlalu banyak percobaan" in answer.content.decode()


def test_a_thousand_sign_ins_from_one_office_are_no_attack(make: Make, enter: Enter) -> None:
    for n in range(40):
        make(nip(n))
        assert enter(nip(n))["Location"] == "/saya/"
        enter_out = enter(nip(n))
        assert enter_out.status_code == 302


@pytest.mark.parametrize(
    "evil",
    [
        "https://jahat.example/",
        "//jahat.example/",
        "/\\jahat.example/",
        "///jahat.example",
        "javascript:alert(1)",
        "http:jahat.example",
    ],
)
def test_nobody_is_sent_to_another_house(make: Make, enter: Enter, evil: str) -> None:
    make(NIP)
    assert enter(NIP, path=evil)["Location"] == "/saya/"


def test_one_returns_to_where_one_wanted_to_go(make: Make, enter: Enter) -> None:
    make(NIP)
    assert enter(NIP, path="/pesan/?page=2")["Location"] == "/pesan/?page=2"


def test_signing_in_and_out_needs_a_form_of_ours(make: Make) -> None:
    make(NIP)
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/masuk/", {"login": NIP, "password": PASSWORD}).status_code == 403
    assert strict.post("/keluar/").status_code == 403


def test_a_session_key_that_was_planted_is_thrown_away(
    make: Make, enter: Enter, client: Client
) -> None:
    make(NIP)
    planted = client.session
    planted["x"] = 1
    planted.save()
    client.cookies["sid"] = planted.session_key or ""
    enter(NIP)
    assert client.cookies["sid"].value != planted.session_key


def test_a_link_signs_nobody_out(make: Make, enter: Enter, client: Client) -> None:
    make(NIP)
    enter(NIP)
    assert "Keluar?" in client.get("/keluar/").content.decode()
    assert client.get("/akun/").status_code == 200
    client.post("/keluar/")
    assert client.get("/akun/").status_code == 302


def test_nobody_signs_up(client: Client) -> None:
    for name in ("account_signup", "account_email", "mfa_signup_webauthn", "account_set_password"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    for path in ("/accounts/signup/", "/accounts/login/", "/signup/", "/daftar/"):
        assert client.get(path).status_code == 404


def test_every_route_of_allauth_that_is_open_is_known() -> None:
    names = {str(name) for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert {n for n in names if n.startswith(("account_", "mfa_", "socialaccount"))} == {
        "account_login",
        "account_logout",
        "account_inactive",
        "account_reset_password",
        "account_change_password",
        "account_reauthenticate",
        "mfa_authenticate",
        "mfa_login_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_edit_webauthn",
        "mfa_remove_webauthn",
    }


def test_one_chooses_where_to_act_among_the_own_institutions(
    make: Make, enter: Enter, client: Client, depok: Institution, malang: Institution
) -> None:
    make(NIP)
    make(NIP, institution=malang)
    other = Institution.objects.create(
        code="32.71", slug="bogor", name="Pemerintah Kota Bogor", place="Bogor", kind="city",
        head_title="Wali Kota Bogor", zone="Asia/Jakarta",
    )  # fmt: skip
    enter(NIP)
    assert client.get("/akun/").context["seat"].institution == depok
    client.post("/akun/instansi/", {"institution": malang.pk})
    assert client.get("/akun/").context["seat"].institution == malang
    for hostile in (other.pk, "", "x", "1e9", -1):
        answer = client.post("/akun/instansi/", {"institution": hostile})
        assert answer.status_code == 404
    assert client.get("/akun/").context["seat"].institution == malang
