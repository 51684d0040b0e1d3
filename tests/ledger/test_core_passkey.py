"""The bracket around a signature by passkey: nothing in it can be changed by a single bit."""

import hashlib
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netral.ledger.core.leaf import Anchor, b64u, unb64u
from netral.ledger.core.passkey import (
    NOTHING,
    Assertion,
    PasskeyWrong,
    bracketed,
    challenge,
    verify,
)
from tests.device import Device
from tests.ledger.bits import flipped

DOCUMENT, IDENTITY = b"\x01" * 32, b"\x02" * 32
SEEN = Anchor(size=70_000, root=b"\x03" * 32)
ASKED = challenge(document=DOCUMENT, identity=IDENTITY, anchor=SEEN)
KINDS = ("ES256", "EdDSA", "RS256")
DEVICES = {kind: Device(kind) for kind in KINDS}
SIGNED = {kind: device.sign(ASKED) for kind, device in DEVICES.items()}
PARTS = tuple(Assertion.__dataclass_fields__)


def fields(kind: str) -> dict[str, Any]:
    return {
        "text": DOCUMENT.hex(),
        "assertion": SIGNED[kind].field,
        "key": {"leaf": None, "public": DEVICES[kind].key},
    }


def leaf(anchor: Anchor = SEEN) -> dict[str, Any]:
    return {"a": anchor.spelled}


def test_what_is_signed_is_pinned() -> None:
    # printf 'netral.pact.v1\0', 32 x 01, 32 x 02, 0000000000011170, 32 x 03 | sha256sum
    octets = b"netral.pact.v1\x00" + DOCUMENT + IDENTITY + bytes.fromhex("0000000000011170")
    assert hashlib.sha256(octets + SEEN.root).digest() == ASKED
    assert NOTHING.root.hex().startswith("e3b0c44298fc1c14")
    assert NOTHING.spelled is None


@pytest.mark.parametrize("kind", KINDS)
def test_a_passkey_of_each_kind_signs_and_the_state_before_it_is_told(kind: str) -> None:
    assert verify(SIGNED[kind], key=DEVICES[kind].key, challenge=ASKED) == "localhost"
    assert bracketed(leaf(), fields(kind), identity=IDENTITY) == (SEEN, "localhost")


def test_before_any_state_was_witnessed_the_tree_of_nothing_stands_in() -> None:
    asked = challenge(document=DOCUMENT, identity=IDENTITY, anchor=NOTHING)
    given = fields("ES256") | {"assertion": DEVICES["ES256"].sign(asked).field}
    assert bracketed(leaf(NOTHING), given, identity=IDENTITY)[0] == NOTHING


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("part", PARTS)
@given(bit=st.integers(0, 8 * 2048))
@settings(max_examples=60)
def test_no_bit_of_the_assertion_can_be_changed(kind: str, part: str, bit: int) -> None:
    good = SIGNED[kind]
    bad = replace(good, **{part: flipped(getattr(good, part), bit)})
    with pytest.raises(PasskeyWrong):
        verify(bad, key=DEVICES[kind].key, challenge=ASKED)


def test_no_bit_at_all_of_a_signature_on_the_curve_can_be_changed() -> None:
    good = SIGNED["ES256"]
    for part in PARTS:
        for bit in range(8 * len(getattr(good, part))):
            bad = replace(good, **{part: flipped(getattr(good, part), bit)})
            with pytest.raises(PasskeyWrong):
                verify(bad, key=DEVICES["ES256"].key, challenge=ASKED)


@pytest.mark.parametrize("kind", KINDS)
@given(bit=st.integers(0, 8 * 256))
@settings(max_examples=40)
def test_no_bit_of_the_public_key_can_be_changed(kind: str, bit: int) -> None:
    key = DEVICES[kind].key
    name = next(n for n in ("-1", "-2") if isinstance(key[n], str))
    bad = key | {name: b64u(flipped(unb64u(key[name]), bit))}
    with pytest.raises(PasskeyWrong):
        verify(SIGNED[kind], key=bad, challenge=ASKED)


@given(bit=st.integers(0, 255), which=st.sampled_from(["document", "identity", "root"]))
def test_no_bit_of_text_person_or_root_can_be_changed(bit: int, which: str) -> None:
    text = flipped(DOCUMENT, bit) if which == "document" else DOCUMENT
    person = flipped(IDENTITY, bit) if which == "identity" else IDENTITY
    seen = replace(SEEN, root=flipped(SEEN.root, bit)) if which == "root" else SEEN
    given = fields("ES256") | {"text": text.hex()}
    with pytest.raises(PasskeyWrong, match="another"):
        bracketed(leaf(seen), given, identity=person)


