"""The site opens in a real browser."""

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page

from netral.access.models import User
from tests.cast import Member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_stranger_sees_the_home_page_in_indonesian(page: Page) -> None:
    page.goto("/")
    assert page.locator("html").get_attribute("lang") == "id"
    assert page.locator("main").is_visible()


def test_an_employee_is_recognised(
    page: Page, ratna: Member, sign_in: Callable[[Client | Page, User], None]
) -> None:
    sign_in(page, ratna.user)
    page.goto("/")
    assert page.get_by_text("Ratna Contoh").count() > 0
