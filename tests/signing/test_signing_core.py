"""Levels of signatures and the reading of typed codes, without a database."""

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.kernel.codes import ALPHABET
from netral.signing.core import (
    AMBIGUOUS,
    CODE_LENGTH,
    LEVEL_WORDS,
    PAPER_WORDS,
    READINGS,
    Level,
    Look,
    PaperKind,
    readings,
)

CODES = st.text(alphabet=ALPHABET, min_size=CODE_LENGTH, max_size=CODE_LENGTH)
BETWEEN = st.text(alphabet=" -.\t·_", max_size=3)


def test_levels_rise_from_paper_to_a_personal_certificate() -> None:
    assert [level.value for level in sorted(Level)] == [0, 1, 2, 3]
    assert Level.PAPER < Level.REENTRY < Level.PASSKEY < Level.CERTIFICATE
    assert all(str(level.value) in LEVEL_WORDS[level] for level in Level)


def test_every_kind_of_paper_has_a_name() -> None:
    assert set(PAPER_WORDS) == set(PaperKind)


def test_a_code_cannot_be_guessed_even_with_its_readings() -> None:
    assert log2(len(ALPHABET)) * CODE_LENGTH - log2(READINGS) > 76


@given(CODES, st.data())
def test_a_code_is_read_whatever_stands_between_its_signs(code: str, data: st.DataObject) -> None:
    typed = "".join(data.draw(BETWEEN) + sign for sign in code) + data.draw(BETWEEN)
    assert readings(typed) == readings(typed.lower()) == [code]


@given(CODES, st.sampled_from(["", "/", "// ", "\t\r\n", " / \n"]))
def test_a_pasted_address_is_read_to_its_last_part(code: str, tail: str) -> None:
    assert readings(f"https://netral.example/verifikasi/{code}{tail}") == [code]


@given(CODES.map(lambda code: code[:-1]), st.sampled_from(ALPHABET))
def test_a_sign_too_few_or_too_many_is_no_code(short: str, sign: str) -> None:
    assert readings(short) == []
    assert readings(short + sign + sign) == []


@given(st.lists(st.sampled_from([*ALPHABET, *AMBIGUOUS]), min_size=17, max_size=17))
def test_doubtful_signs_give_every_code_they_resemble_up_to_a_bound(signs: list[str]) -> None:
    choices = [AMBIGUOUS.get(sign, sign) for sign in signs]
    many = 1
    for choice in choices:
        many *= len(choice)
    found = readings("".join(signs))
    assert len(found) == len(set(found)) == (many if many <= 36 else 0)
    for code in found:
        assert all(sign in choice for sign, choice in zip(code, choices, strict=True))


def test_as_many_readings_are_tried_as_the_bound_says_and_not_one_more() -> None:
    rest = "ABCDEFGHJKMNP"
    assert len(readings("00" + "11" + rest)) == READINGS
    assert readings("000" + "11" + rest[1:]) == []


def test_signs_that_no_code_holds_stand_for_those_they_resemble() -> None:
    assert set(AMBIGUOUS) == {"0", "O", "1", "I", "L"}
    assert not set(AMBIGUOUS) & set(ALPHABET)
    assert set("".join(AMBIGUOUS.values())) == set("DQJT7") <= set(ALPHABET)


@pytest.mark.parametrize("problem", ["", "unreadable", "locked", "too_big"])
def test_a_file_is_readable_unless_something_is_wrong_with_it(problem: str) -> None:
    assert Look().readable
    look = Look(problem)
    assert look.readable is (problem == "")
    assert look.locked is (problem == "locked")
    assert (look.pages, look.active, look.seals) == (0, False, ())
