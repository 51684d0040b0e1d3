"""Pages of orgs in a real Chromium: fit for everybody, at 320 px, with names of 60 letters."""

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from netral.access.core import Role
from netral.access.models import User
from netral.orgs.actions.offices import add_office
from netral.orgs.models import Office, Person, Unit
from tests import cast
from tests.browser.axe import assert_accessible, assert_fits, assert_touchable
from tests.cast import Member

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SignIn = Callable[[Client | Page, User], None]
LONG = "Dinas Pemberdayaan Perempuan dan Perlindungan Anak Kota Contoh"
NAME = "Raden Mas Bambang Prabowo Kusumawardhana Suryadiningrat Putra"


@pytest.fixture
def pages(tree: dict[str, Unit], hendra: Member, ratna: Member) -> list[str]:
    beji = tree["32.76.06"]
    Unit.objects.filter(pk=beji.pk).update(name=LONG, siasn_id="A" * 36)
    Person.objects.filter(pk=ratna.person.pk).update(
        name=NAME, title_back="S.Sos., M.Si.", warnings=["birth_differs", "nik_shared"],
        email="nama.yang.sangat.panjang.sekali@pemerintah-kota-contoh.go.id",
    )  # fmt: skip
    office = Office.objects.get(title="Camat Beji")
    return [
        "/kelola/unit/", "/kelola/unit/?q=zzz", f"/kelola/unit/{beji.pk}/",
        f"/kelola/unit/{beji.pk}/tambah/", f"/kelola/unit/{beji.pk}/gabung/",
        f"/kelola/unit/{beji.pk}/slip/", f"/kelola/jabatan/{office.pk}/",
        f"/kelola/jabatan/{office.pk}/serah/", "/kelola/lembaga/", "/kelola/pegawai/",
        f"/kelola/pegawai/{ratna.person.pk}/", f"/kelola/pegawai/{ratna.person.pk}/data/",
        "/kelola/impor/",
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_is_accessible_and_fits(
    page: Page, sign_in: SignIn, dewi: Member, pages: list[str], language: str
) -> None:
    sign_in(page, dewi.user)
    page.goto("/")
    page.context.add_cookies([{"name": "bahasa", "value": language, "url": page.url}])
    for path in pages:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, path
        assert_accessible(page)
        assert_fits(page)
        assert_touchable(page)


def test_slips_print_without_the_frame(page: Page, sign_in: SignIn, dewi: Member) -> None:
    bkpsdm = dewi.person.unit
    cast.employ(bkpsdm, NAME, 40)
    User.objects.filter(username=cast.nip(40)).update(password="!")
    sign_in(page, dewi.user)
    page.goto(f"/kelola/unit/{bkpsdm.pk}/slip/")
    page.locator("main form button").first.click()
    expect(page.locator(".slip")).to_have_count(1)
    assert_accessible(page)
    assert_fits(page)
    page.emulate_media(media="print")
    expect(page.locator(".head")).to_be_hidden()
    expect(page.locator(".slip-code")).to_be_visible()


def test_an_office_is_handed_over_by_keyboard(
    page: Page, sign_in: SignIn, dewi: Member, ratna: Member, tree: dict[str, Unit]
) -> None:
    office = add_office(
        unit=tree["32.76.06.1001"], title="Lurah Beji", role=Role.HEAD, is_head=True,
        by=cast.BY, at=cast.AT,
    )  # fmt: skip
    sign_in(page, dewi.user)
    page.goto(f"/kelola/jabatan/{office.pk}/serah/")
    page.get_by_label("Yang menerima jabatan").focus()
    page.keyboard.type(ratna.person.identity)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("06012024")
    page.locator("main form button.primary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Serah terima jabatan sudah dicatat.")).to_be_visible()
    expect(page.locator(".line")).to_contain_text("Ratna Contoh")
