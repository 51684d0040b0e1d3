"""A receipt convinces only as it was made: no bit of it is idle."""

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.ledger.core.checkpoint import opened
from netral.ledger.core.leaf import Anchor
from netral.ledger.core.note import Key as TheirKey
from netral.ledger.core.proof import Proof
from netral_verify import Wrong
from netral_verify.canon import spell
from netral_verify.leaf import Leaf
from netral_verify.note import Checkpoint, Key, Note, open_checkpoint
from netral_verify.policy import Policy
from netral_verify.promise import Promise, open_promise
from netral_verify.receipt import Proven, Receipt, verify
from tests.outside.conftest import INDEX, NOW, WITNESSES, Case
from tests.outside.logs import FIELDS, ORIGIN, Log, pact


def judged(octets: bytes, policy: Policy) -> Proven:
    """Return what a receipt proves, if enough witnesses saw it."""
    found = verify(Receipt.parse(octets), policy)
    if found.by is None:
        msg = "too few witnesses"
        raise Wrong(msg)
    return found


def test_a_receipt_proves_place_time_and_content(case: Case) -> None:
    found = judged(case.receipt, case.trust)
    assert (found.receipt.index, found.state.size, found.state.origin) == (INDEX, 700, ORIGIN)
    assert found.by == NOW + 5  # the second of two
    assert {key.name: time for key, time in found.seen.items()} == {
        "bawaslu.contoh.org/w1": NOW, "pers.contoh.org/w1": NOW + 5,
    }  # fmt: skip
    assert found.receipt.disclosed() == {
        name: FIELDS.get(name) for name in found.receipt.leaf.kind.fields
    }
    assert bytes(found.receipt) == case.receipt


def test_the_other_hand_agrees(case: Case) -> None:
    proof = Proof.parse(case.receipt)
    leaf = Receipt.parse(case.receipt).leaf.hash
    state = proof.verify(leaf, TheirKey.parse(case.log.vkey))
    assert (state.size, opened(proof.checkpoint, TheirKey.parse(case.log.vkey))) == (700, state)


@pytest.mark.slow
def test_every_single_bit_of_the_file_counts(case: Case) -> None:
    policy, idle = case.trust, []
    for place in range(len(case.receipt)):
        for bit in range(8):
            changed = bytearray(case.receipt)
            changed[place] ^= 1 << bit
            try:
                judged(bytes(changed), policy)
            except Wrong:
                continue
            idle.append((place, bit))
    assert idle == []


def flip(octets: bytes, bit: int) -> bytes:
    bit %= 8 * len(octets)
    return (int.from_bytes(octets) ^ 1 << bit).to_bytes(len(octets))


def remade(case: Case, change: Callable[[dict[str, Any]], None]) -> bytes:
    """Return the receipt with its parts changed and spelled well again."""
    head, _, note = case.receipt.partition(b"\n\n")
    lines = head.decode().split("\n")
    parts: dict[str, Any] = {
        "extra": json.loads(base64.b64decode(lines[1][6:])),
        "index": int(lines[2][6:]),
        "path": [base64.b64decode(each) for each in lines[3:]],
        "note": Note.parse(note),
    }
    change(parts)
    extra = base64.b64encode(spell(parts["extra"])).decode()
    path = [base64.b64encode(each).decode() for each in parts["path"]]
    out = "\n".join([lines[0], f"extra {extra}", f"index {parts['index']}", *path])
    return out.encode() + b"\n\n" + bytes(parts["note"])


