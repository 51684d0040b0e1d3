"""What a leaf of each type may show: each kind of value, spelled rightly and in every wrong way."""

import base64
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.ledger.core.types import TYPES, Form, Shows, Type, fields, misfits
from netral_verify import Wrong
from netral_verify.leaf import check_public, kinds

RIGHT: dict[Shows, list[Any]] = {
    Shows.REF: ["A" * 22, "-_09azAZ" * 2 + "aaaaaw"],
    Shows.HASH: ["A" * 43, "-_09azAZ" * 5 + "aa8"],
    Shows.HASHES: [[], ["A" * 43], ["A" * 43] * 4],
    Shows.SHA256: ["0" * 64, "0123456789abcdef" * 4],
    Shows.TEXT: ["", "270/343-Huk", " ~", "x" * 300],
    Shows.LEVEL: [0, 1, 2, 3],
    Shows.DUE: [None, "2026-11-22", "2024-02-29"],
    Shows.KIND: ["report", "step", "cover"],
    Shows.LINK: [None, "A" * 43],
}
WRONG: dict[Shows, list[Any]] = {
    Shows.REF: [None, 1, "", "A" * 21, "A" * 23, "A" * 21 + "B", "A" * 21 + "=", "+" + "A" * 21,
                "A" * 22 + "\n", "\u0410" + "A" * 21, ["A" * 22]],
    Shows.HASH: [None, 1, "", "A" * 42, "A" * 44, "A" * 42 + "B", "A" * 42 + "=", "/" + "A" * 42,
                 "A" * 43 + "\n", b"A" * 43],
    Shows.HASHES: [None, "A" * 43, ["A" * 42], [None], [["A" * 43]], {"a": 1}],
    Shows.SHA256: [None, 0, "0" * 63, "0" * 65, "A" * 64, "g" * 64, "0" * 64 + "\n", "\u0660" * 64],
    Shows.TEXT: [None, 7, "x" * 301, "\u00e9", "a\nb", "\x7f", "\t", ["x"]],
    Shows.LEVEL: [None, -1, 4, 2.0, "2", True],
    Shows.DUE: ["", "2026-11-2", "2026-13-01", "2026-02-30", "20261122", "2026-11-22\n", 20261122,
                "\u0662026-11-22", "2026-W47-7", "0000-01-01"],
    Shows.KIND: [None, "", "Report", "reports", "report|step", "report\n", 1],
    Shows.LINK: ["", "A" * 42, 0, False],
}  # fmt: skip


def shown(shows: Shows) -> tuple[str, str, dict[str, Any]]:
    """Return a type that shows such a value, under which name, and the rest of what it shows."""
    for kind, each in TYPES.items():
        for name, what in each.public.items():
            if what is shows:
                rest = {other: RIGHT[it][0] for other, it in each.public.items() if other != name}
                return kind, name, rest
    raise LookupError(shows)


def pairs(values: dict[Shows, list[Any]]) -> list[tuple[Shows, Any]]:
    return [(shows, value) for shows, found in values.items() for value in found]


def test_every_kind_of_value_is_tried_here() -> None:
    assert set(RIGHT) == set(WRONG) == set(Shows)


@pytest.mark.parametrize(("shows", "value"), pairs(RIGHT))
def test_what_is_spelled_rightly_fits(shows: Shows, value: object) -> None:
    kind, name, rest = shown(shows)
    assert misfits(kind, {**rest, name: value}) == []
    check_public(kinds()[kind], {**rest, name: value})


@pytest.mark.parametrize(("shows", "value"), pairs(WRONG))
def test_what_is_misspelled_is_named(shows: Shows, value: object) -> None:
    kind, name, rest = shown(shows)
    assert misfits(kind, {**rest, name: value}) == [name]
    with pytest.raises(Wrong):  # and the other hand, which outsiders run, agrees
        check_public(kinds()[kind], {**rest, name: value})


@pytest.mark.parametrize("kind", TYPES)
def test_a_type_shows_all_its_values_and_no_other(kind: str) -> None:
    public = {name: RIGHT[shows][0] for name, shows in TYPES[kind].public.items()}
    assert misfits(kind, public) == []
    assert misfits(kind, {**public, "zzz": 1}) == ["zzz"]
    for name in public:
        assert misfits(kind, {k: v for k, v in public.items() if k != name}) == [name]


def test_all_that_does_not_fit_is_named_in_order() -> None:
    assert misfits("circular.published/1", {"no": 1, "a": 2}) == ["a", "doc", "no"]


def test_a_type_that_is_not_on_the_list_is_an_error() -> None:
    for ask in (fields, lambda kind: misfits(kind, {})):
        with pytest.raises(KeyError, match=r"pact\.signed/9"):
            ask("pact.signed/9")


@given(st.binary(min_size=32, max_size=32))
def test_every_hash_and_reference_has_a_spelling_that_fits(octets: bytes) -> None:
    spelled = base64.urlsafe_b64encode(octets).decode().rstrip("=")
    short = base64.urlsafe_b64encode(octets[:16]).decode().rstrip("=")
    kind, name, rest = shown(Shows.HASH)
    assert misfits(kind, {**rest, name: spelled}) == []
    kind, name, rest = shown(Shows.REF)
    assert misfits(kind, {**rest, name: short}) == []


def test_every_type_is_a_noun_what_befell_it_and_a_number() -> None:
    for kind, each in TYPES.items():
        name, _, number = kind.partition("/")
        assert number.isdecimal(), kind
        assert name.replace(".", "").isalpha(), kind
        assert len(set(each.fields)) == len(each.fields), kind
        assert each.form is Form.OPENING or each.fields, kind


def test_a_type_is_a_history_that_shows_nothing_unless_it_says_otherwise() -> None:
    assert Type(("act",)) == Type(("act",), {}, Form.HISTORY)
    assert {kind for kind, each in TYPES.items() if each.form is not Form.HISTORY} == {
        "sealed/1", "opening/1"
    }  # fmt: skip
    assert (TYPES["sealed/1"].form, TYPES["opening/1"].form) == (Form.SEALED, Form.OPENING)
