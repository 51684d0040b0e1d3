"""Leaves and commitments, pinned to bytes: receipts outlive the program."""

import base64
import hashlib
import hmac
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.kernel.canon import canonical
from netral.ledger.core import leaf as core
from netral.ledger.core.leaf import CAP, Anchor, Leaf, commitment, digest, open_fields
from netral.ledger.core.tree import leaf_hash
from netral.ledger.core.types import TYPES

SALT = bytes(range(32))
# printf 'netral.field.v1\0name\0"Ratna"' | openssl dgst -sha256 -mac HMAC -macopt hexkey:0001..1f
RATNA = "f2fc84ffd9fbc1af57238db9faa001a5fbc9678d025639e3fa55b881bafe9243"
# sha256 of 'netral.commit.v1\0internal/1\0' and five digests
FIVE = "5c4386a82ec9559549a35fd9567547e9172ad5bd91f48027542faf361d7bccb5"
LEAF = Leaf(
    kind="internal/1",
    institution="32.76",
    ref=b"\x01" * 16,
    number=0,
    previous=None,
    logged_at=datetime(2026, 11, 22, 1, 2, 3, 999_999, tzinfo=UTC),
    commitment=b"\xff" * 32,
    public={},
)
OCTETS = (
    b'{"a":null,"at":"2026-11-22T01:02:03Z","c":"' + b"_" * 42 + b'8","n":0,"p":null,'
    b'"ref":"AQEBAQEBAQEBAQEBAQEBAQ","t":"internal/1","ten":"32.76","x":{}}'
)


def test_the_digest_of_a_field_is_pinned() -> None:
    assert digest(salt=SALT, field="name", value=b'"Ratna"').hex() == RATNA


def test_the_commitment_of_an_act_is_pinned() -> None:
    fields = {"act": "unit.opened", "actor": "user:1", "acted_at": "2024-06-26T05:00:00Z"}
    opened = open_fields("internal/1", fields, [bytes([n]) * 32 for n in range(5)])
    assert [each.field for each in opened] == ["act", "actor", "subject", "acted_at", "detail"]
    assert opened[2].value == opened[4].value == b"null"
    assert commitment("internal/1", [each.digest for each in opened]).hex() == FIVE


def test_the_octets_of_a_leaf_are_pinned() -> None:
    assert LEAF.octets() == OCTETS


def test_the_hash_of_a_leaf_is_that_of_rfc_6962() -> None:
    assert leaf_hash(b"") == bytes.fromhex(
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    )
    assert leaf_hash(OCTETS) == hashlib.sha256(b"\x00" + OCTETS).digest()


CIRCULAR = replace(LEAF, kind="circular.published/1", public={"doc": "0" * 64, "no": "270/343-Huk"})


def test_a_leaf_names_the_one_before_it() -> None:
    later = replace(CIRCULAR, number=7, previous=b"\x02" * 32)
    assert b'"n":7,"p":"AgIC' in later.octets()
    assert b'"no":"270/343-Huk"' in later.octets()


def test_a_leaf_is_short() -> None:
    room = CAP - len(replace(LEAF, institution="").octets())
    assert CAP == 4096
    assert len(replace(LEAF, institution="y" * room).octets()) == CAP
    with pytest.raises(ValueError, match=r"^a leaf of internal/1 must be ASCII of at most 4096"):
        replace(LEAF, institution="y" * (room + 1)).octets()


def test_a_leaf_is_ascii() -> None:
    with pytest.raises(ValueError, match="must be ASCII"):
        replace(LEAF, institution="é").octets()


@pytest.mark.parametrize(
    "public",
    [
        {},
        {"doc": "0" * 64},
        {"doc": "0" * 63, "no": ""},
        {"doc": "0" * 64, "no": "é"},
        {"doc": "0" * 64, "no": "1", "name": "Budi"},
    ],
)
def test_a_leaf_shows_what_its_type_shows_and_nothing_else(public: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"^a leaf of circular.published/1 does not show "):
        replace(CIRCULAR, public=public).octets()


def test_the_list_of_types_is_closed_and_in_order() -> None:
    """A published type never changes: a new meaning is a new number."""
    assert (
        hashlib.sha256(canonical({name: asdict(kind) for name, kind in TYPES.items()})).hexdigest()
        == "1c9efd1048c9413399f17531dd23878a16fe7fe0be8a9a9a417e7571e1c06879"
    )
    with pytest.raises(KeyError, match=r"pact\.signed/9"):
        open_fields("pact.signed/9", {}, [])


def test_a_field_that_the_type_lacks_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^internal/1 has no field level, method$"):
        open_fields("internal/1", {"method": 1, "level": 1}, [SALT] * 5)


@pytest.mark.parametrize("salts", [4, 6])
def test_every_field_has_a_salt_of_its_own(salts: int) -> None:
    with pytest.raises(ValueError, match="zip"):
        open_fields("internal/1", {}, [SALT] * salts)


@given(st.binary(min_size=32, max_size=32), st.text(st.characters(exclude_categories=["Cs"])))
def test_an_opened_field_verifies_by_hand(salt: bytes, value: str) -> None:
    opened = open_fields("internal/1", {"detail": value}, [salt] * 5)[4]
    message = b"netral.field.v1\x00detail\x00" + canonical(value)
    assert opened.digest == hmac.new(salt, message, hashlib.sha256).digest()
    assert (opened.salt, opened.value) == (salt, canonical(value))


@given(st.permutations([b"a" * 32, b"b" * 32, b"c" * 32]))
def test_order_and_type_are_bound(order: list[bytes]) -> None:
    same = order == sorted(order)
    pinned = commitment("erasure/1", sorted(order))
    assert (commitment("erasure/1", order) == pinned) is same
    assert commitment("internal/1", sorted(order)) != pinned


def test_an_instant_is_spelt_in_utc_to_the_second() -> None:
    east = datetime(2024, 6, 26, 16, 0, 59, 999, tzinfo=timezone(timedelta(hours=9)))
    assert core.timestamp(east) == "2024-06-26T07:00:59Z"


@given(st.binary(max_size=40))
def test_base64url_has_no_padding(octets: bytes) -> None:
    spelt = core.b64u(octets)
    assert core.unb64u(spelt) == octets
    assert not set(spelt) & set("=+/")
    assert base64.urlsafe_b64decode(spelt + "=" * (-len(spelt) % 4)) == octets


def test_base64url_loses_nothing_but_its_padding() -> None:
    assert core.b64u(b"\x00\x00\x17") == "AAAX"
    assert core.b64u(b"\xff") == "_w"


@pytest.mark.parametrize("text", ["AB", "AA==", "A+", "A/", "AA\n", "\u0410A", "A"])
def test_every_other_spelling_of_base64url_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"base64|padding|ASCII|characters"):
        core.unb64u(text)


def test_a_leaf_names_the_state_of_the_log_that_its_author_saw() -> None:
    seen = replace(LEAF, anchor=Anchor(70_000, b"\x02" * 32))
    spelled = '{"a":{"r":"AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI","s":70000},"at":'
    assert seen.octets().startswith(spelled.encode())


def test_before_any_state_was_witnessed_a_leaf_names_none() -> None:
    assert replace(LEAF, anchor=Anchor(0, hashlib.sha256().digest())).octets() == OCTETS


def test_the_manual_gives_these_very_octets_to_whoever_writes_a_reader() -> None:
    manual = (Path(__file__).parents[2] / "docs" / "ledger.md").read_text()
    for octets in (RATNA, FIVE, OCTETS.decode(), leaf_hash(OCTETS).hex()):
        assert octets in manual
