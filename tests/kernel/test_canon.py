"""Canonical bytes: pinned, and compared with another implementation of RFC 8785."""

import unicodedata
from enum import IntEnum, StrEnum

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from netral.kernel.canon import GREATEST, canonical

KEYS = st.text(st.characters(max_codepoint=127), max_size=6)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-GREATEST, GREATEST) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


def nfc(value: object) -> object:
    """Return `value` with every text in NFC, which RFC 8785 leaves to its user."""
    match value:
        case str():
            return unicodedata.normalize("NFC", value)
        case list():
            return [nfc(inner) for inner in value]
        case dict():
            return {key: nfc(inner) for key, inner in value.items()}
    return value


@given(PLAIN)
def test_bytes_are_those_of_rfc_8785(record: object) -> None:
    assert canonical(record) == rfc8785.dumps(nfc(record))  # type: ignore[arg-type]  # plain JSON


@pytest.mark.parametrize(
    ("record", "octets"),
    [
        pytest.param({"b": [1], "a": {"x": ""}}, b'{"a":{"x":""},"b":[1]}', id="sorted"),
        pytest.param("e\u0301", b'"\xc3\xa9"', id="composed"),
        pytest.param('"\\/\b\f\n\r', b'"\\"\\\\/\\b\\f\\n\\r"', id="escaped"),
        pytest.param("\t\x1f\x7f", b'"\\t\\u001f\x7f"', id="control signs"),
        pytest.param((True, False, None, -7), b"[true,false,null,-7]", id="atoms"),
        pytest.param({}, b"{}", id="empty"),
        pytest.param(GREATEST, b"9007199254740991", id="the greatest"),
        pytest.param(-GREATEST, b"-9007199254740991", id="the least"),
    ],
)  # fmt: skip
def test_bytes_are_pinned(record: object, octets: bytes) -> None:
    assert canonical(record) == octets


def test_names_of_an_enumeration_are_their_values() -> None:
    colour = StrEnum("colour", {"RED": "red"})
    size = IntEnum("size", {"BIG": 3})
    assert canonical({colour["RED"]: size["BIG"], "b": colour["RED"]}) == b'{"b":"red","red":3}'


@pytest.mark.parametrize(
    ("record", "complaint"),
    [
        pytest.param({"a": [{"b": 0.1}]}, "^no canonical form for float: 0.1$", id="float"),
        pytest.param([b"x"], "^no canonical form for bytes: b'x'$", id="octets"),
        pytest.param({"é": 1}, "^keys of a canonical record are ASCII text, not 'é'$", id="key"),
        pytest.param({1: 1}, "^keys of a canonical record are ASCII text, not 1$", id="number"),
    ],
)
def test_what_json_lacks_is_refused_at_any_depth(record: object, complaint: str) -> None:
    with pytest.raises(TypeError, match=complaint):
        canonical(record)


@pytest.mark.parametrize("number", [GREATEST + 1, -GREATEST - 1])
def test_an_integer_that_others_would_round_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match=f"^integer too large for a canonical record: {number}$"):
        canonical({"n": [number]})


def test_half_a_character_is_refused() -> None:
    with pytest.raises(ValueError, match="surrogates not allowed"):
        canonical("\ud800")
