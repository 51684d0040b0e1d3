"""A proof is judged part by part; whatever is changed in it is found."""

import dataclasses
import json
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.ledger.core.checkpoint import Checkpoint, Cosigner
from netral.ledger.core.leaf import b64u, commitment, open_fields
from netral.ledger.core.note import Note, Signer
from netral.ledger.core.proof import Proof
from netral.ledger.core.tiles import Edge, Tiled
from netral.ledger.core.tree import leaf_hash, node_hash
from netral.transparency.core.judged import Judged, Part, judge
from netral.transparency.core.ladder import climb

LOG = Signer("netral.example/log", b"l" * 32)
WITNESS = Cosigner("saksi.example/w", b"w" * 32)
KIND = "internal/1"
OPENED = open_fields(
    KIND,
    {"act": "unit.opened", "actor": "user:1", "detail": {"n": 1}},
    [bytes([n]) * 32 for n in range(5)],
)
LEAF = json.dumps({"c": b64u(commitment(KIND, [o.digest for o in OPENED])), "t": KIND}).encode()
SHOWN = [
    {"f": o.field, "s": b64u(o.salt), "v": json.loads(o.value)} if n != 2 else
    {"f": o.field, "d": b64u(o.digest)}
    for n, o in enumerate(OPENED)
]  # fmt: skip
LEAVES = [leaf_hash(bytes([n])) for n in range(5)] + [leaf_hash(LEAF)]


def proof(extra: object = None, signer: Signer = LOG) -> Proof:
    """Return the proof of a leaf at 5 in a tree of 6."""
    edge = Edge()
    list(edge.append(LEAVES))
    text = str(Checkpoint(signer.key.name, 6, edge.root()))
    note = signer.sign(text).with_signatures([WITNESS.sign(text, 1_790_000_000)])
    path = [LEAVES[4], node_hash(node_hash(*LEAVES[:2]), node_hash(*LEAVES[2:4]))]
    said = {"leaf": LEAF.decode(), "disclosures": SHOWN} if extra is None else extra
    extra = json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
    return Proof(5, path, note, extra)


def judged(found: Proof, leaf: bytes | None = None) -> Judged:
    return judge(bytes(found), LOG.key, [WITNESS.key], leaf)


def test_a_proof_that_holds_has_nothing_wrong() -> None:
    found = judged(proof())
    assert found.wrong == ()
    assert (found.index, found.size, found.leaf, found.kind) == (5, 6, leaf_hash(LEAF), KIND)
    assert [name for name, _ in found.opened] == ["act", "actor", "acted_at", "detail"]
    assert dict(found.opened)["act"] == "unit.opened"


@pytest.mark.parametrize(
    ("spelled", "otherwise"),
    [
        (b'"v":"unit.opened"', b'"v":"unit.opened","v":"unit.opened"'),
        (b'"v":"unit.opened"', b'"v":"\\u0075nit.opened"'),
        (b'"v":"unit.opened"', b'"v": "unit.opened"'),
        (b'{"f":"act"', b'{"d":"AA","f":"act"'),
        (b64u(bytes(32)).encode(), b64u(bytes(33)).encode()),  # the same key of HMAC
    ],
)
def test_what_other_programs_refuse_is_refused_here(spelled: bytes, otherwise: bytes) -> None:
    whole = proof()
    assert whole.extra.count(spelled) == 1
    changed = dataclasses.replace(whole, extra=whole.extra.replace(spelled, otherwise))
    assert judged(changed).wrong


def test_a_proof_without_its_leaf_is_judged_for_the_one_at_its_place() -> None:
    bare = dataclasses.replace(proof(), extra=b"")
    assert judged(bare, leaf_hash(LEAF)).wrong == ()
    assert judged(bare, LEAVES[0]).wrong == (Part.PATH,)
    assert judged(bare).wrong == (Part.LEAF,)


def test_another_log_is_named_before_anything_else_is_judged() -> None:
    found = judged(proof(signer=Signer("kota-lain.example/log", b"x" * 32)))
    assert (found.wrong, found.origin) == ((Part.LOG,), "kota-lain.example/log")


def test_the_key_of_somebody_else_under_the_name_of_the_log_is_found() -> None:
    assert judged(proof(signer=Signer(LOG.key.name, b"x" * 32))).wrong == (Part.SIGNATURE,)


def test_a_false_witness_is_found() -> None:
    whole = proof()
    false = Cosigner("saksi.example/w", b"w" * 32).sign("something else\n", 1)
    note = Note(whole.checkpoint.text, (*whole.checkpoint.signatures[:1], false))
    assert judged(dataclasses.replace(whole, checkpoint=note)).wrong == (Part.WITNESS,)


