"""Public pages of circulars in a real browser: read by all, at every width, in both languages."""

import gzip
from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from netral.access.models import User
from netral.circulars.actions.numbers import set_pattern
from netral.circulars.actions.publishing import revoke
from netral.circulars.models import Circular
from netral.orgs.models import Unit
from tests.browser.axe import assert_accessible, assert_fits, assert_touchable
from tests.cast import AT, BY, Member
from tests.circulars import scene

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Entering = Callable[[Client | Page, User], None]
LONG = (
    "Netralitas Aparatur Sipil Negara dan Pegawai Non-ASN di Lingkungan Pemerintah Kota Depok " * 3
)


@pytest.fixture
def circular(tree: dict[str, Unit], wali: Member, hendra: Member) -> Circular:
    return scene.published(
        tree["32.76"], wali, "800.1.6.2/524/BKPSDM-PEMERINTAH-KOTA-DEPOK/2024", subject=LONG
    )


def check(page: Page, address: str) -> None:
    """Look at a page at a phone's width, at 320 pixels and at a desk's, in both themes."""
    page.goto(address)
    assert_accessible(page)
    assert_fits(page)
    assert_touchable(page)
    page.set_viewport_size({"width": 320, "height": 640})
    assert_fits(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    assert_accessible(page, themes=("light",))


@pytest.mark.parametrize("language", ["id", "en"])
def test_circulars_are_accessible_and_fit(
    page: Page, live_server: LiveServer, circular: Circular, language: str
) -> None:
    page.context.add_cookies([{"name": "bahasa", "value": language, "url": live_server.url}])
    for address in ("/edaran/", "/edaran/?cari=tiada", f"/edaran/{circular.slug}/"):
        check(page, address)
        expect(page.locator("html")).to_have_attribute("lang", language)


def test_a_revoked_circular_says_so_on_the_first_screen(page: Page, circular: Circular) -> None:
    revoke(circular=circular, reason="Ada kekeliruan pada butir 2.", by=BY, at=AT)
    check(page, f"/edaran/{circular.slug}/")
    page.set_viewport_size({"width": 360, "height": 740})
    expect(page.get_by_text("Dicabut", exact=True).first).to_be_in_viewport()


def test_a_bound_reader_is_led_to_the_statement(
    page: Page, circular: Circular, ratna: Member, sign_in: Entering
) -> None:
    sign_in(page, ratna.user)
    check(page, f"/edaran/{circular.slug}/")
    page.set_viewport_size({"width": 360, "height": 740})
    page.get_by_role("link", name="Bacalah, lalu nyatakan").press("Enter")
    button = page.get_by_role("button", name="membaca")
    expect(button).to_be_in_viewport()
    button.press("Enter")
    expect(button).to_have_count(0)


def test_the_page_on_numbers_is_accessible(
    page: Page, tree: dict[str, Unit], laras: Member, sign_in: Entering
) -> None:
    set_pattern(
        unit=tree["bkpsdm"], pattern="800.1.6.2/{seq}/BKPSDM-PEMERINTAH-KOTA-DEPOK/{year}",
        next_seq=524, year=2024, by=BY, at=AT,
    )  # fmt: skip
    sign_in(page, laras.user)
    check(page, "/edaran/meja/nomor/")
    page.get_by_role("textbox", name="Pola").fill("270/Huk")
    page.get_by_role("button", name="Simpan pola").click()
    expect(page.locator(".error-summary")).to_be_visible()
    assert_accessible(page)


def test_the_page_is_light_and_fetches_from_nowhere_else(
    page: Page, live_server: LiveServer, circular: Circular
) -> None:
    page.goto(f"/edaran/{circular.slug}/")
    assert len(gzip.compress(page.content().encode())) < 15_000
    fetched = page.evaluate("performance.getEntriesByType('resource').map(e => e.name)")
    assert [url for url in fetched if not url.startswith(live_server.url)] == []
