"""What a reporter's browser does, from the documentation alone: nothing here is the ledger's."""

import base64
import hashlib
import hmac
import json
from datetime import date
from typing import Any, Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from netral.ledger.core.sealed import Given

FIELDS: Final = ("kind", "link", "ten", "blob", "to", "code_pk")
CIPHERTEXT: Final = hashlib.sha256(b"age").hexdigest()


def b64u(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).decode().rstrip("=")


class Reporter:
    """Somebody with a code of 16 octets, from which all salts come."""

    def __init__(self, code: bytes, *, ten: str = "32.76", **other: Any) -> None:
        self.salts = {
            name: HKDF(SHA256(), 32, b"netral/reporter/v1", f"salt/{name}".encode()).derive(code)
            for name in FIELDS
        }
        self.values = {
            "kind": "report", "link": None, "ten": ten, "blob": [CIPHERTEXT],
            "to": ["bawaslu-1", "inspektorat-1"], "code_pk": b64u(hashlib.sha256(code).digest()),
        } | other  # fmt: skip

    def digest(self, name: str) -> bytes:
        value = json.dumps(self.values[name], separators=(",", ":")).encode()
        message = b"netral.field.v1\0" + name.encode() + b"\0" + value
        return hmac.new(self.salts[name], message, "sha256").digest()

    def leaf(self, day: date) -> bytes:
        digests = b"".join(map(self.digest, FIELDS))
        c = hashlib.sha256(b"netral.commit.v1\0sealed/1\0" + digests).digest()
        return f'{{"at":"{day}","c":"{b64u(c)}","t":"sealed/1"}}'.encode()

    def leaf_hash(self, day: date) -> bytes:
        return hashlib.sha256(b"\0" + self.leaf(day)).digest()

    def given(self, day: date) -> Given:
        """Return what is sent to the server: of `code_pk` the digest alone."""
        sent = FIELDS[:-1]
        return Given(
            leaf=self.leaf(day),
            values={name: self.values[name] for name in sent},
            salts={name: self.salts[name] for name in sent},
            code_pk=self.digest("code_pk"),
        )


def opened(octets: bytes) -> tuple[str, bytes]:
    """Return the leaf hash that an opening leaf names and the commitment that it leads to."""
    shown = json.loads(octets)["x"]

    def unb64u(text: str) -> bytes:
        return base64.urlsafe_b64decode(text + "=")

    digests = b""
    for name in ("kind", "link"):
        message = b"netral.field.v1\0" + name.encode() + b"\0" + json.dumps(shown[name]).encode()
        digests += hmac.new(unb64u(shown[f"{name}_salt"]), message, "sha256").digest()
    digests += b"".join(map(unb64u, shown["rest"]))
    return shown["leaf"], hashlib.sha256(b"netral.commit.v1\0sealed/1\0" + digests).digest()
