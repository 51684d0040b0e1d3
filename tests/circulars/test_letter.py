"""The official letter: what it says, what it never claims, and the file itself."""

import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from netral.access.core import Role
from netral.circulars import letter
from netral.circulars.actions.drafts import draft
from netral.circulars.actions.publishing import publish
from netral.circulars.actions.sealing import seal_circular, seal_due
from netral.circulars.core import Dating, Form, Relay
from netral.circulars.models import Circular
from netral.kernel.codes import grouped
from netral.orgs.actions.offices import add_office, hand_over
from netral.orgs.core import Capacity
from netral.orgs.models import Holding, Unit
from netral.signing.actions import create_seal_key, seal
from netral.signing.queries import logged, sealed_bytes
from netral.tenancy.models import Institution
from tests.cast import AT, BY, Member
from tests.circulars import scene

Words = Callable[..., str]


@pytest.fixture
def words(program: Callable[[str], Path], tmp_path: Path) -> Words:
    """Read a letter as a screen reader would: its words in order, spaces single."""
    reader = program("pdftotext")

    def read(circular: Circular, order: str = "-layout") -> str:
        file = tmp_path / "surat.pdf"
        file.write_bytes(letter.pdf(circular, draft=circular.signed_at is None, at=AT))
        said = subprocess.run([reader, order, file, "-"], check=True, capture_output=True)
        return " ".join(said.stdout.decode().split())

    return read


@pytest.fixture
def root(tree: dict[str, Unit]) -> Unit:
    return tree["32.76"]


def test_the_letter_stands_in_the_official_order(root: Unit, wali: Member, words: Words) -> None:
    said = words(scene.signed(root, wali, copies=["Menteri Dalam Negeri", "Gubernur"]))
    order = [
        "WALI KOTA DEPOK", "Yth. 1. Kepala Perangkat Daerah", "SURAT EDARAN", "NOMOR 270/343-Huk",
        "TENTANG", "NETRALITAS ASN DALAM PEMILIHAN WALI KOTA 2024", "A. Latar Belakang",
        "B. Ruang Lingkup", "C. Dasar", "Undang-Undang Nomor 20 Tahun 2023, tanggal 31 Okt",
        "D. Isi Edaran", "Kewajiban kepala unit kerja", "1. Menyosialisasikan",
        "Paling lambat Jumat, 28 Juni 2024 pukul 16.00 WIB", "Larangan", "2. Berpolitik praktis",
        "Berlaku sebelum, selama, dan setelah masa kampanye.", "Yang diperbolehkan",
        "4. Menjadi anggota", "a. Tugas kedinasan", "Mengikat PNS dan PPPK.", "E. Tindak Lanjut",
        "F. Penutup", "Ditetapkan di Depok", "pada tanggal 26 Juni 2024", "WALI KOTA DEPOK,",
        "Wali Contoh", "Tembusan", "2. Gubernur",
    ]  # fmt: skip
    places = [said.find(part) for part in order]
    assert -1 not in places, order[places.index(-1)]
    later = [said.find(part, start) for part, start in zip(order[1:], places, strict=False)]
    assert -1 not in later, order[later.index(-1) + 1]


def test_it_says_whom_it_binds_and_which_election(root: Unit, wali: Member, words: Words) -> None:
    said = words(scene.signed(root, wali))
    assert "berlaku bagi ASN dan pegawai non-ASN pada Pemerintah Kota Depok." in said
    assert "menyangkut Pemilihan Kepala Daerah Serentak 2024." in said


def test_deadlines_of_the_cascade_stand_in_the_letter(
    root: Unit, wali: Member, words: Words
) -> None:
    said = words(scene.signed(root, wali, pass_on_by=scene.DUE))
    until = "paling lambat Jumat, 28 Juni 2024 pukul 16.00 WIB."
    assert f"menyatakan terima dan meneruskan edaran ini {until}" in said
    assert f"Setiap pegawai yang terikat menyatakan sudah membaca {until}" in said


def test_the_foot_claims_only_what_is_true(root: Unit, wali: Member, words: Words) -> None:
    circular = scene.signed(root, wali)
    said = words(circular)
    assert circular.paper is not None
    assert grouped(circular.paper.code) in said.replace("- ", "-")
    assert "sertifikat milik Pemerintah Kota Depok sendiri" in said
    assert "Tidak memakai sertifikat BSrE" in said
    assert "Tingkat 1" in said
    assert circular.text_sha256 in said
    assert "KONSEP" not in said


def test_without_a_seal_it_says_so(root: Unit, wali: Member, tmp_path: Path, words: Words) -> None:
    circular = scene.published(root, wali)
    assert circular.paper is not None
    where = logged(circular.paper)
    unsealed = letter.pdf(circular, draft=False, at=AT, sealed=False, logged=where)
    assert unsealed != letter.pdf(circular, draft=False, at=AT, logged=where)
    assert seal_circular(circular=circular, at=AT) == unsealed
    assert sealed_bytes(circular.paper) is None


