"""The two private keys of the log, made from the secrets of the settings.

Who signs checkpoints can extend the log and nobody else: only the process that runs the sequencer
is given that secret. Promises are signed where acts are performed.
"""

import hashlib
from functools import cache
from typing import Final

from django.conf import settings

from netral.ledger.core.note import Signer
from netral.ledger.core.promise import key_name

LOG: Final = b"netral.log.key.v1"
PROMISE: Final = b"netral.promise.key.v1"


def log_signer() -> Signer | None:
    """Return who signs checkpoints; None where the secret was not given to this process."""
    secret: str = settings.LOG_KEY
    return _signer(settings.LOG_ORIGIN, LOG, secret) if secret else None


def promise_signer() -> Signer:
    """Return who signs promises."""
    return _signer(key_name(settings.LOG_ORIGIN), PROMISE, settings.PROMISE_KEY)


@cache
def _signer(name: str, purpose: bytes, secret: str) -> Signer:
    """Make the key: its seed is SHA-256 over the purpose, an octet 0, and the secret."""
    return Signer(name, hashlib.sha256(purpose + b"\0" + secret.encode()).digest())