@given(bit=st.integers(0, 10**6), part=st.sampled_from(["leaf", "path", "root", "sign", "salt"]))
def test_every_bit_counts_also_where_the_rest_is_spelled_well(
    case: Case, bit: int, part: str
) -> None:
    def change(parts: dict[str, Any]) -> None:
        note: Note = parts["note"]
        match part:
            case "leaf":
                leaf = parts["extra"]["leaf"].encode()
                parts["extra"]["leaf"] = flip(leaf, bit).decode("latin-1")
            case "path":
                which = bit % len(parts["path"])
                parts["path"][which] = flip(parts["path"][which], bit // 16)
            case "root":
                state = Checkpoint.parse(note.text)
                text = str(replace(state, root=flip(state.root, bit)))
                parts["note"] = replace(note, text=text)
            case "sign":
                which = bit % len(note.signatures)
                signs = list(note.signatures)
                signs[which] = replace(signs[which], octets=flip(signs[which].octets, bit // 4))
                parts["note"] = replace(note, signatures=tuple(signs))
            case "salt":
                which = bit % 12
                field = parts["extra"]["disclosures"][which]
                salt = flip(base64.urlsafe_b64decode(field["s"] + "="), bit // 12)
                field["s"] = base64.urlsafe_b64encode(salt).decode().rstrip("=")

    with pytest.raises(Wrong):
        judged(remade(case, change), case.trust)


@given(index=st.integers(0, 2**63 - 1), size=st.integers(0, 2**63 - 1))
def test_another_index_or_size_fails(case: Case, index: int, size: int) -> None:
    def at_index(parts: dict[str, Any]) -> None:
        parts["index"] = index

    def of_size(parts: dict[str, Any]) -> None:
        state = Checkpoint.parse(parts["note"].text)
        parts["note"] = replace(parts["note"], text=str(replace(state, size=size)))

    if index != INDEX:
        with pytest.raises(Wrong):
            judged(remade(case, at_index), case.trust)
    if size != 700:
        with pytest.raises(Wrong):
            judged(remade(case, of_size), case.trust)


@given(st.sampled_from(range(12)), st.none() | st.booleans() | st.integers(-9, 9) | st.text())
def test_another_value_fails(case: Case, which: int, value: object) -> None:
    def change(parts: dict[str, Any]) -> None:
        field = parts["extra"]["disclosures"][which]
        same = field["v"] == value and type(field["v"]) is type(value)
        field["v"] = "another" if same else value

    try:
        octets = remade(case, change)
    except Wrong:
        return  # a text that has no canonical spelling
    with pytest.raises(Wrong):
        judged(octets, case.trust)


def test_a_receipt_of_another_log_does_not_count(case: Case) -> None:
    leaf, shown = pact(1)
    extra = {"leaf": leaf.decode(), "disclosures": shown}
    seen = {WITNESSES["bawaslu"]: NOW, WITNESSES["pers"]: NOW}
    other = Log([leaf], origin="lain.contoh.go.id/log")
    with pytest.raises(Wrong, match="does not trust the log"):
        judged(other.receipt(0, extra, seen), case.trust)
    impostor = Log([leaf], secret=sha256(b"other").digest())  # our name, another key
    with pytest.raises(Wrong, match="did not sign"):
        judged(impostor.receipt(0, extra, seen), case.trust)
    posing = case.log.signer.sign(other.note().text)  # a key that may sign, another log's name
    with pytest.raises(Wrong, match=r"a state of lain\.contoh"):
        open_checkpoint(Note.parse(bytes(posing)), Key.parse(case.log.vkey))


def test_the_proof_of_another_leaf_does_not_count(case: Case) -> None:
    leaf, shown = pact(2)
    extra = {"leaf": leaf.decode(), "disclosures": shown}
    seen = {WITNESSES["bawaslu"]: NOW, WITNESSES["pers"]: NOW}
    with pytest.raises(Wrong, match="does not lead to the signed root"):
        judged(case.log.receipt(INDEX, extra, seen), case.trust)


def test_too_few_witnesses_are_no_quorum(case: Case) -> None:
    leaf, shown = pact(1)
    extra = {"leaf": leaf.decode(), "disclosures": shown}
    log = Log([leaf])
    one = {WITNESSES["kampus"]: NOW}
    assert verify(Receipt.parse(log.receipt(0, extra, one)), case.trust).by is None


def test_an_entry_cannot_have_seen_what_came_after_it(case: Case) -> None:
    leaf, shown = pact(1, Anchor(2, sha256(b"later").digest()))
    log = Log([b"0", leaf, b"2"])
    octets = log.receipt(1, {"leaf": leaf.decode(), "disclosures": shown}, {})
    with pytest.raises(Wrong, match="younger than itself"):
        verify(Receipt.parse(octets), case.trust)


def test_an_entry_may_have_seen_all_that_came_before_it(case: Case) -> None:
    leaf, shown = pact(1, Anchor(1, Log([b"0"]).root))
    octets = Log([b"0", leaf]).receipt(1, {"leaf": leaf.decode(), "disclosures": shown}, {})
    assert verify(Receipt.parse(octets), case.trust).by is None


def test_a_path_holds_hashes_and_not_too_many(case: Case) -> None:
    for path in ([b"x" * 31], [b"x" * 33], [b"x" * 32] * 64):
        with pytest.raises(Wrong, match="too long, or holds something else"):
            Receipt.parse(remade(case, lambda parts, path=path: parts.update(path=path)))  # type: ignore[misc]
    longest = remade(case, lambda parts: parts.update(path=[b"x" * 32] * 63))
    assert len(Receipt.parse(longest).path) == 63


def test_hidden_fields_stay_hidden_and_the_rest_stays_proven(case: Case) -> None:
    whole = Receipt.parse(case.receipt)
    fewer = bytes(whole.keeping(["acted_at", "level"]))
    found = judged(fewer, case.trust)
    assert found.receipt.disclosed() == {"acted_at": FIELDS["acted_at"], "level": 2}
    said = base64.b64decode(fewer.split(b"\n")[1][6:])
    assert b"000000000000000123" not in said
    salts = [each.salt for each in whole.fields if each.name not in {"acted_at", "level"}]
    assert not [salt for salt in salts if base64.urlsafe_b64encode(salt or b"")[:43] in said]
    with pytest.raises(Wrong, match="does not disclose identity"):
        found.receipt.keeping(["identity"])


def test_fields_may_not_be_left_out_doubled_or_moved(case: Case) -> None:
    def drop(shown: list[Any]) -> list[Any]:
        return shown[:-1]

    def double(shown: list[Any]) -> list[Any]:
        return [*shown, shown[-1]]

    def move(shown: list[Any]) -> list[Any]:
        return [shown[1], shown[0], *shown[2:]]

    def rename(shown: list[Any]) -> list[Any]:
        return [{**shown[0], "f": "name"}, *shown[1:]]

    def more(shown: list[Any]) -> list[Any]:
        return [{**shown[0], "x": 1}, *shown[1:]]

    for change in (drop, double, move, rename, more):
        with pytest.raises(Wrong):
            judged(
                remade(
                    case,
                    lambda parts, change=change: parts["extra"].update(  # type: ignore[misc]
                        disclosures=change(parts["extra"]["disclosures"])
                    ),
                ),
                case.trust,
            )


def test_hidden_fields_keep_their_names(case: Case) -> None:
    """A digest does not tell its name, so that the order of the type must."""
    whole = Receipt.parse(case.receipt)
    bare = whole.keeping([])
    assert judged(bytes(bare), case.trust).receipt == bare
    first, second, *rest = bare.fields
    swapped = (replace(first, name=second.name), replace(second, name=first.name), *rest)
    with pytest.raises(Wrong, match="has other fields"):
        Receipt.parse(bytes(replace(bare, fields=swapped)))


@pytest.mark.parametrize(
    "odd",
    [
        None, 5, "person", [], {}, {"f": "person"}, {"f": 5, "d": "A" * 43}, {"d": "A" * 43},
        {"f": "person", "s": "A" * 43}, {"f": "person", "v": 1}, {"f": "person", "d": "A" * 42},
        {"f": "person", "s": "A" * 22, "v": 1}, {"f": "p\u00e9", "d": "A" * 43},
    ],
    ids=str,
)  # fmt: skip
def test_an_odd_field_is_refused(case: Case, odd: object) -> None:
    def change(parts: dict[str, Any]) -> None:
        parts["extra"]["disclosures"][0] = odd

    with pytest.raises(Wrong):
        Receipt.parse(remade(case, change))


@pytest.mark.parametrize(
    "extra",
    [None, [], {}, {"leaf": 5, "disclosures": []}, {"leaf": "{}", "disclosures": {}},
     {"leaf": "{}"}, {"leaf": "{}", "disclosures": [], "more": 1}],
    ids=str,
)  # fmt: skip
def test_odd_extra_data_are_refused(case: Case, extra: object) -> None:
    with pytest.raises(Wrong):
        Receipt.parse(remade(case, lambda parts: parts.update(extra=extra)))


def test_a_receipt_without_disclosures_proves_the_leaf_alone(case: Case) -> None:
    bare = remade(case, lambda parts: parts["extra"].update(disclosures=[]))
    assert judged(bare, case.trust).receipt.fields == ()


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"c2sp.org/tlog-proof@v1",
        b"c2sp.org/tlog-proof@v1\n\n",
        b"c2sp.org/tlog-proof@v1\nindex 0\n\nx\n0\n\n",
        b"c2sp.org/tlog-proof@v1\nextra e30=\n\nx\n0\n\n",
        b"c2sp.org/tlog-proof@v1\nextra e30=\nindex 0\n\nx\n0\n\n",
        b"c2sp.org/tlog-proof@v1\nextra " + base64.b64encode(b"[" * 100_000) + b"\nindex 0\n\nx\n",
        b"A" * 3_000_000,
    ],
)
def test_what_is_no_receipt_is_refused(octets: bytes) -> None:
    with pytest.raises(Wrong):
        Receipt.parse(octets)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (b"tlog-proof@v1", b"tlog-proof@v2", "no receipt"),
        (b"\nindex 517\n", b"\n517\n", "does not tell the place"),
        (b"\nindex 517\n", b"\nIndex 517\n", "does not tell the place"),
        (b"\nindex 517\n", b"\nindex 0517\n", "not a number"),
        (b"\nextra ", b"\nExtra ", "does not hold the entry"),
        (b"\nextra ", b"\n\nextra ", "does not hold the entry"),
        (b"\nindex ", b"\r\nindex ", "not base64"),
        (b"c2sp", b"\xff2sp", "no receipt"),
        (b"\nextra ", b"\nextra " + b"A" * 3_000_000, "not as long as that"),
    ],
    ids=range(9),
)
def test_each_line_of_a_receipt_is_spelled_as_it_must_be(
    case: Case, old: bytes, new: bytes, why: str
) -> None:
    with pytest.raises(Wrong, match=why):
        Receipt.parse(case.receipt.replace(old, new, 1))


