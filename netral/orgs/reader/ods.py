"""How large the table of an ODS file gets once its repeats are written out."""

import re
import zipfile
from pathlib import Path
from typing import Final

from netral.orgs.reader.errors import FileSwells, TooManyRows, TooManySheets
from netral.orgs.reader.files import Limits

CHUNK: Final = 1 << 20
LONGEST_ROW: Final = 16 * CHUNK
# As in `xlsx`: no pattern may look at the same text twice.
ROW_END: Final = re.compile(rb"</table:table-row>|<table:table-row[^<>]*/>")
SHEET: Final = re.compile(rb"<table:table\s")
ROWS: Final = re.compile(rb'<table:table-row[^<>]*number-rows-repeated="(\d+)"')
CELL: Final = re.compile(rb"<table:(?:covered-)?table-cell([^<>]*)>")
COLUMNS: Final = re.compile(rb'number-columns-repeated="(\d+)"')
WIDEST: Final = 700  # columns
CELLS: Final = 20_000_000  # of all sheets, empty ones among them; each takes 32 octets


def check_extent(path: Path, name: str, limits: Limits) -> None:
    """Refuse a table whose repeats would fill the memory: the library writes them all out."""
    seen = Extent(name, limits)
    with zipfile.ZipFile(path) as packed, packed.open("content.xml") as file:
        done, tail = 0, b""
        while chunk := file.read(CHUNK):
            done += len(chunk)
            if done > limits.heavy or len(tail) > LONGEST_ROW:
                raise FileSwells(name=name)
            *rows, tail = ROW_END.split(tail + chunk)
            for row in rows:
                seen.row(row)


class Extent:
    """Rows and columns up to the last one that holds something."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name, self.limits = name, limits
        self.sheets = self.rows = self.width = 0
        self.before = 0  # cells of the sheets before this one

    def row(self, text: bytes) -> None:
        """Count one row as it stands in the file, repeats included."""
        if started := len(SHEET.findall(text)):
            self.before += self.rows * self.width
            self.sheets, self.rows, self.width = self.sheets + started, 0, 0
            if self.sheets > self.limits.sheets:
                raise TooManySheets(name=self.name, limit=self.limits.sheets)
        repeated = ROWS.search(text)
        self.rows += int(repeated[1]) if repeated else 1
        if b"office:value" not in text and b"<text:p" not in text:
            return  # an empty row counts only once something follows it
        if self.rows > self.limits.rows:
            raise TooManyRows(name=self.name, limit=self.limits.rows)
        self._columns(text)
        if self.before + self.rows * self.width > CELLS:
            raise FileSwells(name=self.name)

    def _columns(self, text: bytes) -> None:
        width = 0
        for attributes in CELL.findall(text):
            repeated = COLUMNS.search(attributes)
            width += int(repeated[1]) if repeated else 1
            if b"office:value" in attributes:
                self.width = max(self.width, width)
        if self.width > WIDEST:
            raise FileSwells(name=self.name)
