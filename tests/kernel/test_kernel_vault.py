"""Keeping secrets: what opens, what does not, and what stays as it was written long ago."""

import unicodedata

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from netral.kernel.vault import Vault

PHRASE = "rahasia untuk uji coba yang cukup panjang"
VAULT = Vault(PHRASE, "advice")
OF_OLD = (
    "01000102030405060708090a0bb5228d74850fd86fcd44a80c0989bf4a60b5278fde36b1286d6f948be02340c8"
    "ce610f40fc0a5ae89bf6dc1e3c95fd203354d3fa434cee5e391e1ec451b98273bd5b2464604fbb828d6a50785b"
    "f11cdd1d33098a3a320f04cea8c6fe11e17457a5a8683ba2036ed6606601c01135e77f93d742e90e1f159e5c03"
    "6aed85607e86011eb4b813093b7c835c00bda8eff0c9db34f75638d9379332363968c21ecda56c672d20c840bd"
    "e62267101d84d16960e7e62c5a6124a196c27da18f6c21a2154e9467ba0a65fcf81a2a9a9bf6f8466624e75514"
    "b7850ba8af71a1f0ef8fd73f167ab5aceaf183007b30276d62394364cc2e2ed9b7ae299eb0763d11693b2502ec"
    "7ed386f59bca7df81f6882c1cbd210"
)


def test_what_was_sealed_before_opens_and_is_found_for_ever() -> None:
    assert VAULT.open(bytes.fromhex(OF_OLD), "asked abc") == {"text": "Bolehkah?"}
    mark = "ccaf65b92b5965855e7f5a321cfb4494b73bc50bbb4383fad9562bb3628a38f0"
    assert VAULT.mark("asker", 1, 23) == mark
    assert VAULT.slug(17, "x") == "dsahz8ex5kbp4y3nw"


def test_what_is_sealed_for_one_purpose_opens_and_is_found_for_no_other() -> None:
    other = Vault(PHRASE, "referrals")
    with pytest.raises(InvalidTag):
        other.open(VAULT.seal("x", "here"), "here")
    assert other.mark("asker", 1, 23) != VAULT.mark("asker", 1, 23)


@given(st.text(), st.text(max_size=20))
def test_what_is_sealed_opens_in_its_own_place_alone(text: str, place: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    sealed = VAULT.seal({"text": text}, place)
    assert VAULT.open(sealed, place) == {"text": unicodedata.normalize("NFC", text)}
    with pytest.raises(InvalidTag):
        VAULT.open(sealed, f"{place}!")


def test_what_is_sealed_opens_with_no_other_secret() -> None:
    with pytest.raises(InvalidTag):
        Vault("rahasia lain", "advice").open(VAULT.seal("x", "here"), "here")


def test_what_is_sealed_names_the_version_of_its_key() -> None:
    sealed = VAULT.seal("x", "here")
    assert sealed[0] == 1
    with pytest.raises(ValueError, match="version 02"):
        VAULT.open(b"\x02" + sealed[1:], "here")
    with pytest.raises(ValueError, match="version none"):
        VAULT.open(b"", "here")
    with pytest.raises(InvalidTag):
        VAULT.open(sealed[:-1] + bytes([sealed[-1] ^ 1]), "here")


def test_nothing_is_sealed_twice_alike_and_lengths_tell_little() -> None:
    assert VAULT.seal("x", "here") != VAULT.seal("x", "here")
    assert len(VAULT.seal("ya", "here")) == len(VAULT.seal("tidak boleh sama sekali", "here"))


def test_a_mark_is_the_same_for_the_same_and_another_for_others() -> None:
    assert VAULT.mark("asker", 1, 23) == VAULT.mark("asker", 1, 23)
    assert VAULT.mark("asker", 1, 23) != VAULT.mark("asker", 12, 3)
    assert VAULT.mark("asker", 1, 23) != Vault("rahasia lain", "advice").mark("asker", 1, 23)
    assert len(VAULT.slug(17, "x")) == 17
    assert VAULT.slug(17, "x").isalnum()
