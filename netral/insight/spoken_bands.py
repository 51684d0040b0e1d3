"""Bands and days as people write them on pages and under charts."""

from datetime import date

from django.utils.translation import get_language

from netral.duties.core.bands import Band
from netral.kernel import spoken

UNKNOWN = "–"
TO = "\N{WORD JOINER}–\N{WORD JOINER}"  # a short range stays on its line


def language() -> str:
    """Return the reader's language."""
    return get_language() or "id"


def band(found: Band | None) -> str:
    """Write a band of counts: "50–54", "<5"; a dash where nothing was counted."""
    if found is None:
        return UNKNOWN
    if found.is_small:
        return f"<{spoken.NO_BREAK}{spoken.number(found.high + 1, language())}"
    low, high = (spoken.number(n, language()) for n in (found.low, found.high))
    return low if low == high else f"{low}–{high}"


def share(found: Band | None) -> str:
    """Write between which percentages a share lies: "97–98 %"; a dash where that says nothing."""
    if found is None:
        return UNKNOWN
    high = spoken.percent(found.high, language())
    return high if found.low == found.high else f"{spoken.number(found.low, language())}{TO}{high}"


def brief_day(day: date) -> str:
    """Write a day without its year: "3 Jun"."""
    names = spoken.MONTHS["en" if language().startswith("en") else "id"]
    return f"{day.day} {names[day.month - 1][:3]}"
