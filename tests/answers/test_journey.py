"""Asking in a real browser: on a phone, by keyboard, in both languages, and in secret."""

import base64
import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Final

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from netral.tenancy.models import Institution
from tests.browser.axe import assert_accessible, assert_fits, assert_touchable

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGE: Final = "/bolehkah/depok/"
LIKE: Final = "#perbuatan=medsos.like&sebagai=pns&pemilihan=pilkada-2024"
LISTEN: Final = "#perbuatan=kampanye.hadir&sebagai=pns&pemilihan=pilkada-2024"
READY: Final = "[data-ready]"
VERDICT: Final = "#jawab"


@pytest.fixture(autouse=True)
def house(depok: Institution) -> Institution:
    return depok


@pytest.fixture
def faults(page: Page) -> Iterator[list[str]]:
    """What the browser complains about; there must be nothing."""
    found: list[str] = []
    page.on("pageerror", lambda fault: found.append(str(fault)))
    page.on("console", lambda said: found.append(said.text) if said.type == "error" else None)
    yield found
    assert found == []


def open_page(page: Page, fragment: str = "") -> None:
    page.goto("about:blank")
    page.goto(PAGE + fragment)
    page.wait_for_selector(READY, state="attached")


def choose_day(page: Page, on: date) -> None:
    if not page.locator("#live-tanggal").is_visible():
        page.locator("[data-about] summary").click()
    page.locator("#live-tanggal").fill(on.isoformat())


def test_from_a_word_to_the_answer_on_a_phone(page: Page, faults: list[str]) -> None:
    open_page(page)
    expect(page.locator("#cari")).to_be_in_viewport()
    page.locator("#cari").fill("ngelike postingan paslon")
    expect(page.locator("[data-found]")).to_contain_text("perbuatan cocok")
    page.get_by_role("button", name="Menyukai (like)").click()
    expect(page.locator("h1")).to_be_focused()
    page.get_by_role("button", name="Pegawai negeri sipil (PNS)").click()
    expect(page.locator(VERDICT)).to_have_text("Dilarang")
    expect(page.locator(VERDICT)).to_be_in_viewport()
    expect(page.locator(".verdict p").first).to_be_in_viewport()
    expect(page.get_by_text("Lampiran II A.4")).to_be_visible()
    expect(page.locator("[data-said]")).to_contain_text("Dilarang. Tanda suka")
    # The address names no act: it would stand in the server's log.
    expect(page.get_by_role("link", name="Tanya tim netralitas")).to_have_attribute(
        "href", "/tanya/baru/"
    )


def test_the_date_is_the_reason(page: Page, faults: list[str]) -> None:
    open_page(page, LIKE)
    choose_day(page, date(2024, 9, 21))
    expect(page.locator(".answer")).to_contain_text("Pelanggaran kode etik")
    choose_day(page, date(2024, 9, 23))
    expect(page.locator(".answer")).to_contain_text("Pelanggaran disiplin berat")
    expect(page.locator(".answer")).to_contain_text("Setelah penetapan calon")
    choose_day(page, date(1900, 1, 1))
    expect(page.locator("[data-fault]")).to_contain_text("Belum ada aturan")


def test_one_question_at_a_time_and_back_undoes_it(page: Page, faults: list[str]) -> None:
    open_page(page, LISTEN)
    buttons = page.locator("[data-question] button")
    expect(buttons).to_have_text(["Ya", "Tidak", "Belum tahu"])
    buttons.nth(1).click()
    expect(page.locator(".answer")).to_contain_text("Anda tidak menunjukkan dukungan apa pun")
    expect(page.locator(VERDICT)).to_be_focused()
    page.go_back()
    expect(buttons.first).to_be_visible()
    buttons.nth(2).click()
    expect(page.locator(".branches")).to_contain_text("Bila tidak")
    page.go_back()
    page.go_back()
    expect(page.locator("#cari")).to_be_visible()


