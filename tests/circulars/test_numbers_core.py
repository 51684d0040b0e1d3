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
    ],
)
def test_every_custom_of_numbering_can_be_made(pattern: str, seq: int, number: str) -> None:
    made = Pattern.of(pattern)
    assert made.make(seq, DAY) == number
    assert made.seq_of(number) == seq


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
        ("{seq:09}", STRANGE),
        ("{seq.real}", STRANGE),
        ("{code:{seq}}", STRANGE),
        (" {seq}", BLANK_ENDS),
        ("{seq}\n", UNPRINTABLE),
        ("{seq}\u202ehuk", UNPRINTABLE),
        ("{seq}" + "x" * 60, TOO_LONG),
    ],
)
def test_a_pattern_that_makes_no_numbers_says_why(pattern: str, complaint: str) -> None:
    with pytest.raises(PatternFault) as refused:
        Pattern.of(pattern)
    assert str(refused.value) == complaint


LITERAL = st.text(alphabet="ABC-/. –0123456789(xy)[+*", max_size=12)


@given(before=LITERAL, after=LITERAL, width=st.integers(1, 6), seq=st.integers(1, 999_999))
def test_what_a_pattern_makes_it_reads(before: str, after: str, width: int, seq: int) -> None:
    text = f"A{before}/{{seq:0{width}}}/{after}Z"
    assert Pattern.of(text).seq_of(Pattern.of(text).make(seq, DAY)) == seq


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
        ("900.1.9/9095/SJ", "900.1.9", 9095, None),
        ("800-5474/2022", "800", 5474, 2022),
        ("800.383.01/BKPSDM-PKAP.1-PDG/2024", "800.383.01", None, 2024),
        ("B/36/M.SM.00.00/2018", "M.SM.00.00", 36, 2018),
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
