"""The frame of every page: language, theme, errors, refusals, statements."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path

from netral.access.errors import NotYours
from netral.access.models import User
from netral.kernel.errors import Refusal
from netral.kernel.words import N_
from netral.web import preferences
from netral.web.views import errors
from tests.cast import Member

Entering = Callable[[Client, User], None]


class TooLate(Refusal):
    code = "test.too_late"
    text = N_("{campaign} closed.")
    remedy = N_("Ask {owner}.")


class NotThatDay(Refusal):
    code = "test.not_that_day"
    text = N_("{day}, {when}.")
    remedy = N_("Wait.")


def _refuse(request: HttpRequest) -> HttpResponse:
    raise TooLate(campaign="Pakta 2024", owner="BKPSDM")


def _date(request: HttpRequest) -> HttpResponse:
    raise NotThatDay(day=date(2024, 6, 24), when=datetime(2024, 6, 28, 9, tzinfo=UTC))


def _raise(error: type[Exception]) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


urlpatterns = [
    path("", include("config.urls")),
    path("uji/tolak/", _refuse),
    path("uji/tanggal/", _date),
    path("uji/400/", _raise(SuspiciousOperation)),
    path("uji/403/", _raise(PermissionDenied)),
    path("uji/404/", _raise(NotYours)),
    path("uji/besar/", _raise(OverflowError)),
    path("uji/500/", _raise(ZeroDivisionError)),
]
handler400 = "netral.web.views.errors.bad_request"
handler403 = "netral.web.views.errors.forbidden"
handler404 = "netral.web.views.errors.missing"
handler500 = "netral.web.views.errors.broken"
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


# ---- Language and theme


def test_a_page_speaks_indonesian_whatever_the_browser_asks(client: Client) -> None:
    answer = client.get("/", headers={"Accept-Language": "en-GB,en"})
    assert answer.headers["Content-Language"] == "id"
    assert b'<html lang="id">' in answer.content


def test_the_switch_changes_the_language_and_returns(client: Client) -> None:
    answer = client.post("/bahasa/", {"language": "en", "next": "/privasi/?a=1"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/privasi/?a=1")
    page = client.get("/privasi/")
    assert page.headers["Content-Language"] == "en"
    assert b"What Netral keeps about you" in page.content
    client.post("/bahasa/", {"language": "id"})
    assert b"Apa yang disimpan Netral" in client.get("/privasi/").content


@pytest.mark.parametrize(
    "away",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", ""],
)
def test_the_switch_never_leads_away(client: Client, away: str) -> None:
    answer = client.post("/bahasa/", {"language": "en", "next": away})
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("odd", ["fr", "", "id; Path=/x", "<script>"])
def test_an_odd_language_is_indonesian(client: Client, odd: str) -> None:
    client.post("/bahasa/", {"language": odd})
    assert client.get("/").headers["Content-Language"] == "id"


def test_the_theme_is_kept_and_put_on_the_page(client: Client) -> None:
    client.post("/tampilan/", {"theme": "dark", "next": "/"})
    assert b'data-theme="dark"' in client.get("/").content
    client.post("/tampilan/", {"theme": ""})
    assert b"data-theme" not in client.get("/").content


def test_a_forged_cookie_does_not_reach_the_page(client: Client) -> None:
    client.cookies[preferences.THEME] = 'dark"onload="x'
    assert b"onload" not in client.get("/").content


def test_the_switches_take_only_posts(client: Client) -> None:
    assert client.get("/bahasa/").status_code == 405
    assert client.get("/tampilan/").status_code == 405


def test_the_language_of_the_account_wins(client: Client, ratna: Member, sign_in: Entering) -> None:
    ratna.user.language = "en"
    ratna.user.save()
    sign_in(client, ratna.user)
    client.cookies[preferences.LANGUAGE] = "id"
    answer = client.get("/")
    assert answer.headers["Content-Language"] == "en"
    assert answer.cookies[preferences.LANGUAGE].value == "en"  # pages without a view follow
    assert b"This page does not exist" in client.get("/tiada/").content


def test_who_switches_while_signed_in_keeps_it_on_the_account(
    client: Client, ratna: Member, sign_in: Entering
) -> None:
    sign_in(client, ratna.user)
    client.post("/bahasa/", {"language": "en"})
    ratna.user.refresh_from_db()
    assert ratna.user.language == "en"
    assert client.get("/").headers["Content-Language"] == "en"


# ---- What could not be served


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/uji/400/", 400, "Permintaan ini tidak terbaca"),
        ("/uji/403/", 403, "Anda tidak berwenang membuka halaman ini."),
        ("/tiada/", 404, "Halaman ini tidak ada"),
        ("/uji/500/", 500, "Ada yang rusak di sisi kami"),
    ],
)
def test_an_error_says_what_happened(address: str, status: int, said: str) -> None:
    answer = Client(raise_request_exception=False).get(address)
    assert answer.status_code == status
    assert said in answer.content.decode()


def test_hidden_and_missing_look_alike(client: Client) -> None:
    hidden, missing = client.get("/uji/404/"), client.get("/uji/405/")
    clean = [a.content.decode().replace(a.request["PATH_INFO"], "") for a in (hidden, missing)]
    tokens = [_without_tokens(text) for text in clean]
    assert hidden.status_code == missing.status_code == 404
    assert tokens[0] == tokens[1]


def _without_tokens(text: str) -> list[str]:
    return [line for line in text.splitlines() if "csrfmiddlewaretoken" not in line]


def test_a_stale_form_says_what_to_do(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post("/bahasa/", {"language": "en"})
    assert answer.status_code == 403
    assert "Formulir ini terlalu lama terbuka" in answer.content.decode()


def test_a_forged_host_gets_a_plain_answer(db: None) -> None:
    answer = Client(raise_request_exception=False).get("/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert b"evil.example" not in answer.content


def test_the_page_for_a_broken_server_needs_no_database() -> None:
    assert errors.broken(RequestFactory().get("/")).status_code == 500


# ---- Refusals


def test_a_refusal_is_a_page_with_a_way_back(client: Client) -> None:
    answer = client.get("/uji/tolak/", headers={"Referer": "http://testserver/pakta/7/"})
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Pakta 2024 closed." in shown
    assert "Ask BKPSDM." in shown
    assert "test.too_late" in shown
    assert 'href="/pakta/7/"' in shown


def test_a_refused_form_gives_back_what_was_written_but_no_secrets(client: Client) -> None:
    reason = "Saya keberatan karena nama saya\nsalah tertulis <b>dua</b> kali."
    shown = client.post(
        "/uji/tolak/",
        {"reason": reason, "password": "kata sandi yang sangat panjang sekali", "short": "ya"},
    ).content.decode()
    assert "Saya keberatan karena nama saya<br>salah tertulis &lt;b&gt;dua" in shown
    assert "kata sandi yang" not in shown
    assert "data-back" in shown


def test_a_number_beyond_every_range_is_refused_with_words(client: Client) -> None:
    answer = client.post("/uji/besar/", {"subject": "Isi yang panjang sekali"})
    assert answer.status_code == 422
    assert "tidak masuk akal" in answer.content.decode()
    assert "Isi yang panjang sekali" in answer.content.decode()


def test_days_in_a_refusal_are_written_as_people_do(client: Client) -> None:
    shown = client.get("/uji/tanggal/").content.decode()
    assert "Senin, 24 Juni 2024, Jumat, 28 Juni 2024 pukul 16.00 WIB." in shown


def test_a_machine_gets_a_refusal_as_json(client: Client) -> None:
    answer = client.get("/uji/tolak/", headers={"Accept": "application/json"})
    assert answer.status_code == 409
    assert answer.json() == {
        "code": "test.too_late",
        "status": 409,
        "text": "Pakta 2024 closed.",
        "remedy": "Ask BKPSDM.",
    }


def test_a_fragment_is_refused_with_a_fragment(client: Client) -> None:
    answer = client.get("/uji/tolak/", headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert b"<html" not in answer.content
    assert b"Pakta 2024 closed." in answer.content
    assert b"<html" not in client.get("/tiada/", headers={"HX-Request": "true"}).content


def test_a_fragment_that_breaks_is_answered_with_a_fragment() -> None:
    client = Client(raise_request_exception=False)
    answer = client.get("/uji/500/", headers={"HX-Request": "true"})
    assert answer.status_code == 500
    assert b"<html" not in answer.content


def test_a_fragment_is_never_filled_with_the_sign_in_page(client: Client) -> None:
    answer = client.post("/bahasa/", {"language": "en"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, "/")
    assert answer.cookies["bahasa"].value == "en"


def test_what_somebody_else_wrote_is_disarmed(client: Client) -> None:
    answer = client.get("/tiada/<script>alert(1)</script>/")
    assert b"<script>alert" not in answer.content


# ---- Statements and signs of life


@pytest.mark.parametrize("address", ["/privasi/", "/aksesibilitas/", "/galeri/"])
def test_statements_open_in_both_languages(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200
    client.cookies[preferences.LANGUAGE] = "en"
    assert client.get(address).status_code == 200


def test_the_gallery_is_closed_in_production(client: Client) -> None:
    with override_settings(DEBUG=False, DEMO=False, TESTING=False):
        assert client.get("/galeri/").status_code == 404
    with override_settings(DEBUG=False, DEMO=True, TESTING=False):
        assert client.get("/galeri/").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "http://testserver//evil.example/x", "http://testserver/\\evil.example", "//evil.example",
        "https://evil.example/", "saya", "javascript:alert(1)", "a\x00b", "{0} %s", "http://[", "",
    ],
)  # fmt: skip
def test_a_switch_leads_back_only_into_the_house(client: Client, address: str, db: None) -> None:
    answer = client.post("/tampilan/", {"theme": "dark", "next": address})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


def test_a_switch_leads_back_to_where_the_reader_was(client: Client, db: None) -> None:
    answer = client.post("/tampilan/", {"theme": "dark", "next": "http://testserver/edaran/?a=1"})
    assert answer.headers["Location"] == "/edaran/?a=1"


@pytest.mark.parametrize(
    "address", ["/edaran/?instansi=a%00b", "/edaran/?cari=%00", "/verifikasi/a%00b/", "/%00/"]
)
def test_an_address_with_nul_reaches_no_view(client: Client, address: str, db: None) -> None:
    assert client.get(address).status_code == 400
