"""The passkey that signed a pact (WebAuthn Level 2 §7.2; docs/ledger.md).

The device signed the text, the digest of the signer's number and a state of the log, all in one
challenge: so the signature is not older than that state.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from netral_verify import Wrong, require
from netral_verify.canon import is_deep, refuse
from netral_verify.leaf import Anchor
from netral_verify.receipt import Receipt
from netral_verify.spelling import b64u, unb64u
from netral_verify.tree import EMPTY, HASH

NEEDED: Final = {"text", "assertion", "key"}  # without these nothing can be checked
PARTS: Final = ("authenticator_data", "client_data", "signature")
USER: Final = 0b101  # present and verified
ATTACHED: Final = 0b1100_0000  # more follows than flags and counter
PLAIN: Final = 37  # octets up to the counter
STRONG: Final = range(2048, 8193)  # bits of a modulus
POWERS: Final = range(3, 2**32)  # exponents that every library takes
_HEX: Final = re.compile(r"[0-9a-f]{64}")
# A browser names a page by scheme, host and port, in small letters; passkeys need a secure one.
_ORIGIN: Final = re.compile(
    r"https://(?P<host>[a-z0-9.-]+)(:\d{1,5})?|"
    r"http://(?P<here>([a-z0-9-]+\.)*localhost)(:\d{1,5})?",
    re.ASCII,
)

Check = Callable[[bytes, bytes], None]  # signature, message


@dataclass(frozen=True, slots=True)
class Touched:
    """A signature by passkey that holds."""

    seen: Anchor  # nobody can have signed before the log was in this state
    site: str  # the host whose page asked the device
    registered: bytes | None  # the hash of the entry that registered the key


def check_assertion(receipt: Receipt) -> Touched | None:
    """Check the passkey by which a pact was signed; None if there is none, or it is hidden.

    The signer's number may be hidden: its digest was signed.

    Raises:
        Wrong: the passkey signed something else, or somebody else did.
    """
    said = receipt.disclosed()
    if receipt.leaf.kind.name != "pact.signed/2" or not said.keys() >= NEEDED:
        return None
    identity = next(each.digest for each in receipt.fields if each.name == "identity")
    seen = receipt.leaf.anchor or Anchor(0, EMPTY)
    text, key, parts = said["text"], said["key"], said["assertion"]
    require(
        isinstance(text, str) and _HEX.fullmatch(text),
        "the entry does not say which text was signed",
    )
    fit = isinstance(key, dict) and key.keys() == {"leaf", "public"}
    require(fit and isinstance(key["public"], dict), "the passkey's key cannot be read")
    fit = isinstance(parts, dict) and parts.keys() == set(PARTS)
    require(fit, "the passkey's answer cannot be read")
    data, client, signature = (_octets(parts[name]) for name in PARTS)
    asked = sha256(
        b"netral.pact.v1\0%b%b%b%b"
        % (bytes.fromhex(text), identity, seen.size.to_bytes(8), seen.root)
    )
    site = _check_client(client, asked.digest())
    _check_device(data, site)
    message = data + sha256(client).digest()
    try:
        _checker(key["public"])(signature, message)
    except InvalidSignature as wrong:
        msg = "the passkey did not sign this"
        raise Wrong(msg) from wrong
    registered = unb64u(key["leaf"], HASH) if key["leaf"] is not None else None
    return Touched(seen, site, registered)


def _check_client(client: bytes, asked: bytes) -> str:
    """Check what the browser says it asked the device; return the host of the page."""
    try:
        said = json.loads(client.decode(), parse_int=float, parse_constant=refuse)
    except (ValueError, RecursionError) as wrong:
        msg = "the passkey's answer cannot be read"
        raise Wrong(msg) from wrong
    fit = isinstance(said, dict) and not is_deep(said)
    require(fit, "the passkey's answer cannot be read")
    embedded = said.get("crossOrigin")  # 0, which equals False, is no answer
    fit = said.get("type") == "webauthn.get" and (embedded is None or embedded is False)
    require(fit, "the passkey was asked for something else than a signature")
    require(
        said.get("challenge") == b64u(asked),
        "the passkey signed another text, for another person, or at another state of the log",
    )
    origin = said.get("origin")
    page = _ORIGIN.fullmatch(origin) if isinstance(origin, str) else None
    require(page, "the passkey was asked by a page that cannot be: {origin}", origin=origin)
    assert page  # noqa: S101  # for the type checker
    return str(page["host"] or page["here"])


def _check_device(data: bytes, site: str) -> None:
    fit = len(data) >= PLAIN and (len(data) == PLAIN or data[32] & ATTACHED)
    require(fit, "the passkey's answer cannot be read")
    require(
        data[:32] == sha256(site.encode()).digest(),
        "the passkey belongs to another site than {site}",
        site=site,
    )
    require(
        data[32] & USER == USER, "the device did not ask for finger, face or PIN before it signed"
    )


def _checker(key: Mapping[str, Any]) -> Check:
    """Return what checks signatures of a COSE key (RFC 9053): ES256, EdDSA or RS256."""
    makers: Mapping[tuple[object, ...], tuple[set[str], Callable[..., Check]]] = {
        (2, -7): ({"1", "3", "-1", "-2", "-3"}, _curve),
        (1, -8): ({"1", "3", "-1", "-2"}, _edwards),
        (3, -257): ({"1", "3", "-1", "-2"}, _rsa),
    }
    kind = (key.get("1"), key.get("3"))
    plain = all(type(each) is int for each in kind)
    names, make = makers.get(kind, (set(), None)) if plain else (set(), None)
    require(make and key.keys() == names, "the passkey's key is of a kind that is not accepted")
    assert make  # noqa: S101  # for the type checker
    try:
        return make(*(key[name] for name in ("-1", "-2", "-3") if name in key))
    except (ValueError, TypeError) as wrong:
        if isinstance(wrong, Wrong):
            raise
        msg = "the passkey's key cannot be read"
        raise Wrong(msg) from wrong


def _curve(curve: object, x: object, y: object) -> Check:
    require(type(curve) is int and curve == 1, "the passkey's key cannot be read")
    point = b"\x04" + unb64u(x, 32) + unb64u(y, 32)
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    return lambda signature, message: key.verify(signature, message, ec.ECDSA(SHA256()))


def _edwards(curve: object, x: object) -> Check:
    require(type(curve) is int and curve == 6, "the passkey's key cannot be read")  # noqa: PLR2004
    return Ed25519PublicKey.from_public_bytes(unb64u(x, 32)).verify


def _rsa(modulus: object, exponent: object) -> Check:
    n, e = _octets(modulus), _octets(exponent)
    whole = int.from_bytes(n)
    power = int.from_bytes(e)
    fit = n[:1] != b"\0" and e[:1] != b"\0" and whole.bit_length() in STRONG
    fit = fit and power in POWERS and whole & power & 1 == 1
    require(fit, "the passkey's key cannot be read")
    key = rsa.RSAPublicNumbers(power, whole).public_key()
    return lambda signature, message: key.verify(signature, message, padding.PKCS1v15(), SHA256())


def _octets(text: object) -> bytes:
    require(isinstance(text, str), "the passkey's answer cannot be read")
    assert isinstance(text, str)  # noqa: S101  # for the type checker
    return unb64u(text, len(text) * 6 // 8)
