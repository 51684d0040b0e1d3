"""A session from its plan to the verified minutes: the head's screen and an employee's phone."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import zxingcpp
from django.test import Client
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from netral.access.models import User
from netral.kernel.moment import Moment
from netral.outreach.models import Attendance, Session
from netral.signing.actions import create_seal_key
from netral.tenancy.models import Institution
from tests.browser.axe import assert_accessible, assert_fits, assert_touchable
from tests.cast import NOON, Member

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SignIn = Callable[[Client | Page, User], None]


def looked_at(page: Page) -> None:
    assert_accessible(page)
    assert_fits(page)
    assert_touchable(page)


def scanned(page: Page) -> str:
    """Read the code from the screen as a camera does."""
    picture = page.locator("#code svg").screenshot()
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
    return str(found.text)


def test_a_session_is_planned_attended_by_scanning_closed_and_its_minutes_verified(
    page: Page, browser: Browser, live_server: LiveServer, sign_in: SignIn, depok: Institution,
    hendra: Member, ratna: Member, bima: Member, tmp_path: Path, at: Moment,
) -> None:  # fmt: skip
    create_seal_key(institution=depok, by="system", at=at)
    page.set_viewport_size({"width": 1280, "height": 900})

    # The head plans a session that begins right now; most of the form is filled in.
    sign_in(page, hendra.user)
    page.goto("/sosialisasi/")
    looked_at(page)
    page.get_by_role("link", name="Rencanakan pertemuan").click()
    looked_at(page)
    local = NOON + timedelta(hours=7)
    page.locator("#id_starts_at").fill(f"{local:%Y-%m-%dT%H:%M}")
    page.locator("#id_ends_at").fill(f"{local + timedelta(hours=1):%Y-%m-%dT%H:%M}")
    page.get_by_role("button", name="Rencanakan").click()
    expect(page.locator("main")).to_contain_text("Daftar hadir dibuka")
    looked_at(page)
    page.get_by_role("link", name="Tampilkan kode hadir").click()
    expect(page.locator("#code .digits")).to_be_visible()
    looked_at(page)

    # Ratna scans the screen with her phone and confirms.
    phone = browser.new_context(
        base_url=live_server.url, locale="id-ID", viewport={"width": 360, "height": 740}
    )
    hers = phone.new_page()
    sign_in(hers, ratna.user)
    hers.goto(scanned(page))
    looked_at(hers)
    hers.get_by_role("button", name="Saya hadir").click()
    expect(hers.locator("main")).to_contain_text("Anda tercatat hadir")
    looked_at(hers)
    assert Attendance.objects.get().person == ratna.person
    expect(page.locator("#code .present")).to_contain_text("1", timeout=15_000)  # by itself

    # The head enters Bima, who has no phone, and closes.
    page.get_by_role("link", name="Kembali ke pertemuan").click()
    page.get_by_role("link", name="Catat yang tanpa ponsel").click()
    looked_at(page)
    page.get_by_label("Bima Contoh").check()
    page.get_by_role("button", name="Catat yang dicentang").click()
    expect(page.locator("main")).to_contain_text("2 dari 3 hadir")
    page.goto(f"/sosialisasi/{Session.objects.get().slug}/")
    page.get_by_role("link", name="Tutup dengan notulen").click()
    looked_at(page)
    page.locator("#id_minutes").fill("Surat edaran dibacakan dan dijelaskan.")
    page.get_by_role("button", name="Tutup pertemuan").click()
    expect(page.locator("main")).to_contain_text("Sudah diadakan")
    looked_at(page)

    # A stranger verifies the minutes, and reads no name of who was there.
    session = Session.objects.select_related("paper").get()
    file = tmp_path / "notulen.pdf"
    file.write_bytes(hers.context.request.get(f"/sosialisasi/{session.slug}/notulen.pdf").body())
    hers.context.clear_cookies()
    hers.goto("/verifikasi/")
    hers.locator("input[type=file]").set_input_files(file)
    hers.get_by_role("button", name="Periksa berkas").click()
    expect(hers.locator("main")).to_contain_text("Netralitas ASN")
    assert "Ratna" not in hers.locator("main").inner_text()
    phone.close()
