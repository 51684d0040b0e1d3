"""A circular from the drafter's desk to an employee's statement, in a real browser on a phone."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from netral.access.models import User
from netral.circulars.models import CascadeItem, Circular, Reading
from netral.kernel.moment import Moment
from netral.signing.actions import create_seal_key
from netral.tallies import actions as tallies
from netral.tenancy.models import Institution
from tests.browser.axe import assert_accessible, assert_fits
from tests.cast import PASSWORD, Member

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SignIn = Callable[[Client | Page, User], None]
SUBJECT = "Netralitas pegawai pada Pemilihan 2024"


def write(page: Page) -> None:
    """Write a circular of two clauses in the editor."""
    page.goto("/edaran/meja/")
    page.get_by_role("link", name="Susun edaran").click()
    page.get_by_label("Diterbitkan oleh").select_option(label="Pemerintah Kota Depok")
    page.get_by_label("Perihal").fill(SUBJECT)
    page.get_by_label("Teks").nth(0).fill("Menyosialisasikan netralitas di unit.")
    page.get_by_label("Jenis").nth(1).select_option("prohibition")
    page.get_by_label("Teks").nth(1).fill("Dilarang terlibat politik praktis.")
    page.locator("#id_signatory").select_option(index=1)
    page.get_by_role("button", name="Simpan konsep").click()


def confirm(page: Page, number: str) -> None:
    """Sign with a number given by hand, after the password."""
    page.get_by_role("link", name="Tanda tangani edaran").click()
    page.locator("#id_password").wait_for()
    assert_accessible(page)
    assert_fits(page)
    page.get_by_label("Atau nomor yang sudah ada").fill(number)
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="Tanda tangani edaran").click()
    page.get_by_role("button", name="Terbitkan edaran").click()


def test_a_circular_is_written_signed_passed_on_and_read(
    page: Page, sign_in: SignIn, depok: Institution, at: Moment, laras: Member, wali: Member,
    hendra: Member, ratna: Member,
) -> None:  # fmt: skip
    create_seal_key(institution=depok, by="system", at=at)

    # The drafter writes it and sends it for signature.
    sign_in(page, laras.user)
    write(page)
    expect(page.get_by_role("heading", name=SUBJECT)).to_be_visible()
    page.get_by_role("button", name="Ajukan untuk ditandatangani").click()

    # The mayor signs and publishes it.
    sign_in(page, wali.user)
    page.goto("/edaran/meja/")
    page.get_by_role("link", name=SUBJECT).first.click()
    confirm(page, "270/343-Huk")
    circular = Circular.objects.get(number="270/343-Huk")
    assert circular.stage == "published"

    # Camat Beji acknowledges it and issues the circular of his unit.
    sign_in(page, hendra.user)
    page.goto("/saya/")
    page.get_by_role("link", name="Buka meja edaran").click()
    page.get_by_role("button", name="Nyatakan terima").click()
    page.get_by_role("button", name="Susun edaran turunan").click()
    expect(page.get_by_text("Dilarang terlibat politik praktis.")).to_be_visible()
    assert_fits(page)
    page.get_by_role("button", name="Simpan konsep").click()
    page.get_by_role("button", name="Ajukan untuk ditandatangani").click()
    confirm(page, "1/Kec.Beji")
    assert CascadeItem.objects.get(circular=circular).state == "derived"

    # An employee of his reads the mayor's.
    sign_in(page, ratna.user)
    page.goto(f"/edaran/{circular.slug}/")
    page.get_by_role("button", name="Saya sudah membaca").click()
    expect(page.get_by_text("Anda sudah membaca edaran ini").first).to_be_visible()
    assert Reading.objects.get().person == ratna.person

    # The drafter sees it counted on three levels.
    tallies.fold()
    sign_in(page, laras.user)
    page.goto(f"/edaran/{circular.slug}/sebaran/")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"1 dari \d+ orang"))
    row = page.get_by_role("row", name=re.compile("Kecamatan Beji"))
    expect(row).to_contain_text("1/1")
    row.get_by_role("link", name="Kecamatan Beji").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 dari 2 orang")


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_desks_are_accessible(
    page: Page, sign_in: SignIn, laras: Member, wali: Member, language: str
) -> None:
    sign_in(page, laras.user)
    page.goto("/edaran/meja/")
    if language == "en":
        page.context.add_cookies([{"name": "bahasa", "value": "en", "url": page.url}])
    for path in ("/edaran/meja/", "/edaran/meja/baru/", "/saya/"):
        page.goto(path)
        assert_accessible(page)
        assert_fits(page)
