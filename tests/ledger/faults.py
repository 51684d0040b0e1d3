"""Disks that are full at the worst moment."""

import errno
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest


def full_disk(patch: pytest.MonkeyPatch, call: str, first: int) -> None:
    """Let the call number `first` of a kind, and all after it, find no room."""
    owner, name = {
        "write": (os, "fdopen"),
        "fsync": (os, "fsync"),
        "rename": (Path, "replace"),
        "mkstemp": (tempfile, "mkstemp"),
    }[call]
    whole: Callable[..., object] = getattr(owner, name)
    count = 0

    def tried(*given: object, **named: object) -> object:
        nonlocal count
        count += 1
        if count >= first:
            raise OSError(errno.ENOSPC, "No space left on device")
        return whole(*given, **named)

    patch.setattr(owner, name, tried)
