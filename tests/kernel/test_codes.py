"""Codes that people read aloud and type."""

from hypothesis import given
from hypothesis import strategies as st

from netral.kernel import codes


def test_no_sign_looks_like_another() -> None:
    assert codes.ALPHABET == "23456789ABCDEFGHJKMNPQRSTVWXYZ"
    assert not set(codes.ALPHABET) & set("01ILOU")


@given(st.integers(0, 40))
def test_a_code_has_its_length_and_only_signs_of_the_alphabet(length: int) -> None:
    code = codes.random_code(length)
    assert len(code) == length
    assert set(code) <= set(codes.ALPHABET)


def test_codes_differ() -> None:
    assert len({codes.random_code(17) for _ in range(100)}) == 100


@given(st.text(st.sampled_from(codes.ALPHABET), max_size=40), st.integers(1, 9))
def test_what_was_printed_in_groups_is_read_back(code: str, size: int) -> None:
    printed = codes.grouped(code, size)
    assert codes.tidy(f" {printed.lower()}\n") == code
    assert all(0 < len(group) <= size for group in printed.split("-") if code)


def test_groups_are_of_four() -> None:
    assert codes.grouped("ABCDEFGHJ") == "ABCD-EFGH-J"


def test_a_typed_u_is_read_as_the_v_it_was() -> None:
    assert codes.tidy("u2-2u") == "V22V"


def test_signs_outside_the_alphabet_are_dropped() -> None:
    assert codes.tidy("0O1IL a_b.ä") == "AB"
