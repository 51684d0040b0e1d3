"""A private question from the phone to the public page and the verification, in a real browser."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from netral.access.core import Role
from netral.access.models import User
from netral.kernel.moment import Moment
from netral.orgs.models import Unit
from netral.signing.actions import create_seal_key
from netral.tenancy.models import Institution
from tests import cast
from tests.browser.axe import assert_accessible, assert_fits
from tests.cast import Member

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SignIn = Callable[[Client | Page, User], None]
TEXT = "Grup alumni saya membagikan ajakan memilih calon. Haruskah saya keluar dari grup?"


@pytest.fixture
def team(depok: Institution, tree: dict[str, Unit], at: Moment) -> list[Member]:
    """Two members of the neutrality team, and a seal for what they answer."""
    create_seal_key(institution=depok, by="system", at=at)
    names = (("hukum", "Sari Contoh", 21), ("disdik", "Yoga Contoh", 22))
    made = [cast.employ(tree[unit], name, number) for unit, name, number in names]
    for member in made:
        cast.entrust(member.user, Role.ADVISER, depok)
    return made


def test_a_question_is_asked_answered_published_and_proved(
    page: Page, sign_in: SignIn, ratna: Member, hendra: Member, team: list[Member], tmp_path: Path
) -> None:
    sari, yoga = team

    # Ratna asks on her phone; an empty form loses nothing and says what is missing.
    sign_in(page, ratna.user)
    page.goto("/tanya/")
    assert_fits(page)
    page.get_by_role("link", name="Ajukan pertanyaan").click()
    expect(page.get_by_text("Sari Contoh")).to_be_visible()
    page.get_by_role("button", name="Kirim kepada tim netralitas").click()
    expect(page.locator(".error-summary")).to_contain_text("Tulislah pertanyaan Anda.")
    page.get_by_label("Apa yang ingin Anda ketahui?").fill(TEXT)
    page.get_by_label("Tentang perbuatan apa?").select_option("medsos.grup")
    page.get_by_label("Jawabannya boleh diterbitkan").check()
    page.get_by_role("button", name="Kirim kepada tim netralitas").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pertanyaan Anda sudah terkirim")
    expect(page.get_by_text("Jumat, 28 Juni 2024")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("link", name="Lihat pertanyaan Anda").click()
    own = page.url

    # Her superior finds nothing at all.
    sign_in(page, hendra.user)
    page.goto(own)
    expect(page.get_by_text(TEXT)).to_have_count(0)

    # Sari asks back, without learning who asks.
    sign_in(page, sari.user)
    page.goto("/saya/")
    page.get_by_role("link", name="1 pertanyaan menunggu tim netralitas").first.click()
    page.get_by_role("link", name=TEXT[:30]).click()
    assert_accessible(page)
    assert "Ratna" not in page.content()
    page.get_by_role("link", name="Tanya balik").click()
    page.get_by_label("Pesan Anda").fill("Siapa yang membuat grup itu?")
    page.get_by_role("button", name="Kirim kepada penanya").click()

    # Ratna replies.
    sign_in(page, ratna.user)
    page.goto("/saya/")
    page.get_by_role("link", name="Tim netralitas memerlukan balasan Anda").first.click()
    page.get_by_label("Pesan Anda").fill("Pengurus alumni, tahun 2009.")
    page.get_by_role("button", name="Kirim balasan").click()

    # Sari answers on the rules of the day, and writes the public version.
    sign_in(page, sari.user)
    page.goto("/tanya/meja/")
    page.get_by_role("link", name=TEXT[:30]).click()
    page.get_by_role("link", name="Tulis jawaban").click()
    page.get_by_label("Boleh dengan syarat", exact=True).check()
    page.get_by_label("Jawaban", exact=True).fill("Boleh tetap di grup tanpa menanggapi ajakan.")
    page.locator("#id_rules input").first.check()
    assert_fits(page)
    page.get_by_role("button", name="Berikan jawaban").click()
    page.get_by_role("link", name="Tulis versi publik").click()
    page.get_by_label("Pertanyaan dalam satu baris").fill("Haruskah keluar dari grup alumni?")
    page.locator("#id_question").fill("Ratna ada di grup yang memuat ajakan memilih.")
    page.locator("#id_answer").fill("Tidak harus, asal tidak menanggapi.")
    page.get_by_role("button", name="Serahkan kepada orang kedua").click()
    expect(page.get_by_text("Nama yang ada dalam daftar pegawai")).to_be_visible()
    assert_accessible(page)
    page.locator("#id_question").fill("Pegawai ada di grup dengan ajakan memilih.")
    page.get_by_role("button", name="Serahkan kepada orang kedua").click()
    expect(page.get_by_text("orang kedua harus membandingkannya")).to_be_visible()

    # Yoga compares and publishes.
    sign_in(page, yoga.user)
    page.goto("/tanya/meja/")
    page.get_by_role("link", name=TEXT[:30]).click()
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("button", name="Tidak ada: terbitkan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Haruskah keluar dari grup alumni?")

    # Ratna fetches the sealed paper.
    sign_in(page, ratna.user)
    page.goto(own)
    assert_accessible(page)
    assert_fits(page)
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Unduh jawaban (PDF)").click()
    paper = tmp_path / "jawaban.pdf"
    fetched.value.save_as(paper)

    # Strangers read the public version, and check the paper by choosing the file.
    page.context.clear_cookies()
    page.goto("/tanya/depok/")
    page.get_by_role("link", name="Haruskah keluar dari grup alumni?").click()
    assert_accessible(page)
    assert "Ratna" not in page.content()
    page.goto("/verifikasi/")
    page.locator("input[type=file]").set_input_files(paper)
    page.get_by_role("button", name="Periksa berkas").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Asli")
    shown = page.content()
    for secret in ("Ratna", "grup", "Boleh"):
        assert secret not in shown.partition("<main")[2].partition("</main>")[0]
