"""What types, fields and levels are called."""

from collections.abc import Mapping
from typing import Final

KINDS: Final[Mapping[str, str]] = {
    "internal": "internal act",
    "circular.published": "circular published",
    "circular.revoked": "circular revoked",
    "campaign.opened": "campaign opened",
    "pact.signed": "integrity pact signed",
    "credential.registered": "passkey or key registered",
    "credential.revoked": "passkey or key revoked",
    "ruleset.published": "rules published",
    "advice.answered": "advice answered",
    "permit.decided": "permit decided",
    "case.opened": "case opened",
    "case.step": "step of a case",
    "erasure": "values erased",
    "sealed": "sealed entry",
    "opening": "opening of a sealed entry",
}
LEVELS: Final = (
    "on paper",
    "password or one-time code",
    "passkey",
    "personal certificate",
)
CERTIFICATE: Final = 3  # the level at which the paper itself shows who signed


def kind(name: str) -> str:
    """Return what a type is called: `pact.signed/1`."""
    base = name.partition("/")[0]
    return KINDS.get(base, base)
