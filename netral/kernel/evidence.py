"""What one part of the house can show for what a unit has done; another part reads it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Proof(StrEnum):
    """What kind of deed a piece of evidence proves."""

    SESSION = "session"  # a session was held, with attendance and minutes
    COURSE = "course"  # enough of the unit's people passed the course
    GUIDANCE = "guidance"  # a note or a warning was given, or a session served guidance
    SELF_CHECK = "self_check"
    FIELD_CHECK = "field_check"
    CLIMATE_CHECK = "climate_check"  # a self-check on free voting and a calm workplace
    IMPLEMENTATION = "implementation"  # a self-check on what the unit itself arranged
    NIL_REPORT = "nil_report"
    REFERRAL = "referral"  # counted, never named
    ACKNOWLEDGED = "acknowledged"
    DERIVED = "derived"
    PACTS = "pacts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One deed of one unit: when, and where it can be looked at.

    `covers` names the days that it speaks of (first, last), for deeds that report on a time;
    without it the deed speaks of the day of `at` alone.
    """

    unit_id: int
    proof: Proof
    at: datetime
    key: str  # opaque and stable: "session:abc123"
    title: str = ""
    url: str = ""  # a path inside the house; empty where the reader may not look
    people: int = 0
    covers: tuple[date, date] | None = None