def test_a_draft_says_so_on_every_page_and_proves_nothing(root: Unit, words: Words) -> None:
    draft_of_it = scene.drafted(root, clauses=scene.CLAUSES * 9)
    said = words(draft_of_it)
    pages = said.count("Halaman ")
    assert pages > 2
    assert said.count("Konsep, belum ditandatangani") == pages
    assert words(draft_of_it, "-raw").count("KONSEP") == pages  # across the page
    assert "Belum ditandatangani." in said
    assert "verifikasi" not in said
    assert "NOMOR ……" in said


def test_the_same_letter_has_the_same_octets(root: Unit, wali: Member) -> None:
    circular = scene.signed(root, wali)
    later = replace(AT, acted=AT.acted.replace(year=2025))
    again = Circular.objects.get(pk=circular.pk)
    assert letter.pdf(circular, draft=False, at=AT) == letter.pdf(again, draft=False, at=later)


@pytest.mark.parametrize(
    ("number", "heading"),
    [
        ("100.3.4/2159 – BKPSDM", "NOMOR 100.3.4/2159 – BKPSDM TENTANG"),
        ("Nomor 35 Tahun 2024", "SURAT EDARAN NOMOR 35 TAHUN 2024 TENTANG"),
        ("94/KPG.03.04/BKD", "NOMOR 94/KPG.03.04/BKD TENTANG"),
    ],
)
def test_every_number_stands_as_it_is(
    root: Unit, wali: Member, words: Words, number: str, heading: str
) -> None:
    assert heading in words(scene.signed(root, wali, number))


@pytest.mark.parametrize(
    ("dating", "day", "line"),
    [
        (Dating.UNKNOWN, None, "tanggal tidak diketahui"),
        (Dating.AT_LATEST, scene.DAY, "selambat-lambatnya tanggal 31 Mei 2024"),
        (Dating.EXACT, scene.DAY, "pada tanggal 31 Mei 2024"),
    ],
)
def test_a_date_is_as_sure_as_it_is_known(
    root: Unit, wali: Member, words: Words, dating: Dating, day: date | None, line: str
) -> None:
    assert line in words(scene.signed(root, wali, dating=dating, dated_on=day))


def test_an_instruction_without_number_has_none(root: Unit, wali: Member, words: Words) -> None:
    made = scene.signed(root, wali, "", form=Form.INSTRUCTION, dating=Dating.UNKNOWN)
    said = words(made)
    assert "INSTRUKSI TENTANG" in said
    assert "NOMOR" not in said
    assert "Instruksi ini berlaku bagi" in said
    assert "Isi Instruksi" in said


def secretary(unit: Unit, member: Member, capacity: Capacity) -> Holding:
    office = add_office(unit=unit, title="Sekretaris Daerah", role=Role.SIGNATORY, by=BY, at=AT)
    return hand_over(
        office=office, person=member.person, capacity=capacity, starts_on=date(2024, 1, 1),
        ends_on=date(2024, 12, 31), basis="Surat perintah contoh", by=BY, at=AT,
    )  # fmt: skip


def test_who_acts_for_whom_stands_above_the_name(
    tree: dict[str, Unit], wali: Member, dewi: Member, words: Words
) -> None:
    acting = secretary(tree["setda"], dewi, Capacity.PLT)
    said = words(
        scene.signed(
            tree["setda"], dewi, signatory=acting, relay=Relay.ON_BEHALF,
            on_behalf_of="Pj. Wali Kota Depok",
        )
    )  # fmt: skip
    assert "PEMERINTAH KOTA DEPOK SEKRETARIAT DAERAH" in said
    assert "a.n. Pj. WALI KOTA DEPOK Plt. SEKRETARIS DAERAH," in said


def test_a_derived_letter_names_its_parent(
    tree: dict[str, Unit], wali: Member, hendra: Member, words: Words
) -> None:
    parent = scene.published(tree["32.76"], wali)
    facts = scene.facts(tree["32.76.06"], subject="Pelaksanaan netralitas", audience={})
    made = draft(institution=parent.institution, facts=facts, by=BY, at=AT, parent=parent)
    said = words(made)
    assert "KECAMATAN BEJI" in said
    assert "meneruskan Surat Edaran 270/343-Huk tentang Netralitas ASN" in said


def test_a_letter_that_supersedes_says_what_ends(root: Unit, wali: Member, words: Words) -> None:
    old = scene.published(root, wali)
    said = words(scene.signed(root, wali, "270/344-Huk", supersedes=old))
    assert "Surat Edaran 270/343-Huk tentang" in said
    assert "dinyatakan tidak berlaku." in said


