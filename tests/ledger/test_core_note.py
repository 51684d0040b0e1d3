"""Signed notes: those of the specification and of Go, and every way to spell one wrongly."""

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.ledger.core.note import (
    DASH,
    LONGEST,
    Algorithm,
    Key,
    Note,
    NoteWrong,
    Signature,
    Signer,
    b64,
    unb64,
    verify_ed25519,
)
from tests.ledger.bits import flipped, names

# The example of C2SP signed-note, and those of the documentation of Go's sumdb/note.
EXAMPLE = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
EXAMPLE_NOTE = (
    "This is an example message.\n\n\u2014 example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
).encode()
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETERS = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"  # the published private key
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
TWO = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n\n"
    "\u2014 PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    "\u2014 EnochRoot "
    "rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
).encode()

SIGNER = Signer("log.example/log", b"\x07" * 32)
NOTE = SIGNER.sign("a text\n")
# Names as others write them, texts of several lines, some of them empty.
lines = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
texts = st.lists(lines, min_size=1, max_size=5).map(lambda found: "\n".join(found) + "\n")
seeds = st.binary(min_size=32, max_size=32)


# ---- What others signed


@pytest.mark.parametrize(("vkey", "note"), [(EXAMPLE, EXAMPLE_NOTE), (PETER, TWO), (ENOCH, TWO)])
def test_what_others_signed_is_accepted_and_written_back_alike(vkey: str, note: bytes) -> None:
    key = Key.parse(vkey)
    assert key.vkey == vkey
    found = Note.parse(note)
    found.verify(key)
    assert bytes(found) == note


def test_what_others_sign_is_signed_alike() -> None:
    peter = Signer("PeterNeumann", base64.b64decode(PETERS)[1:])
    assert peter.key.vkey == PETER
    text = TWO.decode().partition("\n\n")[0] + "\n"
    assert peter.sign(text).signatures == Note.parse(TWO).signatures[:1]


def test_a_key_is_spelled_as_the_specification_says() -> None:
    public = SIGNER.key.public
    identifier = hashlib.sha256(b"log.example/log\n\x01" + public).digest()[:4]
    assert SIGNER.key.identifier == identifier
    encoded = base64.b64encode(b"\x01" + public).decode()
    assert SIGNER.key.vkey == f"log.example/log+{identifier.hex()}+{encoded}"
    assert str(NOTE) == (
        f"a text\n\n\u2014 log.example/log "
        f"{base64.b64encode(identifier + NOTE.signatures[0].octets).decode()}\n"
    )


# ---- Reading and writing


@given(texts, st.lists(st.tuples(names, seeds), min_size=1, max_size=16))
def test_a_note_is_read_as_it_was_written(text: str, signers: list[tuple[str, bytes]]) -> None:
    keys = [Signer(*each) for each in signers]
    note = Note(text, ()).with_signatures(sig for key in keys for sig in key.sign(text).signatures)
    again = Note.parse(bytes(note))
    assert again == note
    assert bytes(again) == bytes(note)
    for key in keys:
        again.verify(key.key)


@given(st.binary(max_size=300))
def test_whatever_is_read_is_written_back_alike(octets: bytes) -> None:
    for tried in (octets, octets + b"\n\n" + bytes(NOTE).partition(b"\n\n")[2]):
        try:
            note = Note.parse(tried)
        except NoteWrong:
            continue
        assert bytes(note) == tried


@given(st.integers(0, len(bytes(NOTE)) * 8 - 1))
def test_every_changed_bit_of_a_note_fails(bit: int) -> None:
    with pytest.raises(NoteWrong):
        Note.parse(flipped(bytes(NOTE), bit)).verify(SIGNER.key)


@given(st.integers(0, 32 * 8 - 1))
def test_every_changed_bit_of_a_key_fails(bit: int) -> None:
    other = Key(SIGNER.key.name, Algorithm.ED25519, flipped(SIGNER.key.public, bit))
    with pytest.raises(NoteWrong, match=r"^not signed by log\.example/log$"):
        NOTE.verify(other)


@given(st.integers(0, len(SIGNER.key.vkey.encode()) * 8 - 1))
def test_every_changed_bit_of_a_vkey_is_another_key_or_none(bit: int) -> None:
    turned = flipped(SIGNER.key.vkey.encode(), bit).decode(errors="replace")
    with pytest.raises(NoteWrong):
        NOTE.verify(Key.parse(turned))


def test_a_signature_is_added_once() -> None:
    other = Signer("another", b"\x08" * 32).sign(NOTE.text).signatures
    both = NOTE.with_signatures([*other, *NOTE.signatures, *other])
    assert both.signatures == (*NOTE.signatures, *other)
    assert both.text == NOTE.text


