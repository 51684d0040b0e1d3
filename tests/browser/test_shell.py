"""The shell in a real browser: readable by all, usable by keyboard and without JavaScript."""

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from netral.access.models import User
from netral.tenancy.models import Institution
from tests.browser.axe import assert_accessible, assert_fits, assert_touchable
from tests.cast import Member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = [
    "/",
    "/instansi/depok/",
    "/galeri/",
    "/privasi/",
    "/aksesibilitas/",
    "/masuk/",
    "/tiada/",
]
Entering = Callable[[Client | Page, User], None]


def speak(page: Page, language: str, server: LiveServer) -> None:
    page.context.add_cookies([{"name": "bahasa", "value": language, "url": server.url}])


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("address", PAGES)
def test_a_public_page_is_accessible_and_fits(
    page: Page, live_server: LiveServer, depok: Institution, address: str, language: str
) -> None:
    speak(page, language, live_server)
    page.goto(address)
    expect(page.locator("html")).to_have_attribute("lang", language)
    assert_accessible(page)
    assert_fits(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    assert_accessible(page, themes=("light",))


@pytest.mark.parametrize("address", ["/", "/galeri/", "/tiada/"])
def test_everything_pressed_is_as_large_as_a_fingertip(
    page: Page, depok: Institution, address: str
) -> None:
    page.goto(address)
    assert_touchable(page)


def test_the_open_menu_is_accessible(page: Page, dewi: Member, sign_in: Entering) -> None:
    sign_in(page, dewi.user)
    page.goto("/")
    page.locator("details.menu > summary").click()
    expect(page.locator(".menu-panel")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)


def test_the_first_tab_leads_past_the_frame(page: Page, depok: Institution) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    assert skip.bounding_box()["y"] >= 0  # type: ignore[index]  # it came into view
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#isi"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_menu_opens_by_key_and_closes_with_escape(page: Page, depok: Institution) -> None:
    page.goto("/")
    menu = page.locator("details.menu")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    assert menu.evaluate("e => e.open")
    page.keyboard.press("Escape")
    assert not menu.evaluate("e => e.open")
    expect(menu.locator("summary")).to_be_focused()


def test_every_focus_can_be_seen(page: Page, depok: Institution) -> None:
    page.goto("/galeri/")
    for _ in range(40):
        page.keyboard.press("Tab")
        shown = page.evaluate(
            "() => {const s = getComputedStyle(document.activeElement);"
            " return parseFloat(s.outlineWidth) >= 2 && s.outlineStyle !== 'none'}"
        )
        assert shown, page.evaluate("document.activeElement.outerHTML")


def test_language_and_theme_switch_without_javascript(
    browser: Browser, live_server: LiveServer, depok: Institution
) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/privasi/")
    page.locator("details.menu > summary").click()
    page.get_by_role("button", name="English").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.endswith("/privasi/")
    page.locator("details.menu > summary").click()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.locator("body").evaluate("b => getComputedStyle(b).colorScheme") == "dark"
    context.close()


def test_the_browser_finds_nothing_to_complain_of(page: Page, depok: Institution) -> None:
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("requestfailed", lambda request: said.append(request.url))
    page.goto("/galeri/")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("typeof htmx") == "object"
    assert not page.evaluate("htmx.config.allowEval")
    assert said == []


def test_pages_ask_only_this_site(page: Page, live_server: LiveServer, depok: Institution) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/")
    page.wait_for_load_state("networkidle")
    assert all(url.startswith((live_server.url, "data:")) for url in asked), asked


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_first_screen_of_a_phone_holds_the_four_doors(
    page: Page, live_server: LiveServer, depok: Institution, language: str
) -> None:
    speak(page, language, live_server)
    page.goto("/")
    assert page.locator(".acts > *").count() == 4
    for door in page.locator(".acts > *").all():
        box = door.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 740
