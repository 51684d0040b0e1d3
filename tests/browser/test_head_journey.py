"""A head on a phone: from sign-in to a duty that is done, in a real browser."""

import time

import pytest
from playwright.sync_api import Page, expect

from netral.circulars.core.meaning import Duty
from netral.duties.core import Kind, State
from netral.orgs.models import Unit
from netral.supervision.models import NilReport
from netral.tenancy.models import Institution
from tests.browser.axe import assert_accessible, assert_fits, assert_touchable
from tests.cast import PASSWORD, Member
from tests.duties.scene import in_force, later, owed, reckoned

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TWO_MINUTES = 120


class Taps:
    """Counts what a thumb does."""

    def __init__(self) -> None:
        self.count = 0

    def on(self, page: Page, role: str, name: str) -> None:
        page.get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]
        self.count += 1


def looked_at(page: Page) -> None:
    assert_accessible(page)
    assert_fits(page)
    assert_touchable(page)


def test_a_head_signs_in_sees_what_is_owed_and_makes_the_nil_report(
    page: Page, depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member
) -> None:
    in_force(tree["32.76"], wali, Duty.SUPERVISE, Duty.REPORT)
    # Monday 1 July, noon: June is over and is to be reported on until Wednesday.
    Institution.objects.filter(pk=depok.pk).update(demo_starts_at=later(5).acted)
    reckoned(depok, 5)
    taps, begun = Taps(), time.monotonic()

    page.goto("/kewajiban/")
    page.locator("#id_login").fill(hendra.user.username)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form button.primary").click()
    taps.count += 1
    expect(page.get_by_role("heading", level=1)).to_contain_text("kewajiban menunggu")
    taps.on(page, "link", "Buat laporan nihil")
    page.get_by_label("Bulan lalu").check()
    page.get_by_role("checkbox").check()
    taps.count += 2
    taps.on(page, "button", "Nyatakan laporan nihil")
    expect(page.locator("main")).to_contain_text("Hendra Contoh")
    page.goto("/kewajiban/")
    expect(page.get_by_role("link", name="Buat laporan nihil")).to_have_count(0)

    assert time.monotonic() - begun < TWO_MINUTES
    assert taps.count <= 5
    assert NilReport.objects.get().stated_by.person == hendra.person
    looked_at(page)
    page.goto(f"/kewajiban/{owed(depok, Kind.NIL_REPORT)[0].pk}/")
    looked_at(page)
    reckoned(depok, 5.5)  # the clock of the pages has gone on since the suite began
    assert owed(depok, Kind.NIL_REPORT)[0].state == State.FULFILLED
