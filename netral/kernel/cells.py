"""Cells that no spreadsheet may take for a formula, whatever people typed into them."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

import xlsxwriter

CSV: Final = "text/csv; charset=utf-8"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA: Final = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")  # the wide ones count in East Asia
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


def as_workbook(lines: Iterable[Sequence[str]]) -> bytes:
    """Write lines as a workbook (XLSX); the first line names the columns."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, PLAIN)
    sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
    for row, line in enumerate(lines):
        for column, cell in enumerate(line):
            sheet.write_string(row, column, harmless(cell), None if row else bold)
        sheet.set_column(0, len(line) - 1, 24)  # signs
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()
