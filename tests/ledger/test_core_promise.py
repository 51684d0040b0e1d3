"""Promises: what the log says at once, and cannot take back."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.ledger.core.checkpoint import Checkpoint
from netral.ledger.core.note import Note, NoteWrong, Signer
from netral.ledger.core.promise import Promise, key_name
from tests.ledger.bits import flipped, hashes, names

LEAF = bytes(range(32))
B64 = base64.b64encode(LEAF).decode()
PROMISE = Promise("netral.contoh.go.id/log", LEAF, 1_795_300_000)
TEXT = f"netral/promise/v1\norigin netral.contoh.go.id/log\nleaf {B64}\nby 1795300000\n"
SIGNER = Signer(key_name(PROMISE.origin), b"\x05" * 32)
NOTE = SIGNER.sign(str(PROMISE))


def test_a_promise_is_four_lines() -> None:
    assert str(PROMISE) == TEXT
    assert Promise.parse(TEXT) == PROMISE


@given(names, hashes, st.integers(0, 2**63 - 1))
def test_a_promise_is_read_as_it_was_written(origin: str, leaf: bytes, by: int) -> None:
    assert Promise.parse(str(Promise(origin, leaf, by))) == Promise(origin, leaf, by)


@given(st.integers(0, len(bytes(NOTE)) * 8 - 1))
def test_every_changed_bit_of_a_promise_fails(bit: int) -> None:
    with pytest.raises(NoteWrong):
        Note.parse(flipped(bytes(NOTE), bit)).verify(SIGNER.key)


def test_a_promise_bears_a_name_of_its_own() -> None:
    assert key_name("netral.contoh.go.id/log") == "netral.contoh.go.id/promise"
    assert key_name("netral.contoh.go.id/log/2") == "netral.contoh.go.id/log/2/promise"
    assert NOTE.signatures[0].name == "netral.contoh.go.id/promise"


def test_a_promise_never_passes_for_a_checkpoint_nor_the_other_way_round() -> None:
    state = Checkpoint("netral/promise/v1", 7, LEAF)
    with pytest.raises(NoteWrong):
        Checkpoint.parse(TEXT)
    with pytest.raises(NoteWrong):
        Promise.parse(str(state))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "has 4 lines"),
        (TEXT[:-1], "has 4 lines"),
        (TEXT + "\n", "has 4 lines"),
        (TEXT + "more\n", "has 4 lines"),
        (TEXT[:-1] + "\nx", "has 4 lines"),
        (TEXT.replace("v1", "v2"), "has 4 lines"),
        (TEXT.replace("\n", "\r\n"), "has 4 lines"),
        (TEXT.replace("origin ", "origin"), "begins with 'origin'"),
        (TEXT.replace("origin ", "Origin "), "begins with 'origin'"),
        (TEXT.replace("leaf ", "leaf\t"), "begins with 'leaf'"),
        (TEXT.replace("by ", ""), "begins with 'by'"),
        (TEXT.replace(B64, B64[:-1]), "not base64"),
        (TEXT.replace(B64, ""), "begins with .leaf. and goes on"),
        (TEXT.replace("netral.contoh.go.id/log", ""), "begins with .origin. and goes on"),
        (TEXT.replace(B64, base64.b64encode(b"x" * 31).decode()), "a hash has 32 octets"),
        (TEXT.replace(B64, base64.b64encode(b"x" * 33).decode()), "a hash has 32 octets"),
        (TEXT.replace("by 1", "by 01"), "not a number"),
        (TEXT.replace("by 1", "by -1"), "not a number"),
        (TEXT.replace("by 1", "by  1"), "not a number"),
    ],
)
def test_what_is_no_promise_is_refused(text: str, why: str) -> None:
    with pytest.raises(NoteWrong, match=why):
        Promise.parse(text)
