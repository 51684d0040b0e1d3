"""What one hand reads, the other reads alike; what one refuses, the other refuses."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.kernel.canon import canonical
from netral.ledger.core import checkpoint as their_checkpoint
from netral.ledger.core import leaf as their_leaf
from netral.ledger.core import note as their_note
from netral.ledger.core.policy import Policy as TheirPolicy
from netral.ledger.core.promise import Promise as TheirPromise
from netral.ledger.core.types import TYPES, Form, Shows
from netral_verify import Wrong
from netral_verify.canon import read, spell
from netral_verify.leaf import Leaf, commitment, digest, kinds
from netral_verify.note import (
    COSIGNER_PQ,
    Checkpoint,
    Key,
    Note,
    Signature,
    cosignatures,
    cosigned_message,
)
from netral_verify.policy import Policy
from netral_verify.promise import Promise
from netral_verify.spelling import b64
from tests.outside.conftest import NOW, WITNESSES, Case
from tests.outside.logs import AT

KEYS = [f"log {their_note.Signer('a.id/log', b'1' * 32).key.vkey}"]
KEYS += [f"witness {name} {each.key.vkey}" for name, each in WITNESSES.items()]


def agree(mine: Callable[[], object], theirs: Callable[[], object]) -> object:
    """Return what I read, once it is sure that both read the same, or that neither does."""
    try:
        expected = theirs()
    except ValueError:
        with pytest.raises(Wrong):
            mine()
        return None
    found = mine()
    assert str(found) == str(expected)
    return found


PIECES = st.sampled_from(
    ["\u2014 ", "\u2014", " ", "\n", "\n\n", "a.id/log", "AAAA", "AAAAAAAA", "AAAAAAB=", "+", "0",
     "5", "05", "\r", "\t", "\u00a0", "teks", "\u2014 a.id/log AAAAAAAA\n", "==", "\x7f", "\ufeff"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=12).map("".join))
def test_notes(text: str) -> None:
    def mine() -> str:
        return bytes(Note.parse(text.encode())).decode()

    agree(mine, lambda: their_note.Note.parse(text.encode()))


@pytest.mark.parametrize(
    "line",
    [
        "—  AAAAAAAA", "— a b AAAAAAAA", "— a+b AAAAAAAA", "— a\u00a0b AAAAAAAA",
        "— a\u2003b AAAAAAAA", "- a AAAAAAAA", "a AAAAAAAA", "— a AAAAAA==", "— a ",
        "— a AAAAAAAA ", " — a AAAAAAAA", "— a AAAAAAA",
    ],
)  # fmt: skip
def test_a_signature_names_who_signed_and_holds_more_than_an_identifier(line: str) -> None:
    good = "teks\n\n— a AAAAAAA=\n"
    assert bytes(Note.parse(good.encode())) == bytes(their_note.Note.parse(good.encode()))
    for text in (f"teks\n\n{line}\n", f"{good}{line}\n"):
        with pytest.raises(Wrong):
            Note.parse(text.encode())
        with pytest.raises(their_note.NoteWrong):
            their_note.Note.parse(text.encode())


@pytest.mark.parametrize("name", ["", "a b", "a\u00a0b", "a\x1fb", "a\udcffb", "\ud800", "b\udfff"])
def test_a_key_has_a_name_under_which_one_may_sign(name: str) -> None:
    octets = b64(b"\1" + bytes(32))
    with pytest.raises(Wrong, match="cannot be the name of a key"):
        Key.parse(f"{name}+00000000+{octets}")
    with pytest.raises(ValueError):  # noqa: PT011  # in other words
        their_note.Key.parse(f"{name}+00000000+{octets}")


@given(st.lists(PIECES | st.just("A" * 43 + "=\n"), max_size=8).map("".join))
def test_checkpoints(text: str) -> None:
    agree(lambda: Checkpoint.parse(text), lambda: their_checkpoint.Checkpoint.parse(text))


HASH_LINE = "leaf " + "A" * 43 + "=\n"


PROMISED = st.sampled_from(
    ["netral/promise/v1\n", "origin a.id/log\n", "origin \n", HASH_LINE, "by 5\n", "by 05\n",
     "by -1\n", "leaf AAAA\n", "\n", "x"]
)  # fmt: skip
WHOLE = ["netral/promise/v1\n", "origin a.id/log\n", HASH_LINE, "by 7\n"]


@given((st.lists(PROMISED, max_size=6) | st.permutations(WHOLE)).map("".join))
def test_promises(text: str) -> None:
    agree(lambda: Promise.parse(text), lambda: TheirPromise.parse(text))


@pytest.mark.parametrize("line", range(4))
def test_each_line_of_a_promise_says_what_it_is(line: int) -> None:
    text = "".join(WHOLE)
    assert str(Promise.parse(text)) == str(TheirPromise.parse(text)) == text
    for odd in (WHOLE[line].capitalize(), "x" + WHOLE[line], WHOLE[line].partition(" ")[2] or "\n"):
        no_promise("".join([*WHOLE[:line], odd, *WHOLE[line + 1 :]]))


@pytest.mark.parametrize(
    "text",
    [
        "", "".join(WHOLE) + "\n", "".join(WHOLE) + "by 7\n", "".join(WHOLE)[:-1],
        "".join(WHOLE[:3]), "".join(WHOLE).replace("a.id/log", ""),
        "".join(WHOLE).replace("A" * 43 + "=", "AAAA"), "".join(WHOLE) + "x",
    ],
    ids=range(8),
)  # fmt: skip
def test_a_promise_names_a_log_and_a_hash_in_four_lines(text: str) -> None:
    no_promise(text)


def no_promise(text: str) -> None:
    with pytest.raises(Wrong):
        Promise.parse(text)
    with pytest.raises(ValueError):  # noqa: PT011  # in other words
        TheirPromise.parse(text)


LINES = st.sampled_from(
    [*KEYS, *KEYS, "group luar 2 bawaslu kampus pers", "group dua all bawaslu kampus",
     "group satu any pers dua", "group x 3 bawaslu pers", "group y 0 pers", "group z 01 pers",
     "group none any pers", "group w any none", "quorum luar", "quorum none", "quorum satu",
     "quorum bawaslu", "quorum", "log", "witness a b", "# apa saja", "", " \t ", "quorum\tluar ",
     "kuorum luar", "group v all", "group bawaslu any pers"]
)  # fmt: skip


@given(st.lists(LINES, max_size=12), st.permutations(KEYS), st.booleans())
def test_policies(lines: list[str], keys: list[str], all_keys: bool) -> None:  # noqa: FBT001
    text = "\n".join([*(keys if all_keys else []), *lines])
    try:
        expected = TheirPolicy.parse(text)
    except ValueError:
        with pytest.raises(Wrong):
            Policy.parse(text.encode())
        return
    found = Policy.parse(text.encode())
    assert set(found.logs) == set(expected.logs)
    assert set(found.witnesses) == set(expected.witnesses)
    assert found.quorum == expected.quorum
    for seen in ([], ["bawaslu"], ["bawaslu", "kampus"], ["pers"], list(WITNESSES)):
        there = [name for name in seen if name in found.witnesses]
        times = {found.witnesses[name].key: 7 for name in there}
        enough = expected.satisfied([expected.witnesses[name].key for name in there])
        assert (found.met(times) is not None) is enough


@given(st.dictionaries(st.sampled_from(sorted(WITNESSES)), st.integers(1, 2**63 - 1)))
def test_cosignatures(case: Case, seen: dict[str, int]) -> None:
    note = case.log.note()
    signed = note.with_signatures(WITNESSES[name].sign(note.text, at) for name, at in seen.items())
    mine = [Key.parse(each.key.vkey) for each in WITNESSES.values()]
    theirs = [their_note.Key.parse(each.key.vkey) for each in WITNESSES.values()]
    expected = {each.witness.vkey: each.time for each in their_checkpoint.cosignatures(
        their_note.Note.parse(bytes(signed)), theirs)}  # fmt: skip
    found = cosignatures(Note.parse(bytes(signed)), mine)
    assert {key.vkey: time for key, time in found} == expected
    assert len(found) == len(seen)


@pytest.mark.parametrize("time", [0, 2**63, 2**64 - 1])
def test_a_cosignature_without_a_time_says_nothing(case: Case, time: int) -> None:
    note, witness = case.log.note(), WITNESSES["pers"]
    signed = bytes(note.with_signatures([witness.sign(note.text, time)]))
    with pytest.raises(ValueError, match="has no time"):
        their_checkpoint.cosignatures(their_note.Note.parse(signed), [witness.key])
    with pytest.raises(Wrong, match="is false"):
        cosignatures(Note.parse(signed), [Key.parse(witness.key.vkey)])


def nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    keys = st.text(st.characters(max_codepoint=127), max_size=5)
    return st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=20), nested
)


@given(VALUES)
def test_values_have_one_spelling(value: object) -> None:
    try:
        octets = canonical(value)
    except UnicodeEncodeError:
        return
    assert spell(read(octets)) == octets


@given(VALUES, st.binary(min_size=32, max_size=32))
def test_commitments(value: object, salt: bytes) -> None:
    try:
        octets = canonical(value)
    except UnicodeEncodeError:
        return
    found = digest(salt=salt, field="name", value=octets)
    assert found == their_leaf.digest(salt=salt, field="name", value=octets)
    assert commitment("x/1", [found]) == their_leaf.commitment("x/1", [found])


@pytest.mark.parametrize(
    "octets",
    [
        b"", b" {}", b"{} ", b'{"a":1,"a":1}', b'{"b":1,"a":1}', b'{"a": 1}', b"1.0", b"1e3",
        b"-0", b"NaN", b"Infinity", b"9007199254740992", b'"\\u0041"', b'"\\/"', b'"\\ud800"',
        '"e\u0301"'.encode(), '{"\u00e9":1}'.encode(), b'"\x7f\xff"', b"[" * 5000, b"nul",
        b"9" * 5000, b"\xef\xbb\xbf1",
    ],
)  # fmt: skip
def test_other_spellings_are_refused(octets: bytes) -> None:
    with pytest.raises(Wrong):
        read(octets)


def boxed(depth: int) -> tuple[object, bytes]:
    value: object = "x"
    for each in range(depth):
        value = [value] if each % 2 else {"a": 1, "b": value}
    return value, json.dumps(value, separators=(",", ":")).encode()


def test_both_hands_nest_records_as_deeply() -> None:
    fit, octets = boxed(32)
    assert spell(fit) == canonical(fit) == octets
    assert read(octets) == fit
    deep, octets = boxed(33)
    with pytest.raises(Wrong, match="too deeply"):
        read(octets)
    with pytest.raises(Wrong, match="too deeply"):
        spell(deep)
    with pytest.raises(ValueError):  # noqa: PT011  # in other words
        canonical(deep)


@pytest.mark.parametrize("sign", [1, -1])
def test_both_hands_take_numbers_up_to_the_same(sign: int) -> None:
    most = sign * (2**53 - 1)
    octets = b"[%d]" % most
    assert spell([most]) == canonical([most]) == octets
    assert read(octets) == [most]
    for value in (most + sign, sign * 10**17):
        with pytest.raises(Wrong, match="no such number"):
            spell([value])
        with pytest.raises(Wrong, match="no such number"):
            read(b"[%d]" % value)
        with pytest.raises(ValueError):  # noqa: PT011  # in other words
            canonical([value])


@pytest.mark.parametrize("text", ['["e\u0301"]', '{"a":["e\u0301"]}', '[{"a":"e\u0301"}]'])
def test_texts_are_composed_wherever_they_stand(text: str) -> None:
    with pytest.raises(Wrong, match="NFC"):
        read(text.encode())
    with pytest.raises(Wrong, match="NFC"):
        spell(json.loads(text))


@pytest.mark.parametrize("text", ["\n5\n{}\n", "a\n\n{}\n", "a\n5\n\n", "a\n5\n{}", "a\n5\n{}\n\n"])
def test_no_line_of_a_checkpoint_is_empty(text: str) -> None:
    filled = text.format("A" * 43 + "=")
    with pytest.raises(Wrong):
        Checkpoint.parse(filled, extended=True)
    with pytest.raises(their_note.NoteWrong):
        their_checkpoint.Checkpoint.parse(filled)


SAMPLES: dict[Shows, object] = {
    Shows.REF: "A" * 22, Shows.HASH: "A" * 43, Shows.HASHES: ["A" * 43] * 2, Shows.LINK: "A" * 43,
    Shows.SHA256: "0" * 64, Shows.TEXT: "800/01", Shows.LEVEL: 2, Shows.DUE: "2026-12-01",
    Shows.KIND: "report",
}  # fmt: skip
HISTORIES = [name for name, each in TYPES.items() if each.form is Form.HISTORY]


def history(kind: str, **more: Any) -> their_leaf.Leaf:
    public = {name: SAMPLES[shows] for name, shows in TYPES[kind].public.items()}
    return replace(
        their_leaf.Leaf(kind=kind, institution="32.76", ref=b"r" * 16, number=0, previous=None,
                        logged_at=AT, commitment=b"c" * 32, public=public), **more)  # fmt: skip


@pytest.mark.parametrize("kind", HISTORIES)
def test_leaves_of_every_type_are_read(kind: str) -> None:
    anchor = their_leaf.Anchor(7, b"r" * 32)
    octets = history(kind, anchor=anchor, number=3, previous=b"p" * 32).octets()
    found = Leaf.parse(octets)
    assert (found.kind.name, found.tenant, found.number) == (kind, "32.76", 3)
    assert (found.time, found.at) == (int(AT.timestamp()), "2026-11-21T03:15:00Z")
    assert found.anchor is not None
    assert (found.anchor.size, found.anchor.root) == (7, b"r" * 32)
    assert (found.ref, found.previous, found.commitment) == (b"r" * 16, b"p" * 32, b"c" * 32)


def test_the_list_of_types_is_the_products() -> None:
    mine = {name: (each.fields, each.form, dict(each.public)) for name, each in kinds().items()}
    assert mine == {
        name: (each.fields, each.form, dict(each.public)) for name, each in TYPES.items()
    }


@pytest.mark.parametrize(
    "change",
    [
        {"t": "x/1"}, {"t": 1}, {"t": None}, {"n": -1}, {"n": True}, {"n": "0"}, {"n": 1},
        {"p": "A" * 43}, {"n": -1, "p": "A" * 43},
        {"n": 1.5, "p": "A" * 43}, {"n": "1", "p": "A" * 43}, {"p": ""},
        {"ref": "A" * 21}, {"ref": "A" * 21 + "B"}, {"ref": "A" * 43},
        {"c": "A" * 42}, {"c": None}, {"ten": ""}, {"ten": 5}, {"ten": "a b"}, {"at": "2026-11-21"},
        {"at": "2026-11-21T03:15:00+00:00"}, {"at": "2026-02-30T00:00:00Z"}, {"at": None},
        {"at": "2026-11-21T03:15:60Z"}, {"a": {}}, {"a": {"s": 0, "r": "A" * 43}}, {"a": 5},
        {"a": {"s": -1, "r": "A" * 43}}, {"a": {"s": True, "r": "A" * 43}}, {"x": None},
        {"x": {"camp": "A" * 22}}, {"x": {"camp": "A" * 22, "lvl": 4}}, {"y": 1},
        {"x": {"camp": "A" * 22, "lvl": True}}, {"x": {"camp": 3, "lvl": 1}},
        {"x": {"camp": "A" * 22, "lvl": 1, "z": 1}},
    ],
)  # fmt: skip
def test_a_leaf_that_breaks_a_rule_is_refused(change: dict[str, Any]) -> None:
    good = json.loads(history("pact.signed/1").octets())
    Leaf.parse(spell(good))
    with pytest.raises(Wrong):
        Leaf.parse(spell(good | change))
    for name in good:
        with pytest.raises(Wrong):
            Leaf.parse(spell({key: value for key, value in good.items() if key != name}))


@pytest.mark.parametrize(
    ("kind", "name", "bad"),
    [
        ("circular.published/1", "doc", "A" * 64), ("circular.published/1", "doc", "0" * 63),
        ("circular.published/1", "no", "\u00e9"), ("circular.published/1", "no", "x" * 301),
        ("case.opened/1", "due", "2026-02-30"), ("case.opened/1", "due", "2026-2-3"),
        ("case.opened/1", "due", ""), ("campaign.opened/1", "sha", None),
    ],
)  # fmt: skip
def test_a_public_value_of_another_shape_is_refused(kind: str, name: str, bad: object) -> None:
    good = json.loads(history(kind).octets())
    good["x"][name] = bad
    with pytest.raises(Wrong):
        Leaf.parse(spell(good))


@pytest.mark.parametrize("octets", [b"[]", b"5", b'"t"', b"null", b"true", b'{"t":"sealed/1"}'])
def test_a_leaf_is_a_record(octets: bytes) -> None:
    with pytest.raises(Wrong):
        Leaf.parse(octets)


@pytest.mark.parametrize("at", ["20261122", "2026-W47-7", "2026-11-22 ", "2026-11-31", "", 5])
def test_a_date_has_one_spelling(at: object) -> None:
    sealed = {"at": "2026-11-22", "c": "A" * 43, "t": "sealed/1"}
    case = json.loads(history("case.opened/1").octets())
    for good, bad in ((sealed, {"at": at}), (case, {"x": case["x"] | {"due": at}})):
        Leaf.parse(canonical(good))
        with pytest.raises(Wrong):
            Leaf.parse(canonical(good | bad))


def test_levels_are_none_to_three() -> None:
    for level in range(4):
        shown = {"camp": "A" * 22, "lvl": level}
        assert Leaf.parse(history("pact.signed/1", public=shown).octets()).public == shown


def test_a_due_date_may_be_open() -> None:
    assert Leaf.parse(history("case.step/1", public={"due": None}).octets()).public["due"] is None


def test_sealed_leaves_show_a_date_and_openings_what_opens() -> None:
    commit = their_leaf.b64u(b"c" * 32)
    sealed = Leaf.parse(canonical({"at": "2026-11-22", "c": commit, "t": "sealed/1"}))
    day = int(datetime(2026, 11, 22, tzinfo=UTC).timestamp())
    assert (sealed.time, sealed.tenant, sealed.ref, sealed.public) == (day, None, None, {})
    shown = {name: SAMPLES[shows] for name, shows in TYPES["opening/1"].public.items()}
    opening = {"at": "2026-12-22T17:00:00Z", "t": "opening/1", "x": shown}
    assert Leaf.parse(canonical(opening)).public["kind"] == "report"
    assert Leaf.parse(canonical(opening | {"x": shown | {"link": None}})).public["link"] is None
    for wrong in (
        {"at": "2026-11-22", "c": commit, "t": "sealed/1", "ten": "32.76"},
        {"at": "2026-11-22T00:00:00Z", "c": commit, "t": "sealed/1"},
        opening | {"x": shown | {"kind": "lain"}},
        opening | {"x": shown | {"rest": "A" * 43}},
        opening | {"x": shown | {"rest": ["A"]}},
    ):
        with pytest.raises(Wrong):
            Leaf.parse(canonical(wrong))


def test_a_leaf_is_not_longer_than_the_log_takes() -> None:
    long = history("pact.signed/1").octets().replace(b"32.76", b"3" * 5000)
    with pytest.raises(Wrong, match="at most 4096"):
        Leaf.parse(long)


def test_the_time_of_a_quorum_is_that_of_the_last_witness_it_takes(case: Case) -> None:
    policy = case.trust
    key = {name: each.key for name, each in policy.witnesses.items()}
    assert policy.met({}) is None
    assert policy.met({key["pers"]: NOW}) is None
    assert policy.met({key["pers"]: NOW, key["kampus"]: NOW - 9}) == NOW
    assert policy.met({key["pers"]: 0, key["kampus"]: NOW - 9, key["bawaslu"]: NOW}) == NOW - 9
    assert Policy.of_log(policy.logs["netral.contoh.go.id/log"]).met({}) == 0


def test_a_policy_may_hold_opaque_octets_and_no_control_characters(case: Case) -> None:
    assert Policy.parse(b"# \xff\xfe\n" + case.policy).quorum == "luar"
    for comment in (b"# kunci lama", b"# promise", b"# promise a b", b"#promise a", b"\t#\tx"):
        assert Policy.parse(comment + b"\n" + case.policy).promises == case.trust.promises
    assert Policy.parse(case.policy.replace(b" ", b"\t")) == case.trust
    for octet in (b"\r", b"\0", b"\x0b", b"\x7f"):
        with pytest.raises(Wrong, match=r"line 1 .* control character"):
            Policy.parse(b"#" + octet + b"\n" + case.policy)
    with pytest.raises(Wrong, match="is not for this"):
        Policy.parse(b"# promise " + WITNESSES["pers"].key.vkey.encode() + b"\n" + case.policy)


def test_a_policy_says_what_is_wrong_with_it(case: Case) -> None:
    for text, why in (
        (b"#" * 300_000, "not as long as that"),
        (b"\n".join(line.encode() for line in KEYS), "how many witnesses it takes"),
        (case.policy + b"quorum none\n", "says twice how many witnesses"),
        (case.policy + f"log {case.log.vkey}".encode(), "stands in the policy twice"),
        (case.policy + KEYS[1].replace(" bawaslu ", " lain ").encode(), "stands in the policy"),
        (case.policy + b"group luar any kampus\n", "stands in the policy twice"),
        (b"quorum x\n", "x is not named above"),
        (b"quorum\n", "the line should be: quorum NAME"),
        (b"log a b c\n", "the line should be: log KEY"),
        (b"log\n", "the line should be: log KEY"),
        (b"witness a\n", "the line should be: witness NAME KEY"),
        (b"witness a b c d\n", "the line should be: witness NAME KEY"),
        (b"quorum none none\n", "the line should be: quorum NAME"),
        (b"logs a\n", "this cannot be read: logs a"),
        (KEYS[1].replace("witness bawaslu", "log").encode(), "is not for this"),
        (KEYS[0].replace("log ", "witness x ", 1).encode(), "is not for this"),
    ):
        with pytest.raises(Wrong, match=why):
            Policy.parse(text)


@pytest.mark.parametrize(
    ("group", "why"),
    [
        ("group g 0 pers", "g cannot need 0"), ("group g 2 pers", "g cannot need 2"),
        ("group g 02 pers", "g cannot need 02"), ("group g -1 pers", "g cannot need -1"),
        ("group g x pers", "g cannot need x"), ("group g any none", "none is not named above"),
        ("group g any g", "g is not named above"), ("group g any pers pers", "twice in one"),
        ("group none any pers", "none stands in the policy twice"),
        ("group g any pers\ngroup h any pers", "in two groups"),
        ("group g any", "the line should be: group"), ("group g \u0661 pers", "g cannot need"),
        ("group g \u00b2 pers", "g cannot need"), ("group g 0000000001 pers", "g cannot need"),
        (f"group g {'1' * 5000} pers", "g cannot need"),
    ],
)  # fmt: skip
def test_a_faulty_group_is_refused(group: str, why: str) -> None:
    text = "\n".join([*KEYS, group, "quorum pers"])
    with pytest.raises(Wrong, match=why):
        Policy.parse(text.encode())
    with pytest.raises(ValueError):  # noqa: PT011  # in other words
        TheirPolicy.parse(text)


def test_a_number_of_members_may_begin_with_a_nought() -> None:
    text = "\n".join([*KEYS, "group g 01 pers", "quorum g"])
    assert Policy.parse(text.encode()).groups["g"] == (1, ("pers",))
    assert TheirPolicy.parse(text).groups["g"].needed == 1


def test_groups_stand_in_groups_and_addresses_beside_keys() -> None:
    lines = [KEYS[0] + " https://a.id/log", KEYS[1] + " https://saksi.id", *KEYS[2:]]
    names = [line.split()[1] for line in KEYS if line.startswith("witness ")]
    lines += [f"group dalam any {names[0]}", f"group luar all dalam {names[1]}", "quorum luar"]
    policy = Policy.parse("\n".join(lines).encode())
    first, second = (policy.witnesses[name].key for name in names[:2])
    assert policy.met({first: 3, second: 5}) == 5
    assert policy.met({first: 3}) is policy.met({second: 5}) is None
    [log] = policy.logs
    assert policy.urls == {log: "https://a.id/log"}
    assert [each.url for each in policy.witnesses.values()] == ["https://saksi.id", "", ""]
    assert Policy.parse("\n".join([*KEYS, "quorum none"]).encode()).urls == {log: ""}


def test_a_log_stands_once_in_a_policy_by_name_and_by_key(case: Case) -> None:
    [log] = case.trust.logs.values()
    for other in (replace(log, name="lain.id/log"), replace(log, public=bytes(32))):
        with pytest.raises(Wrong, match="stands in the policy twice"):
            Policy.parse(case.policy + f"log {other.vkey}\n".encode())


def test_ml_dsa_witnesses_are_verified_where_the_library_can() -> None:
    mldsa = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.mldsa")
    private = mldsa.MLDSA44PrivateKey.from_seed_bytes(sha256(b"pq").digest())
    key = Key("saksi.id/pq", COSIGNER_PQ, private.public_key().public_bytes_raw())
    assert Key.parse(key.vkey) == key
    text = f"a.id/log\n5\n{'A' * 43}=\n"
    octets = (77).to_bytes(8) + private.sign(cosigned_message(text, key, 77))
    note = Note(text, (Signature(key.name, key.identifier, octets),))
    assert cosignatures(note, [key]) == [(key, 77)]
    theirs = their_checkpoint.cosignatures(
        their_note.Note.parse(bytes(note)), [their_note.Key.parse(key.vkey)]
    )
    assert [each.time for each in theirs] == [77]
    for false in (octets[:-1], octets[:20], octets[:8], octets[:-1] + bytes([octets[-1] ^ 1])):
        with pytest.raises(Wrong):
            cosignatures(
                replace(note, signatures=(replace(note.signatures[0], octets=false),)), [key]
            )
