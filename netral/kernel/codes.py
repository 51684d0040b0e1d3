"""Codes that people read aloud and type: no look-alike characters."""

import secrets
from typing import Final

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # 30 signs: no 0 O, 1 I L, U
LOOK_ALIKE: Final = str.maketrans({"U": "V"})


def random_code(length: int) -> str:
    """Return `length` random signs; 17 signs carry 83 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def tidy(typed: str) -> str:
    """Read a typed code: upper case, only signs of the alphabet kept."""
    upper = typed.upper().translate(LOOK_ALIKE)
    return "".join(sign for sign in upper if sign in ALPHABET)


def grouped(code: str, size: int = 4) -> str:
    """Set a code in groups for the eye: `ABCD-EFGH-J`."""
    return "-".join(code[at : at + size] for at in range(0, len(code), size))
