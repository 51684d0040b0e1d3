"""Names, dates, grades and the other words of rosters."""

from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from netral.kernel.cells import harmless
from netral.orgs.core import PersonKind, Service, UnitKind
from netral.orgs.core.days import day
from netral.orgs.core.layouts import SIASN, SIMPLE, Field, HeaderTwice, NoHeader, find_header
from netral.orgs.core.names import initials, line, parted, person_name, title, titles_back
from netral.orgs.core.oddities import Odd
from netral.orgs.core.places import Place, Places
from netral.orgs.core.terms import grade, kind, mail, phone, service, unit_kind
from netral.orgs.forms.fields import LineField


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("SUPRIYADI", "Supriyadi"),
        ("supriyadi", "Supriyadi"),
        ("  SITI   NUR'AINI ", "Siti Nur'aini"),
        ("'BUDI", "Budi"),
        ("M. RIZKI", "M. Rizki"),
        ("M.RIZKI", "M.Rizki"),
        ("A.A. GDE AL-HAKIM", "A.A. Gde Al-Hakim"),
        ("I MADE WIRA", "I Made Wira"),
        ("SITI BINTI ALI", "Siti binti Ali"),
        ("HENDRA III", "Hendra III"),
        ("McDonald Contoh", "McDonald Contoh"),
        ('=Hyperlink("x")', '=Hyperlink("x")'),
        (1234.0, "1234"),
    ],
)
def test_a_name_is_set_as_people_write_it(cell: object, name: str) -> None:
    assert person_name(cell) == name


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("DRS. AHMAD FAUZI, S.KOM., M.M.", ("Drs.", "Ahmad Fauzi", "S.Kom., M.M.")),
        ("DR. H. AHMAD", ("DR. H.", "Ahmad", "")),
        ("drg. Sri Wahyuni, M.Kes", ("drg.", "Sri Wahyuni", "M.Kes")),
        ("IR.", ("", "Ir.", "")),
        ("PROF. DR. BUDI, PH.D", ("Prof. DR.", "Budi", "Ph.D")),
        ("SRI RAHAYU, SKM", ("", "Sri Rahayu", "S.K.M.")),
        ("H.M. YUSUF", ("", "H.M. Yusuf", "")),
        ("", ("", "", "")),
    ],
)
def test_titles_are_parted_from_the_name(cell: str, parts: tuple[str, str, str]) -> None:
    assert parted(cell) == parts


def test_a_title_that_is_not_known_stays_as_it_is() -> None:
    assert title("S.XYZ") == "S.XYZ"
    assert titles_back("S.T., , QQ") == "S.T., QQ"
    assert title("S.Kom") == "S.Kom"


@given(st.text(max_size=60))
def test_a_name_is_one_line_and_set_once_for_all(text: str) -> None:
    once = person_name(text)
    assert once == line(once)
    assert not any(ord(sign) < 32 for sign in once)


@pytest.mark.parametrize(
    "cell",
    [
        "1986-09-26", "26-09-1986", "26/09/1986", "26.9.1986", "'26-09-1986", "26 September 1986",
        "26-Sep-1986", "26 Sept 1986", "19860926", "1986/9/26", "26-09-1986 00:00:00", 31681,
        31681.0, date(1986, 9, 26), datetime(1986, 9, 26, 12),  # noqa: DTZ001
    ],
)  # fmt: skip
def test_a_date_is_read_in_every_form(cell: object) -> None:
    assert day(cell) == date(1986, 9, 26)


@pytest.mark.parametrize(
    "cell", ["", "26-09-86", "31-02-1986", "1986-13-01", "kemarin", None, True, -1, 9e9]
)  # fmt: skip
def test_what_is_no_date_is_not_guessed(cell: object) -> None:
    assert day(cell) is None


