"""A package travels between institutions whole and from whom it says, or not at all."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from netral.kernel.canon import canonical
from netral.kernel.codes import grouped
from netral.kernel.moment import Moment
from netral.ledger.models import Entry
from netral.rules import reader
from netral.rules.actions import drafts, packages
from netral.rules.actions.keys import make_key, pin, unpin
from netral.rules.core.engine import Engine
from netral.rules.core.package import (
    FORMAT,
    BadPackage,
    Content,
    Wrong,
    b64,
    fingerprint,
    new_key,
    opened,
    packed,
    public_text,
    read_public,
)
from netral.rules.errors import (
    BadContent,
    FingerprintDiffers,
    InstalledBefore,
    NeedsReason,
    NoPackageKey,
    NoPublicKey,
    NothingPublished,
    OlderPackage,
    OtherInstitution,
    PackageRefused,
    PinnedBefore,
    UnknownKey,
)
from netral.rules.models import PackageKey, PinnedKey, Ruleset
from netral.rules.queries.packages import package
from netral.tenancy.models import Institution
from tests.cast import AT, BY
from tests.rules import files
from tests.rules.conftest import Publish

PRIVATE, PUBLIC = new_key()
OWNER = "13.71"
NAMED = fingerprint(PUBLIC, OWNER)
TRUSTED = {NAMED: PUBLIC}


def content(version: str = "2024.3.0", **changed: Any) -> Content:
    told = files.files(version=version)
    sha256 = Engine(reader.read_base(told)).sha256
    known: dict[str, Any] = {
        "institution": OWNER, "publisher": "Pemerintah Kota Padang", "code": "id-kecil",
        "version": version, "sha256": sha256, "table": "0" * 64,
        "published_at": "2024-06-01T00:00:00+00:00", "files": told,
    }  # fmt: skip
    return Content(**known | changed)


WHOLE = packed(content(), PRIVATE)


def why(octets: bytes, trusted: dict[str, bytes] = TRUSTED) -> Wrong:
    with pytest.raises(BadPackage) as refused:
        opened(octets, trusted)
    return refused.value.why


def envelope(**changed: str) -> bytes:
    return canonical({**json.loads(WHOLE), **changed})


# ---- The file


def test_a_package_comes_back_as_it_was_packed() -> None:
    assert opened(WHOLE, TRUSTED) == (NAMED, content())
    assert packed(content(), PRIVATE) == WHOLE


@given(st.integers(0, len(WHOLE) * 8 - 1))
def test_no_bit_can_be_turned(bit: int) -> None:
    changed = bytearray(WHOLE)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(BadPackage):
        opened(bytes(changed), TRUSTED)


@given(st.binary(max_size=200))
def test_no_octets_break_the_reader(octets: bytes) -> None:
    with pytest.raises(BadPackage):
        opened(octets, TRUSTED)


@pytest.mark.parametrize(
    ("octets", "expected"),
    [
        (b"", Wrong.NO_PACKAGE),
        (b"[]", Wrong.NO_PACKAGE),
        (b"null", Wrong.NO_PACKAGE),
        (b"[" * 100_000, Wrong.NO_PACKAGE),
        (b'{"a":NaN}', Wrong.NO_PACKAGE),
        (b"\xff\xfe", Wrong.NO_PACKAGE),
        (b"{" + b'"format":"x",' + WHOLE[1:], Wrong.NO_PACKAGE),  # a key twice
        (WHOLE[:-1] + b',"more":"x"}', Wrong.NO_PACKAGE),
        (envelope(format="netral.rule-package/2"), Wrong.OTHER_FORMAT),
        (b" " + WHOLE, Wrong.BAD_SIGNATURE),
        (WHOLE.replace(b"2024.3.0", b"2024.4.0"), Wrong.BAD_SIGNATURE),
        (envelope(signature=""), Wrong.BAD_SIGNATURE),
        (envelope(signature="A" * 86), Wrong.BAD_SIGNATURE),
        (envelope(signature="!"), Wrong.BAD_SIGNATURE),
        (envelope(key=fingerprint(PUBLIC, "32.76")), Wrong.UNKNOWN_KEY),
        (b'{"content":"\\ud800","format":"' + FORMAT.encode() + b'","key":"x","signature":"x"}',
         Wrong.BAD_SIGNATURE),
        (b"0" * 4_000_001, Wrong.TOO_LARGE),
    ],
)  # fmt: skip
def test_what_is_no_package_is_refused_for_what_it_is(octets: bytes, expected: Wrong) -> None:
    assert why(octets) is expected


def test_an_unknown_key_is_refused_before_anything_is_read() -> None:
    assert why(WHOLE, {}) is Wrong.UNKNOWN_KEY
    other = new_key()[1]
    assert why(WHOLE, {NAMED: other}) is Wrong.BAD_SIGNATURE


def test_a_signature_for_something_else_is_none_for_a_package() -> None:
    told = json.loads(WHOLE)["content"].encode()
    bare = Ed25519PrivateKey.from_private_bytes(PRIVATE).sign(told)
    assert why(envelope(signature=b64(bare))) is Wrong.BAD_SIGNATURE


@pytest.mark.parametrize(
    "told",
    [
        "null", "{}", "[]", '{"a":1,"a":1}', "{",
        canonical({**json.loads(json.loads(WHOLE)["content"]), "more": "x"}).decode(),
        canonical({**json.loads(json.loads(WHOLE)["content"]), "version": 1}).decode(),
        canonical({**json.loads(json.loads(WHOLE)["content"]), "files": "x"}).decode(),
        canonical({**json.loads(json.loads(WHOLE)["content"]), "files": {"a": 1}}).decode(),
        json.dumps(json.loads(json.loads(WHOLE)["content"]), indent=1),
    ],
)  # fmt: skip
def test_what_a_trusted_key_signs_must_still_be_a_version(told: str) -> None:
    signed = b"netral.rule-package.v1\x00" + told.encode()
    signature = Ed25519PrivateKey.from_private_bytes(PRIVATE).sign(signed)
    assert why(envelope(content=told, signature=b64(signature))) is Wrong.BAD_CONTENT


def test_a_public_key_is_read_as_it_is_shown_and_in_no_other_way() -> None:
    shown = public_text(PUBLIC, OWNER)
    assert read_public(f"  {shown[:30]}\n{shown[30:]} ") == (OWNER, PUBLIC)
    for wrong in ("", "netral-aturan", shown[:-1], shown + "A", shown.replace("netral", "lain")):
        assert read_public(wrong) is None
    assert fingerprint(PUBLIC, OWNER) != fingerprint(PUBLIC, "32.76")


# ---- Keys


def pinned(institution: Institution, **changed: str) -> PinnedKey:
    told = {
        "text": public_text(PUBLIC, OWNER), "owner": "Pemerintah Kota Padang",
        "heard": grouped(NAMED).lower(),
    } | changed  # fmt: skip
    return pin(institution=institution, by=BY, at=AT, **told)


def test_a_key_is_trusted_only_when_what_was_heard_matches(depok: Institution) -> None:
    for heard in ("", NAMED[:-1], NAMED[::-1], fingerprint(PUBLIC, "32.76")):
        with pytest.raises(FingerprintDiffers):
            pinned(depok, heard=heard)
    with pytest.raises(NoPublicKey):
        pinned(depok, text="ssh-ed25519 AAAA")
    assert pinned(depok).owner_code == OWNER
    with pytest.raises(PinnedBefore):
        pinned(depok)


def test_a_private_key_is_kept_encrypted_and_can_be_exchanged(depok: Institution) -> None:
    first = make_key(institution=depok, by=BY, at=AT)
    second = make_key(institution=depok, by=BY, at=AT)
    rows = PackageKey.objects.of(depok)
    assert rows.get(retired_at=None).pk == second.pk
    assert rows.get(pk=first.pk).retired_at is not None
    assert len(bytes(second.private)) == 12 + 32 + 16
    assert Entry.objects.filter(act="package_key.made").count() == 2


def test_a_key_is_unpinned_with_a_reason_and_may_be_pinned_again(depok: Institution) -> None:
    key = pinned(depok)
    with pytest.raises(NeedsReason):
        unpin(key=key, reason=" ", by=BY, at=AT)
    unpin(key=key, reason="Kuncinya hilang.", by=BY, at=AT)
    unpin(key=key, reason="Sekali lagi.", by=BY, at=AT)
    assert Entry.objects.filter(act="package_key.unpinned").count() == 1
    with pytest.raises(UnknownKey):
        packages.install(institution=depok, octets=WHOLE, by=BY, at=AT)
    assert pinned(depok).pk != key.pk


# ---- Taking in


@pytest.fixture
def install(small: None, depok: Institution, at: Moment) -> Callable[..., Ruleset]:
    pinned(depok)

    def take(octets: bytes = WHOLE) -> Ruleset:
        return packages.install(institution=depok, octets=octets, by=BY, at=at)

    return take


def test_a_package_becomes_a_proposed_version_and_no_more(
    install: Callable[..., Ruleset], depok: Institution
) -> None:
    made = install()
    assert (made.state, made.origin, made.version) == ("proposed", "package", "2024.3.0")
    assert made.source["publisher"] == "Pemerintah Kota Padang"
    assert not Ruleset.objects.filter(state="published").exists()


def test_the_gate_holds_a_package_to_the_answers_it_promises(
    install: Callable[..., Ruleset], examined: Publish
) -> None:
    stopped = examined(install())
    assert stopped.gate["passed"]["table"] is False
    drafts.discard(ruleset=stopped, by=BY, at=AT)
    honest = packed(content(table=stopped.table), PRIVATE)
    assert examined(install(honest)).gate["open"] is True


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"sha256": "0" * 64}, BadContent),
        ({"version": "2024.3.1", "files": files.files(version="2024.3.0")}, BadContent),
        ({"code": "id-lain"}, BadContent),
        ({"version": "baru"}, BadContent),
        ({"files": {**files.PLAIN, "rules-x.toml": "efect = 1"}}, BadContent),
        ({"files": {**files.PLAIN, "../x": ""}}, BadContent),
        ({"files": {"base.toml": "#" * 2_100_000}}, BadContent),
        ({"institution": "32.76"}, UnknownKey),
    ],
)
def test_a_signed_lie_is_refused_and_nothing_is_loaded(
    install: Callable[..., Ruleset], changed: dict[str, Any], refusal: type[PackageRefused]
) -> None:
    with pytest.raises(refusal):
        install(packed(content(**changed), PRIVATE))
    assert not Ruleset.objects.exists()


def test_a_key_speaks_for_its_owner_alone(install: Callable[..., Ruleset]) -> None:
    PinnedKey.objects.update(owner_code="32.74")
    with pytest.raises(OtherInstitution):
        install()


def test_no_package_takes_an_institution_back(install: Callable[..., Ruleset]) -> None:
    install(packed(content("2024.10.0"), PRIVATE))
    with pytest.raises(OlderPackage):
        install(packed(content("2024.9.0"), PRIVATE))
    with pytest.raises(InstalledBefore):
        install(packed(content("2024.10.0"), PRIVATE))
    drafts.discard(ruleset=Ruleset.objects.get(), by=BY, at=AT)
    with pytest.raises(OlderPackage):
        install(packed(content("2024.9.0"), PRIVATE))
    assert install(packed(content("2024.10.0"), PRIVATE)).version == "2024.10.0"


# ---- Handing on


def test_what_one_city_publishes_another_can_take_in(
    proposed: Ruleset, publish: Publish, depok: Institution, at: Moment
) -> None:
    with pytest.raises(NothingPublished):
        package(proposed)
    published = publish(proposed)
    with pytest.raises(NoPackageKey):
        package(published)
    key = make_key(institution=depok, by=BY, at=at)
    octets = package(published)
    assert package(published) == octets
    named, told = opened(octets, {key.fingerprint: bytes(key.public)})
    assert (named, told.sha256, told.table) == (key.fingerprint, published.sha256, published.table)
