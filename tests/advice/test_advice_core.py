"""Binding texts, and finding what gives a person away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.advice.core.anonymous import Find, Trace, compared, finds
from netral.advice.core.binding import fingerprint


def test_a_fingerprint_needs_its_salt() -> None:
    assert fingerprint("a", "ya") != fingerprint("b", "ya")
    assert fingerprint("a", "ya") == fingerprint("a", "ya")


@pytest.mark.parametrize(
    ("text", "trace"),
    [
        ("NIP saya 19800102 200501 1 000.", Trace.NUMBER),
        ("NIK 3276010101800001", Trace.NUMBER),
        ("hubungi 0812-3456-7890", Trace.NUMBER),
        ("hubungi +62 812 3456 7890", Trace.NUMBER),
        ("surel ratna@depok.example", Trace.MAIL),
        ("lihat https://contoh.example/x", Trace.ADDRESS),
        ("akun @ratna_contoh", Trace.ADDRESS),
        ("kata Bu Ratna kemarin", Trace.NAME),
        ("di kelurahan beji tempat saya", Trace.UNIT),
    ],
)
def test_what_leads_to_a_person_is_found(text: str, trace: Trace) -> None:
    names, units = ["Ratna Contoh"], ["Kelurahan Beji", "Beji"]
    assert trace in {find.trace for find in finds(text, names, units)}


@pytest.mark.parametrize(
    "text",
    [
        "Pada 21 September 2024 belum ada penetapan calon.",
        "PP 94/2021 Pasal 5 huruf n angka 5, UU 20/2023",
        "Bolehkah saya menyukai unggahan?",
        "pukul 16.00 sampai 18.00",
    ],
)
def test_dates_articles_and_plain_words_are_no_traces(text: str) -> None:
    assert finds(text, ["Ratna Contoh", "Bo Li"], ["Kelurahan Beji", "", "Sub"]) == []


def test_the_asker_is_not_told_apart_from_others_on_the_roster() -> None:
    found = finds("Ratna dan Bima", ["Ratna Contoh", "Bima Contoh"], [])
    assert found == [Find(Trace.NAME, "Ratna"), Find(Trace.NAME, "Bima")]
    assert len({find.trace_words for find in found}) == 1


def test_runs_copied_from_the_original_are_marked() -> None:
    original = "Saya lurah dan ingin menghadiri undangan deklarasi calon di balai warga."
    text = "Seorang pegawai ingin menghadiri undangan deklarasi calon; bolehkah?"
    same = "".join(piece.text for piece in compared(original, text) if piece.same)
    assert same == "ingin menghadiri undangan deklarasi calon; "
    assert "".join(piece.text for piece in compared(original, text)) == text
    assert not any(piece.same for piece in compared(original, "menghadiri undangan deklarasi"))


@given(st.text(alphabet="ab .,\n", max_size=80), st.text(alphabet="ab .,\n", max_size=80))
def test_comparing_loses_nothing(original: str, text: str) -> None:
    pieces = compared(original, text)
    assert "".join(piece.text for piece in pieces) == text.lstrip()