def test_hostile_words_are_only_words(root: Unit, wali: Member, words: Words) -> None:
    evil = '#panic("x") *tebal* $1/0$ <a> \\u{0} \\" @ref'
    said = words(
        scene.signed(
            root, wali, opening=evil, subject="#eval(1) " + "x" * 250, recipients=[evil] * 3
        )
    )
    assert '#panic("x") *tebal* $1/0$ <a>' in said


@pytest.mark.parametrize("closing", ["Demikian.", "Demikian agar dilaksanakan. " * 400 + "Tamat."])
def test_the_ending_stands_with_the_signature_if_it_fits(
    root: Unit, wali: Member, words: Words, closing: str
) -> None:
    said = words(scene.signed(root, wali, closing=closing, clauses=scene.CLAUSES * 3))
    last_page = said.rsplit("Halaman ", 2)[-2]
    assert closing[-6:] in last_page
    assert "Ditetapkan di Depok" in last_page


def test_a_draft_with_next_to_nothing_can_be_looked_at(root: Unit, words: Words) -> None:
    empty = scene.facts(root, clauses=(), opening="", closing="", bases=(), recipients=(),
                        copies=(), read_by=None, elections=(), audience={})  # fmt: skip
    bare = replace(empty, signatory=None)
    made = draft(institution=root.institution, facts=bare, by=BY, at=AT)
    assert "Edaran ini berlaku bagi semua pegawai pada Pemerintah Kota Depok." in words(made)


def test_sixty_clauses_and_a_long_audience_flow_over_pages(
    tree: dict[str, Unit], wali: Member, words: Words
) -> None:
    units = [unit.path for unit in tree.values()]
    audience = {"kinds": [], "units": units}
    said = words(scene.signed(tree["32.76"], wali, clauses=scene.CLAUSES * 15, audience=audience))
    assert "berlaku bagi semua pegawai pada" in said
    assert "60. Menjadi anggota" in said


def test_the_file_is_tagged_a4_and_carries_its_fonts(
    root: Unit, wali: Member, tmp_path: Path, program: Callable[[str], Path]
) -> None:
    file = tmp_path / "surat.pdf"
    file.write_bytes(letter.pdf(scene.signed(root, wali), draft=False, at=AT))
    info = subprocess.run([program("pdfinfo"), file], check=True, capture_output=True, text=True)
    assert "(A4)" in info.stdout
    assert "Tagged:          yes" in info.stdout
    assert "Surat Edaran 270/343-Huk tentang Netralitas" in info.stdout
    fonts = subprocess.run([program("pdffonts"), file], check=True, capture_output=True, text=True)
    rows = fonts.stdout.splitlines()[2:]
    assert rows
    assert all(row.split()[-5] == "yes" for row in rows)
    assert b"<pdfaid:part>2</pdfaid:part>" in file.read_bytes()
    assert b"<pdfuaid:part>1</pdfuaid:part>" in file.read_bytes()


def test_what_waits_is_sealed_once(depok: Institution, root: Unit, wali: Member) -> None:
    first, second = scene.published(root, wali), scene.published(root, wali, "270/344-Huk")
    scene.drafted(root)
    assert seal_due(at=AT) == 0  # there is no seal yet
    create_seal_key(institution=depok, by=BY, at=AT)
    now = seal_circular(circular=first, at=AT)
    assert seal_due(at=AT) == 1
    assert seal_due(at=AT) == 0
    assert seal_circular(circular=first, at=AT) == now
    second.refresh_from_db()
    assert second.paper is not None
    assert second.paper.sealed_at is not None


def test_a_letter_is_sealed_when_it_is_published_and_not_before(
    depok: Institution, root: Unit, wali: Member
) -> None:
    create_seal_key(institution=depok, by=BY, at=AT)
    signed = scene.signed(root, wali)
    assert signed.paper is not None
    assert b"/ByteRange" not in seal_circular(circular=signed, at=AT)
    assert seal_due(at=AT) == 0
    published = publish(circular=signed, by=BY, at=AT)
    assert seal_due(at=AT) == 1
    published.refresh_from_db()
    assert b"/ByteRange" in seal_circular(circular=published, at=AT)


def test_a_letter_that_was_sealed_before_it_was_published_stays_as_it_is(
    depok: Institution, root: Unit, wali: Member
) -> None:
    create_seal_key(institution=depok, by=BY, at=AT)
    circular = scene.signed(root, wali)
    assert circular.paper is not None
    kept = seal(paper=circular.paper, pdf=letter.pdf(circular, draft=False, at=AT), at=AT)
    circular.refresh_from_db()
    assert seal_circular(circular=circular, at=AT) == kept
    assert seal_circular(circular=publish(circular=circular, by=BY, at=AT), at=AT) == kept


def test_only_what_is_signed_can_be_sealed(root: Unit) -> None:
    with pytest.raises(ValueError, match="without a signature"):
        seal_circular(circular=scene.drafted(root), at=AT)
