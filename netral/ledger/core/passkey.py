"""A pact that a passkey signed: what the device was asked to sign, and whether it did.

The challenge binds the text, the digest of the signer's number and the newest witnessed state of
the log, so that nobody could have signed before that state existed (WebAuthn Level 2, §7.2).
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from netral.kernel.canon import is_deep
from netral.ledger.core.leaf import Anchor, b64u, unb64u

# Before a first state was witnessed: the tree of nothing. A leaf spells it as null.
NOTHING: Final = Anchor(size=0, root=hashlib.sha256(b"").digest())
ACCEPTED: Final = (-7, -8, -257)  # ES256, EdDSA, RS256 (RFC 8152 §8, RFC 8812 §2)
PRESENT, VERIFIED, MORE = 0x01, 0x04, 0xC0  # flags of the authenticator data (§6.1)
HEAD: Final = 37  # octets of the authenticator data without extensions
# A page by scheme, host and port, as browsers name it; passkeys exist on secure ones alone.
ORIGIN: Final = re.compile(
    r"(https://(?P<host>[a-z0-9.-]+)|http://(?P<local>([a-z0-9-]+\.)*localhost))(:\d{1,5})?",
    re.ASCII,
)
DOCUMENT: Final = re.compile(r"[0-9a-f]{64}")
MODULUS: Final = range(2048, 8193)  # bits
POWERS: Final = range(3, 2**32)  # exponents that every library takes

Check = Callable[[bytes, bytes], None]


class PasskeyWrong(ValueError):
    """What was given is no answer of the passkey to the question that was put to it."""


@dataclass(frozen=True, slots=True)
class Assertion:
    """What a device gives back: what it says of itself, what the browser says, the signature."""

    authenticator_data: bytes
    client_data: bytes
    signature: bytes

    @classmethod
    def read(cls, field: object) -> "Assertion":
        """Read the committed field `assertion`.

        Raises:
            PasskeyWrong: it has another shape.
        """
        try:
            return cls(**{name: unb64u(value) for name, value in field.items()})  # type: ignore[attr-defined]
        except (AttributeError, TypeError, ValueError) as wrong:
            msg = "not an assertion"
            raise PasskeyWrong(msg) from wrong

    @property
    def field(self) -> dict[str, str]:
        """Return the committed field `assertion`."""
        return {name: b64u(value) for name, value in asdict(self).items()}


def challenge(*, document: bytes, identity: bytes, anchor: Anchor) -> bytes:
    """Return what a passkey signs for a pact.

    `document` is the SHA-256 of the text, `identity` the digest of the signer's number.
    """
    size = anchor.size.to_bytes(8, "big")
    return hashlib.sha256(b"netral.pact.v1\x00" + document + identity + size + anchor.root).digest()


def verify(
    assertion: Assertion,
    *,
    key: Mapping[str, object],
    challenge: bytes,
    site: str | None = None,
) -> str:
    """Check that the device of `key` signed `challenge` with its user verified; return the site.

    `key` is a COSE key as `credential.registered/1` commits to it; `site` the name of the host
    that asked, where it is known.

    Raises:
        PasskeyWrong: something does not fit; it says what.
    """
    host = _host(assertion.client_data, challenge)
    if site is not None and host != site:
        msg = "signed for another site"
        raise PasskeyWrong(msg)
    data = assertion.authenticator_data
    if len(data) < HEAD or (len(data) > HEAD and not data[32] & MORE):
        msg = "the authenticator data has another shape"
        raise PasskeyWrong(msg)
    if data[:32] != hashlib.sha256(host.encode()).digest():
        msg = "the key is bound to another site"
        raise PasskeyWrong(msg)
    if data[32] & PRESENT == 0 or data[32] & VERIFIED == 0:
        msg = "the device did not verify who touched it"
        raise PasskeyWrong(msg)
    try:
        checker(key)(assertion.signature, data + hashlib.sha256(assertion.client_data).digest())
    except InvalidSignature as wrong:
        msg = "the signature is not of this key, or not over this"
        raise PasskeyWrong(msg) from wrong
    return host


def bracketed(
    leaf: Mapping[str, Any], fields: Mapping[str, Any], *, identity: bytes
) -> tuple[Anchor, str]:
    """Check the passkey of a `pact.signed/2` leaf by its opened `fields`.

    `fields` must hold `text`, `assertion` and `key`; of the signer's number its digest `identity`
    is enough. Return the state before which nobody can have signed, and the site that asked.

    Raises:
        PasskeyWrong: the assertion is not for this leaf.
    """
    seen = leaf["a"]
    try:
        anchor = Anchor(size=seen["s"], root=unb64u(seen["r"])) if seen else NOTHING
        document = bytes.fromhex(DOCUMENT.fullmatch(fields["text"])[0])  # type: ignore[index]
        key = fields["key"]["public"]
    except (KeyError, TypeError, ValueError) as wrong:
        msg = "the leaf does not say what was signed"
        raise PasskeyWrong(msg) from wrong
    asked = challenge(document=document, identity=identity, anchor=anchor)
    return anchor, verify(Assertion.read(fields.get("assertion")), key=key, challenge=asked)


def _host(client_data: bytes, challenge: bytes) -> str:
    """Return the host for which a browser asked, if it asked for `challenge`."""
    try:
        said = json.loads(client_data.decode(), parse_int=float, parse_constant=_refused)
        page = ORIGIN.fullmatch(said["origin"])
    except (ValueError, TypeError, KeyError, RecursionError) as wrong:
        msg = "the browser's part cannot be read"
        raise PasskeyWrong(msg) from wrong
    embedded = said.get("crossOrigin")  # 0, which equals False, is no answer
    fits = (embedded is None or embedded is False) and not is_deep(said)
    if page is None or not fits or said.get("type") != "webauthn.get":
        msg = "the browser was asked for something else"
        raise PasskeyWrong(msg)
    if said.get("challenge") != b64u(challenge):
        msg = "another text, another person or another state of the log was signed"
        raise PasskeyWrong(msg)
    return str(page["host"] or page["local"])


def _refused(constant: str) -> None:
    msg = f"JSON has no {constant}"
    raise ValueError(msg)


def checker(key: Mapping[str, object]) -> Check:
    """Return what checks a signature by a COSE key; it raises InvalidSignature.

    Raises:
        PasskeyWrong: no key of the three kinds that are accepted.
    """
    try:
        match {name: value for name, value in key.items() if value is not True}:  # it equals 1
            case {"1": 2, "3": -7, "-1": 1, "-2": str(x), "-3": str(y), **more} if not more:
                return _es256(unb64u(x), unb64u(y))
            case {"1": 1, "3": -8, "-1": 6, "-2": str(x), **more} if not more:
                return Ed25519PublicKey.from_public_bytes(unb64u(x)).verify
            case {"1": 3, "3": -257, "-1": str(n), "-2": str(e), **more} if not more:
                return _rs256(unb64u(n), unb64u(e))
    except (ValueError, TypeError) as wrong:
        msg = "not a public key"
        raise PasskeyWrong(msg) from wrong
    msg = "a key of a kind that is not accepted"
    raise PasskeyWrong(msg)


def _es256(x: bytes, y: bytes) -> Check:
    if len(x) != len(y) or len(x) != 32:  # noqa: PLR2004  # octets of a coordinate on P-256
        msg = "not a point"
        raise PasskeyWrong(msg)
    point = ec.EllipticCurvePublicNumbers(
        int.from_bytes(x), int.from_bytes(y), ec.SECP256R1()
    ).public_key()
    return lambda signature, message: point.verify(signature, message, ec.ECDSA(SHA256()))


def _rs256(n: bytes, e: bytes) -> Check:
    modulus = int.from_bytes(n)
    power = int.from_bytes(e)
    fits = power in POWERS and modulus & power & 1
    if not fits or modulus.bit_length() not in MODULUS or n[:1] == b"\x00" or e[:1] == b"\x00":
        msg = "not a modulus"
        raise PasskeyWrong(msg)
    public = rsa.RSAPublicNumbers(power, modulus).public_key()
    return lambda signature, message: public.verify(
        signature, message, padding.PKCS1v15(), SHA256()
    )
