"""Checkpoints and what witnesses say of them, held against bytes made by hand."""

import base64
import hashlib
import struct

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from netral.ledger.core.checkpoint import (
    LATEST,
    Checkpoint,
    Cosignature,
    Cosigner,
    cosignatures,
    cosigned_at,
    decimal,
    opened,
)
from netral.ledger.core.note import Algorithm, Key, Note, NoteWrong, Signature, Signer
from tests.ledger.bits import flipped, hashes, names

LOG = Signer("log.example/log", b"\x01" * 32)
ROOT = hashlib.sha256(b"root").digest()
STATE = Checkpoint("log.example/log", 70_000, ROOT)
NOTE = LOG.sign(str(STATE))
ONE, TWO = Cosigner("w.example/1", b"\x02" * 32), Cosigner("w.example/2", b"\x03" * 32)
LATTICE = MLDSA44PrivateKey.from_seed_bytes(b"\x04" * 32)
THIRD = Key("w.example/3", Algorithm.ML_DSA_44, LATTICE.public_key().public_bytes_raw())
NOW = 1_795_300_000


def by_lattice(time: int, *, name: str = "w.example/3", start: int = 0) -> Signature:
    """Cosign with ML-DSA-44 as C2SP tlog-cosignature spells `cosigned_message`."""
    message = b"subtree/v1\n\x00" + bytes([len(name)]) + name.encode() + struct.pack(">Q", time)
    message += b"\x0flog.example/log" + struct.pack(">QQ", start, 70_000) + ROOT
    signed = struct.pack(">Q", time) + LATTICE.sign(message)
    return Signature(THIRD.name, THIRD.identifier, signed)


# ---- The state


def test_a_checkpoint_is_three_lines() -> None:
    root = base64.b64encode(ROOT).decode()
    assert str(STATE) == f"log.example/log\n70000\n{root}\n"
    assert Checkpoint.parse(str(STATE)) == STATE


@given(names, st.integers(0, LATEST), hashes)
def test_a_checkpoint_is_read_as_it_was_written(origin: str, size: int, root: bytes) -> None:
    assert Checkpoint.parse(str(Checkpoint(origin, size, root))) == Checkpoint(origin, size, root)


B64 = base64.b64encode(ROOT).decode()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "three lines"),
        (f"log\n1\n{B64}", "three lines"),
        (f"log\n1\n{B64}\n\n", "three lines"),
        (f"log\n1\n{B64}\nan extension\n", "three lines"),
        (f"\n1\n{B64}\n", "three lines"),
        (f"log\n1\n{B64}\nx", "three lines"),
        (f"log\n01\n{B64}\n", "not a number"),
        (f"log\n-1\n{B64}\n", "not a number"),
        (f"log\n+1\n{B64}\n", "not a number"),
        (f"log\n1 \n{B64}\n", "not a number"),
        (f"log\n\n{B64}\n", "not a number"),
        (f"log\n1e3\n{B64}\n", "not a number"),
        (f"log\n\u0661\n{B64}\n", "not a number"),
        (f"log\n{10**19}\n{B64}\n", "not a number"),
        (f"log\n1\n{B64[:-1]}\n", "not base64"),
        (f"log\n1\n{B64} \n", "not base64"),
        (f"log\n1\n{B64[:-2]}_=\n", "not base64"),
        ("log\n1\n\n", "a root has 32 octets"),
        (f"log\n1\n{base64.b64encode(b'x' * 31).decode()}\n", "a root has 32 octets"),
        (f"log\n1\n{base64.b64encode(b'x' * 33).decode()}\n", "a root has 32 octets"),
        (f"log\r\n1\r\n{B64}\r\n", "not"),
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str, why: str) -> None:
    with pytest.raises(NoteWrong, match=why):
        Checkpoint.parse(text)


@given(st.integers(0, 2**63 - 1))
def test_a_number_has_one_spelling(number: int) -> None:
    assert decimal(str(number)) == number
    with pytest.raises(NoteWrong, match=r"^not a number: '0"):
        decimal(f"0{number}")
    with pytest.raises(NoteWrong, match=r"^not a number"):
        decimal(str(number + 2**63))


def test_a_complaint_about_a_number_is_short() -> None:
    with pytest.raises(NoteWrong) as found:
        decimal("9" * 10_000)
    assert len(str(found.value)) < 110


# ---- What the log signed


def test_what_the_log_signed_is_opened() -> None:
    assert opened(NOTE, LOG.key) == STATE


@given(st.integers(0, len(bytes(NOTE)) * 8 - 1))
def test_every_changed_bit_of_a_checkpoint_fails(bit: int) -> None:
    with pytest.raises(NoteWrong):
        opened(Note.parse(flipped(bytes(NOTE), bit)), LOG.key)


def test_the_checkpoint_of_another_log_is_refused_even_if_this_one_signed_it() -> None:
    other = LOG.sign(str(Checkpoint("another.example/log", 70_000, ROOT)))
    with pytest.raises(NoteWrong, match=r"^a checkpoint of another\.example/log, not of log\.ex"):
        opened(other, LOG.key)


def test_a_note_that_the_log_did_not_sign_is_no_checkpoint() -> None:
    other = Signer("log.example/log", b"\x09" * 32).sign(str(STATE))
    with pytest.raises(NoteWrong, match=r"^not signed by log\.example/log$"):
        opened(other, LOG.key)


