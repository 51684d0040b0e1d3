"""A second hand checks signatures by passkey, and finds what the first finds."""

import json
from dataclasses import replace
from functools import cache
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from netral.kernel.canon import canonical
from netral.ledger.core.leaf import Anchor, Leaf, b64u, commitment, digest, open_fields, unb64u
from netral.ledger.core.passkey import NOTHING, PasskeyWrong, bracketed, challenge, checker
from netral_verify import Wrong
from netral_verify.passkey import _checker, check_assertion
from netral_verify.receipt import Receipt
from tests.device import Device
from tests.ledger.bits import flipped
from tests.outside.logs import AT, CAMP, FIELDS, Log

KIND = "pact.signed/2"
SEEN = Anchor(size=1, root=b"\x05" * 32)
SALTS = tuple(bytes([each]) * 32 for each in range(14))
TEXT = bytes.fromhex(str(FIELDS["text"]))


@cache
def device(kind: str) -> Device:
    return Device(kind)


def identity() -> bytes:
    """Return the digest of the signer's number."""
    return digest(salt=SALTS[1], field="identity", value=canonical(FIELDS["identity"]))


def signed(
    kind: str = "ES256", anchor: Anchor = SEEN, named: Anchor | None = None, **more: Any
) -> tuple[bytes, list[dict[str, object]]]:
    """Return a leaf that a device signed at `anchor` and that names a state, and its openings."""
    asked = challenge(document=TEXT, identity=identity(), anchor=anchor)
    key = {"leaf": b64u(b"\x09" * 32), "public": device(kind).key}
    said = {**FIELDS, "assertion": device(kind).sign(asked).field, "key": key} | more
    opened = open_fields(KIND, said, SALTS)
    leaf = Leaf(
        kind=KIND, institution="32.76", ref=b"\x01" * 16, number=0, previous=None, logged_at=AT,
        commitment=commitment(KIND, [each.digest for each in opened]),
        public={"camp": CAMP, "lvl": 2}, anchor=named or anchor,
    ).octets()  # fmt: skip
    return leaf, [{"f": o.field, "s": b64u(o.salt), "v": said.get(o.field)} for o in opened]


def receipt(leaf: bytes, disclosures: list[dict[str, object]]) -> Receipt:
    log = Log([b"{}", leaf])
    extra = {"leaf": leaf.decode(), "disclosures": disclosures}
    return Receipt.parse(log.receipt(1, extra, {}))


@pytest.mark.parametrize("kind", ["ES256", "EdDSA", "RS256"])
def test_a_signature_that_holds_tells_state_site_and_key(kind: str) -> None:
    found = check_assertion(receipt(*signed(kind)))
    assert found
    assert (found.seen.size, found.seen.root) == (1, SEEN.root)
    assert (found.site, found.registered) == ("localhost", b"\x09" * 32)


def test_before_any_state_was_witnessed_nothing_stands_in() -> None:
    found = check_assertion(receipt(*signed(anchor=NOTHING)))
    assert found
    assert found.seen.size == 0


def test_the_number_may_be_hidden_and_the_signature_still_holds() -> None:
    whole = receipt(*signed())
    assert check_assertion(whole.keeping(["text", "assertion", "key"])) == check_assertion(whole)


@pytest.mark.parametrize("hidden", ["text", "assertion", "key"])
def test_what_is_hidden_is_not_checked_and_not_claimed(hidden: str) -> None:
    whole = receipt(*signed())
    kept = [each.name for each in whole.fields if each.name != hidden]
    assert check_assertion(whole.keeping(kept)) is None


@pytest.mark.parametrize(
    "named",
    [NOTHING, Anchor(2, SEEN.root), Anchor(1, b"\x04" + SEEN.root[1:])],
    ids=["taken away", "another size", "another root"],
)
def test_a_state_other_than_the_signed_one_is_found(named: Anchor) -> None:
    with pytest.raises(Wrong, match="another text"):
        check_assertion(receipt(*signed(named=named)))


@pytest.mark.parametrize(
    "more",
    [
        {"text": "cd" * 32}, {"identity": "000000000000000124"}, {"text": "AB" * 32},
        {"text": None}, {"assertion": None}, {"assertion": {"signature": "AA"}}, {"key": None},
        {"key": {"leaf": None, "public": {}}}, {"key": {"leaf": None, "public": None}},
        {"key": {"leaf": None, "public": {"1": True, "3": -7}}},
        {"key": {"leaf": "AA", "public": Device().key}},
    ],
    ids=" ".join,  # a key is another one each time
)  # fmt: skip
def test_another_text_person_or_key_is_found(more: dict[str, Any]) -> None:
    with pytest.raises(Wrong):
        check_assertion(receipt(*signed(**more)))


