"""A log rebuilt from its files alone: every rule is broken once, and found."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.ledger.core.chains import Chains
from netral.ledger.core.checkpoint import Checkpoint
from netral.ledger.core.faults import Code, Fault
from netral.ledger.core.growth import Tail
from netral.ledger.core.leaf import Anchor, Leaf, unb64u
from netral.ledger.core.note import NoteWrong, Signer
from netral.ledger.core.public import PublicLog, Unreadable, history_path
from netral.ledger.core.tiles import Edge
from netral.ledger.core.tree import fold, leaf_hash
from tests.ledger.bits import written

SIGNER = Signer("log.example/log", b"l" * 32)
OTHER = Signer("log.example/log", b"o" * 32)
NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
FIRST = Leaf(
    kind="internal/1",
    institution="32.76",
    ref=b"\x01" * 16,
    number=0,
    previous=None,
    logged_at=NOON,
    commitment=b"\xff" * 32,
    public={},
)
SECOND = replace(FIRST, number=1, previous=leaf_hash(FIRST.octets()))


def built(leaves: list[bytes], signer: Signer = SIGNER) -> dict[str, bytes]:
    """Return the files of a log."""
    tail = Tail()
    found = written(tail, leaves)
    found["checkpoint"] = bytes(
        signer.sign(str(Checkpoint(signer.key.name, tail.size, tail.edge.root())))
    )
    return found


def many(count: int) -> list[bytes]:
    """Return leaves of as many objects."""
    return [
        replace(FIRST, ref=number.to_bytes(16), logged_at=NOON + timedelta(seconds=number)).octets()
        for number in range(count)
    ]


def checked(found: dict[str, bytes]) -> list[Fault]:
    return list(PublicLog.open(found.get, SIGNER.key).check())


def codes(leaves: list[bytes]) -> list[Code]:
    return [fault.code for fault in checked(built(leaves))]


def changed(leaf: Leaf, **parts: Any) -> bytes:
    """Return a leaf with other keys, spelled canonically."""
    said = json.loads(leaf.octets()) | parts
    return json.dumps(said, sort_keys=True, separators=(",", ":")).encode()


@pytest.mark.parametrize("size", [0, 1, 2, 255, 256, 257, 513])
def test_a_log_of_any_size_fits(size: int) -> None:
    assert checked(built(many(size))) == []


def test_a_history_is_a_line() -> None:
    assert codes([FIRST.octets(), SECOND.octets()]) == []
    assert codes([SECOND.octets()]) == [Code.CHAIN]
    twice = replace(SECOND, commitment=b"\xee" * 32)
    assert codes([FIRST.octets(), SECOND.octets(), twice.octets()]) == [Code.CHAIN]
    skipped = replace(SECOND, number=2)
    assert codes([FIRST.octets(), skipped.octets()]) == [Code.CHAIN]
    orphan = replace(SECOND, previous=b"\x00" * 32)
    assert codes([FIRST.octets(), orphan.octets()]) == [Code.CHAIN]


def test_a_leaf_is_not_dated_back_by_more_than_five_minutes() -> None:
    later = replace(FIRST, ref=b"\x02" * 16, logged_at=NOON - timedelta(minutes=5))
    assert codes([FIRST.octets(), later.octets()]) == []
    later = replace(later, logged_at=NOON - timedelta(minutes=5, seconds=1))
    assert codes([FIRST.octets(), later.octets()]) == [Code.TIME]


def test_a_leaf_names_a_state_that_the_log_had() -> None:
    leaves = many(300)
    edge = Edge()
    list(edge.append(map(leaf_hash, leaves)))
    seen = replace(FIRST, ref=b"\x09" * 16, logged_at=NOON + timedelta(hours=1))
    right = replace(seen, anchor=Anchor(300, edge.root()))
    assert codes([*leaves, right.octets()]) == []
    wrong = replace(seen, anchor=Anchor(299, edge.root()))
    assert codes([*leaves, wrong.octets()]) == [Code.ANCHOR]
    future = replace(seen, anchor=Anchor(302, edge.root()))
    assert Code.ANCHOR in codes([*leaves, future.octets()])


@pytest.mark.parametrize(
    "leaf",
    [
        b"",
        b"[]",
        b"{}",
        b"null",
        b"\xff\xff",
        b'{"t":"internal/1"}',
        FIRST.octets() + b" ",
        FIRST.octets().replace(b'"n":0', b'"n":0.0'),
        FIRST.octets().replace(b'"n":0', b'"n":-1'),
        FIRST.octets().replace(b'"n":0', b'"n":true'),
        FIRST.octets().replace(b'"n":0', b'"n":0,"n":0'),
        changed(FIRST, t="internal/9"),
        changed(FIRST, t=[]),
        changed(FIRST, t=None),
        changed(FIRST, ref="AQEBAQEBAQEBAQEBAQEBAR"),  # the last sign has bits to spare
        changed(FIRST, ref=None),
        changed(FIRST, c="x"),
        changed(FIRST, p=7),
        changed(FIRST, at="2026-11-22"),
        changed(FIRST, at="2026-13-22T05:00:00Z"),
        changed(FIRST, at=None),
        changed(FIRST, a={}),
        changed(FIRST, a=[]),
        changed(FIRST, a={"r": "x", "s": 1}),
        changed(FIRST, a={"r": "_" * 42 + "8", "s": True}),
        changed(FIRST, ten=32),
        changed(FIRST, ten=""),
        changed(FIRST, ten="a b"),
        changed(FIRST, a={"r": "_" * 42 + "8", "s": 0}),
        changed(FIRST, x={"name": "Budi"}),
        changed(FIRST, x=None),
        changed(FIRST, more=1),
        changed(FIRST, ten="y" * 4096),
        b'{"at":"2026-11-22","c":"x","t":"sealed/1"}',
        b"[" * 3000,
    ],
)
def test_a_leaf_of_another_form_is_named(leaf: bytes) -> None:
    found = checked(built([leaf]))
    assert [each.where for each in found] == ["leaf 0"]
    assert found[0].code in {Code.LEAF_FORM, Code.UNKNOWN_TYPE}


HASH = "_" * 42 + "8"
SEALED = {"at": "2026-11-22", "c": HASH, "t": "sealed/1"}
SHOWN = {"kind": "cover", "kind_salt": HASH, "leaf": HASH, "link": None, "link_salt": HASH,
         "rest": [HASH] * 3}  # fmt: skip
OPENED = {"at": "2026-11-22T05:00:00Z", "t": "opening/1", "x": SHOWN}


def spelled(said: dict[str, Any]) -> bytes:
    return json.dumps(said, sort_keys=True, separators=(",", ":")).encode()


def test_sealed_entries_and_their_openings_stand_beside_histories() -> None:
    leaves = [FIRST.octets(), spelled(SEALED), spelled(OPENED), SECOND.octets()]
    assert codes(leaves) == []


@pytest.mark.parametrize(
    "said",
    [
        SEALED | {"at": "2026-11-22T05:00:00Z"}, SEALED | {"at": "2026-11-31"},
        SEALED | {"c": "x"}, SEALED | {"x": {}},
        SEALED | {"n": 0}, {"at": "2026-11-22", "t": "sealed/1"}, {"c": HASH, "t": "sealed/1"},
        OPENED | {"at": "2026-11-22"}, OPENED | {"c": HASH}, OPENED | {"x": {}},
        OPENED | {"x": SHOWN | {"kind": "other"}}, OPENED | {"x": SHOWN | {"rest": [HASH] * 100}},
        {"at": "2026-11-22T05:00:00Z", "t": "opening/1"}, {"t": "opening/1", "x": SHOWN},
    ],
    ids=range(14),
)  # fmt: skip
def test_sealed_entries_and_openings_have_one_form(said: dict[str, Any]) -> None:
    assert codes([spelled(said)]) == [Code.LEAF_FORM]


def test_an_opening_is_not_dated_back_either_and_a_day_has_no_hour() -> None:
    early = spelled(OPENED | {"at": "2026-11-22T04:54:59Z"})
    day_before = spelled(SEALED | {"at": "2026-11-20"})
    assert codes([FIRST.octets(), day_before, early]) == [Code.TIME]


def test_no_two_leaves_name_other_states_of_one_size() -> None:
    chains, root, other = Chains(), b"\x01" * 32, b"\x02" * 32

    def named(index: int, size: int, root: bytes) -> list[Code]:
        leaf = replace(FIRST, ref=index.to_bytes(16), anchor=Anchor(size, root)).octets()
        return [each.code for each in chains.add(index, leaf, leaf_hash(leaf))]

    assert named(1, 1, root) == named(2, 1, root) == named(3, 3, root) == []
    assert named(4, 1, other) == [Code.ANCHOR]
    assert named(5, 6, root) == [Code.ANCHOR]


def test_a_break_in_a_history_says_where_it_is() -> None:
    [fault] = checked(built([SECOND.octets()]))
    assert (fault.where, fault.facts) == ("leaf 0", {"ref": "AQEBAQEBAQEBAQEBAQEBAQ", "n": 1})
    [fault] = checked(built([changed(FIRST, t="internal/9")]))
    assert fault.facts == {"type": "internal/9"}


@given(st.binary(max_size=300))
def test_no_leaf_whatever_it_holds_stops_the_check(octets: bytes) -> None:
    assert [each.where for each in Chains().add(0, octets, leaf_hash(octets))] == ["leaf 0"]


@pytest.mark.parametrize("size", [3, 256, 600])
@pytest.mark.parametrize(
    "harm",
    [
        lambda octets: bytes([octets[0] ^ 1]) + octets[1:],
        lambda octets: octets[:-1] + bytes([octets[-1] ^ 1]),
        lambda octets: octets[:-1],
        lambda _octets: b"",
        None,
    ],
    ids=["first bit", "last bit", "cut off", "empty", "gone"],
)
def test_no_file_can_be_harmed_unseen(size: int, harm: Callable[[bytes], bytes] | None) -> None:
    whole = built(many(size))
    for path in whole.keys() - {"checkpoint"}:
        found = dict(whole)
        if harm is None:
            del found[path]
        else:
            found[path] = harm(whole[path])
        assert checked(found), path


def test_what_is_left_is_checked_where_leaves_are_missing() -> None:
    found = built(many(600))
    path = "tile/entries/001"
    without = {name: octets for name, octets in found.items() if name != path}
    assert [(each.code, each.where) for each in checked(without)] == [(Code.MISSING_FILE, path)]


def test_a_tile_holds_whole_hashes() -> None:
    found = built(many(600))
    longer = found | {"tile/0/001": found["tile/0/001"] + b"x"}
    assert [(each.code, each.where) for each in checked(longer)] == [(Code.TILE, "tile/0/001")]


def test_what_grows_tells_the_hash_over_each_full_tile() -> None:
    leaves = many(600)
    rows = [list(map(leaf_hash, leaves[at : at + 256])) for at in (0, 256)]
    grown = Tail().grow(leaves)
    assert grown.tiles == [(0, at, fold(row)) for at, row in enumerate(rows)]


def test_an_unfinished_file_may_have_been_finished_meanwhile() -> None:
    early, late = built(many(300)), built(many(600))
    kept = {path: early[path] for path in ("checkpoint", "tile/1/000.p/1")}
    assert checked(late | kept) == []


def test_leaves_that_were_exchanged_with_their_tile_lead_to_another_root() -> None:
    leaves = many(10)
    found = built(leaves)
    other = built([*leaves[:3], leaves[4], leaves[3], *leaves[5:]])
    assert [each.code for each in checked(other | {"checkpoint": found["checkpoint"]})] == [
        Code.ROOT
    ]


def test_a_published_state_stays_the_beginning_of_the_log() -> None:
    leaves = many(300)
    day = f"history/{NOON.date().isoformat()}"
    before = built(leaves[:100])["checkpoint"].decode()
    after = built(leaves)
    assert checked(after | {day: json.dumps(before).encode() + b"\n"}) == []
    forged = built([*leaves[:99], replace(FIRST, ref=b"\x0f" * 16).octets()])["checkpoint"].decode()
    strange = built(leaves[:100], OTHER)["checkpoint"].decode()
    for line in (json.dumps(forged), json.dumps(strange), json.dumps(7), "no json", '""'):
        found = checked(after | {day: line.encode() + b"\n"})
        assert [(each.code, each.where) for each in found] == [(Code.HISTORY, f"{day}:1")]


def test_a_heartbeat_long_after_the_newest_leaf_is_read_too() -> None:
    found = built(many(3))
    later = NOON.date() + timedelta(days=400)
    found[history_path(later)] = json.dumps("no checkpoint").encode() + b"\n"
    log = PublicLog.open(found.get, SIGNER.key, later)
    assert [fault.where for fault in log.check()] == [f"{history_path(later)}:1"]
    assert list(PublicLog.open(found.get, SIGNER.key, later - timedelta(days=1)).check()) == []


def test_a_checkpoint_of_another_key_or_none_is_refused() -> None:
    with pytest.raises(NoteWrong):
        PublicLog.open(built(many(3), OTHER).get, SIGNER.key)
    with pytest.raises(Unreadable):
        PublicLog.open(dict[str, bytes]().get, SIGNER.key)


@pytest.mark.parametrize("text", ["A", "AA=", "AB", "A+", "A A", "é"])
def test_base64url_is_read_in_one_spelling_only(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        unb64u(text)
