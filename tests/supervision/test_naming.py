"""Whether a text names somebody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.supervision.core.naming import named

PEOPLE = ("Ratna Contoh", "Hendra Indah Contoh", "Beji Santoso")
LETTERS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=9)


@pytest.mark.parametrize(
    "text",
    [
        "Mobil dipakai Ratna Contoh.",
        "mobil dipakai RATNA CONTOH",
        "Mobil dipakai ratna\ncontoh",
        "Katanya milik Ratna, entah benar.",
        "Stiker milik Pak Joko.",
        "Stiker milik bu Siti",
        "Stiker milik Sdr. Budi",
        "Pelat 19800101 200501 1 000",
        "3276010101800001",
        "hubungi 0812-3456-7890",
        "hubungi +62 812 3456 7890",
        "surat ke ratna@depok.example",
        "Hendra Indah di parkir",
    ],
)
def test_a_name_or_a_number_is_found(text: str) -> None:
    assert named(text, PEOPLE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Baliho bakal calon berdiri di halaman Kecamatan Beji.",
        "Indah sekali halamannya, tetapi ada stiker.",
        "Mobil B 1234 XYZ, 26-06-2024, di lantai 3.",
        "Ada 120 kupon bergambar calon; lihat ibu kota dan mas kawin.",
        "Rapat pukul 10.00-12.00 di Aula.",
    ],
)
def test_things_and_places_are_not_names(text: str) -> None:
    assert named(text, PEOPLE, common=("Kecamatan", "Beji", "Depok")) == []


@given(LETTERS, LETTERS, st.text(max_size=60), st.text(max_size=60))
def test_a_full_name_is_found_whatever_stands_around_it(
    first: str, second: str, before: str, after: str
) -> None:
    name = f"{first.title()} {second.title()}"
    assert named(f"{before} . {name} . {after}", [name], common=(first, second))


@given(st.text())
def test_any_text_is_read_without_a_crash(text: str) -> None:
    assert all(mark for mark in named(text, PEOPLE))
