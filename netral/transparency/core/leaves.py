"""Leaf hashes as addresses and papers spell them."""

import base64
import binascii
import re
from typing import Final

SPELLED: Final = re.compile(r"[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]")


def leaf_hash(spelled: str) -> bytes | None:
    """Read the hash of a leaf in base64url, as addresses spell it; None if it is none."""
    if not SPELLED.fullmatch(spelled):
        return None
    try:
        return base64.urlsafe_b64decode(f"{spelled}=")
    except binascii.Error:
        return None
