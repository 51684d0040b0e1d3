"""Numbers of circulars: what patterns make, and what can be read out of those that exist."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.circulars.core.numbers import (
    BLANK_ENDS,
    EMPTY,
    NO_SEQ,
    STRANGE,
    TOO_LONG,
    UNPRINTABLE,
    Pattern,
    PatternFault,
    Reading,
    read,
    tidy,
)

DAY = date(2024, 5, 31)


@pytest.mark.parametrize(
    ("pattern", "seq", "number"),
    [
        ("270/{seq}-Huk", 343, "270/343-Huk"),
        ("{code:100.3.4}/{seq} – BKPSDM", 2159, "100.3.4/2159 – BKPSDM"),
        ("{code:800.1.6.2}/{seq}/BKPSDM-PDG/{year}", 524, "800.1.6.2/524/BKPSDM-PDG/2024"),
        ("{seq}/{code:KPG.03.04}/BKD", 94, "94/KPG.03.04/BKD"),
        ("Nomor {seq} Tahun {year}", 35, "Nomor 35 Tahun 2024"),
        ("{seq}- BKBP/{year}", 107, "107- BKBP/2024"),
        ("SE/{seq:04}/{month_roman}/{year}", 7, "SE/0007/V/2024"),
        ("{seq:02}/HUK", 1234, "1234/HUK"),
        ("{seq}/XIV", 7, "7/XIV"),
    ],
)
def test_every_custom_of_numbering_can_be_made(pattern: str, seq: int, number: str) -> None:
    assert Pattern.of(pattern).make(seq, DAY) == number


@pytest.mark.parametrize(
    ("pattern", "complaint"),
    [
        ("", EMPTY),
        ("270/Huk", NO_SEQ),
        ("{seq}/{seq}", NO_SEQ),
        ("{seq}/{code}", STRANGE),
        ("{seq}/{unit}", STRANGE),
        ("{seq", STRANGE),
        ("{seq}}", STRANGE),
        ("{seq:4}", STRANGE),
        ("{seq:07}", STRANGE),
        ("{seq:00}", STRANGE),
        ("{seq}{code:" + "9" * 21 + "}", STRANGE),
        ("{seq}{code:A-1}", STRANGE),
        ("{seq} ", BLANK_ENDS),
        ("{seq.real}", STRANGE),
        ("{code:{seq}}", STRANGE),
        (" {seq}", BLANK_ENDS),
        ("{seq}\n", UNPRINTABLE),
        ("{seq}\u202ehuk", UNPRINTABLE),
        ("{seq}" + "x" * 56, TOO_LONG),
    ],
)
def test_a_pattern_that_makes_no_numbers_says_why(pattern: str, complaint: str) -> None:
    with pytest.raises(PatternFault) as refused:
        Pattern.of(pattern)
    assert str(refused.value) == complaint


LITERAL = st.text(alphabet="ABC-/. –0123456789(xy)[+*\\", max_size=12)


@given(before=LITERAL, after=LITERAL, width=st.integers(1, 6), seq=st.integers(1, 9_999_999))
def test_what_is_no_field_stands_as_it_is_written_but_for_stray_spaces(
    before: str, after: str, width: int, seq: int
) -> None:
    text = f"A{before}/{{seq:0{width}}}/{after}Z"
    assert Pattern.of(text).make(seq, DAY) == tidy(f"A{before}/{seq:0{width}}/{after}Z")


@given(st.text(alphabet="{}:seqcodyar_montrih04. /", max_size=60), st.integers(1, 999_999))
def test_what_a_pattern_makes_holds_no_braces_and_fits(text: str, seq: int) -> None:
    try:
        made = Pattern.of(text).make(seq, DAY)
    except PatternFault:
        return
    assert not set("{}") & set(made)
    assert str(seq) in made
    assert len(made) <= 80


def test_a_month_is_its_roman_number() -> None:
    made = [Pattern.of("{month_roman}{seq}").make(1, date(2024, m, 1)) for m in range(1, 13)]
    assert " ".join(made) == "I1 II1 III1 IV1 V1 VI1 VII1 VIII1 IX1 X1 XI1 XII1"


def test_a_pattern_is_as_long_as_sixty_signs_and_a_number_as_wide_as_six() -> None:
    assert Pattern.of("{seq:06}" + "x" * 52).make(1, DAY) == "000001" + "x" * 52
    assert Pattern.of("{code:" + "9" * 20 + "}{seq}").make(1, DAY) == "9" * 20 + "1"


@given(one=st.integers(1, 99_999), two=st.integers(1, 99_999))
def test_two_sequences_never_make_one_number(one: int, two: int) -> None:
    pattern = Pattern.of("{code:800.1.6.2}/{seq:03}/BKPSDM-PDG/{year}")
    assert (pattern.make(one, DAY) == pattern.make(two, DAY)) is (one == two)


@pytest.mark.parametrize(
    ("raw", "code", "seq", "year"),
    [
        ("270/343-Huk", "270", 343, None),
        ("800.1.6.2/524/BKPSDM-PDG/2024", "800.1.6.2", 524, 2024),
        ("100.3.4/2159 – BKPSDM", "100.3.4", 2159, None),
        ("94/KPG.03.04/BKD", "KPG.03.04", 94, None),
        ("107- BKBP/2023", "", 107, 2023),
        ("Nomor 35 Tahun 2024", "", 35, 2024),
        ("NOMOR : 270/343-Huk", "270", 343, None),
        ("No. 4/2024", "", 4, 2024),
        ("No.4/2024", "", 4, 2024),
        ("No : 4/2024", "", 4, 2024),
        ("Nomor:270/343-Huk", "270", 343, None),
        ("nomor: 35  tahun 2024", "", 35, 2024),
        ("35 Tahun 2024", "", 35, 2024),
        ("No. 35 Tahun  2024", "", 35, 2024),
        ("No 35 tahun 2024", "", 35, 2024),
        ("Nox 35 Tahun 2024", "", None, None),
        ("No  4/2024", "", 4, 2024),
        ("NOA4/2024", "", None, 2024),
        ("NOA:4/2024", "", None, 2024),
        ("PIANO 4/2024", "", None, 2024),
        ("270/ 343 - Huk", "270", 343, None),
        ("270x1/5/Huk", "", 5, None),
        ("NOTARIS/4/2024", "", 4, 2024),
        ("900.1.9/9095/SJ", "900.1.9", 9095, None),
        ("800-5474/2022", "800", 5474, 2022),
        ("800.383.01/BKPSDM-PKAP.1-PDG/2024", "800.383.01", None, 2024),
        ("B/36/M.SM.00.00/2018", "M.SM.00.00", 36, 2018),
        ("2024", "", 2024, None),
        ("270", "", 270, None),
        ("270/Huk/1", "", 270, None),
        ("SE/123456/1899", "", 123456, None),
        ("1234567/Huk/1999", "", None, 1999),
        ("٢٧٠/٣", "", None, None),
        ("tanpa nomor", "", None, None),
        ("", "", None, None),
    ],
)
def test_a_number_given_by_hand_is_read_tolerantly(
    raw: str, code: str, seq: int | None, year: int | None
) -> None:
    assert read(raw) == Reading(raw, code, seq, year)


@given(st.text(max_size=90))
def test_any_text_can_be_read_and_stays_what_it_was(raw: str) -> None:
    assert read(raw).raw == raw


def test_a_number_given_by_hand_keeps_its_signs_but_not_stray_spaces() -> None:
    assert tidy("  100.3.4/2159\u00a0–  BKPSDM\t") == "100.3.4/2159 – BKPSDM"


@pytest.mark.parametrize("unseen", ["\u200b", "\u202e", "\u2066", "\u00ad", "\ufeff", "\x00"])
def test_numbers_that_look_the_same_are_the_same(unseen: str) -> None:
    assert tidy(f"270/{unseen}343-Huk{unseen}") == "270/343-Huk"
