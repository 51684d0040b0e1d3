"""A permit from the phone to the verification page and the register, in a real browser."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from netral.access.models import User
from netral.kernel.moment import Moment
from netral.permits.models import Permit
from netral.signing.actions import create_seal_key
from netral.tenancy.models import Institution
from tests.browser.axe import assert_accessible, assert_fits, assert_touchable
from tests.cast import Member

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SignIn = Callable[[Client | Page, User], None]


def looked_at(page: Page) -> None:
    assert_accessible(page)
    assert_fits(page)
    assert_touchable(page)


def test_a_permit_is_asked_for_granted_with_conditions_verified_and_registered(
    page: Page, sign_in: SignIn, depok: Institution, ratna: Member, hendra: Member, dewi: Member,
    tmp_path: Path, at: Moment,
) -> None:  # fmt: skip
    create_seal_key(institution=depok, by="system", at=at)

    # Ratna asks on her phone.
    sign_in(page, ratna.user)
    page.goto("/izin/")
    page.get_by_role("link", name="Ajukan permohonan izin").click()
    looked_at(page)
    page.get_by_role("link", name="Menjadi anggota badan ad hoc pemilu").click()
    looked_at(page)
    page.get_by_label("Kelompok Penyelenggara Pemungutan Suara").check()
    page.locator("#id_place").fill("TPS 12 Kelurahan Beji")
    page.locator("#id_starts_on").fill("2024-07-01")
    page.locator("#id_ends_on").fill("2024-12-16")
    page.get_by_role("button", name="Lanjut ke pemeriksaan").click()
    expect(page.locator("main")).to_contain_text("Hendra Contoh, Camat Beji")
    looked_at(page)

    # She goes back, finds what she typed, and sends.
    page.get_by_role("button", name="Ubah").click()
    expect(page.locator("#id_place")).to_have_value("TPS 12 Kelurahan Beji")
    page.get_by_role("button", name="Lanjut ke pemeriksaan").click()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Kirim permohonan").click()
    expect(page.locator("main")).to_contain_text("Menunggu keputusan")
    looked_at(page)

    # The head is led to it, and grants it with a condition.
    sign_in(page, hendra.user)
    page.goto("/saya/")
    page.get_by_role("link", name="Putuskan").click()
    looked_at(page)
    page.get_by_label("Izinkan dengan ketentuan tambahan").check()
    page.locator("#id_reason").fill("Tugas kedinasan tidak terganggu.")
    page.locator("#id_conditions").fill("Piket kantor tetap dijalankan.")
    page.get_by_role("button", name="Catat keputusan").click()
    expect(page.locator("main")).to_contain_text("Diizinkan, belum mulai")
    looked_at(page)

    # Ratna downloads the letter; a stranger verifies the file, and by code sees initials.
    sign_in(page, ratna.user)
    permit = Permit.objects.select_related("paper").get()
    assert permit.paper
    file = tmp_path / "izin.pdf"
    file.write_bytes(page.context.request.get(f"/izin/{permit.slug}/surat.pdf").body())
    page.context.clear_cookies()
    page.goto(f"/verifikasi/{permit.paper.code}/")
    expect(page.locator("main")).to_contain_text("R. C.")
    assert "Ratna" not in page.locator("main").inner_text()
    page.goto("/verifikasi/")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Periksa berkas").click()
    expect(page.locator("main")).to_contain_text("Ratna Contoh")
    expect(page.locator("main")).to_contain_text("IZIN-0001/2024")

    # The personnel office finds it in the register.
    sign_in(page, dewi.user)
    page.goto("/izin/register/?shown=coming")
    expect(page.locator("main")).to_contain_text("IZIN-0001/2024")
    looked_at(page)
