"""A device that keeps passkeys, in software: what a browser would send in its name."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256, ES384, RS256, EdDSA
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from netral.access import means
from netral.access.models import User
from netral.access.passkeys import public_key
from netral.access.queries import Seat
from netral.ledger.core.leaf import b64u
from netral.ledger.core.passkey import Assertion

RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
HERE = "localhost"


@dataclass
class Device:
    """One passkey of one kind, bound to one site."""

    kind: str = "ES256"
    site: str = HERE
    private: Any = field(init=False)
    credential: bytes = b"a-credential-id!"

    def __post_init__(self) -> None:
        match self.kind:
            case "ES256":
                self.private = ec.generate_private_key(ec.SECP256R1())
            case "ES384":
                self.private = ec.generate_private_key(ec.SECP384R1())
            case "EdDSA":
                self.private = ed25519.Ed25519PrivateKey.generate()
            case "RS256":
                self.private = RSA

    @property
    def data(self) -> AttestedCredentialData:
        """Return what the device says of its key when it is registered."""
        public = self.private.public_key()
        cose: Any = {"ES256": ES256, "ES384": ES384, "EdDSA": EdDSA, "RS256": RS256}[self.kind]
        return AttestedCredentialData.create(
            b"\x00" * 16, self.credential, cose.from_cryptography_key(public)
        )

    @property
    def key(self) -> dict[str, Any]:
        """Return the public key as the ledger commits to it."""
        return public_key(self.data)

    def sign(self, asked: bytes, /, *, flags: int = 0x05, **said: Any) -> Assertion:
        """Sign a challenge, as a browser at the device's site asks for it."""
        client = {
            "type": "webauthn.get",
            "challenge": b64u(asked),
            "origin": f"https://{self.site}",
            "crossOrigin": False,
        } | said
        return self.sign_data(json.dumps(client).encode(), flags=flags)

    def sign_data(self, client_data: bytes, *, flags: int = 0x05) -> Assertion:
        """Sign what a browser says, in whatever octets."""
        data = hashlib.sha256(self.site.encode()).digest() + bytes([flags]) + (7).to_bytes(4, "big")
        message = data + hashlib.sha256(client_data).digest()
        return Assertion(data, client_data, self._signature(message))

    def _signature(self, message: bytes) -> bytes:
        match self.kind:
            case "EdDSA":
                made = self.private.sign(message)
            case "RS256":
                made = self.private.sign(message, padding.PKCS1v15(), SHA256())
            case _:
                made = self.private.sign(message, ec.ECDSA(SHA256()))
        return bytes(made)

    def answer(self, assertion: Assertion) -> str:
        """Return what the page sends."""
        response = {
            "authenticatorData": b64u(assertion.authenticator_data),
            "clientDataJSON": b64u(assertion.client_data),
            "signature": b64u(assertion.signature),
            "userHandle": None,
        }
        credential = b64u(self.credential)
        return json.dumps(
            {"id": credential, "rawId": credential, "type": "public-key", "response": response}
        )

    def belong_to(self, user: User, seat: Seat | None = None) -> Authenticator:
        """Make this the passkey of an account, with its entry where there is a seat."""
        about = hashlib.sha256(self.site.encode()).digest()
        data = AuthenticatorData.create(about, AuthenticatorData.FLAG(0x45), 0, self.data)
        credential = {
            "id": b64u(self.credential),
            "rawId": b64u(self.credential),
            "type": "public-key",
            "clientExtensionResults": {"credProps": {"rk": True}},
            "response": {
                "clientDataJSON": b64u(b'{"type":"webauthn.create","challenge":"","origin":""}'),
                "attestationObject": b64u(bytes(AttestationObject.create("none", data, {}))),
            },
        }
        made = Authenticator.objects.create(
            user=user, type="webauthn", data={"name": "Ponsel", "credential": credential}
        )
        means.record_change(means.PASSKEY_ADDED, user=user, seat=seat)
        return made