def test_a_text_may_have_empty_lines_and_ends_at_the_last_of_them() -> None:
    note = SIGNER.sign("a\n\nb\n\n\n")
    again = Note.parse(bytes(note))
    assert again.text == "a\n\nb\n\n\n"
    again.verify(SIGNER.key)


# ---- Hostile notes

BODY = b"a text\n\n"
LINE = bytes(NOTE).partition(b"\n\n")[2]


@pytest.mark.parametrize(
    ("octets", "why"),
    [
        (b"", "a note is a text"),
        (b"a text\n", "a note is a text"),
        (b"a text\n\n", "a note is a text|not a signature"),
        (b"a text\n\n\n", "a note is a text|not a signature"),
        (b"a text\n" + LINE, "a note is a text"),
        (BODY + LINE[:-1], "a note is a text"),
        (BODY + LINE + b"\n", "a note is a text|not a signature"),
        (b"a text\r\n\r\n" + LINE, "a note is a text"),
        (BODY + LINE[:-1] + b"\r\n", "a note is a text"),
        (b"a\0text\n\n" + LINE, "a note is a text"),
        (b"a\ttext\n\n" + LINE, "a note is a text"),
        (b"a\x1ftext\n\n" + LINE, "a note is a text"),
        (b"a \xff text\n\n" + LINE, "a note is UTF-8"),
        (b"a \xed\xa0\x80 text\n\n" + LINE, "a note is UTF-8"),
        (BODY + LINE.replace(DASH.encode(), b"--"), "not a signature"),
        (BODY + LINE.replace(DASH.encode(), (DASH * 2).encode()), "not a signature"),
        (BODY + LINE.replace(DASH.encode(), "\u2013".encode()), "not a signature"),
        (BODY + LINE.replace(b" log", "\u00a0log".encode()), "not a signature"),
        (BODY + LINE.replace(b"log.example", b"log example"), "not a signature"),
        (BODY + LINE.replace(b"log.example", b"log+example"), "not a signature"),
        (BODY + LINE.replace(b".ex", "\u2003ex".encode()), "not a signature"),
        (BODY + LINE.replace(b"log.example/log ", b""), "not a signature"),
        (BODY + LINE.replace(b"log.example/log ", b" "), "not a signature"),
        (BODY + LINE.replace(b"log ", b"log  "), "not a signature"),
        (BODY + LINE[:-1] + b" \n", "not a signature"),
        (BODY + LINE[:-1] + b"=\n", "not base64"),
        (BODY + LINE.rstrip(b"=\n") + b"\n", "not base64"),
        (BODY + "\u2014 a AAAA\n".encode(), "not a signature"),
        (BODY + "\u2014 a AAAAAA==\n".encode(), "not a signature"),
        (BODY + "\u2014 a AAAA AAAA\n".encode(), "not a signature"),
        (BODY + "\u2014 a AAAA_-AA\n".encode(), "not base64"),
        (BODY + "\u2014 a AAAAAAB=\n".encode(), "not base64"),
        (BODY + "\u2014 a AAAA\u00e4AAA\n".encode(), "not base64"),
    ],
)  # fmt: skip
def test_what_is_no_note_is_refused(octets: bytes, why: str) -> None:
    with pytest.raises(NoteWrong, match=f"^({why})"):
        Note.parse(octets)


def test_a_note_within_a_note_is_its_text_and_signed_by_nobody() -> None:
    found = Note.parse(BODY + LINE + b"\n" + LINE)
    assert found.text == (BODY + LINE).decode()
    with pytest.raises(NoteWrong, match="is false"):
        found.verify(SIGNER.key)


def test_the_shortest_signature_is_one_octet_longer_than_its_identifier() -> None:
    assert Signature.parse("\u2014 a AAAAAAA=") == Signature("a", b"\0" * 4, b"\0")


def test_a_huge_note_is_refused_before_it_is_read() -> None:
    longest = b"x" * (LONGEST - len(b"\n\n" + LINE)) + b"\n\n" + LINE
    assert len(longest) == LONGEST == 1_000_000
    assert len(Note.parse(longest).signatures) == 1
    with pytest.raises(NoteWrong, match=r"^a note is not as long as that$"):
        Note.parse(b"x" + longest)


def test_a_complaint_repeats_no_more_than_the_beginning() -> None:
    with pytest.raises(NoteWrong) as found:
        Note.parse(b"a\n\n" + b"y" * 10_000 + b"\n")
    assert len(str(found.value)) < 120
    with pytest.raises(NoteWrong) as found:
        unb64("!" * 10_000)
    assert len(str(found.value)) < 120
    with pytest.raises(NoteWrong) as found:
        Key.parse("k+" + "0" * 8 + "+" + "AAAA" * 1000)
    assert len(str(found.value)) < 120


