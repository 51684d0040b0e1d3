"""Numbers of circulars: patterns that make them, and a tolerant reading of those that exist.

The raw text of a number is its identity; what is read out of it is only a help.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from netral.kernel.words import N_

LONGEST: Final = 60  # of a pattern; what it makes must fit 80 signs
WIDEST: Final = 6
MONTHS: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_FIELD: Final = re.compile(
    r"\{(?:(?P<seq>seq)(?::0(?P<width>[1-9]))?|code:(?P<code>[A-Za-z0-9.]{1,20})"
    r"|(?P<year>year)|(?P<month>month_roman))\}"
)

EMPTY: Final = N_("Write a pattern.")
TOO_LONG: Final = N_("A pattern may have at most 60 characters.")
BLANK_ENDS: Final = N_("A pattern must not begin or end with a space.")
NO_SEQ: Final = N_("Use {seq} exactly once: it stands for the running number.")
STRANGE: Final = N_(
    "Only {seq}, {seq:04}, {code:800.1.6.2}, {year} and {month_roman} may stand in braces."
)
UNPRINTABLE: Final = N_("A pattern may contain only printable characters, on one line.")


class PatternFault(ValueError):
    """A pattern that makes no numbers; the message is an English msgid."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """How a unit writes its numbers: `270/{seq}-Huk`, `{code:100.3.4}/{seq} – BKPSDM`.

    `{seq}` is the running number, `{seq:04}` the same with leading zeros; `{code:..}` marks the
    classification code; `{year}` and `{month_roman}` are of the day of signing. All else,
    odd separators included, stands as it is written, with single spaces.
    """

    text: str

    @classmethod
    def of(cls, text: str) -> "Pattern":
        """Read a pattern.

        Raises:
            PatternFault: it would make no numbers.
        """
        if fault := _fault(text):
            raise PatternFault(fault)
        return cls(text)

    def make(self, seq: int, on: date) -> str:
        """Return number `seq` as signed on a local day."""

        def filled(field: re.Match[str]) -> str:
            if field["seq"]:
                return str(seq).zfill(int(field["width"] or 1))
            if field["year"]:
                return str(on.year)
            return MONTHS[on.month - 1] if field["month"] else field["code"]

        return tidy(_FIELD.sub(filled, self.text))


def _fault(text: str) -> str | None:
    fields = list(_FIELD.finditer(text))
    rest = _FIELD.sub("", text)
    faults = (
        (not text, EMPTY),
        (len(text) > LONGEST, TOO_LONG),
        (not text.isprintable(), UNPRINTABLE),
        (text != text.strip(), BLANK_ENDS),
        (bool(set("{}") & set(rest)), STRANGE),
        (any(int(f["width"] or 1) > WIDEST for f in fields), STRANGE),
        (sum(bool(f["seq"]) for f in fields) != 1, NO_SEQ),
    )
    return next((complaint for wrong, complaint in faults if wrong), None)


@dataclass(frozen=True, slots=True)
class Reading:
    """What may be read out of a number as it is written; nothing where it does not say."""

    raw: str
    code: str = ""  # of classification
    seq: int | None = None
    year: int | None = None


_YEARLY: Final = re.compile(r"(?:nomor|no\.?)?\s*:?\s*(\d+)\s+tahun\s+(\d{4})", re.IGNORECASE)
_LABEL: Final = re.compile(r"^(?:nomor|no)(?:\.?\s*:\s*|\.\s*|\s+)", re.IGNORECASE)
_SEPARATOR: Final = re.compile(r"\s*[/\-\u2010-\u2015]\s*")
_CODE: Final = re.compile(r"\d{3}(\.\d+)*")  # 270, 800.1.6.2
_OWN_CODE: Final = re.compile(r"[A-Z]+(\.[A-Z0-9]+)+")  # KPG.03.04
_YEAR: Final = re.compile(r"(19|20)\d\d")


def read(raw: str) -> Reading:
    """Read code, running number and year out of a number in any of the customs of law.md §4.3."""
    if yearly := _YEARLY.fullmatch(raw.strip()):
        return Reading(raw, seq=int(yearly[1]), year=int(yearly[2]))
    parts = [part for part in _SEPARATOR.split(_LABEL.sub("", raw.strip())) if part]
    year = int(parts.pop()) if len(parts) > 1 and _YEAR.fullmatch(parts[-1]) else None
    if len(parts) > 1 and _CODE.fullmatch(parts[0]) and _is_count(parts[1]):
        return Reading(raw, parts[0], int(parts[1]), year)
    counts = [int(part) for part in parts if _is_count(part)]
    codes = [part for part in parts if _OWN_CODE.fullmatch(part) or _dotted(part)]
    return Reading(raw, next(iter(codes), ""), next(iter(counts), None), year)


def _is_count(part: str) -> bool:
    return part.isascii() and part.isdigit() and len(part) <= WIDEST


def _dotted(part: str) -> bool:
    return "." in part and _CODE.fullmatch(part) is not None


def tidy(raw: str) -> str:
    """Return a number given by hand with single spaces and none at its ends; signs stay.

    What nobody sees is dropped, or two numbers could look the same and be two.
    """
    return " ".join("".join(s for s in raw if s.isprintable() or s.isspace()).split())
