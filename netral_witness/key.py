"""The witness's private key: one line in a file that nobody else may read."""

import os
import secrets
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from netral_verify import require
from netral_verify.note import COSIGNER, Key, Signature, check_name, cosigned_message
from netral_verify.spelling import b64, unb64

HEAD: Final = "PRIVATE+KEY"  # as Go's note package writes it
SEED: Final = 32
OTHERS: Final = 0o077  # what group and others may do with a file


class Cosigner:
    """Signs, at a time, that a state was seen and contains all states before it."""

    def __init__(self, name: str, seed: bytes) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.key = Key(check_name(name), COSIGNER, self._private.public_key().public_bytes_raw())

    def sign(self, text: str, time: int) -> Signature:
        """Cosign the text of a checkpoint as seen at `time`, in POSIX seconds."""
        octets = self._private.sign(cosigned_message(text, self.key, time))
        return Signature(self.key.name, self.key.identifier, time.to_bytes(8) + octets)


def create(name: str, path: Path) -> Cosigner:
    """Make a new key and keep it at `path`, where nothing may be yet.

    Raises:
        FileExistsError: there is something already.
    """
    seed = secrets.token_bytes(SEED)
    cosigner = Cosigner(name, seed)
    encoded = b64(bytes([COSIGNER]) + seed)
    line = f"{HEAD}+{name}+{cosigner.key.identifier.hex()}+{encoded}\n"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())
    return cosigner


def load(path: Path) -> Cosigner:
    """Read the key that `create` kept.

    Raises:
        Wrong: it is no key, or others can read it.
        OSError: there is none.
    """
    closed = os.name != "posix" or not path.stat().st_mode & OTHERS
    require(closed, "others can read the key {path}: chmod 600", path=path)
    parts = path.read_text(encoding="utf-8").strip().split("+", 4)
    fit = len(parts) == 5 and "+".join(parts[:2]) == HEAD  # noqa: PLR2004
    require(fit, "there is no private key in {path}", path=path)
    octets = unb64(parts[4])
    fit = len(octets) == SEED + 1 and octets[0] == COSIGNER
    require(fit, "there is no private key in {path}", path=path)
    cosigner = Cosigner(parts[2], octets[1:])
    fit = cosigner.key.identifier.hex() == parts[3]
    require(fit, "there is no private key in {path}", path=path)
    return cosigner
