"""A pact from the phone to the boards and the verification page, in a real browser."""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import zxingcpp
from django.test import Client
from PIL import Image
from playwright.sync_api import Page, expect

from netral.access.models import User
from netral.kernel.moment import Moment
from netral.ledger.core.passkey import NOTHING, bracketed
from netral.ledger.models import Disclosure
from netral.ledger.queries import fields
from netral.orgs.models import Unit
from netral.pacts.models import Campaign, Signature
from netral.signing.actions import create_seal_key
from netral.tallies import actions as tallies
from netral.tenancy.models import Institution
from tests.browser.axe import assert_accessible, assert_fits
from tests.browser.phone import hold_passkeys
from tests.cast import PASSWORD, Member, employ, opened_pact
from tests.device import Device

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SignIn = Callable[[Client | Page, User], None]


@pytest.fixture
def wulan(tree: dict[str, Unit]) -> Member:
    """An employee of Kelurahan Beji, two steps below the city."""
    return employ(tree["32.76.06.1001"], "Wulan Contoh", 9)


@pytest.fixture
def campaign(
    depok: Institution, wulan: Member, ratna: Member, hendra: Member, dewi: Member, at: Moment
) -> Campaign:
    """A campaign for everybody on the roster, open since yesterday."""
    create_seal_key(institution=depok, by="system", at=at)
    return opened_pact(depok, at)


def read_code(pdf: Path, folder: Path, leads_to: str) -> str:
    """Return what the QR code on the first page says that leads to such an address."""
    subprocess.run(
        ["pdftoppm", "-r", "150", "-png", "-singlefile", str(pdf), str(folder / "page")], check=True
    )
    with Image.open(folder / "page.png") as picture:
        found = [each.text for each in zxingcpp.read_barcodes(picture)]
    return next(text for text in found if leads_to in text)


def test_a_pact_is_signed_counted_on_three_levels_and_verified(
    page: Page, sign_in: SignIn, campaign: Campaign, wulan: Member, dewi: Member,
    tree: dict[str, Unit], tmp_path: Path, program: Callable[[str], Path],
) -> None:  # fmt: skip
    program("pdftoppm")

    # Wulan signs on her phone.
    sign_in(page, wulan.user)
    page.goto("/saya/")
    page.get_by_role("link", name="Tanda tangani pakta").click()
    assert_fits(page)
    page.get_by_role("checkbox").check()
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="Tanda tangani pakta").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("menandatangani")
    assert_accessible(page)
    assert_fits(page)
    signature = Signature.objects.select_related("paper").get()
    assert (signature.pledge.person, signature.level) == (wulan.person, 1)

    # She has the sealed PDF at once.
    pdf = page.context.request.get(f"/pakta/{campaign.slug}/bukti.pdf").body()
    file = tmp_path / "pakta.pdf"
    file.write_bytes(pdf)
    signature.paper.refresh_from_db()
    assert signature.paper.sealed_at is not None

    # It is counted in her kelurahan, in the kecamatan, in the city, and on the overview.
    tallies.fold()
    sign_in(page, dewi.user)
    for unit, said in (
        ("32.76.06.1001", "1 dari 1, 100 %"),
        ("32.76.06", "1 dari 3, 33 %"),
        ("32.76", "1 dari 4, 25 %"),
    ):
        page.goto(f"/pakta/{campaign.slug}/papan/{tree[unit].pk}/")
        expect(page.locator("#figures .say")).to_have_text(said)
        assert_accessible(page, themes=("light",))
    page.goto("/papan/")
    expect(page.locator("main")).to_contain_text("1 dari 4 orang")

    # A stranger verifies it by its QR code and by the file.
    page.context.clear_cookies()
    page.goto(urlsplit(read_code(file, tmp_path, "/verifikasi/")).path)
    expect(page.locator("main")).to_contain_text("W. C.")
    assert "Wulan" not in page.locator("main").inner_text()
    page.goto("/verifikasi/")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Periksa berkas").click()
    expect(page.locator("main")).to_contain_text("Wulan Contoh")

    # One changed byte is noticed.
    broken = bytearray(pdf)
    broken[len(broken) // 3] ^= 1
    file.write_bytes(bytes(broken))
    page.goto("/verifikasi/")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Periksa berkas").click()
    expect(page.locator("main")).not_to_contain_text("Wulan Contoh")


def test_a_pact_is_signed_with_one_touch_of_a_passkey(
    page: Page, sign_in: SignIn, campaign: Campaign, wulan: Member
) -> None:
    hold_passkeys(page)
    sign_in(page, wulan.user)
    page.goto("/akun/pengaman/kunci/tambah/")
    page.fill("[name=password]", PASSWORD)
    page.click("main .button.primary")
    page.click("form[data-passkey] button")
    expect(page).to_have_url(re.compile("/akun/pengaman/cadangan/"))
    page.goto(f"/pakta/{campaign.slug}/")
    assert_accessible(page)
    assert_fits(page)
    touch = page.get_by_role("button", name="Tanda tangani dengan kunci sandi")
    touch.click()  # not read yet: the device is not even asked
    assert not Signature.objects.exists()
    page.get_by_role("checkbox").check()
    touch.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("menandatangani")
    expect(page.locator("main")).to_contain_text("Tingkat 2: kunci sandi")
    entry = Signature.objects.get().entry
    assert entry.kind == "pact.signed/2"
    digest = Disclosure.objects.get(entry=entry, field="identity").digest
    seen, site = bracketed(json.loads(bytes(entry.leaf)), fields(entry), identity=bytes(digest))
    assert (seen, site) == (NOTHING, "localhost")


def test_with_a_passkey_the_password_still_signs(
    page: Page, sign_in: SignIn, campaign: Campaign, wulan: Member
) -> None:
    Device().belong_to(wulan.user)
    sign_in(page, wulan.user)
    page.goto(f"/pakta/{campaign.slug}/")
    page.get_by_role("checkbox").check()
    page.locator("main summary").click()
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_password").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("menandatangani")
    assert Signature.objects.get().level == 1


def test_the_pages_around_a_pact_are_accessible_in_both_languages(
    page: Page, sign_in: SignIn, campaign: Campaign, ratna: Member, dewi: Member
) -> None:
    for who, paths in (
        (ratna, ("/saya/", f"/pakta/{campaign.slug}/", f"/pakta/{campaign.slug}/tolak/")),
        (dewi, ("/papan/", "/pakta/", f"/pakta/{campaign.slug}/papan/", "/pakta/baru/")),
    ):
        sign_in(page, who.user)
        for path in paths:
            page.goto(path)
            assert_accessible(page)
            assert_fits(page)
            page.context.add_cookies([{"name": "bahasa", "value": "en", "url": page.url}])
            page.reload()
            assert page.locator("html").get_attribute("lang") == "en"
            assert_accessible(page, themes=("light",))
            page.context.clear_cookies(name="bahasa")
