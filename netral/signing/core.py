"""Levels of a signature, states of a paper, and the address that verifies it."""

from enum import IntEnum, StrEnum
from typing import Final

from netral.kernel.words import N_


class Level(IntEnum):
    """How sure one can be who signed. The institution's seal never raises it."""

    PAPER = 0
    REENTRY = 1
    PASSKEY = 2
    CERTIFICATE = 3


LEVEL_WORDS: Final = {
    Level.PAPER: N_("Level 0: on paper, confirmed by two officers"),
    Level.REENTRY: N_("Level 1: password or one-time code entered again"),
    Level.PASSKEY: N_("Level 2: passkey"),
    Level.CERTIFICATE: N_("Level 3: personal certificate"),
}


class PaperKind(StrEnum):
    """What a paper is."""

    CIRCULAR = "circular"
    PACT = "pact"
    REPORT = "report"


PAPER_WORDS: Final = {
    PaperKind.CIRCULAR: N_("Circular"),
    PaperKind.PACT: N_("Integrity pact"),
    PaperKind.REPORT: N_("Completion report"),
}

CODE_LENGTH: Final = 17  # 30 signs each: 83 bits, not to be guessed


class Standing(StrEnum):
    """Whether what a paper says still holds."""

    STANDS = "stands"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


# What a public page may say of a paper, in this order. Names are initials, numbers masked.
FACT_WORDS: Final = {
    "number": N_("Number"),
    "subject": N_("Subject"),
    "campaign": N_("Campaign"),
    "signer": N_("Signed by"),
    "identity": N_("Identity number"),
    "position": N_("Position"),
    "unit": N_("Unit"),
    "signatory": N_("Signatory"),
    "office": N_("Office"),
    "place": N_("Place"),
    "dated": N_("Dated"),
    "text_sha256": N_("SHA-256 of the text"),
}
