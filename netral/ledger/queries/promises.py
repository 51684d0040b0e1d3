"""Whose signature stands under promises."""

from netral.ledger.core.note import Key
from netral.ledger.keys import promise_signer


def promise_key() -> Key:
    """Return the public key under whose name promises of the log are signed."""
    return promise_signer().key
