"""NIP, NI PPPK, NIK and local numbers: reading them as typed, and checking what they claim.

Sources: systems.md §11.1 to 11.3. None of them carries a check digit, so a check proves only
that a number is possible.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from netral.orgs.core import ASN, PersonKind
from netral.orgs.core.oddities import Odd, Reason, Warn

NATIONAL: Final = 18  # digits of NIP and NI PPPK
NIK: Final = 16
EXACT: Final = 15  # digits that a spreadsheet keeps of a figure
LOCAL: Final = 40  # signs of a local number
YOUNGEST: Final = 16  # years at appointment
FIRST_ROUND: Final = 21  # digits 13 and 14 of an NI PPPK count rounds from here
WOMEN: Final = 40  # added to the day of birth in a woman's NIK
SEPARATORS: Final = re.compile(r"[\s'`´‘’\u200b-\u200f\u2060\ufeff.\-]+")
FIGURE: Final = re.compile(r"\d+(?:[.,]\d+)?[eE]\+?\d+|[1-9]\d*[.,]0")

# First two digits of a region code: provinces today, and East Timor (54) before 1999.
PROVINCES: Final = frozenset(
    str(code)
    for first, last in (
        (11, 19), (21, 21), (31, 36), (51, 54), (61, 65), (71, 76), (81, 82), (91, 97),
    )
    for code in range(first, last + 1)
)  # fmt: skip


def tidy(cell: object) -> str:
    """Read a number from a cell: apostrophes, spaces, dots and dashes go, digits stay.

    Raises:
        Odd: the cell is a figure so long that digits past the fifteenth are lost.
    """
    if isinstance(cell, bool) or cell is None:
        return ""
    if isinstance(cell, int | float):
        return _from_figure(f"{cell:.0f}" if cell == cell // 1 else repr(cell))
    text = str(cell).strip().strip("'`´‘’ ")
    if FIGURE.fullmatch(text.replace(" ", "")):
        figure = float(text.replace(" ", "").replace(",", "."))
        return _from_figure(f"{figure:.0f}")
    bare = SEPARATORS.sub("", text)
    return bare if bare.isascii() and bare.isdigit() else " ".join(text.split())


def _from_figure(digits: str) -> str:
    if len(digits) > EXACT:
        raise Odd(Reason.NUMBER_LOST_DIGITS, number=f"{digits[:6]}…")
    return digits


@dataclass(frozen=True, slots=True)
class Claims:
    """What an 18-digit number says."""

    born_on: date
    of_pppk: bool


def check_national(number: str, *, today: date, impossible: bool = False) -> Claims:
    """Read an NIP or NI PPPK, or raise the reason why there cannot be such a number.

    `impossible` admits the sequence 000, which no real person has: for demonstrations and tests.
    """
    if not (number.isascii() and number.isdigit()):
        raise Odd(Reason.NUMBER_NOT_DIGITS)
    if len(number) != NATIONAL:
        raise Odd(Reason.NUMBER_LENGTH, length=len(number))
    born_on = _day(number[:4], number[4:6], number[6:8])
    if born_on is None:
        raise Odd(Reason.BIRTH_IMPOSSIBLE)
    of_pppk = _check_appointment(number, born_on, today)
    if number[14] not in "12":
        raise Odd(Reason.SEX_IMPOSSIBLE)
    if number[15:] == "000" and not impossible:
        raise Odd(Reason.SEQUENCE_IMPOSSIBLE)
    return Claims(born_on, of_pppk)


def _check_appointment(number: str, born_on: date, today: date) -> bool:
    year, part = int(number[8:12]), int(number[12:14])
    of_pppk = part >= FIRST_ROUND
    if not of_pppk and not 1 <= part <= 12:  # noqa: PLR2004  # months
        raise Odd(Reason.APPOINTMENT_IMPOSSIBLE)
    # An NI PPPK names no month: the end of its year is the latest it can mean.
    month = 12 if of_pppk else part
    if (year, month) < (born_on.year + YOUNGEST, born_on.month):
        raise Odd(Reason.APPOINTED_TOO_YOUNG)
    if (year, 1 if of_pppk else part) > (today.year, today.month):
        raise Odd(Reason.APPOINTED_IN_FUTURE)
    return of_pppk


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def check_number(
    number: str, kind: PersonKind, *, today: date, impossible: bool = False
) -> list[Warn]:
    """Check the number under which a person of `kind` is known; return what looks odd.

    Civil servants need a possible national number. Others may have any local number.
    """
    if not number:
        raise Odd(Reason.NUMBER_MISSING)
    if kind not in ASN:
        if len(number) > LOCAL:
            raise Odd(Reason.NUMBER_TOO_LONG)
        return []
    try:
        claims = check_national(number, today=today, impossible=impossible)
    except Odd as odd:
        if kind is PersonKind.PPPK_PART and odd.reason is not Reason.NUMBER_LENGTH:
            return [Warn.NUMBER_FORM]
        raise
    pppk = kind in {PersonKind.PPPK, PersonKind.PPPK_PART}
    return [] if claims.of_pppk == pppk else [Warn.NUMBER_KIND]


def likely_kind(number: str) -> PersonKind:
    """Tell a PPPK from a PNS by digits 13 and 14 of a number whose kind nothing else says."""
    of_pppk = len(number) == NATIONAL and number.isdigit() and int(number[12:14]) >= FIRST_ROUND
    return PersonKind.PPPK if of_pppk else PersonKind.PNS


def check_nik(nik: str, *, impossible: bool = False) -> None:
    """Raise the reason why there cannot be such a NIK; `impossible` admits the sequence 0000."""
    if len(nik) != NIK or not (nik.isascii() and nik.isdigit()):
        raise Odd(Reason.NIK_LENGTH, length=len(nik))
    if nik[:2] not in PROVINCES or "00" in (nik[2:4], nik[4:6]):
        raise Odd(Reason.NIK_REGION)
    day = int(nik[6:8])
    day -= WOMEN if day > WOMEN else 0
    # The century is not written; every day of a year 19yy is also one of 20yy.
    if _day("20" + nik[10:12], nik[8:10], f"{day}") is None:
        raise Odd(Reason.NIK_BIRTH)
    if nik[12:] == "0000" and not impossible:
        raise Odd(Reason.NIK_SEQUENCE)


def mask(nik: str) -> str:
    """Show no more of a NIK than its first six and last two digits."""
    return f"{nik[:6]}{'•' * (NIK - 8)}{nik[-2:]}" if len(nik) == NIK else ""


def shared(numbers: Iterable[str]) -> frozenset[str]:
    """Return the numbers that occur more than once; empty ones do not count."""
    seen: set[str] = set()
    twice: set[str] = set()
    for number in numbers:
        (twice if number in seen else seen).add(number)
    return frozenset(twice - {""})
