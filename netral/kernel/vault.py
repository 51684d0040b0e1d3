"""How confidential words are kept: encrypted, and found again without saying whose they are.

Whoever holds a copy of the database, but not the installation's secret, learns that something
was written and when; not by whom, and not what.
"""

import hashlib
import hmac
import json
import os
from typing import Any, Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from netral.kernel.canon import canonical
from netral.kernel.codes import ALPHABET

VERSION: Final = 1  # first octet of everything sealed, so that a later key can be told apart
NONCE: Final = 12
FILLED: Final = 256  # octets: lengths are rounded up, so that they give little away


class Vault:
    """Keys drawn from the installation's secret: others for each purpose and each use."""

    def __init__(self, secret: str, purpose: str) -> None:
        master = hashlib.sha256(f"netral.{purpose}.v1\x00{secret}".encode()).digest()
        self._finding = hmac.digest(master, b"finding", "sha256")
        self._aes = AESGCM(hmac.digest(master, b"keeping", "sha256"))

    def seal(self, value: object, place: str) -> bytes:
        """Encrypt a JSON value with AES-256-GCM; what is sealed for one place opens in no other."""
        plain, nonce = canonical(value), os.urandom(NONCE)
        plain += b" " * (-len(plain) % FILLED)  # JSON does not mind
        head = bytes([VERSION])
        return head + nonce + self._aes.encrypt(nonce, plain, head + place.encode())

    def open(self, sealed: bytes, place: str) -> Any:
        """Decrypt what `seal` made.

        Raises:
            ValueError: sealed by a version that this program does not know.
            cryptography.exceptions.InvalidTag: another key, another place, or damage.
        """
        if sealed[:1] != bytes([VERSION]):
            msg = f"sealed by version {sealed[:1].hex() or 'none'}, not {VERSION}"
            raise ValueError(msg)
        nonce, rest = sealed[1 : 1 + NONCE], sealed[1 + NONCE :]
        return json.loads(self._aes.decrypt(nonce, rest, sealed[:1] + place.encode()))

    def mark(self, *parts: object) -> str:
        """Return a keyed hash that names `parts` to whoever holds the secret, to nobody else."""
        message = "\x00".join(map(str, parts)).encode()
        return hmac.digest(self._finding, message, "sha256").hex()

    def slug(self, length: int, *parts: object) -> str:
        """Return an address drawn from `parts`: the same parts give the same one."""
        whole, signs = int(self.mark("slug", *parts), 16), []
        for _ in range(length):
            whole, at = divmod(whole, len(ALPHABET))
            signs.append(ALPHABET[at])
        return "".join(signs).lower()
