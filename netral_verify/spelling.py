"""Octets and numbers as text: each in one spelling, so that no bit of a text is idle."""

import base64
import binascii
from typing import Final

from netral_verify import Wrong, require

GREATEST: Final = 2**63 - 1
DIGITS: Final = 19


def b64(octets: bytes) -> str:
    """Spell octets in base64."""
    return base64.b64encode(octets).decode()


def unb64(text: str) -> bytes:
    """Read base64 in its one spelling.

    Raises:
        Wrong: it is no base64, or spelled otherwise.
    """
    try:
        octets = base64.b64decode(text.encode(), validate=True)
    except (ValueError, binascii.Error) as wrong:
        msg = "this is not base64: {text}"
        raise Wrong(msg, text=text) from wrong
    require(b64(octets) == text, "this is not base64: {text}", text=text)
    return octets


def number(text: str) -> int:
    """Read a decimal number below 2**63 in its one spelling.

    Raises:
        Wrong: it is none.
    """
    plain = text.isascii() and text.isdigit() and len(text) <= DIGITS
    require(plain and str(int(text)) == text, "this is not a number: {text}", text=text)
    require(int(text) <= GREATEST, "this is not a number: {text}", text=text)
    return int(text)


def b64u(octets: bytes) -> str:
    """Spell octets in base64url without padding."""
    return base64.urlsafe_b64encode(octets).decode().rstrip("=")


def unb64u(text: object, length: int) -> bytes:
    """Read `length` octets in base64url without padding, in their one spelling.

    Raises:
        Wrong: it is something else.
    """
    octets = b""
    if isinstance(text, str) and text.isascii() and "=" not in text:
        try:
            octets = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        except (ValueError, binascii.Error):
            octets = b""
    fit = len(octets) == length and b64u(octets) == text
    require(fit, "these are not {length} octets in base64url: {text}", length=length, text=text)
    return octets
