"""Opening the one table of a roster file: its header, and its rows one after another."""

import csv
import io
import tempfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, ZipError

from netral.orgs.core.layouts import DEEPEST_HEADER, Header, HeaderTwice, NoHeader, find_header
from netral.orgs.reader.errors import (
    FileDamaged,
    FileLocked,
    HeaderDoubled,
    HeaderMissing,
    SeveralRosters,
    TooManyRows,
)
from netral.orgs.reader.files import Limits, Shape, recognise
from netral.orgs.reader.ods import check_extent
from netral.orgs.reader.xlsx import Progress, Workbook

DELIMITERS: Final = ";,\t|"
BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
DAMAGE: Final = (CalamineError, ZipError, BadZipFile, zlib.error, OSError, EOFError, ValueError,
                 KeyError)  # fmt: skip
LONGEST_CELL: Final = 32_767  # signs, as in a spreadsheet
COLUMN_WORDS: Final = " · "


@dataclass(frozen=True, slots=True)
class Table:
    """A roster, ready to be read once."""

    header: Header
    rows: Iterator[Sequence[object]]
    first: int  # line number of the first row, as a spreadsheet counts
    total: int  # rows below the header; for text an estimate


def open_table(path: Path, name: str, limits: Limits, progress: Progress) -> Table:
    """Open the roster in a file, or refuse the file with what to do about it."""
    match recognise(path, name, limits):
        case Shape.XLSX:
            return _guarded(name, lambda: _xlsx(path, name, limits, progress))
        case Shape.ODS:
            return _guarded(name, lambda: _ods(path, name, limits))
        case Shape.TEXT:
            return _text(path, name, limits)


def _guarded(name: str, opening: Callable[[], Table]) -> Table:
    """Turn what the libraries say of a damaged file into a refusal."""
    try:
        return opening()
    except PasswordError as error:
        raise FileLocked(name=name) from error
    except DAMAGE as error:
        raise FileDamaged(name=name) from error
    except BaseException as error:
        # A panic in the library's Rust code does not derive from Exception.
        if type(error).__name__ == "PanicException":
            raise FileDamaged(name=name) from error
        raise


def _xlsx(path: Path, name: str, limits: Limits, progress: Progress) -> Table:
    book = Workbook(path, name, limits)
    with tempfile.TemporaryFile() as small:
        book.peek(small)
        small.seek(0)
        sheet, header, above = _only_roster(CalamineWorkbook.from_filelike(small), name)
    wanted = sorted(header.columns.values())
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as thin:
        book.thin(thin, sheet, wanted, progress)
        thin.flush()
        read = CalamineWorkbook.from_path(thin.name).get_sheet_by_name(sheet)
    places = {field: wanted.index(at) for field, at in header.columns.items()}
    return _below(read, replace(header, columns=places), above + header.row)


def _ods(path: Path, name: str, limits: Limits) -> Table:
    check_extent(path, name, limits)
    book = CalamineWorkbook.from_path(str(path))
    sheet, header, above = _only_roster(book, name)
    return _below(book.get_sheet_by_name(sheet), header, above + header.row)


def _below(sheet: CalamineSheet, header: Header, header_row: int) -> Table:
    """Take the rows below the header.

    The library counts rows from the first of the sheet, columns from the first that holds anything.
    """
    top, left = sheet.start or (0, 0)
    moved = {field: at - left for field, at in header.columns.items()}
    rows = islice(sheet.iter_rows(), header_row + 1, None)
    total = max(0, top + sheet.height - header_row - 1)
    return Table(replace(header, columns=moved), rows, header_row + 2, total)


def _only_roster(book: CalamineWorkbook, name: str) -> tuple[str, Header, int]:
    """Find the one sheet with a header; return it with columns as in the sheet, and rows above."""
    found: list[tuple[str, Header, int]] = []
    nearest: NoHeader | None = None
    for title in book.sheet_names:
        sheet = book.get_sheet_by_name(title)
        top, left = sheet.start or (0, 0)
        try:
            header = find_header(sheet.to_python(nrows=DEEPEST_HEADER))
        except NoHeader as missing:
            nearest = missing if nearest is None or missing.nearest else nearest
        except HeaderTwice as twice:
            raise HeaderDoubled(name=name, column=twice.column) from twice
        else:
            moved = {field: at + left for field, at in header.columns.items()}
            found.append((title, replace(header, columns=moved), top))
    if not found:
        raise _no_header(name, nearest)
    if len(found) > 1:
        raise SeveralRosters(name=name, sheets=", ".join(title for title, _, _ in found))
    return found[0]


def _no_header(name: str, nearest: NoHeader | None) -> HeaderMissing:
    missing = (nearest.missing if nearest else None) or ["NIP BARU", "NAMA", "UNOR NAMA"]
    return HeaderMissing(name=name, missing=COLUMN_WORDS.join(missing))


def _text(path: Path, name: str, limits: Limits) -> Table:
    encoding = _encoding(path)
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding=encoding, errors="replace") as file:
        head = "".join(islice(file, DEEPEST_HEADER * 2))
    header, delimiter = _delimited(head, name)
    with path.open("rb") as raw:
        lines = sum(block.count(b"\n") for block in iter(lambda: raw.read(1 << 20), b""))
    rows = _csv_rows(path, name, limits, encoding, delimiter)
    return Table(
        header, islice(rows, header.row + 1, None), header.row + 2, max(0, lines - header.row)
    )


def _encoding(path: Path) -> str:
    """Tell how the text is encoded: by its mark, else UTF-8 if it is, else Windows-1252."""
    with path.open("rb") as file:
        head = file.read(4)
    for mark, encoding in BOMS:
        if head.startswith(mark):
            return encoding
    try:
        with path.open(encoding="utf-8") as text:
            while text.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _delimited(head: str, name: str) -> tuple[Header, str]:
    """Find the header under each delimiter in turn; the one that yields a roster counts."""
    nearest: NoHeader | None = None
    for delimiter in DELIMITERS:
        try:
            rows = list(csv.reader(io.StringIO(head), delimiter=delimiter))
            return find_header(rows), delimiter
        except NoHeader as missing:
            nearest = missing if nearest is None or missing.nearest else nearest
        except HeaderTwice as twice:
            raise HeaderDoubled(name=name, column=twice.column) from twice
        except csv.Error as error:
            raise FileDamaged(name=name) from error
    raise _no_header(name, nearest)


def _csv_rows(
    path: Path, name: str, limits: Limits, encoding: str, delimiter: str
) -> Iterator[list[Any]]:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        try:
            for at, row in enumerate(csv.reader(file, delimiter=delimiter)):
                if at > limits.rows:
                    raise TooManyRows(name=name, limit=limits.rows)
                yield row
        except csv.Error as error:
            raise FileDamaged(name=name) from error
