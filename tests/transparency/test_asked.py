"""What somebody puts into the box is read for what it is, and never breaks the reader."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.ledger.core.leaf import b64u
from netral.ledger.core.note import Signer
from netral.ledger.core.promise import Promise
from netral.transparency.core.asked import (
    ByCode,
    ByHash,
    ByIndex,
    ByPromise,
    ByProof,
    Elsewhere,
    hash_in,
    note,
    read,
)

HOST = "netral.example"
LEAF = bytes(range(32))


@pytest.mark.parametrize(
    "spelled", [b64u(LEAF), base64.b64encode(LEAF).decode(), LEAF.hex(), LEAF.hex().upper()]
)
def test_a_hash_is_read_in_each_of_its_spellings(spelled: str) -> None:
    assert read(f"  {spelled}\r\n", HOST) == ByHash(LEAF)


@pytest.mark.parametrize("typed", ["12345", "12.345", "12,345", "12 345", " 12345 "])
def test_a_number_is_read_as_people_write_it(typed: str) -> None:
    assert read(typed, HOST) == ByIndex(12345)


@pytest.mark.parametrize("typed", ["ABCD-EFGH-JKMN-PQRS-T", "abcdefghjkmnpqrst"])
def test_a_code_is_taken_as_it_was_typed(typed: str) -> None:
    assert read(typed, HOST) == ByCode(typed)


@pytest.mark.parametrize(
    "path",
    ["/bukti/7/{}/", "/bukti/-/{}/", "/bukti/{}/", "/bukti/{}", "/bukti/{}/bukti.tlog-proof"],
)
def test_an_address_of_ours_is_its_hash(path: str) -> None:
    asked = read(f"https://{HOST}{path.format(b64u(LEAF))}", HOST)
    assert asked == ByHash(LEAF)


def test_the_address_of_a_paper_is_its_code() -> None:
    assert read(f"https://{HOST}/verifikasi/ABCD-EFGH/", HOST) == ByCode("ABCD-EFGH")


def test_an_address_elsewhere_is_another_log() -> None:
    asked = read(f"https://kota-lain.example/bukti/7/{b64u(LEAF)}/", HOST)
    assert asked == Elsewhere("kota-lain.example")


def test_a_promise_is_read_whatever_the_browser_did_to_its_line_ends() -> None:
    given_note = Signer("x/promise", b"p" * 32).sign(str(Promise("x/log", LEAF, 1)))
    for text in (str(given_note), str(given_note).replace("\n", "\r\n"), f"\n{given_note}\n\n"):
        asked = read(text, HOST)
        assert isinstance(asked, ByPromise)
        assert asked.promise == Promise("x/log", LEAF, 1)
        assert asked.note == given_note


def test_what_begins_like_a_proof_is_judged_as_one() -> None:
    assert isinstance(read("c2sp.org/tlog-proof@v1\nand so on", HOST), ByProof)


@pytest.mark.parametrize(
    "strange",
    [
        "", " ", "\x00", "hello", "1" * 16, "1.23", "https://", "http://[", "//x", "=" * 44,
        "netral/promise/v1", "netral/promise/v1\norigin x\n", f"https://{HOST}/edaran/",
        "<script>alert(1)</script>", "' OR 1=1 --", "A" * 42, "ä" * 43, "१२३",
        f"https://{HOST}/bukti/7/{'A' * 42}B/",
    ],
)  # fmt: skip
def test_what_is_nothing_of_ours_is_nothing(strange: str) -> None:
    assert read(strange, HOST) is None


@given(st.text(max_size=400))
def test_no_text_breaks_the_reader(text: str) -> None:
    read(text, HOST)
    read(f"https://{HOST}/bukti/{text}", HOST)
    read(f"netral/promise/v1\n{text}", HOST)


@given(st.binary(max_size=400))
def test_no_octets_break_the_reader(octets: bytes) -> None:
    note(octets)
    note(b"netral/promise/v1\n" + octets)


@given(st.binary(min_size=32, max_size=32))
def test_every_hash_comes_back_from_its_spelling(octets: bytes) -> None:
    assert hash_in(b64u(octets)) == octets


@given(st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
               min_size=43, max_size=43))  # fmt: skip
def test_no_hash_has_two_spellings(text: str) -> None:
    octets = hash_in(text)
    assert octets is None or b64u(octets) == text
