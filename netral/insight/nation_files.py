"""The national board as files: one line for each institution, every count as a band."""

import io
from collections.abc import Iterator
from typing import Final

import xlsxwriter
from django.utils.translation import gettext

from netral.insight.core.nation import CELL_WORDS, Cell, Line
from netral.insight.queries.national import Nation
from netral.insight.reader import provinces
from netral.insight.sheets import safe
from netral.insight.spoken_bands import band
from netral.kernel.cells import PLAIN, as_csv

NAMES: Final = ("province_code", "province", "institution_code", "institution")


def table(found: Nation) -> bytes:
    """Return every institution as CSV, with the lowest and the highest count of each cell."""
    head = [*NAMES, *(f"{cell}_{end}" for cell in Cell for end in ("from", "to"))]
    return as_csv([head, *(_ends(line) for line in _by_code(found))])


def _by_code(found: Nation) -> list[Line]:
    return sorted(found.houses, key=lambda line: line.code)


def _place(line: Line) -> list[str]:
    province = line.code[:2]
    return [province, provinces().get(province, ""), line.code, line.name]


def _ends(line: Line) -> list[str]:
    ends = (line.cells.get(cell) for cell in Cell)
    told = [(str(each.low), str(each.high)) if each else ("", "") for each in ends]
    return [*_place(line), *(end for pair in told for end in pair)]


def workbook(title: list[str], found: Nation) -> bytes:
    """Return every institution as a workbook, cells as the page writes them."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, PLAIN)
    sheet, bold = book.add_worksheet(gettext("Institutions")[:31]), book.add_format({"bold": True})
    for row, line in enumerate(title):
        sheet.write_string(row, 0, safe(line), None if row else bold)
    top = len(title) + 1
    for column, word in enumerate(_head()):
        sheet.write_string(top, column, word, bold)
    for row, cells in enumerate(_rows(found), start=top + 1):
        for column, cell in enumerate(cells):
            sheet.write_string(row, column, safe(cell))
    sheet.set_column(0, 2, 12)
    sheet.set_column(3, 3, 40)
    sheet.set_column(4, 3 + len(Cell), 18)
    sheet.freeze_panes(top + 1, 4)
    book.close()
    return out.getvalue()


def _head() -> list[str]:
    return [gettext("Province code"), gettext("Province"), gettext("Code"), gettext("Institution"),
            *(gettext(CELL_WORDS[cell]) for cell in Cell)]  # fmt: skip


def _rows(found: Nation) -> Iterator[list[str]]:
    for line in _by_code(found):
        yield [*_place(line), *(band(line.cells.get(cell)) for cell in Cell)]
