"""Binding a text without keeping it."""

import hashlib


def fingerprint(salt: str, text: str) -> str:
    """Bind a text to a random salt, so that a short one cannot be guessed from its hash."""
    return hashlib.sha256(f"netral.advice.text.v1\x00{salt}\x00{text}".encode()).hexdigest()
