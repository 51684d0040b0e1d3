"""Cells that no spreadsheet may take for a formula, whatever people typed into them."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

FORMULA: Final = frozenset("=+-@")
SKIPPED: Final = frozenset("\t\r")  # what some spreadsheets pass over before a formula
# For xlsxwriter. Text stays text: no formulas, no links, no numbers out of strings such as a NIP.
PLAIN: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def harmless(cell: object) -> str:
    """Spell a cell so that it stays text, also when a table is saved as CSV and opened again."""
    text = str(cell)
    return f"'{text}" if text.lstrip()[:1] in FORMULA or text[:1] in SKIPPED else text


def as_csv(lines: Iterable[Sequence[str]]) -> bytes:
    """Write lines as CSV the way spreadsheets here open it: semicolons, with a byte mark."""
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([harmless(cell) for cell in line] for line in lines)
    return ("\ufeff" + out.getvalue()).encode()
