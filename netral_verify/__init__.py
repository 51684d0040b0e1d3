"""Verify receipts of a Netral log on a machine without Netral.

Needs Python 3.11 and `cryptography`. Everything here was written from the specifications (RFC 6962,
C2SP, docs/ledger.md), apart from the program that keeps the log, so that one can check the other.
"""

from typing import Final

LONGEST: Final = 120  # characters of a foreign text that a message repeats


class Wrong(ValueError):
    """Something is not what it says it is; the message tells a reader what.

    `message` is the English sentence with places in braces, under which `netral_verify.words`
    finds it in other languages; `parts` fill the places.
    """

    def __init__(self, message: str, /, **parts: object) -> None:
        self.message = message
        self.parts = parts
        super().__init__(message.format(**{name: shown(part) for name, part in parts.items()}))


def require(holds: object, message: str, /, **parts: object) -> None:
    """Go on if something holds.

    Raises:
        Wrong: it does not, with that message.
    """
    if not holds:
        raise Wrong(message, **parts)


def shown(part: object) -> str:
    """Return a text that may be hostile so that a terminal shows it as it is, and not all of it."""
    text = str(part)
    return printable(text if len(text) <= LONGEST else text[: LONGEST - 1] + "\u2026")


def printable(text: str) -> str:
    """Return a text of which nothing but printable signs reaches a terminal."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in text)