@pytest.mark.parametrize("index", [0, 4, 6, 10**15])
def test_another_number_is_found(index: int) -> None:
    assert judged(dataclasses.replace(proof(), index=index)).wrong == (Part.PATH,)


@pytest.mark.parametrize("at", [0, 1])
def test_a_changed_fingerprint_on_the_way_is_found(at: int) -> None:
    whole = proof()
    path = list(whole.hashes)
    path[at] = bytes(32)
    assert judged(dataclasses.replace(whole, hashes=path)).wrong == (Part.PATH,)
    assert judged(dataclasses.replace(whole, hashes=path[:1])).wrong == (Part.PATH,)
    assert judged(dataclasses.replace(whole, hashes=path * 2)).wrong == (Part.PATH,)


def test_a_changed_entry_is_found() -> None:
    other = {"leaf": LEAF.decode().replace("internal", "external"), "disclosures": []}
    assert judged(proof(other)).wrong == (Part.PATH,)


@pytest.mark.parametrize(
    "shown",
    [
        SHOWN[:4],
        SHOWN[::-1],
        [{**SHOWN[0], "v": "unit.closed"}, *SHOWN[1:]],
        [{**SHOWN[0], "s": b64u(b"9" * 32)}, *SHOWN[1:]],
        [{"f": "act", "d": b64u(bytes(32))}, *SHOWN[1:]],
        [{"f": "act"}, *SHOWN[1:]],
        [{"f": ["act"], "s": 1, "v": 1}, *SHOWN[1:]],
        [{"f": "act", "s": "ä", "v": 1.5}, *SHOWN[1:]],
        ["act"] * 5,
        [None] * 5,
        "act",
        {"f": 1},
        [{"f": "act", "s": "", "v": "\ud800"}, *SHOWN[1:]],
    ],
)
def test_fields_that_the_entry_does_not_hold_are_found(shown: object) -> None:
    found = judged(proof({"leaf": LEAF.decode(), "disclosures": shown}))
    assert found.wrong == (Part.FIELDS,)
    assert found.opened == ()


@pytest.mark.parametrize(
    "extra", [b"\xff", b"[", b"null", b"{}", b'{"leaf":1}', b"[" * 100_000, b"1" * 5000]
)
def test_an_extra_that_says_nothing_is_no_proof_of_the_entry(extra: bytes) -> None:
    changed = dataclasses.replace(proof(), extra=extra)
    assert judged(changed).wrong == (Part.LEAF, Part.FIELDS)
    assert judged(changed, leaf_hash(LEAF)).wrong == (Part.FIELDS,)  # the one at its place


@given(st.binary(max_size=300))
def test_no_octets_break_the_judge(octets: bytes) -> None:
    for given_octets in (octets, b"c2sp.org/tlog-proof@v1\n" + octets):
        assert judge(given_octets, LOG.key, [WITNESS.key]).wrong
    extra = b"extra " + b64encode(octets) + b"\n" if octets else b""
    whole = bytes(dataclasses.replace(proof(), extra=b""))
    head, rest = whole.split(b"\n", 1)
    judge(head + b"\n" + extra + rest, LOG.key, [WITNESS.key])


@given(st.data())
def test_every_single_bit_of_a_proof_counts(data: st.DataObject) -> None:
    whole = bytearray(bytes(proof()))
    bit = data.draw(st.integers(0, len(whole) * 8 - 1))
    whole[bit // 8] ^= 1 << bit % 8
    found = judge(bytes(whole), LOG.key, [WITNESS.key])
    # A name that belongs to no witness any more makes a signature that counts for nothing.
    lost = WITNESS.key.name.encode() not in whole or _not_the_key(bytes(whole))
    assert found.wrong or lost


def _not_the_key(octets: bytes) -> bool:
    try:
        note = Proof.parse(octets).checkpoint
    except ValueError:
        return False
    return not any(WITNESS.key.made(each) for each in note.signatures)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 9, 100])
def test_the_drawn_way_climbs_to_the_root(size: int) -> None:
    class Plain(Tiled):
        def read(self, level: int, number: int, width: int) -> list[bytes]:
            return leaves[number * 256 : number * 256 + width]

    leaves = [leaf_hash(bytes([n])) for n in range(size)]
    tree = Plain(size)
    for index in range(size):
        path = tree.inclusion(index)
        rungs = list(climb(index=index, size=size, leaf=leaves[index], proof=path))
        assert len(rungs) == len(path)
        assert (rungs[-1].above if rungs else leaves[index]) == tree.root()
