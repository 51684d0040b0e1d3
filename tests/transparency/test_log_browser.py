"""The pages of the log in a real browser: readable by all, and the picture that can be changed."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from netral.access.models import User
from netral.ledger.models import Entry
from netral.orgs.models import Unit
from tests.browser.axe import assert_accessible, assert_fits, assert_touchable
from tests.cast import Member
from tests.circulars.scene import published
from tests.transparency.conftest import OVERSIGHT, PRESS, UNIVERSITY, Keeping, hash_of

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def logged(kept: Keeping, wali: Member, tree: dict[str, Unit]) -> Entry:
    """A circular in a log that two of three witnesses have signed."""
    published(tree["32.76"], wali)
    kept(OVERSIGHT, UNIVERSITY, PRESS)
    kept(OVERSIGHT, UNIVERSITY)
    return Entry.objects.get(act="circular.published")


def sound(page: Page) -> None:
    assert_accessible(page)
    for width in (320, 360):
        assert_fits(page, width)


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_public_pages_are_readable_by_all(
    page: Page, live_server: LiveServer, logged: Entry, language: str
) -> None:
    cookie = {"name": "bahasa", "value": language, "url": live_server.url}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    for address in ("/bukti/", "/bukti/?ubah=5", "/bukti/cari/", f"/bukti/-/{hash_of(logged)}/",
                    "/bukti/unknown/", "/keadaan/"):  # fmt: skip
        page.goto(f"{live_server.url}{address}")
        sound(page)
    page.goto(f"{live_server.url}/bukti/")
    assert_touchable(page)


def test_an_entry_of_the_picture_is_changed_without_leaving_the_page(
    page: Page, live_server: LiveServer, logged: Entry
) -> None:
    page.goto(f"{live_server.url}/bukti/")
    page.locator(".pick a", has_text="5").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".drawn figcaption")).to_contain_text("Catatan 5 diubah")
    expect(page.locator(".pick a", has_text="5")).to_be_focused()  # who uses keys stays there
    assert page.url == f"{live_server.url}/bukti/"
    sound(page)
    page.locator(".pick .link").click()
    expect(page.locator(".drawn figcaption")).to_contain_text("Delapan catatan")


def test_the_picture_can_be_changed_without_scripts(
    live_server: LiveServer, logged: Entry, browser: object
) -> None:
    context = browser.new_context(java_script_enabled=False)  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(f"{live_server.url}/bukti/")
    page.locator(".pick a", has_text="3").click()
    assert page.url == f"{live_server.url}/bukti/?ubah=3#gambar"
    assert "Catatan 3 diubah" in page.locator(".drawn figcaption").inner_text()
    assert page.locator("[data-copy]:visible").count() == 0
    context.close()


def test_a_downloaded_proof_is_put_back_in_and_confirmed(
    page: Page, live_server: LiveServer, logged: Entry
) -> None:
    cache.clear()
    page.goto(f"{live_server.url}/bukti/-/{hash_of(logged)}/")
    with page.expect_download() as download:
        page.locator("a[download]").click()
    path = download.value.path()
    page.goto(f"{live_server.url}/bukti/")
    page.locator("input[type=file]").set_input_files(path)
    page.locator("form button.primary").click()
    expect(page.locator("h1")).to_have_text("Bukti ini sah")
    sound(page)
    page.locator(".answer a", has_text="Buka catatan").click()
    expect(page.locator("h1")).to_have_text("Surat edaran diterbitkan")


def test_a_changed_proof_is_shown_with_its_wrong_part(
    page: Page, live_server: LiveServer, logged: Entry
) -> None:
    client = Client()
    proof = client.get(reverse("transparency:proof", args=[hash_of(logged)])).content.decode()
    lines = proof.split("\n")
    lines[3] = lines[4]
    page.goto(f"{live_server.url}/bukti/cari/")
    page.locator("textarea").fill("\n".join(lines))
    page.locator("form button.primary").click()
    expect(page.locator("h1")).to_have_text("Bukti ini tidak sah")
    expect(page.locator(".answer")).to_contain_text("Jalur")
    sound(page)


def test_the_auditors_pages_are_readable_by_all(
    page: Page,
    live_server: LiveServer,
    logged: Entry,
    auditor: User,
    sign_in: Callable[[Client | Page, User], None],
) -> None:
    sign_in(page, auditor)
    page.goto(f"{live_server.url}/bukti/daftar/")
    sound(page)
    page.locator("table a", has_text="Edaran diberlakukan").first.click()
    expect(page.locator("#audited")).to_have_text("Untuk auditor")
    sound(page)