@pytest.mark.parametrize("kind", ["ES256", "EdDSA", "RS256"])
@given(
    bit=st.integers(0, 8 * 2048),
    part=st.sampled_from(["authenticator_data", "client_data", "signature"]),
)
@hypothesis(max_examples=40)
def test_both_hands_refuse_every_changed_bit(kind: str, bit: int, part: str) -> None:
    leaf, shown = signed(kind)
    values: dict[str, Any] = {str(each["f"]): each["v"] for each in shown}
    parts = dict(values["assertion"])
    whole = receipt(leaf, shown)
    parts[part] = b64u(flipped(unb64u(parts[part]), bit))
    fields = tuple(
        replace(each, value=canonical(parts)) if each.name == "assertion" else each
        for each in whole.fields
    )
    with pytest.raises(Wrong):
        check_assertion(replace(whole, fields=fields))
    identity = next(each.digest for each in whole.fields if each.name == "identity")
    with pytest.raises(PasskeyWrong):
        bracketed(json.loads(leaf), values | {"assertion": parts}, identity=identity)


@pytest.mark.parametrize(
    "said",
    [
        {"origin": "https://localhost/"}, {"origin": "https://LOCALHOST"}, {"origin": None},
        {"origin": "https://localhost:\u0663"}, {"origin": "http://contoh.example.id"},
        {"origin": "android:apk-key-hash:x"},
        {"crossOrigin": True}, {"crossOrigin": "false"}, {"crossOrigin": 0},
        {"type": "webauthn.create"},
    ],
    ids=str,
)  # fmt: skip
def test_both_hands_refuse_what_a_browser_would_not_say(said: dict[str, Any]) -> None:
    asked = challenge(document=TEXT, identity=identity(), anchor=SEEN)
    both_refuse(assertion=device("ES256").sign(asked, **said).field)


@pytest.mark.parametrize(
    "said",
    [
        b"\xef\xbb\xbf%b", b'{"x":NaN,%b', b'{"x":' + b"[" * 40 + b"]" * 40 + b",%b",
    ],
)  # fmt: skip
def test_both_hands_refuse_what_is_not_json_everywhere(said: bytes) -> None:
    asked = challenge(document=TEXT, identity=identity(), anchor=SEEN)
    plain = device("ES256").sign(asked).client_data
    odd = said % plain.removeprefix(b"{" if said.startswith(b"{") else b"")
    both_refuse(assertion=device("ES256").sign_data(odd).field)
    both_refuse(assertion=device("ES256").sign_data(plain.decode().encode("utf-16")).field)


@pytest.mark.parametrize(
    ("kind", "more"),
    [("EdDSA", {"1": True}), ("ES256", {"-1": True}), ("RS256", {"-2": "AQ"})],
)
def test_both_hands_refuse_a_key_that_others_would_not_read(
    kind: str, more: dict[str, Any]
) -> None:
    public = device(kind).key | more
    both_refuse(kind, key={"leaf": None, "public": public})


def both_refuse(kind: str = "ES256", **more: Any) -> None:
    """Make sure that neither hand takes the signature of a pact with these fields."""
    leaf, shown = signed(kind, **more)
    with pytest.raises(Wrong):
        check_assertion(receipt(leaf, shown))
    values: dict[str, Any] = {str(each["f"]): each["v"] for each in shown}
    with pytest.raises(PasskeyWrong):
        bracketed(json.loads(leaf), values, identity=identity())


def said_well(data: bytes | None = None, client: bytes | None = None) -> dict[str, str]:
    """Return an answer with other parts, over which the device's signature holds."""
    asked = challenge(document=TEXT, identity=identity(), anchor=SEEN)
    good = device("ES256").sign(asked)
    head = good.authenticator_data if data is None else data
    said = good.client_data if client is None else client
    signature = device("ES256")._signature(head + sha256(said).digest())
    return replace(good, authenticator_data=head, client_data=said, signature=signature).field


@pytest.mark.parametrize(
    "origin", ["http://localhost", "http://localhost:8000", "https://localhost:8443"]
)
def test_a_page_of_this_very_machine_need_not_be_secure(origin: str) -> None:
    asked = challenge(document=TEXT, identity=identity(), anchor=SEEN)
    found = check_assertion(
        receipt(*signed(assertion=device("ES256").sign(asked, origin=origin).field))
    )
    assert found
    assert found.site == "localhost"


def test_a_browser_may_add_numbers_of_any_length() -> None:
    asked = challenge(document=TEXT, identity=identity(), anchor=SEEN)
    plain = device("ES256").sign(asked).client_data
    longer = plain[:-1] + b',"x":' + b"9" * 5000 + b"}"
    assert check_assertion(receipt(*signed(assertion=said_well(client=longer))))


