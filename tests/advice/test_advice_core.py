"""Keeping secrets, and finding what gives a person away."""

import unicodedata

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from netral.advice.core.anonymous import Find, Trace, compared, finds
from netral.advice.core.vault import Vault, fingerprint

VAULT = Vault("rahasia untuk uji coba yang cukup panjang")


@given(st.text(), st.text(max_size=20))
def test_what_is_sealed_opens_in_its_own_place_alone(text: str, place: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    sealed = VAULT.seal({"text": text}, place)
    assert VAULT.open(sealed, place) == {"text": unicodedata.normalize("NFC", text)}
    with pytest.raises(InvalidTag):
        VAULT.open(sealed, f"{place}!")


def test_what_is_sealed_opens_with_no_other_secret() -> None:
    with pytest.raises(InvalidTag):
        Vault("rahasia lain").open(VAULT.seal("x", "here"), "here")


def test_what_is_sealed_names_the_version_of_its_key() -> None:
    sealed = VAULT.seal("x", "here")
    assert sealed[0] == 1
    with pytest.raises(ValueError, match="version 02"):
        VAULT.open(b"\x02" + sealed[1:], "here")
    with pytest.raises(ValueError, match="version none"):
        VAULT.open(b"", "here")
    with pytest.raises(InvalidTag):
        VAULT.open(sealed[:-1] + bytes([sealed[-1] ^ 1]), "here")


def test_nothing_is_sealed_twice_alike_and_lengths_tell_little() -> None:
    assert VAULT.seal("x", "here") != VAULT.seal("x", "here")
    assert len(VAULT.seal("ya", "here")) == len(VAULT.seal("tidak boleh sama sekali", "here"))


def test_a_mark_is_the_same_for_the_same_and_another_for_others() -> None:
    assert VAULT.mark("asker", 1, 23) == VAULT.mark("asker", 1, 23)
    assert VAULT.mark("asker", 1, 23) != VAULT.mark("asker", 12, 3)
    assert VAULT.mark("asker", 1, 23) != Vault("rahasia lain").mark("asker", 1, 23)
    assert len(VAULT.slug(17, "x")) == 17
    assert VAULT.slug(17, "x").isalnum()


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