@given(st.binary(max_size=400))
def test_noise_is_refused_without_an_accident(noise: bytes) -> None:
    for read in (Receipt.parse, Note.parse, Policy.parse, Leaf.parse):
        with pytest.raises(Wrong):
            read(noise)


def test_a_promise_is_the_logs_word_and_no_bit_of_it_is_idle(case: Case) -> None:
    [key] = case.trust.promises.values()
    promise = open_promise(Note.parse(case.promise), key)
    assert (promise.origin, promise.by) == (ORIGIN, NOW + 3600)
    assert promise.leaf == Receipt.parse(case.receipt).leaf.hash
    for place in range(len(case.promise)):
        for bit in range(8):
            changed = bytearray(case.promise)
            changed[place] ^= 1 << bit
            with pytest.raises(Wrong):
                open_promise(Note.parse(bytes(changed)), key)


def test_a_promise_is_no_checkpoint_and_a_checkpoint_no_promise(case: Case) -> None:
    with pytest.raises(Wrong):
        Checkpoint.parse(Note.parse(case.promise).text)
    with pytest.raises(Wrong):
        Promise.parse(case.log.note().text)
    stranger = case.log.signer.sign(Note.parse(case.promise).text)
    with pytest.raises(Wrong, match="cannot promise"):
        open_promise(Note.parse(bytes(stranger)), Key.parse(case.log.vkey))