HERE, COUNTER = sha256(b"localhost").digest(), bytes(4)


@pytest.mark.parametrize(
    "data",
    [
        HERE + b"\x04" + COUNTER, HERE + b"\x01" + COUNTER, HERE + b"\x00" + COUNTER,
        sha256(b"jahat.example.id").digest() + b"\x05" + COUNTER,
        HERE + b"\x05" + COUNTER + b"\0", HERE + b"\x3f" + COUNTER + b"\0",
        HERE + b"\x45" + COUNTER[1:], HERE, b"",
    ],
    ids=["untouched", "unverified", "neither", "another site", "longer than it says",
         "flags that announce nothing", "too short", "cut off", "empty"],
)  # fmt: skip
def test_both_hands_refuse_what_the_device_signed_amiss(data: bytes) -> None:
    both_refuse(assertion=said_well(data))


@pytest.mark.parametrize(
    "data",
    [HERE + b"\x05" + COUNTER, HERE + b"\x45" + COUNTER + b"\0", HERE + b"\x85" + COUNTER + b"\0"],
    ids=["plain", "with a credential", "with extensions"],
)
def test_a_device_may_say_more_where_its_flags_announce_it(data: bytes) -> None:
    leaf, shown = signed(assertion=said_well(data))
    assert check_assertion(receipt(leaf, shown))
    values: dict[str, Any] = {str(each["f"]): each["v"] for each in shown}
    assert bracketed(json.loads(leaf), values, identity=identity()) == (SEEN, "localhost")


def test_both_hands_refuse_coordinates_with_noughts_before_them() -> None:
    public = device("ES256").key
    padded = {name: b64u(b"\0" + unb64u(public[name])) for name in ("-2", "-3")}
    both_refuse(key={"leaf": None, "public": public | padded})


@pytest.mark.parametrize("client", [b"[]", b"1", b"\xff", b"", b"{}", b"[" * 20_000], ids=range(6))
def test_both_hands_refuse_what_no_browser_wrote(client: bytes) -> None:
    both_refuse(assertion=said_well(client=client))


@pytest.mark.parametrize(
    "change",
    [
        {"3": -35}, {"1": 1}, {"-1": 2}, {"-1": "1"}, {"4": 1}, {"-2": "AA"}, {"-2": 5},
        {"-3": None}, {"-3": b64u(b"\x01" * 32)}, {"1": [2]},
    ],
    ids=str,
)  # fmt: skip
def test_both_hands_take_plain_keys_alone(change: dict[str, Any]) -> None:
    both_refuse(key={"leaf": None, "public": device("ES256").key | change})


def test_both_hands_refuse_a_key_on_another_curve_of_edwards() -> None:
    asked = challenge(document=TEXT, identity=identity(), anchor=SEEN)
    made = device("EdDSA").sign(asked).field
    for curve in (7, 5, "6"):
        key = {"leaf": None, "public": device("EdDSA").key | {"-1": curve}}
        both_refuse(assertion=made, key=key)


def test_a_key_need_not_say_where_it_was_registered_and_says_nothing_else() -> None:
    public = device("ES256").key
    found = check_assertion(receipt(*signed(key={"leaf": None, "public": public})))
    assert found
    assert found.registered is None
    with pytest.raises(Wrong, match="key cannot be read"):
        check_assertion(receipt(*signed(key={"leaf": None, "public": public, "more": 1})))


@pytest.mark.parametrize(
    ("modulus", "exponent", "fit"),
    [
        (2**2047 + 1, b"\x01\0\x01", True), (2**8192 - 1, b"\x01\0\x01", True),
        (2**2047 - 1, b"\x01\0\x01", False), (2**8192 + 1, b"\x01\0\x01", False),
        (2**2047 + 1, b"\0\x01\0\x01", False), (2**2047 + 1, b"\x02", False),
        (2**2047, b"\x03", False), (2**2047 + 1, b"\x03", True), (2**2047 + 1, b"\x01", False),
        (2**2047 + 1, b"\xff" * 4, True), (2**2047 + 1, b"\x01\0\0\0\x01", False),
    ],
    ids=range(11),
)  # fmt: skip
def test_both_hands_take_a_modulus_of_the_same_sizes(
    modulus: int, exponent: bytes, *, fit: bool
) -> None:
    octets = modulus.to_bytes((modulus.bit_length() + 7) // 8)
    key = {"1": 3, "3": -257, "-1": b64u(octets), "-2": b64u(exponent)}
    padded = key | {"-1": b64u(b"\0" + octets)}
    if fit:
        assert callable(_checker(key))
        assert callable(checker(key))
    for bad in [padded] if fit else [key, padded]:
        with pytest.raises(Wrong):
            _checker(bad)
        with pytest.raises(PasskeyWrong):
            checker(bad)
