"""Kinds and states of guidance, checks, findings and referrals."""

from enum import StrEnum
from typing import Final

from netral.kernel.words import N_


class GuidanceKind(StrEnum):
    """How strongly a superior speaks."""

    NOTE = "note"
    WARNING = "warning"


GUIDANCE_WORDS: Final = {
    GuidanceKind.NOTE: N_("Guidance note"),
    GuidanceKind.WARNING: N_("Warning"),
}


class CheckKind(StrEnum):
    """Who looks at what."""

    SELF = "self"
    FIELD = "field"


CHECK_WORDS: Final = {
    CheckKind.SELF: N_("Self-check"),
    CheckKind.FIELD: N_("Field check"),
}


class Tick(StrEnum):
    """What was seen at one point of a list."""

    FINE = "fine"
    FINDING = "finding"
    NOT_HERE = "not_here"  # the unit has nothing of the kind


class FindingState(StrEnum):
    """What became of a finding on a thing or a place; people are referred, never named here."""

    OPEN = "open"
    MENDED = "mended"


class Desk(StrEnum):
    """Who takes a referral."""

    PERSONNEL = "personnel"  # BKPSDM
    INSPECTORATE = "inspectorate"


class ReferralState(StrEnum):
    """Where a referral is."""

    SENT = "sent"
    TAKEN = "taken"
    CLOSED = "closed"  # handed on, or found to be nothing; the reason is sealed
