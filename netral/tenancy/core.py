"""Kinds of institution, zones, and the arithmetic of a demonstration's own day."""

from datetime import datetime
from enum import StrEnum

from netral.kernel.words import N_


class Kind(StrEnum):
    """What the institution governs."""

    CITY = "city"
    REGENCY = "regency"
    PROVINCE = "province"
    AGENCY = "agency"


KIND_WORDS = {
    Kind.CITY: N_("City"),
    Kind.REGENCY: N_("Regency"),
    Kind.PROVINCE: N_("Province"),
    Kind.AGENCY: N_("Agency"),
}


class Zone(StrEnum):
    """The three zones of the country."""

    WIB = "Asia/Jakarta"
    WITA = "Asia/Makassar"
    WIT = "Asia/Jayapura"


def demo_time(starts_at: datetime, since: datetime, now: datetime) -> datetime:
    """Return the demonstration's time: it stood at `starts_at` when the real time was `since`."""
    return starts_at + (now - since)
