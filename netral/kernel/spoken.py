"""Dates, times and numbers as people write them, in Indonesian and in English.

Pages, letters and messages share these, so that one date never has two spellings.
"""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from netral.kernel.moment import local

NO_BREAK: Final = "\N{NO-BREAK SPACE}"
DAYS: Final = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS: Final = {
    "id": (
        "Januari", "Februari", "Maret", "April", "Mei", "Juni",
        "Juli", "Agustus", "September", "Oktober", "November", "Desember",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip


def day(value: date, language: str = "id") -> str:
    """Write a day with its weekday: "Senin, 24 Juni 2024"."""
    return f"{DAYS[_known(language)][value.weekday()]}, {short_day(value, language)}"


def short_day(value: date, language: str = "id") -> str:
    """Write a day without its weekday: "24 Juni 2024"."""
    return f"{value.day} {MONTHS[_known(language)][value.month - 1]} {value.year}"


def clock(value: datetime, zone: str, language: str = "id") -> str:
    """Write the time of day in `zone`, naming the zone: "16.00 WIB"."""
    here = local(value, zone)
    colon = "." if _known(language) == "id" else ":"
    return f"{here:%H}{colon}{here:%M} {here:%Z}"


def at(value: datetime, zone: str, language: str = "id") -> str:
    """Write an instant on the wall clock of `zone`: "Senin, 24 Juni 2024 pukul 16.00 WIB"."""
    here = local(value, zone)
    word = "pukul" if _known(language) == "id" else "at"
    return f"{day(here.date(), language)} {word} {clock(value, zone, language)}"


def number(value: float | Decimal, language: str = "id") -> str:
    """Group thousands the reader's way: "7.012" in Indonesian, "7,012" in English."""
    text = f"{value:,}"
    return text.translate(str.maketrans(",.", ".,")) if _known(language) == "id" else text


def percent(share: float | Decimal, language: str = "id") -> str:
    """Write a share of 0 to 100 in whole percent: "17 %" (a no-break space) or "17%".

    Only nothing is 0 % and only everything is 100 %: what lies between never rounds to either.
    """
    gap = NO_BREAK if _known(language) == "id" else ""
    if 0 < share < 1:
        return f"<{gap}1{gap}%"
    whole = int(Decimal(str(share)).quantize(Decimal(1), ROUND_HALF_UP))
    if share < 100:  # noqa: PLR2004  # everything is 100 percent
        whole = min(whole, 99)
    return f"{whole}{gap}%"


def rupiah(value: int, language: str = "id") -> str:
    """Write an amount of whole rupiah: "Rp1.250.000"."""
    sign = "-" if value < 0 else ""
    return f"{sign}Rp{number(abs(value), language)}"


def size(octets: int, language: str = "id") -> str:
    """Write the size of a file: "214 kB"."""
    amount, unit = float(octets), "B"
    for unit in ("B", "kB", "MB", "GB"):  # the unit reached is the answer
        if amount < 1000 or unit == "GB":  # noqa: PLR2004  # decimal units
            break
        amount /= 1000
    shown = round(amount, 1) if unit not in {"B", "kB"} else round(amount)
    return f"{number(shown, language)} {unit}"


def _known(language: str) -> str:
    return "en" if language.startswith("en") else "id"