@given(st.dates())
def test_day_and_month_never_swap(any_day: date) -> None:
    assert day(f"{any_day.day:02d}/{any_day.month:02d}/{any_day.year:04d}") == any_day
    assert day(any_day.isoformat()) == any_day


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("PNS", "P"), PersonKind.PNS),
        (("PNS", "C"), PersonKind.CPNS),
        (("", "CPNS"), PersonKind.CPNS),
        (("PNS Daerah Otonom", "P"), PersonKind.PNS),
        (("PPPK", ""), PersonKind.PPPK),
        (("P3K", ""), PersonKind.PPPK),
        (("PPPK Paruh Waktu", ""), PersonKind.PPPK_PART),
        (("PPPK (Paruh-Waktu)", ""), PersonKind.PPPK_PART),
        (("Non-ASN", ""), PersonKind.NON_ASN),
        (("tenaga honorer", ""), PersonKind.NON_ASN),
        (("BUMD", ""), PersonKind.BUMD),
    ],
)
def test_the_kind_of_employee_is_understood(words: tuple[str, str], found: PersonKind) -> None:
    assert kind(*words) is found


def test_an_unknown_kind_is_refused() -> None:
    for words in (("Relawan", ""), ("", ""), ("", "X")):
        with pytest.raises(Odd):
            kind(*words)


@pytest.mark.parametrize(
    ("standing", "found"),
    [
        ("Aktif", Service.ACTIVE),
        ("", Service.ACTIVE),
        ("Tugas Belajar", Service.ACTIVE),
        ("CLTN", Service.LEAVE),
        ("Perpanjangan CLTN", Service.LEAVE),
        ("Pemberhentian sementara", Service.LEAVE),
        ("Pensiun BUP", Service.RETIRED),
        ("MPP", Service.RETIRED),
        ("Meninggal Dunia", Service.DECEASED),
        ("Wafat", Service.DECEASED),
        ("Berhenti dengan hormat", Service.ENDED),
        ("Pemberhentian tidak dengan hormat", Service.ENDED),
        ("Pindah Instansi", Service.MOVED),
        ("Tidak Aktif", Service.ENDED),
        ("Sedang ke pasar", None),
    ],
)
def test_the_legal_standing_is_mapped(standing: str, found: Service | None) -> None:
    assert service(standing) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("III/a", "III/a"), ("iii/A", "III/a"), ("III a", "III/a"), ("Gol. III/d", "III/d"),
        ("31", "III/a"), ("3a", "III/a"), ("45", "IV/e"), ("IX", "IX"), ("9", "IX"),
        ("XVII", "XVII"), ("", ""), ("35", None), ("III/e", None), ("V/a", None), ("XVIII", None),
        ("0", None), ("Juru", None),
    ],
)  # fmt: skip
def test_a_grade_is_set_or_not_known(text: str, found: str | None) -> None:
    assert grade(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Budi@Contoh.GO.ID", "budi@contoh.go.id"), ("-", ""), ("", ""), ("budi@contoh", None),
        ("a b@contoh.id", None), ("x" * 250 + "@contoh.id", None),
    ],
)  # fmt: skip
def test_a_mail_address_is_set_or_dropped(text: str, found: str | None) -> None:
    assert mail(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("0812-3456-7890", "081234567890"), ("+62 812 3456 7890", "081234567890"),
        ("6281234567890", "081234567890"), ("81234567890", "081234567890"), ("", ""),
        ("12345", None), ("08123456789012345", None), ("abc", None),
    ],
)  # fmt: skip
def test_a_telephone_number_is_set_or_dropped(text: str, found: str | None) -> None:
    assert phone(text) == found


def test_a_unit_is_known_by_how_its_name_begins() -> None:
    for name, found in (
        ("SDN Beji 1", UnitKind.SCHOOL),
        ("SMP Negeri 3", UnitKind.SCHOOL),
        ("Kecamatan Beji", UnitKind.DISTRICT),
        ("UPTD Puskesmas Beji", UnitKind.HEALTH_CENTRE),
        ("UPTD Metrologi", UnitKind.UPTD),
        ("Bagian Hukum", UnitKind.BUREAU),
        ("Dinas Kesehatan", UnitKind.OPD),
    ):
        assert unit_kind(name) is found


# ---- Headers


