"""A roster with errors comes in through the browser: looked at first, then applied whole."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from netral.access.models import User
from netral.orgs.actions.sweeping import work
from netral.orgs.models import Person, RosterImport, Unit
from tests.browser.axe import assert_accessible, assert_fits
from tests.cast import Member
from tests.orgs import files

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SignIn = Callable[[Client | Page, User], None]


def in_the_background() -> None:
    """Do what the worker does when its doorbell rings."""
    roster = RosterImport.objects.select_related("institution").get()
    work(roster=roster, now=timezone.now())


def test_a_roster_with_errors_is_checked_then_applied(
    page: Page, sign_in: SignIn, dewi: Member, tree: dict[str, Unit], tmp_path: Path
) -> None:
    good = [files.line(n, UNOR_NAMA="KECAMATAN BEJI") for n in range(3)]
    bad = files.line(8, UNOR_NAMA="KECAMATAN BEJI") | {"NIP BARU": "12345"}
    lost = files.line(9, UNOR_NAMA="DINAS YANG TIDAK ADA")
    path = tmp_path / "siasn.csv"
    path.write_text(files.text(files.table([*good, bad, lost])), encoding="utf-8")
    before = Person.objects.count()

    sign_in(page, dewi.user)
    page.goto("/kelola/impor/")
    page.context.add_cookies([{"name": "bahasa", "value": "en", "url": page.url}])
    page.reload()
    assert_accessible(page)
    assert_fits(page)
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_role("progressbar")).to_be_visible()

    in_the_background()
    page.reload()
    expect(page.get_by_role("heading", name="2 lines are refused")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    assert Person.objects.count() == before
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    refused = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert "12345" in refused
    assert "DINAS YANG TIDAK ADA" in refused.upper()

    page.get_by_role("button", name="Apply the roster").click()
    in_the_background()
    page.reload()
    expect(page.get_by_role("heading", name="What it changed")).to_be_visible()
    assert Person.objects.count() == before + 3
    assert Person.objects.filter(unit=tree["32.76.06"]).count() == 3
