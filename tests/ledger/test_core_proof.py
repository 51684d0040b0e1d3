"""Proofs that a leaf stands in the log, as the files that people keep."""

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.ledger.core.checkpoint import LATEST, Checkpoint
from netral.ledger.core.growth import Tail
from netral.ledger.core.note import NoteWrong, Signer
from netral.ledger.core.proof import FORMAT, LONGEST, Proof
from netral.ledger.core.tiles import Reader
from netral.ledger.core.tree import ProofWrong, fold
from tests.ledger.bits import flipped, hashes, many, written

LOG = Signer("log.example/log", b"\x01" * 32)
SIZE = 7
TILES = written(Tail(), [str(n).encode() for n in range(SIZE)])
READER = Reader(TILES.__getitem__, SIZE)
NOTE = LOG.sign(str(Checkpoint("log.example/log", SIZE, fold(many(SIZE)))))
PROOF = Proof(5, READER.inclusion(5), NOTE, b'{"leaf":"5"}')
LEAF = many(SIZE)[5]


def encoded(octets: bytes) -> str:
    return base64.b64encode(octets).decode()


def test_a_proof_is_spelled_as_the_specification_says() -> None:
    path = "".join(f"{encoded(each)}\n" for each in READER.inclusion(5))
    assert bytes(PROOF).decode() == (
        f"c2sp.org/tlog-proof@v1\nextra {encoded(PROOF.extra)}\nindex 5\n{path}\n{NOTE}"
    )
    assert "extra" not in str(Proof(5, PROOF.hashes, NOTE))


@pytest.mark.parametrize("index", range(SIZE))
def test_every_leaf_is_proven(index: int) -> None:
    proof = Proof(index, READER.inclusion(index), NOTE)
    again = Proof.parse(bytes(proof))
    assert again.verify(many(SIZE)[index], LOG.key).size == SIZE
    assert bytes(again) == bytes(proof)


def test_the_one_leaf_of_a_log_needs_no_hashes() -> None:
    note = LOG.sign(str(Checkpoint("log.example/log", 1, many(1)[0])))
    again = Proof.parse(bytes(Proof(0, [], note)))
    assert list(again.hashes) == []
    again.verify(many(1)[0], LOG.key)


@given(st.integers(0, LATEST), st.lists(hashes, max_size=LONGEST), st.binary(max_size=200))
def test_a_proof_is_read_as_it_was_written(index: int, path: list[bytes], extra: bytes) -> None:
    proof = Proof(index, path, NOTE, extra)
    assert Proof.parse(bytes(proof)) == proof


@given(st.integers(0, len(bytes(PROOF)) * 8 - 1))
def test_every_changed_bit_of_a_proof_fails_or_lies_in_what_is_extra(bit: int) -> None:
    """What is extra is held against the leaf by whoever reads it."""
    changed = flipped(bytes(PROOF), bit)
    with pytest.raises((NoteWrong, ProofWrong)):
        _held(changed)


def _held(octets: bytes) -> None:
    """Verify as a reader does: the leaf in `extra` is hashed anew."""
    proof = Proof.parse(octets)
    leaf = proof.extra.removeprefix(b'{"leaf":"').removesuffix(b'"}')
    if proof.extra != b'{"leaf":"' + leaf + b'"}':
        raise ProofWrong
    proof.verify(hashlib.sha256(b"\x00" + leaf).digest(), LOG.key)


def test_the_unchanged_proof_holds() -> None:
    _held(bytes(PROOF))


@given(st.integers(0, 255))
def test_every_changed_bit_of_the_leaf_hash_fails(bit: int) -> None:
    with pytest.raises(ProofWrong):
        PROOF.verify(flipped(LEAF, bit), LOG.key)


def test_a_proof_from_another_log_is_refused() -> None:
    other = Signer("another.example/log", b"\x02" * 32)
    note = other.sign(str(Checkpoint("another.example/log", SIZE, fold(many(SIZE)))))
    with pytest.raises(NoteWrong, match=r"^not signed by log\.example/log$"):
        Proof(5, PROOF.hashes, note).verify(LEAF, LOG.key)


HEAD, _, TAIL = bytes(PROOF).partition(b"\n\n")
HASH = encoded(b"x" * 32).encode()


@pytest.mark.parametrize(
    ("octets", "why"),
    [
        (b"", "first line"),
        (b"\n\n" + TAIL, "first line"),
        (bytes(PROOF).replace(b"@v1", b"@v2"), "first line"),
        (b"\n" + bytes(PROOF), "first line"),
        (bytes(PROOF).replace(b"\n", b"\r\n"), "first line"),
        (b"\xff" + bytes(PROOF), "first line"),
        (FORMAT.encode() + b"\n\n" + TAIL, "names the index"),
        (FORMAT.encode() + b"\nextra eA==\n\n" + TAIL, "names the index"),
        (FORMAT.encode() + b"\nindex\n\n" + TAIL, "names the index"),
        (FORMAT.encode() + b"\nindex 1\nextra eA==\n\n" + TAIL, "not base64"),
        (FORMAT.encode() + b"\nextra eA==\nextra eA==\nindex 1\n\n" + TAIL, "names the index"),
        (FORMAT.encode() + b"\nextra \nindex 1\n\n" + TAIL, "names the index"),
        (FORMAT.encode() + b"\nextra eB==\nindex 1\n\n" + TAIL, "not base64"),
        (FORMAT.encode() + b"\nextra\nindex 1\n\n" + TAIL, "names the index"),
        (FORMAT.encode() + b"\nindex 01\n\n" + TAIL, "not a number"),
        (FORMAT.encode() + b"\nindex -1\n\n" + TAIL, "not a number"),
        (FORMAT.encode() + b"\nindex 1 \n\n" + TAIL, "not a number"),
        (FORMAT.encode() + b"\nindex 1\nindex 2\n\n" + TAIL, "not base64"),
        (FORMAT.encode() + b"\nindex 1\neA==\n\n" + TAIL, "hashes of 32 octets"),
        (FORMAT.encode() + b"\nindex 1\n" + (HASH + b"\n") * 64 + b"\n" + TAIL, "up to 63 hashes"),
        (HEAD, "a note is a text"),
        (HEAD + b"\n\n", "a note is a text"),
        (HEAD + b"\n\n\n" + TAIL, "is false"),
        (HEAD + b"\n\n" + TAIL + b"\n", "a note is a text|not a signature"),
    ],
)
def test_what_is_no_proof_is_refused(octets: bytes, why: str) -> None:
    with pytest.raises(NoteWrong, match=why):
        Proof.parse(octets).verify(LEAF, LOG.key)


def test_as_many_hashes_as_the_highest_tree_has_are_read() -> None:
    longest = FORMAT.encode() + b"\nindex 1\n" + (HASH + b"\n") * 63 + b"\n" + TAIL
    assert len(Proof.parse(longest).hashes) == LONGEST == 63


@given(st.binary(max_size=300))
def test_whatever_is_read_is_written_back_alike(octets: bytes) -> None:
    for tried in (octets, FORMAT.encode() + b"\n" + octets + b"\n\n" + TAIL):
        try:
            proof = Proof.parse(tried)
        except NoteWrong:
            continue
        assert bytes(proof) == tried
