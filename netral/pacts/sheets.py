"""Figures as a workbook. What people typed can never become a formula in it."""

import io
from collections.abc import Iterable, Sequence
from typing import Any, Final

import xlsxwriter
from django.utils.translation import gettext

from netral.kernel.cells import PLAIN, harmless
from netral.pacts.core import STATE_WORDS, Figures, State

LIMIT: Final = 32_000  # signs in a cell; Excel takes 32,767


def workbook(
    title: Sequence[str],
    units: Iterable[tuple[int, str, Figures]],
    people: Iterable[Sequence[str]] | None,
) -> bytes:
    """Return a workbook of unit rows (depth, name, figures) and, where allowed, of people."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, PLAIN)
    bold = book.add_format({"bold": True})
    share = book.add_format({"num_format": "0 %"})
    _units(book.add_worksheet(gettext("By unit")), title, units, (bold, share))
    if people is not None:
        _people(book.add_worksheet(gettext("People")), people, bold)
    book.close()
    return out.getvalue()


def _units(
    sheet: Any,
    title: Sequence[str],
    units: Iterable[tuple[int, str, Figures]],
    formats: tuple[Any, Any],
) -> None:
    bold, share = formats
    for row, line in enumerate(title):
        sheet.write_string(row, 0, safe(line), bold if row == 0 else None)
    top = len(title) + 1
    words = [gettext(STATE_WORDS[state]) for state in State]
    head = [gettext("Unit"), *words, gettext("Total"), gettext("Signed, share")]
    for column, word in enumerate(head):
        sheet.write_string(top, column, word, bold)
    for row, (depth, name, figures) in enumerate(units, start=top + 1):
        sheet.write_string(row, 0, "   " * depth + safe(name))
        for column, state in enumerate(State, start=1):
            sheet.write_number(row, column, figures.of(state))
        sheet.write_number(row, len(State) + 1, figures.total)
        sheet.write_number(row, len(State) + 2, figures.share / 100, share)
    sheet.set_column(0, 0, 48)
    sheet.freeze_panes(top + 1, 1)


def _people(sheet: Any, people: Iterable[Sequence[str]], bold: Any) -> None:
    head = [gettext("Name"), gettext("Position"), gettext("Unit"), gettext("State"),
            gettext("Signed on"), gettext("Level")]  # fmt: skip
    for column, word in enumerate(head):
        sheet.write_string(0, column, word, bold)
    for row, person in enumerate(people, start=1):
        for column, value in enumerate(person):
            sheet.write_string(row, column, safe(value))
    sheet.set_column(0, 2, 32)
    sheet.freeze_panes(1, 0)


def safe(text: str) -> str:
    """Defuse and shorten what goes into a cell."""
    return harmless(text[:LIMIT])