def test_what_else_the_log_signed_is_no_checkpoint() -> None:
    with pytest.raises(NoteWrong, match="three lines"):
        opened(LOG.sign("netral/promise/v1\norigin a\nleaf b\nby 1\n"), LOG.key)


# ---- What witnesses signed


def test_the_word_of_a_witness_is_pinned() -> None:
    private = Ed25519PrivateKey.from_private_bytes(b"\x02" * 32)
    text = f"cosignature/v1\ntime {NOW}\nlog.example/log\n70000\n{B64}\n"
    public = private.public_key().public_bytes_raw()
    said = ONE.sign(NOTE.text, NOW)
    assert said.octets == struct.pack(">Q", NOW) + private.sign(text.encode())
    assert said.identifier == hashlib.sha256(b"w.example/1\n\x04" + public).digest()[:4]
    assert ONE.key == Key("w.example/1", Algorithm.COSIGNATURE, public)


def test_witnesses_of_both_kinds_are_heard() -> None:
    note = NOTE.with_signatures([ONE.sign(NOTE.text, NOW), by_lattice(NOW + 7)])
    assert cosignatures(note, [ONE.key, TWO.key, THIRD]) == [
        Cosignature(ONE.key, NOW), Cosignature(THIRD, NOW + 7)
    ]  # fmt: skip
    assert opened(note, LOG.key) == STATE


def test_a_witness_counts_once_and_from_its_first_word() -> None:
    said = [ONE.sign(NOTE.text, time) for time in (NOW + 5, NOW, NOW + 9)]
    assert cosignatures(NOTE.with_signatures(said), [ONE.key]) == [Cosignature(ONE.key, NOW)]


def test_strangers_are_not_heard() -> None:
    note = NOTE.with_signatures([TWO.sign(NOTE.text, NOW)])
    assert cosignatures(note, [ONE.key]) == []
    assert cosignatures(note, []) == []


def test_the_log_is_no_witness_of_itself() -> None:
    assert cosignatures(NOTE, [Key(LOG.key.name, Algorithm.COSIGNATURE, LOG.key.public)]) == []
    timed = Signature(LOG.key.name, LOG.key.identifier, struct.pack(">Q", NOW) + b"x" * 64)
    with pytest.raises(NoteWrong, match=r"^log\.example/log is no witness's key$"):
        cosignatures(Note(NOTE.text, (timed,)), [LOG.key])


@given(st.integers(0, 72 * 8 - 1))
def test_every_changed_bit_of_a_witness_fails(bit: int) -> None:
    said = ONE.sign(NOTE.text, NOW)
    false = Signature(said.name, said.identifier, flipped(said.octets, bit))
    with pytest.raises(NoteWrong, match=r"^a signature in the name of w\.example/1 "):
        cosignatures(NOTE.with_signatures([false]), [ONE.key])


@given(st.integers(0, (8 + 2420) * 8 - 1))
def test_every_changed_bit_of_a_lattice_witness_fails(bit: int) -> None:
    said = by_lattice(NOW)
    false = Signature(said.name, said.identifier, flipped(said.octets, bit))
    with pytest.raises(NoteWrong, match=r"^a signature in the name of w\.example/3 "):
        cosignatures(NOTE.with_signatures([false]), [THIRD])


@given(st.integers(0, len(NOTE.text) * 8 - 1))
def test_a_witness_does_not_speak_of_another_state(bit: int) -> None:
    try:
        text = flipped(NOTE.text.encode(), bit).decode()
    except UnicodeDecodeError:
        return
    for said, key in ((ONE.sign(NOTE.text, NOW), ONE.key), (by_lattice(NOW), THIRD)):
        with pytest.raises(NoteWrong):
            cosigned_at(Note(text, (said,)), key, said)


@pytest.mark.parametrize("octets", [b"x", b"x" * 7, b"x" * 8])
def test_a_word_without_time_or_signature_is_refused(octets: bytes) -> None:
    said = Signature(ONE.key.name, ONE.key.identifier, octets)
    with pytest.raises(NoteWrong, match=r"^a signature in the name of w\.example/1 is too short$"):
        cosigned_at(NOTE, ONE.key, said)


@pytest.mark.parametrize("time", [0, LATEST + 1, 2**64 - 1])
def test_a_word_without_a_time_says_nothing(time: int) -> None:
    """ML-DSA witnesses may leave it out; then nobody says that nothing newer was seen."""
    for said, key in ((ONE.sign(NOTE.text, time), ONE.key), (by_lattice(time), THIRD)):
        with pytest.raises(NoteWrong, match="has no time"):
            cosigned_at(NOTE, key, said)


@pytest.mark.parametrize("time", [1, LATEST])
def test_every_other_time_is_heard(time: int) -> None:
    assert cosigned_at(NOTE, ONE.key, ONE.sign(NOTE.text, time)) == time
    assert cosigned_at(NOTE, THIRD, by_lattice(time)) == time


def test_a_lattice_witness_signs_its_name_and_the_whole_tree() -> None:
    for said in (by_lattice(NOW, name="w.example/4"), by_lattice(NOW, start=1)):
        with pytest.raises(NoteWrong, match="is false"):
            cosigned_at(NOTE, THIRD, said)


@pytest.mark.parametrize("length", [2419, 2421, 64])
def test_a_lattice_signature_of_another_length_is_false(length: int) -> None:
    said = Signature(THIRD.name, THIRD.identifier, struct.pack(">Q", NOW) + b"x" * length)
    with pytest.raises(NoteWrong, match="is false"):
        cosigned_at(NOTE, THIRD, said)
