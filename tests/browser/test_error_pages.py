"""Pages nobody wants to see are as readable as the others."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from netral.tenancy.models import Institution
from tests.browser.axe import assert_accessible, assert_fits, assert_touchable

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.web.test_web_shell"),
]
ADDRESSES = ["/uji/tolak/", "/uji/400/", "/uji/403/", "/uji/404/", "/uji/500/"]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_an_error_page_is_accessible_and_fits(
    page: Page, live_server: LiveServer, depok: Institution, address: str, language: str
) -> None:
    page.context.add_cookies([{"name": "bahasa", "value": language, "url": live_server.url}])
    page.goto(address)
    expect(page.locator("html")).to_have_attribute("lang", language)
    assert_accessible(page)
    assert_fits(page)
    assert_touchable(page)


def test_the_way_back_from_a_refusal_leads_back(page: Page, depok: Institution) -> None:
    page.goto("/privasi/")
    page.evaluate("location.assign('/uji/tolak/')")
    page.wait_for_url("**/uji/tolak/")
    page.get_by_role("link", name="Kembali").click()
    page.wait_for_url("**/privasi/")


def test_a_refused_fragment_is_said_aloud_and_changes_nothing_else(
    page: Page, depok: Institution
) -> None:
    page.goto("/privasi/")
    before = page.locator("h1").inner_text()
    page.evaluate("htmx.ajax('GET', '/uji/tolak/', 'h1')")
    alert = page.get_by_role("alert").filter(has_text="Pakta 2024 closed.")
    expect(alert).to_be_visible()
    assert page.locator("h1").inner_text() == before
    assert_accessible(page)
