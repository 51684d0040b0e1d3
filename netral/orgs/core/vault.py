"""How a NIK is kept: encrypted to be read back, and hashed under a key to be found again."""

import hashlib
import hmac
import os
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from netral.kernel.codes import ALPHABET

NONCE: Final = 12
SIGNS: Final = 10  # of 30: 49 bits, enough for the people of one institution


class Vault:
    """Keys drawn from the installation's secret, one for each use."""

    def __init__(self, secret: str) -> None:
        master = hashlib.sha256(b"netral.nik.v1\x00" + secret.encode()).digest()
        self._finding = hmac.digest(master, b"finding", "sha256")
        self._aes = AESGCM(hmac.digest(master, b"keeping", "sha256"))

    def seal(self, plain: bytes, purpose: bytes = b"nik") -> bytes:
        """Encrypt with AES-256-GCM; what is sealed for one purpose opens for no other."""
        nonce = os.urandom(NONCE)
        return nonce + self._aes.encrypt(nonce, plain, purpose)

    def open(self, sealed: bytes, purpose: bytes = b"nik") -> bytes:
        """Decrypt what `seal` made.

        Raises:
            cryptography.exceptions.InvalidTag: another key, another purpose, or damage.
        """
        return self._aes.decrypt(sealed[:NONCE], sealed[NONCE:], purpose)

    def mark(self, nik: str) -> str:
        """Return the keyed hash under which a NIK is found again; empty for none."""
        return hmac.digest(self._finding, nik.encode(), "sha256").hex() if nik else ""

    def local_number(self, nik: str) -> str:
        """Return a local number for a person known by NIK alone, the same at every import."""
        whole = int.from_bytes(hmac.digest(self._finding, b"local " + nik.encode(), "sha256"))
        signs = []
        for _ in range(SIGNS):
            whole, at = divmod(whole, len(ALPHABET))
            signs.append(ALPHABET[at])
        return "N-" + "".join(signs)
