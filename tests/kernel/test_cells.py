"""Tables that people open in a spreadsheet: no cell is a formula."""

import csv
import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.kernel.cells import FORMULA, as_csv, as_workbook, harmless

EVIL = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "\uff1d1+1",
    "\uff20SUM(A1)",
]


@pytest.mark.parametrize("cell", EVIL)
def test_what_a_spreadsheet_may_take_for_a_formula_begins_with_a_mark(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    (row,) = csv.reader(io.StringIO(as_csv([[cell]]).decode("utf-8-sig")), delimiter=";")
    assert row[0].startswith("'")
    book = openpyxl.load_workbook(io.BytesIO(as_workbook([["Unit"], [cell]])))
    assert book.active["A2"].data_type == "s"


@given(st.text(max_size=40))
def test_no_cell_begins_like_a_formula_and_none_is_marked_twice(text: str) -> None:
    told = harmless(text)
    assert told.lstrip()[:1] not in FORMULA
    assert harmless(told) == told
    assert told in {text, f"'{text}"}


@given(st.lists(st.lists(st.text(max_size=20), min_size=2, max_size=2), max_size=4))
def test_a_table_has_as_many_cells_as_were_put_in(rows: list[list[str]]) -> None:
    told = as_csv(rows).decode("utf-8-sig")
    assert [len(row) for row in csv.reader(io.StringIO(told, newline=""), delimiter=";")] == [
        2
    ] * len(rows)
