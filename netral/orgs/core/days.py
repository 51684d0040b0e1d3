"""Dates as rosters write them."""

import re
from datetime import date, datetime, timedelta
from typing import Final

MONTHS: Final = {
    name: n
    for n, names in enumerate(
        (
            "januari jan january", "februari feb pebruari february", "maret mar march",
            "april apr", "mei may", "juni jun june", "juli jul july",
            "agustus agu agt ags aug august", "september sep sept", "oktober okt oct october",
            "november nov nopember nop", "desember des dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
EPOCH: Final = date(1899, 12, 30)  # day 0 of spreadsheets
SERIALS: Final = range(1, 80_000)
YEAR_FIRST: Final = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})(?:[T ].*)?")
DAY_FIRST: Final = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?:[T ].*)?")
IN_WORDS: Final = re.compile(r"(\d{1,2})[-/. ]+([A-Za-z]+)[-/., ]+(\d{4})")
COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")


def day(cell: object) -> date | None:
    """Read a date from a cell; None where there is none or it cannot be read.

    Day and month are never guessed: a date with slashes is day first, as in Indonesia, and a
    year of two digits is not read.
    """
    match cell:
        case datetime():
            return cell.date()
        case date():
            return cell
        case int() | float() if not isinstance(cell, bool):
            whole = int(cell)
            return EPOCH + timedelta(days=whole) if whole in SERIALS else None
        case str():
            return _from_text(cell.strip().strip("'`’ "))
    return None


def _from_text(text: str) -> date | None:
    if found := YEAR_FIRST.fullmatch(text) or COMPACT.fullmatch(text):
        year, month, number = found[1], int(found[2]), found[3]
    elif found := DAY_FIRST.fullmatch(text):
        year, month, number = found[3], int(found[2]), found[1]
    elif found := IN_WORDS.fullmatch(text):
        year, month, number = found[3], MONTHS.get(found[2].lower(), 0), found[1]
    else:
        return None
    try:
        return date(int(year), month, int(number))
    except ValueError:
        return None
