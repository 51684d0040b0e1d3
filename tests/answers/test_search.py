"""What people type finds the act that they mean: in the browser, among the first three."""

from typing import Final

import pytest
from playwright.sync_api import Page

from netral.rules.core.record import plain
from netral.rules.queries import shipped

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PREPARE: Final = """async (vocabulary) => {
  const { prepare, search } = await import("/static/answers/search.js");
  const index = prepare(vocabulary);
  window.find = (text) => search(index, text).map((act) => act.code);
}"""
MEANT: Final = (
    ("ngelike", "medsos.like"),
    ("like postingan paslon", "medsos.like"),
    ("boleh ga kasih jempol di fb calon", "medsos.like"),
    ("menyukai unggahan bakal calon wali kota", "medsos.like"),
    ("komen di ig caleg", "medsos.komentar"),
    ("ngomentarin status cagub", "medsos.komentar"),
    ("nge-share postingan kampanye", "medsos.share"),
    ("bagiin tautan di grup keluarga", "medsos.share"),
    ("posting dukungan di tiktok", "medsos.posting"),
    ("upload status wa dukung paslon", "medsos.posting"),
    ("folow akun paslon", "medsos.follow"),
    ("masuk grup wa timses", "medsos.grup"),
    ("nonton debat di youtube", "medsos.baca"),
    ("foto bareng calon", "foto.calon"),
    ("poto2 sama bupati terus diupload", "foto.calon"),
    ("swafoto dengan paslon", "foto.calon"),
    ("foto pose dua jari", "foto.tim"),
    ("foto di depan baliho", "foto.apk"),
    ("diajak foto di kondangan", "foto.berpose"),
    ("pasang baliho di rumah", "apk.pasang"),
    ("tempel stiker di mobil", "apk.pasang"),
    ("hadir deklarasi", "deklarasi.hadir"),
    ("nonton kampanye", "kampanye.hadir"),
    ("dengerin visi misi", "kampanye.hadir"),
    ("ikut jalan sehat paslon", "kampanye.ikut"),
    ("pakai kaos partai", "kampanye.atribut"),
    ("nyuruh bawahan datang kampanye", "kampanye.kerahkan"),
    ("pake mobil dinas buat kampanye", "kampanye.fasilitas"),
    ("pinjam aula kantor", "kampanye.fasilitas"),
    ("ngajak tetangga nyoblos", "kegiatan.ajakan"),
    ("bagi-bagi sembako", "kegiatan.barang"),
    ("kasih amplop ke warga", "kegiatan.barang"),
    ("mutasi pejabat", "keputusan.mutasi"),
    ("bansos menjelang pilkada", "keputusan.program"),
    ("kumpulin fotokopi KTP", "dukungan.ktp"),
    ("tanda tangan surat dukungan independen", "dukungan.surat"),
    ("jadi timses", "tim.masuk"),
    ("jadi konsultan paslon", "tim.ahli"),
    ("jadi anggota partai", "parpol.anggota"),
    ("nama saya ada di sipol", "parpol.anggota"),
    ("kampaney", "kampanye.ikut"),
    ("attend a campaign", "kampanye.hadir"),
    ("photo with candidate", "foto.calon"),
)


@pytest.fixture
def blank(page: Page) -> Page:
    page.goto("/keadaan/")
    page.evaluate(PREPARE, plain(shipped().base.vocabulary))
    return page


def test_what_is_typed_is_among_the_first_three(blank: Page) -> None:
    missed = {}
    for text, act in MEANT:
        found = blank.evaluate("(text) => window.find(text)", text)
        if act not in found[:3]:
            missed[text] = (act, found)
    assert missed == {}


@pytest.mark.parametrize("text", ["", "zzzzqqq", "!!!", "<script>", "12345678"])
def test_nonsense_finds_nothing(blank: Page, text: str) -> None:
    assert blank.evaluate("(text) => window.find(text)", text) == []


def test_every_act_is_found_by_its_own_name_in_both_languages(blank: Page) -> None:
    for act in shipped().base.vocabulary.acts:
        for name in (act.name.indonesian, act.name.english):
            found = blank.evaluate("(text) => window.find(text)", name)
            assert act.code in found[:2], (name, found)


def test_every_word_by_which_an_act_is_searched_finds_it(blank: Page) -> None:
    lost = [
        (word, act.code)
        for act in shipped().base.vocabulary.acts
        for word in act.searched
        if act.code not in blank.evaluate("(text) => window.find(text)", word)
    ]
    assert len(lost) <= 0.05 * sum(len(a.searched) for a in shipped().base.vocabulary.acts), lost
