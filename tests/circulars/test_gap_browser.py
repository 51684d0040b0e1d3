"""From a silence to a clause, its meaning and the comparison, in a real browser on a phone."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from netral.access.core import Role
from netral.access.models import User
from netral.circulars.models import Circular, ClauseMeaning
from netral.orgs.models import Unit
from tests import cast
from tests.browser.axe import assert_accessible, assert_fits, assert_touchable
from tests.cast import Member

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SignIn = Callable[[Client | Page, User], None]


def looked_at(page: Page) -> None:
    assert_accessible(page)
    assert_fits(page)
    assert_touchable(page)


def test_a_silence_becomes_a_clause_and_gets_its_meaning(
    page: Page, sign_in: SignIn, draft: Circular, laras: Member
) -> None:
    sign_in(page, laras.user)
    page.goto(f"/edaran/meja/{draft.slug}/")
    looked_at(page)
    expect(page.get_by_text("Media sosial: tidak disebut.")).to_be_visible()

    # She takes the sentence over; the editor shows it as one clause more.
    page.get_by_role("link", name="Tambahkan ke konsep").first.click()
    texts = page.get_by_label("Teks")
    expect(texts.nth(3)).to_have_value(
        "Berkampanye atau menyosialisasikan bakal calon di media sosial."
    )
    page.get_by_role("button", name="Simpan konsep").click()
    assert draft.clauses.count() == 4

    # She says what it means: the rule that it came from is offered first.
    page.get_by_role("link", name=re.compile("Tetapkan makna.*Berkampanye")).click()
    looked_at(page)
    page.get_by_role("checkbox", name="(SKB22-KE-02)").check()
    page.get_by_label("Cari aturan").fill("foto bersama")
    page.get_by_role("button", name="Cari").click()
    expect(page.get_by_role("checkbox", name="(SKB22-KE-02)")).to_be_checked()
    page.get_by_role("checkbox", name="(SKB22-KE-05)").check()
    page.get_by_role("button", name="Simpan makna").click()
    assert ClauseMeaning.objects.get().restates == ["SKB22-KE-02", "SKB22-KE-05"]

    page.goto(f"/edaran/meja/{draft.slug}/")
    expect(page.get_by_text("Media sosial: baru disebut sebagian.")).to_be_visible()


def test_two_persons_change_what_a_signed_clause_means(
    page: Page, sign_in: SignIn, published: Circular, tree: dict[str, Unit], laras: Member
) -> None:
    address = f"/edaran/meja/{published.slug}/makna/2/"
    sign_in(page, laras.user)
    page.goto(address)
    page.get_by_label("Cari aturan").fill("foto bersama")
    page.get_by_role("button", name="Cari").click()
    page.get_by_role("checkbox", name="(SKB22-KE-05)").check()
    page.get_by_role("button", name="Usulkan makna ini").click()
    page.goto(address)
    looked_at(page)
    expect(page.get_by_role("button", name="Tarik usulan")).to_be_visible()
    assert not ClauseMeaning.objects.exists()

    # A colleague sees on the desk what waits, what it changes, and confirms it.
    dewi = cast.employ(tree["hukum"], "Dewi Contoh", 8)
    sign_in(page, cast.entrust(dewi.user, Role.DRAFTER, published.institution))
    page.goto(f"/edaran/meja/{published.slug}/")
    looked_at(page)
    page.get_by_role("link", name="Putuskan makna ini").click()
    looked_at(page)
    page.get_by_role("button", name="Tetapkan makna ini").click()
    expect(page.get_by_role("button", name="Tetapkan makna ini")).to_have_count(0)
    assert ClauseMeaning.objects.get().restates == ["SKB22-KE-05"]


def test_the_comparison_is_read_on_a_phone(page: Page, published: Circular) -> None:
    page.goto("/edaran/")
    page.get_by_role("link", name="Bandingkan isi edaran").click()
    looked_at(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Media sosial tidak disebut")
    assert published.stage == "published"