# ---- Who signed


def test_strangers_are_ignored_even_under_the_same_name_or_identifier() -> None:
    stranger = Signature("log.example/log", b"\0\0\0\0", b"x" * 64)
    namesake = Signature("another", SIGNER.key.identifier, b"x" * 64)
    NOTE.with_signatures([stranger, namesake]).verify(SIGNER.key)
    for alone in (stranger, namesake):
        with pytest.raises(NoteWrong, match=r"^not signed by log\.example/log$"):
            Note(NOTE.text, (alone,)).verify(SIGNER.key)


def test_one_false_signature_in_the_name_of_a_key_condemns_the_note() -> None:
    false = Signature(SIGNER.key.name, SIGNER.key.identifier, b"x" * 64)
    for order in ((*NOTE.signatures, false), (false, *NOTE.signatures)):
        with pytest.raises(NoteWrong, match=r"^a signature in the name of log\.example/log is f"):
            Note(NOTE.text, order).verify(SIGNER.key)


def test_the_key_of_a_witness_signs_no_plain_note() -> None:
    witness = Key(SIGNER.key.name, Algorithm.COSIGNATURE, SIGNER.key.public)
    claimed = Signature(witness.name, witness.identifier, NOTE.signatures[0].octets)
    with pytest.raises(NoteWrong, match="not signed by"):
        Note(NOTE.text, (claimed,)).verify(witness)


@pytest.mark.parametrize("signature", [b"", b"x" * 63, b"x" * 65])
def test_a_signature_of_another_length_is_false(signature: bytes) -> None:
    with pytest.raises(NoteWrong, match="is false"):
        verify_ed25519(SIGNER.key, signature, b"")


# ---- Keys


@pytest.mark.parametrize(
    "vkey",
    [
        "", "+", "++", "a", "a+530d903a", EXAMPLE + "=", EXAMPLE[:-1], EXAMPLE + "\n",
        " " + EXAMPLE, EXAMPLE.replace("530d903a", "530D903A"),
        EXAMPLE.replace("530d903a", "530d903b"), EXAMPLE.replace("530d903a", "0530d903a"),
        EXAMPLE.replace("530d903a", ""), EXAMPLE.replace("example.com/foo", "example.com/bar"),
        EXAMPLE.replace("example.com/foo", ""), EXAMPLE.replace("example.com", "example com"),
        EXAMPLE.replace("+Aeky", "+AOky"), EXAMPLE.replace("+Aeky", "+Auky"),
        EXAMPLE.replace("+Aeky", "+/+ky"), EXAMPLE + "+AAAA",
    ],
)  # fmt: skip
def test_what_is_no_key_is_refused(vkey: str) -> None:
    with pytest.raises(NoteWrong):
        Key.parse(vkey)


@pytest.mark.parametrize(
    ("name", "algorithm", "length"),
    [
        ("", 1, 32), ("a b", 1, 32), ("a+b", 1, 32), ("a\n", 1, 32), ("a", 1, 31), ("a", 1, 33),
        ("a", 4, 0), ("a", 4, 1312), ("a", 6, 32), ("a", 6, 1311),
    ],
)  # fmt: skip
def test_a_key_has_a_name_and_the_length_of_its_kind(
    name: str, algorithm: int, length: int
) -> None:
    with pytest.raises(NoteWrong, match=r"^not a key: "):
        Key(name, Algorithm(algorithm), b"x" * length)


@given(names, st.sampled_from(list(Algorithm)), st.data())
def test_a_key_is_read_as_it_was_written(
    name: str, algorithm: Algorithm, data: st.DataObject
) -> None:
    length = 1312 if algorithm == Algorithm.ML_DSA_44 else 32
    key = Key(name, algorithm, data.draw(st.binary(min_size=length, max_size=length)))
    assert Key.parse(key.vkey) == key


def test_the_same_octets_for_another_use_are_another_key() -> None:
    uses = [
        Key("a", each, b"x" * 32).identifier for each in (Algorithm.ED25519, Algorithm.COSIGNATURE)
    ]
    assert uses[0] != uses[1]


@given(st.binary(max_size=50))
def test_base64_has_one_spelling(octets: bytes) -> None:
    assert b64(octets) == base64.b64encode(octets).decode()
    assert unb64(b64(octets)) == octets


@pytest.mark.parametrize(
    "text", ["A", "AA", "AA=", "AB==", "AAB=", "AAAA\n", "A A=", "AA-_", "\u0410AAA", "===="]
)
def test_every_other_spelling_of_base64_is_refused(text: str) -> None:
    with pytest.raises(NoteWrong, match=r"^not base64"):
        unb64(text)


def test_the_dash_is_an_em_dash() -> None:
    assert DASH == "\N{EM DASH}"
