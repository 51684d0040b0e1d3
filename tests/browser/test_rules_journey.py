"""A rule is changed, examined, approved by somebody else, and then everybody reads it."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from netral.access.models import User
from netral.rules.actions.examining import work
from netral.rules.models import Ruleset
from netral.tenancy.models import Institution
from tests.browser.axe import assert_accessible, assert_fits, assert_touchable
from tests.cast import Member
from tests.rules.conftest import small

__all__ = ["small"]

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SignIn = Callable[[Client | Page, User], None]


def in_the_background() -> None:
    """Do what the worker does when its doorbell rings."""
    work(ruleset=Ruleset.objects.select_related("institution").get(), now=timezone.now())


def looked_at(page: Page) -> None:
    assert_accessible(page)
    assert_fits(page)
    assert_touchable(page)


def test_a_rule_goes_from_a_draft_to_everybody(
    page: Page, small: None, sign_in: SignIn, depok: Institution, laras: Member, dewi: Member
) -> None:
    sign_in(page, laras.user)
    page.goto("/aturan/meja/")
    page.context.add_cookies([{"name": "bahasa", "value": "en", "url": page.url}])
    page.reload()
    looked_at(page)
    page.get_by_role("button", name="Begin a new version").click()
    expect(page.get_by_role("heading", level=1, name="Version 2024.1.1")).to_be_visible()

    page.get_by_role("link", name="rules-etika.toml").click()
    looked_at(page)
    page.get_by_role("link", name="R-LIKE: like").click()
    page.get_by_label("Title in Indonesian").fill("Menyukai atau mengikuti")
    page.get_by_label("Effect").select_option("permitted")
    page.get_by_label("Class of sanctions").select_option("")
    expect(page.get_by_role("heading", name="answers change")).to_be_visible()  # while one writes
    looked_at(page)
    page.get_by_label("Effect").select_option("prohibited")
    page.get_by_label("Class of sanctions").select_option("moral")
    expect(page.get_by_role("heading", name="No answer changes")).to_be_visible()
    page.get_by_label("Confidence").first.select_option("memory-low")
    page.get_by_role("button", name="Save the rule").click()
    page.get_by_role("link", name="Version 2024.1.1").click()

    page.get_by_role("button", name="Propose for approval").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    looked_at(page)
    in_the_background()
    expect(page.get_by_role("heading", name="The examination has been passed")).to_be_visible()
    expect(page.get_by_role("button", name="Approve and publish")).to_have_count(0)

    sign_in(page, dewi.user)
    page.reload()
    looked_at(page)
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Approve and publish").click()
    expect(page.get_by_text("Version 2024.1.1 is now in force.")).to_be_visible()

    page.context.clear_cookies()
    page.goto("/aturan/depok/butir/R-LIKE/")
    expect(page.get_by_role("heading", name="Menyukai atau mengikuti")).to_be_visible()
    expect(page.get_by_text("Aturan ini belum diverifikasi")).to_be_visible()
    looked_at(page)
    page.goto("/aturan/depok/versi/")
    expect(page.get_by_role("heading", name="Versi 2024.1.1 sedang berlaku")).to_be_visible()
    looked_at(page)
    page.goto("/aturan/depok/butir/R-LIKE/?versi=2024.1.0")
    expect(page.get_by_text("tidak berlaku lagi")).to_be_visible()