def test_the_header_is_found_wherever_it_is() -> None:
    junk: list[list[object]] = [["DAFTAR PEGAWAI"], [], ["", "Per 1 Juni"], ["Nama", "Umur"]]
    header = find_header([*junk, ["No", "Nip_Baru", " Nama ", "UNOR  NAMA*"]])
    assert (header.layout, header.row) == (SIASN, 4)
    assert header.columns == {Field.NUMBER: 1, Field.NAME: 2, Field.UNIT_NAME: 3}


def test_the_simple_layout_needs_a_kind_a_name_a_number_and_a_unit() -> None:
    header = find_header([["Jenis Pegawai", "NIK", "Nama Lengkap", "Unit Kerja"]])
    assert header.layout is SIMPLE
    with pytest.raises(NoHeader) as error:
        find_header([["Jenis Pegawai", "Nama Lengkap"]])
    assert error.value.missing == ["NOMOR", "UNIT KERJA"]


def test_no_header_names_what_is_missing() -> None:
    with pytest.raises(NoHeader) as error:
        find_header([["NIP BARU", "GELAR DEPAN", "GELAR BELAKANG"]])
    assert error.value.missing == ["NAMA", "UNOR NAMA"]
    with pytest.raises(NoHeader) as error:
        find_header([])
    assert error.value.nearest is None


def test_a_column_named_twice_is_refused() -> None:
    with pytest.raises(HeaderTwice) as error:
        find_header([["NIP BARU", "NAMA", "NAMA", "UNOR ID"]])
    assert error.value.column == "NAMA"
    find_header([["NIP BARU", "NAMA", "UNOR ID", "ALAMAT", "ALAMAT"]])  # not taken: no matter


# ---- Places


def places() -> Places:
    return Places(
        [
            Place(1, None, "R", "", "Pemerintah Kota", ""),
            Place(2, 1, "1.02", "UN-2", "Dinas Kesehatan", "Dinkes"),
            Place(3, 2, "1.02.1", "", "Sekretariat", ""),
            Place(4, 1, "1.01", "", "Dinas Pendidikan", ""),
            Place(5, 4, "1.01.1", "", "Sekretariat", ""),
        ]
    )


@pytest.mark.parametrize(
    ("siasn", "code", "name", "pk", "part"),
    [
        ("un-2", "", "", 2, False),
        ("", "1.01", "", 4, False),
        ("unknown", "", "DINAS KESEHATAN", 2, False),
        ("", "", "dinkes", 2, False),
        ("", "", "DINAS KESEHATAN - SEKRETARIAT", 3, False),
        ("", "", "Sekretariat - Dinas Pendidikan", 5, False),
        ("", "", "DINAS KESEHATAN - BIDANG MUTU", 2, True),
    ],
)
def test_a_unit_is_found(siasn: str, code: str, name: str, pk: int, *, part: bool) -> None:
    found = places().find(siasn, code, name)
    assert found is not None
    assert (found.pk, found.part) == (pk, part)


@pytest.mark.parametrize("name", ["SEKRETARIAT", "Dinas Lain", ""])
def test_an_ambiguous_or_unknown_unit_is_not_found(name: str) -> None:
    assert places().find("", "", name) is None


@given(st.text())
def test_no_cell_of_an_export_begins_a_formula(text: str) -> None:
    assert not harmless(text).lstrip().startswith(("=", "+", "-", "@"))
    assert harmless(text).endswith(text)


@pytest.mark.parametrize("unseen", ["\u202e", "\u2066", "\u061c", "\u200b", "\n"])
def test_a_name_typed_here_holds_nothing_unseen_either(unseen: str) -> None:
    assert LineField().clean(f" Siti{unseen} Contoh{unseen}") == "Siti Contoh"
    with pytest.raises(ValidationError):
        LineField().clean(unseen)


def test_names_become_initials() -> None:
    assert initials("Ratna Kusumawardhani") == "R. K."
    assert initials("  h. ‘abdul  x ") == "H. X."
    assert initials("") == ""