@given(size=st.integers(1, 2**53 - 1).filter(lambda size: size != SEEN.size))
def test_an_older_or_newer_state_cannot_be_put_in_its_place(size: int) -> None:
    with pytest.raises(PasskeyWrong):
        bracketed(leaf(replace(SEEN, size=size)), fields("ES256"), identity=IDENTITY)


def test_a_state_cannot_be_taken_away() -> None:
    with pytest.raises(PasskeyWrong):
        bracketed(leaf(NOTHING), fields("ES256"), identity=IDENTITY)


@pytest.mark.parametrize(
    ("said", "flags"),
    [
        pytest.param({}, 0x04, id="nobody touched it"),
        pytest.param({}, 0x01, id="nobody was verified"),
        pytest.param({"type": "webauthn.create"}, 0x05, id="a registration"),
        pytest.param({"crossOrigin": True}, 0x05, id="asked from within a strange page"),
        pytest.param({"origin": "https://localhost.example.id"}, 0x05, id="a strange site"),
        pytest.param({"origin": "http://contoh.example.id"}, 0x05, id="not secure"),
        pytest.param({"origin": 7}, 0x05, id="an origin that is none"),
        pytest.param({"origin": "https://[", "more": 1}, 0x05, id="an address that breaks"),
        pytest.param({"challenge": None}, 0x05, id="nothing was asked"),
    ],
)
def test_what_a_device_says_beyond_the_question_must_fit(
    said: dict[str, object], flags: int
) -> None:
    device = DEVICES["ES256"]
    made = device.sign(ASKED, flags=flags, **said)
    with pytest.raises(PasskeyWrong):
        verify(made, key=device.key, challenge=ASKED)


def test_data_is_not_longer_than_its_flags_say() -> None:
    made = SIGNED["ES256"]
    for data in (made.authenticator_data + b"\x00", made.authenticator_data[:-1], b""):
        with pytest.raises(PasskeyWrong, match="shape"):
            verify(
                replace(made, authenticator_data=data), key=DEVICES["ES256"].key, challenge=ASKED
            )


def test_a_key_of_another_site_signs_nothing_here() -> None:
    device = Device(site="jahat.example.id")
    made = device.sign(ASKED)
    assert verify(made, key=device.key, challenge=ASKED) == "jahat.example.id"
    with pytest.raises(PasskeyWrong, match="another site"):
        verify(made, key=device.key, challenge=ASKED, site="localhost")
    lent = device.sign(ASKED, origin="https://localhost")
    with pytest.raises(PasskeyWrong, match="bound to another site"):
        verify(lent, key=device.key, challenge=ASKED, site="localhost")


@pytest.mark.parametrize(
    "change",
    [
        {"3": -35}, {"1": 1}, {"-1": 2}, {"4": 1}, {"-2": "AA"}, {"-3": None}, {"-2": "A="},
        {"-3": b64u(b"\x01" * 32)},
    ],
    ids=str,
)  # fmt: skip
def test_only_plain_keys_of_three_kinds_are_taken(change: dict[str, Any]) -> None:
    key = DEVICES["ES256"].key | change
    with pytest.raises(PasskeyWrong):
        verify(SIGNED["ES256"], key=key, challenge=ASKED)


@pytest.mark.parametrize("n", [b"\x01" * 128, b"\x00" + b"\xff" * 256, b"\xff" * 1025])
def test_a_modulus_is_neither_weak_nor_padded_nor_endless(n: bytes) -> None:
    key = DEVICES["RS256"].key | {"-1": b64u(n)}
    with pytest.raises(PasskeyWrong):
        verify(SIGNED["RS256"], key=key, challenge=ASKED)


@pytest.mark.parametrize(
    "broken",
    [
        None, [], "x", {}, {"authenticator_data": "AA", "client_data": "AA"},
        {"authenticator_data": "AA", "client_data": "AA", "signature": 1},
        {"authenticator_data": "AA", "client_data": "AB", "signature": "AA"},
        {"authenticator_data": "AA", "client_data": "AA", "signature": "AA", "more": "AA"},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_no_assertion_is_refused(broken: object) -> None:
    with pytest.raises(PasskeyWrong):
        bracketed(leaf(), fields("ES256") | {"assertion": broken}, identity=IDENTITY)


@pytest.mark.parametrize("missing", ["text", "key", "assertion"])
def test_a_leaf_that_hides_what_was_signed_proves_nothing_here(missing: str) -> None:
    given = {name: value for name, value in fields("ES256").items() if name != missing}
    with pytest.raises(PasskeyWrong):
        bracketed(leaf(), given, identity=IDENTITY)
