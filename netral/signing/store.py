"""Sealed papers on disk, named by the SHA-256 of what they hold.

Private ones lie there encrypted, under a key drawn from the secret that also guards NIKs: a copy
of the disk tells nobody what they say.
"""

import hashlib
import hmac
import os
import tempfile
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

MARK: Final = b"netral-private-1\n"  # how an encrypted file begins, with the version of the key
NONCE: Final = 12


def put(pdf: bytes, *, private: bool = False) -> str:
    """Keep `pdf` and return its SHA-256; once this returns, a power cut does not lose it."""
    sha256 = hashlib.sha256(pdf).hexdigest()
    place = _place(sha256)
    if place.exists():
        return sha256
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as new:
            new.write(_locked(pdf, sha256) if private else pdf)
            new.flush()
            os.fsync(new.fileno())
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync(place.parent)
    return sha256


def get(sha256: str) -> bytes:
    """Return what lies under `sha256`.

    Raises:
        FileNotFoundError: nothing does.
        ValueError: the disk holds something else under that name, or the key is another.
    """
    pdf = _place(sha256).read_bytes()
    if pdf.startswith(MARK):
        pdf = _unlocked(pdf, sha256)
    if hashlib.sha256(pdf).hexdigest() != sha256:
        msg = f"the stored file {sha256} is damaged"
        raise ValueError(msg)
    return pdf


def holds(sha256: str) -> bool:
    """Tell whether the file lies there undamaged."""
    try:
        return bool(get(sha256))
    except (OSError, ValueError):
        return False


def drop(sha256: str) -> None:
    """Forget a file that no paper names."""
    _place(sha256).unlink(missing_ok=True)


def _locked(pdf: bytes, sha256: str) -> bytes:
    nonce = os.urandom(NONCE)
    return MARK + nonce + _cipher().encrypt(nonce, pdf, sha256.encode())


def _unlocked(kept: bytes, sha256: str) -> bytes:
    rest = kept[len(MARK) :]
    try:
        return _cipher().decrypt(rest[:NONCE], rest[NONCE:], sha256.encode())
    except InvalidTag as wrong:
        msg = f"the stored file {sha256} is damaged, or locked with another key"
        raise ValueError(msg) from wrong


def _cipher() -> AESGCM:
    master = hashlib.sha256(b"netral.store.v1\x00" + settings.NIK_KEY.encode()).digest()
    return AESGCM(hmac.digest(master, b"keeping", "sha256"))


def _place(sha256: str) -> Path:
    return Path(settings.STORE) / sha256[:2] / f"{sha256}.pdf"


def _sync(folder: Path) -> None:
    """Make the new name itself survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
