"""The quick reader of leaves and the thorough one agree on every octet."""

import json
import secrets
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from netral.ledger.core.tree import leaf_hash
from netral.ledger.core.types import TYPES, Form, Shows
from netral_monitor import entries
from netral_monitor.entries import HISTORY, Misfit, Step
from netral_verify import Wrong
from netral_verify.leaf import Leaf
from tests.monitor.logs import b64u, spelled

HASHES = st.binary(min_size=32, max_size=32).map(b64u)
REFS = st.binary(min_size=16, max_size=16).map(b64u)
VALUES: dict[Shows, st.SearchStrategy[Any]] = {
    Shows.REF: REFS,
    Shows.HASH: HASHES,
    Shows.LINK: st.none() | HASHES,
    Shows.HASHES: st.lists(HASHES, max_size=5),
    Shows.SHA256: st.binary(min_size=32, max_size=32).map(bytes.hex),
    Shows.TEXT: st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=300),
    Shows.LEVEL: st.integers(0, 3),
    Shows.DUE: st.none() | st.dates().map(str),
    Shows.KIND: st.sampled_from(["report", "step", "cover"]),
}
STEPS = sorted(name for name, kind in TYPES.items() if kind.form is Form.HISTORY)


@st.composite
def steps(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a leaf of the history of an object."""
    name = draw(st.sampled_from(STEPS))
    number = draw(st.integers(0, 3) | st.integers(0, 2**53 - 1))
    at = draw(st.datetimes()).strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")
    anchor = {"r": draw(HASHES), "s": draw(st.integers(1, 2**53 - 1))}
    return {
        "a": draw(st.sampled_from([None, anchor])),
        "at": at,
        "c": draw(HASHES),
        "n": number,
        "p": draw(HASHES) if number else None,
        "ref": draw(REFS),
        "t": name,
        "ten": draw(
            st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=13)
        ),
        "x": {key: draw(VALUES[shows]) for key, shows in TYPES[name].public.items()},
    }


def thorough(octets: bytes) -> entries.Entry | None:
    """Read a leaf with the thorough reader alone; None if it breaks a rule."""
    try:
        return entries._entry(0, leaf_hash(octets), Leaf.parse(octets))
    except Wrong:
        return None


def agreed(octets: bytes) -> None:
    """Hold both readers together."""
    found = entries.read(0, octets, leaf_hash(octets))
    expected = thorough(octets)
    assert isinstance(found, Misfit) if expected is None else found == expected


@settings(max_examples=300)
@given(record=steps())
def test_they_agree_on_steps(record: dict[str, Any]) -> None:
    octets = spelled(record)
    agreed(octets)
    assert isinstance(entries.read(0, octets, leaf_hash(octets)), Step)


@settings(max_examples=600)
@given(record=steps(), data=st.data())
def test_they_agree_on_every_changed_octet(record: dict[str, Any], data: st.DataObject) -> None:
    octets = bytearray(spelled(record))
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(octets) - 1))
        match data.draw(st.sampled_from(["change", "remove", "double"])):
            case "change":
                octets[at] = data.draw(st.sampled_from(list(b'0189AZaz"{}:,.-\\ \n')))
            case "remove":
                del octets[at]
            case _:
                octets.insert(at, octets[at])
    agreed(bytes(octets))


@settings(max_examples=200)
@given(octets=st.binary(max_size=300))
def test_nothing_makes_them_stumble(octets: bytes) -> None:
    agreed(octets)


def test_ordinary_leaves_take_the_quick_way() -> None:
    """Those which fit the expression at once; the slow way is for what is wrong."""
    octets = spelled(
        {
            "a": {"r": b64u(secrets.token_bytes(32)), "s": 70_000},
            "at": "2026-11-21T03:15:00Z",
            "c": b64u(secrets.token_bytes(32)),
            "n": 1,
            "p": b64u(secrets.token_bytes(32)),
            "ref": b64u(secrets.token_bytes(16)),
            "t": "circular.published/1",
            "ten": "33.02",
            "x": {"doc": "ab" * 32, "no": '800/1/"A"'},
        }
    )
    found = HISTORY.fullmatch(octets.decode())
    assert found
    step = entries._step(7, b"h", found)
    assert step == entries._entry(7, b"h", Leaf.parse(octets))
    assert json.loads(octets)["ref"] == step.ref
