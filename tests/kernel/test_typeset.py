"""Documents are set whatever people are called, and nothing typed in a name is code."""

import time
from datetime import UTC, datetime
from typing import Any, Final

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from netral.kernel.qr import for_typst
from netral.kernel.typeset import SIGN, _shown, typeset

AT: Final = datetime(2024, 6, 26, 5, tzinfo=UTC)
ADDRESS: Final = "https://netral.example/akun/aktivasi/"


def slip(name: str) -> bytes:
    """Set the activation slip of one person."""
    words = dict.fromkeys(("title", "unit", "institution", "steps", "login", "code", "until"), name)
    person = dict.fromkeys(("name", "place", "login", "code", "until"), name)
    given: dict[str, Any] = {"address": ADDRESS, "qr": for_typst(ADDRESS), "slips": [person]}
    return typeset("orgs/slips", {**words, **given}, at=AT)


def shown(text: str) -> Any:
    cleaned: Any = _shown({"rows": [{"text": text}], "size": 3})
    assert cleaned["size"] == 3
    return cleaned["rows"][0]["text"]


@pytest.mark.parametrize(
    "name",
    [
        "Sari 😀", "中文", "ꦗꦮ", "a\x00b", "a\x01\x1b\ufffe", "\ud800", "\ue000",
        "\u202egnp.exe", "محمد", "a\u200bb\u2028c", "e" + "\u0301" * 200, "x" * 5_000,
    ],
)  # fmt: skip
def test_no_name_stops_a_document(name: str) -> None:
    assert slip(name).startswith(b"%PDF-")


@pytest.mark.parametrize(
    "name",
    ["#panic()", '#read("/etc/passwd")', "$x$", "\\ ] [", "*b* _i_ `r` @ref <l>", '"); #x("'],
)
def test_what_is_typed_is_never_code(name: str) -> None:
    assert slip(name).startswith(b"%PDF-")


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=40))
def test_any_text_can_be_set(name: str) -> None:
    assert slip(name or " ").startswith(b"%PDF-")


def test_only_what_no_font_shows_is_replaced() -> None:
    assert shown("Ny. Siti é ł – “ص” 😀\n2") == f"Ny. Siti é ł – “ص” {SIGN}\n2"


@pytest.mark.parametrize("name", ["0\u064b", "Sari \u064b 7", "a\u0651b"])
def test_a_mark_of_one_script_over_a_sign_of_another_can_be_set(name: str) -> None:
    assert slip(name).startswith(b"%PDF-")


def test_the_same_text_gives_the_same_bytes() -> None:
    assert slip("Sari 😀 中") == slip("Sari 😀 中")


def test_a_text_in_another_script_costs_no_more_than_a_moment() -> None:
    begun = time.monotonic()
    assert set(shown("".join(map(chr, range(0x4E00, 0x9FFF))))) == {SIGN}
    assert time.monotonic() - begun < 1


def test_what_is_wrong_for_other_reasons_is_still_said() -> None:
    with pytest.raises(typst.TypstError):
        typeset("orgs/slips", {"title": "Slip 😀"}, at=AT)