def test_by_keyboard_alone(page: Page, faults: list[str]) -> None:
    open_page(page)
    page.locator("#cari").focus()
    page.keyboard.type("foto di depan baliho")
    page.keyboard.press("Enter")
    expect(page.locator("[data-matches] button").first).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")  # to "change"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(VERDICT)).to_be_visible()


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_state_is_accessible_and_fits(
    page: Page, live_server: LiveServer, language: str, faults: list[str]
) -> None:
    page.context.add_cookies([{"name": "bahasa", "value": language, "url": live_server.url}])
    later = LIKE.replace("pilkada-2024", "pemilu-daerah-berikutnya")
    for fragment in ("", "#perbuatan=medsos.like", LIKE, LISTEN, later, "#perbuatan=tiada"):
        open_page(page, fragment)
        if not fragment:
            page.locator("#cari").fill("foto")
        assert_accessible(page)
        assert_fits(page)
        assert_touchable(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    open_page(page, LIKE)
    page.locator("[data-about] summary").click()
    page.locator(".answer details summary").click()
    assert_accessible(page)


def test_the_plain_form_serves_without_scripts(page: Page, live_server: LiveServer) -> None:
    browser = page.context.browser
    assert browser
    plain = browser.new_context(
        base_url=live_server.url, java_script_enabled=False, viewport={"width": 360, "height": 740}
    ).new_page()
    plain.goto(PAGE)
    expect(plain.locator("#cari")).to_be_hidden()
    plain.locator("select[name=perbuatan]").select_option("medsos.like")
    plain.locator("select[name=sebagai]").select_option("pns")
    plain.get_by_role("button", name="Cari jawaban").click()
    expect(plain.locator(VERDICT)).to_have_text("Dilarang")
    assert plain.url == live_server.url + PAGE
    plain.context.close()
    page.goto(f"{PAGE}?bentuk=biasa")
    assert_accessible(page)
    assert_fits(page)
    assert_touchable(page)


def test_the_plain_form_serves_when_the_rules_do_not_come(page: Page) -> None:
    page.route("**/aturan-*.json", lambda route: route.abort())
    page.goto(PAGE)
    expect(page.get_by_text("Aturan tidak dapat diambil")).to_be_visible()
    page.locator("select[name=perbuatan]").select_option("medsos.like")
    page.locator("select[name=sebagai]").select_option("pns")
    page.get_by_role("button", name="Cari jawaban").click()
    expect(page.locator(VERDICT)).to_have_text("Dilarang")


# ---- In secret


def test_choosing_sends_nothing_and_leaves_no_trace(page: Page, faults: list[str]) -> None:
    open_page(page)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.locator("#cari").fill("nonton kampanye")
    page.locator("[data-matches] button").first.click()
    page.get_by_role("button", name="Pegawai negeri sipil (PNS)").click()
    choose_day(page, date(2024, 10, 1))
    while page.locator("[data-question] button").count():
        page.locator("[data-question] button").nth(1).click()
    page.get_by_role("button", name="Periksa sendiri").click()
    expect(page.locator("[data-checked]")).to_contain_text("Sama:", timeout=60_000)
    assert sent == []
    assert page.url.endswith(PAGE)
    assert set(page.evaluate("Object.keys(history.state)")) == {"step"}
    assert page.title() == "Bolehkah? · Netral"
    kept = page.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"
    )
    assert json.loads(kept)[0] == {}
    assert not re.search("kampanye|pns|2024-10", kept)


def test_a_link_names_act_subject_and_election_and_no_more(page: Page) -> None:
    page.add_init_script("""
      Object.defineProperty(navigator, "share", { value: undefined });
      Object.defineProperty(navigator, "clipboard", {
        value: { writeText: (text) => { window.copied = text; } } });
    """)
    open_page(page, LISTEN)
    assert page.url.endswith(PAGE)  # taken out of the address at once
    page.locator("[data-question] button").nth(1).click()
    page.get_by_role("button", name="Bagikan tautan").click()
    expect(page.get_by_text("Tautan sudah disalin")).to_have_count(2)  # and said aloud
    assert page.evaluate("window.copied").endswith(PAGE + LISTEN)


@pytest.mark.parametrize(
    "fragment",
    ["#perbuatan=tiada", "#sebagai=pns", "#perbuatan=medsos.like&sebagai=raja",
     "#perbuatan=medsos.like&lain=1", "#perbuatan=medsos.like&pemilihan=2099"],
)  # fmt: skip
def test_a_link_that_names_the_unknown_says_so(
    page: Page, fragment: str, faults: list[str]
) -> None:
    open_page(page, fragment)
    expect(page.locator("[data-fault]")).to_contain_text("tidak dikenal")
    expect(page.locator("[data-fault]")).to_be_in_viewport()
    expect(page.locator("#cari")).to_be_visible()


def test_the_picture_is_drawn_here(page: Page, faults: list[str]) -> None:
    open_page(page, LIKE)
    page.evaluate("navigator.canShare = undefined")
    with page.expect_download() as download:
        page.get_by_role("button", name="Simpan sebagai gambar").click()
    octets = download.value.path().read_bytes()
    assert octets.startswith(b"\x89PNG")
    assert [int.from_bytes(octets[n : n + 4]) for n in (16, 20)] == [1200, 630]
    assert len(base64.b64encode(octets)) > 10_000


def test_the_page_is_light_and_the_rules_come_after_the_first_paint(page: Page) -> None:
    sizes: dict[str, int] = {}
    page.on("response", lambda got: sizes.update({got.url: len(got.body())}))
    open_page(page)
    entries = page.evaluate("""() => [
      performance.getEntriesByType("resource").find((e) => /aturan-/.test(e.name)).startTime,
      performance.getEntriesByName("first-paint")[0]?.startTime ?? 0]""")
    assert entries[0] >= entries[1]
    assert [url for url in sizes if re.search(r"aturan-", url)]
