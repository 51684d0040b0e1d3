"""Every page that a menu leads to opens for each role, and is readable as that role sees it."""

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from netral.access.models import User
from tests.browser.axe import assert_accessible, assert_fits, assert_touchable
from tests.cast import Member

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

Entering = Callable[[Client | Page, User], None]


@pytest.mark.parametrize("role", ["dewi", "hendra", "ratna", "wali", "laras"])
def test_the_pages_of_a_role(
    page: Page,
    live_server: LiveServer,
    request: pytest.FixtureRequest,
    sign_in: Entering,
    role: str,
) -> None:
    member: Member = request.getfixturevalue(role)
    sign_in(page, member.user)
    page.goto("/")
    menus = page.locator("header nav a")
    addresses = sorted({str(link.get_attribute("href")) for link in menus.all()})
    assert "/saya/" in addresses
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        assert_accessible(page)
        assert_fits(page)
        assert_touchable(page)
