"""Lists as a file. What people typed can never become a formula in it."""

import io
from collections.abc import Iterable, Sequence

import xlsxwriter

from netral.kernel.cells import PLAIN, harmless


def as_workbook(lines: Iterable[Sequence[str]]) -> bytes:
    """Write lines as a workbook; the first line names the columns."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, PLAIN)
    sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
    for row, line in enumerate(lines):
        for column, cell in enumerate(line):
            sheet.write_string(row, column, harmless(cell), None if row else bold)
    sheet.set_column(0, 4, 24)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()
