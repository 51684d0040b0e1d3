"""Sealed papers on disk, named by the SHA-256 of what they hold."""

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings


def put(pdf: bytes) -> str:
    """Keep `pdf` and return its SHA-256; once this returns, a power cut does not lose it."""
    sha256 = hashlib.sha256(pdf).hexdigest()
    place = _place(sha256)
    if place.exists():
        return sha256
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as new:
            new.write(pdf)
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
        ValueError: the disk holds something else under that name.
    """
    pdf = _place(sha256).read_bytes()
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


def _place(sha256: str) -> Path:
    return Path(settings.STORE) / sha256[:2] / f"{sha256}.pdf"


def _sync(folder: Path) -> None:
    """Make the new name itself survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
