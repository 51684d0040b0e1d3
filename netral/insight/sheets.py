"""Figures as files. What people typed can never become a formula in them."""

import io
from collections.abc import Iterator, Sequence
from typing import Any, Final

import xlsxwriter
from django.utils.translation import gettext

from netral.duties.queries.boards import Figures
from netral.insight.queries.compliance import Everything
from netral.kernel.cells import PLAIN, as_csv, harmless
from netral.kernel.moment import local

LIMIT: Final = 32_000  # signs in a cell; Excel takes 32,767
Cell = str | int | float


def workbook(title: Sequence[str], found: Everything, zone: str) -> bytes:
    """Return a workbook of units, late obligations and days."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, PLAIN)
    bold, share = book.add_format({"bold": True}), book.add_format({"num_format": "0 %"})
    for name, head, rows in (
        (gettext("By unit"), _unit_head(), list(_unit_rows(found))),
        (gettext("Late duties"), _late_head(), list(_late_rows(found, zone))),
        (gettext("By day"), _day_head(), list(_day_rows(found))),
    ):
        sheet = book.add_worksheet(name[:31])
        _fill(sheet, title, (head, rows), (bold, share))
    book.close()
    return out.getvalue()


def table(title: Sequence[str], found: Everything) -> bytes:
    """Return the units as CSV."""
    rows = ([str(cell) for cell in row] for row in _unit_rows(found))
    return as_csv([*([line] for line in title), [], _unit_head(), *rows])


def _fill(
    sheet: Any, title: Sequence[str], table: tuple[list[str], list[list[Cell]]], formats: Any
) -> None:
    bold, share = formats
    head, rows = table
    for row, line in enumerate(title):
        sheet.write_string(row, 0, safe(line), bold if row == 0 else None)
    top = len(title) + 1
    for column, word in enumerate(head):
        sheet.write_string(top, column, word, bold)
    for row, cells in enumerate(rows, start=top + 1):
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                sheet.write_string(row, column, safe(cell))
            else:
                sheet.write_number(row, column, cell, share if isinstance(cell, float) else None)
    sheet.set_column(0, 0, 48)
    sheet.set_column(1, len(head), 18)
    sheet.freeze_panes(top + 1, 1)


def _figures_head() -> list[str]:
    return [gettext("Begun"), gettext("Done"), gettext("Still in time"),
            gettext("Late"), gettext("Excused"), gettext("Done, share")]  # fmt: skip


def _figures(found: Figures) -> list[Cell]:
    share = found.share / 100
    return [found.owed, found.fulfilled, found.due, found.late, found.excused, share]


def _unit_head() -> list[str]:
    return [gettext("Unit"), *_figures_head()]


def _unit_rows(found: Everything) -> Iterator[list[Cell]]:
    for depth, name, figures in found.units:
        yield ["   " * depth + safe(name), *_figures(figures)]


def _late_head() -> list[str]:
    return [gettext("Unit"), gettext("Head’s office"), gettext("Duty"), gettext("Deadline"),
            gettext("Working days late")]  # fmt: skip


def _late_rows(found: Everything, zone: str) -> Iterator[list[Cell]]:
    for each in found.late:
        due = local(each.due_at, zone)
        yield [each.unit_name, each.office, gettext(each.word), f"{due:%Y-%m-%d %H:%M}", each.days]


def _day_head() -> list[str]:
    return [gettext("Day"), *_figures_head()]


def _day_rows(found: Everything) -> Iterator[list[Cell]]:
    for point in found.days:
        yield [point.day.isoformat(), *_figures(point.figures)]


def safe(text: str) -> str:
    """Defuse and shorten what goes into a cell."""
    return harmless(text[:LIMIT])
