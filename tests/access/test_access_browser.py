"""Signing in, in a real Chromium: passkeys under our policy, and pages fit for everybody."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from netral.access.core import Role
from netral.access.models import User
from netral.ledger.models import Entry
from netral.tenancy.models import Institution
from tests.access.conftest import AT, PASSWORD, nip
from tests.browser.axe import assert_accessible, assert_fits, assert_touchable
from tests.browser.phone import hold_passkeys
from tests.telling import tell

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

NIP = nip(7)
LONG = "Raden Mas Bambang Prabowo Kusumawardhana Suryadiningrat, S.Kom"
Make = Callable[..., User]


@pytest.fixture
def phone(page: Page) -> Iterator[Page]:
    """A page on a phone that holds passkeys behind a finger; complaints of the policy fail."""
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            said.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: said.append(str(error)))
    hold_passkeys(page)
    yield page
    assert not said


def enter(page: Page, path: str = "/akun/") -> None:
    page.goto(f"/masuk/?next={path}")
    page.fill("[name=login]", NIP)
    page.fill("[name=password]", PASSWORD)
    page.click("main .button.primary")


def at(page: Page, server: LiveServer, path: str) -> None:
    expect(page).to_have_url(f"{server.url}{path}")


def leave(page: Page) -> None:
    page.goto("/keluar/")
    page.click("main .button.primary")


def add_passkey(page: Page, server: LiveServer) -> None:
    enter(page, "/akun/pengaman/kunci/tambah/")
    page.fill("[name=password]", PASSWORD)
    page.click("main .button.primary")
    at(page, server, "/akun/pengaman/kunci/tambah/")
    page.click("form[data-passkey] button")
    at(page, server, "/akun/pengaman/cadangan/")


def test_a_passkey_is_added_signs_in_alone_and_as_second_step_and_confirms(
    phone: Page, live_server: LiveServer, make: Make
) -> None:
    make(NIP)
    add_passkey(phone, live_server)
    entry = Entry.objects.get(act="credential.registered")
    assert entry.kind == "credential.registered/1"

    leave(phone)
    phone.goto("/masuk/?next=/akun/pengaman/kunci/")
    phone.click("form[data-passkey] button")
    at(phone, live_server, "/akun/pengaman/kunci/")

    leave(phone)
    enter(phone)
    at(phone, live_server, "/masuk/kode/")
    phone.click("form[data-passkey] button")
    at(phone, live_server, "/akun/")

    phone.goto("/akun/ulangi/kunci/?next=/akun/pengaman/cadangan/baru/")
    phone.click("form[data-passkey] button")
    at(phone, live_server, "/akun/pengaman/cadangan/baru/")


def test_a_passkey_that_is_refused_leaves_the_other_ways_open(
    phone: Page, live_server: LiveServer, make: Make
) -> None:
    make(NIP)
    phone.goto("/masuk/")
    phone.click("form[data-passkey] button")  # this phone holds no key of ours
    expect(phone.locator("[data-said]")).to_be_visible()
    enter(phone)
    at(phone, live_server, "/akun/")


def test_at_a_bare_address_the_page_says_why_passkeys_cannot_work(
    page: Page, live_server: LiveServer, make: Make, settings: Settings
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    page.goto(live_server.url.replace("localhost", "127.0.0.1") + "/masuk/")
    expect(page.locator("[data-said]")).to_be_visible()
    expect(page.locator("form[data-passkey] button")).to_be_hidden()


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_of_the_account_is_accessible_and_fits(  # parts of the cast
    phone: Page,
    live_server: LiveServer,
    make: Make,
    depok: Institution,
    malang: Institution,
    language: str,
) -> None:
    user = make(NIP, role=Role.ADMIN, email="orang@example.id")
    make(NIP, institution=malang)
    user.name, user.language = LONG, language
    user.save()
    tell(
        institution=depok, recipient=f"user:{user.pk}", template="access/means", at=AT,
        facts={"what": "Your password was changed."}, key="k", url="/akun/",
    )  # fmt: skip
    add_passkey(phone, live_server)
    for path in (
        "/akun/", "/akun/pengaman/", "/akun/pengaman/kunci/", "/akun/pengaman/kunci/tambah/",
        "/akun/pengaman/aplikasi/", "/akun/pengaman/cadangan/", "/akun/pengaman/cadangan/baru/",
        "/akun/sandi/", "/akun/ulangi/", "/akun/ulangi/kunci/", "/akun/surel/", "/akun/peran/",
        "/pesan/", "/keluar/",
    ):  # fmt: skip
        phone.goto(path)
        at(phone, live_server, path)
        expect(phone.locator("html")).to_have_attribute("lang", language)
        assert_accessible(phone)
        assert_fits(phone)
        assert_touchable(phone)


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_door_is_accessible_with_and_without_errors(
    page: Page, live_server: LiveServer, make: Make, language: str, settings: Settings
) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    page.context.add_cookies([{"name": "bahasa", "value": language, "url": live_server.url}])
    for path in ("/masuk/", "/akun/aktivasi/", "/masuk/lupa/", "/akun/lupa/terkirim/"):
        page.goto(path)
        assert_accessible(page)
        assert_fits(page)
        assert_touchable(page)
        if page.locator("main form.form .button.primary").count():
            page.evaluate("document.querySelector('main form.form').noValidate = true")
            page.click("main form.form .button.primary")
            expect(page.locator(".error-summary")).to_be_focused()
            assert_accessible(page)


def test_the_way_in_works_without_a_mouse(page: Page, live_server: LiveServer, make: Make) -> None:
    make(NIP)
    page.goto("/masuk/?next=/akun/")
    page.focus("[name=login]")
    page.keyboard.type(NIP)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    at(page, live_server, "/akun/")


def test_the_way_in_works_without_javascript(
    browser: object, live_server: LiveServer, make: Make
) -> None:
    make(NIP)
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)  # type: ignore[attr-defined]
    page = context.new_page()
    enter(page)
    at(page, live_server, "/akun/")
    context.close()
