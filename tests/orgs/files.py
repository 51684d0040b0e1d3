"""Roster files of every kind, good and bad."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import xlsxwriter

from netral.demo.rolls import SIASN

NIP = "198609262015051000"
PPPK = "199403122022211000"


def nip(n: int) -> str:
    """Compose the n-th number that belongs to nobody."""
    born = f"{1960 + n // 336 % 30}{n // 28 % 12 + 1:02d}{n % 28 + 1:02d}"
    return f"{born}2015{n // 10080 % 12 + 1:02d}1000"


def line(n: int = 0, **cells: object) -> dict[str, object]:
    """Compose one line of a SIASN export."""
    number = nip(n)
    return {
        "NIP BARU": f"'{number}",
        "NAMA": f"ORANG CONTOH {n}",
        "TANGGAL LAHIR": f"{number[6:8]}-{number[4:6]}-{number[:4]}",
        "JENIS PEGAWAI NAMA": "PNS",
        "KEDUDUKAN HUKUM NAMA": "Aktif",
        "STATUS CPNS PNS": "P",
        "GOL AKHIR NAMA": "III/a",
        "JABATAN NAMA": "Analis",
        "UNOR NAMA": "PUSKESMAS MAWAR",
    } | {key.replace("_", " "): cell for key, cell in cells.items()}


def table(lines: Sequence[Mapping[str, object]]) -> list[list[object]]:
    """Spread lines over the 67 columns."""
    return [list(SIASN), *([cells.get(name, "") for name in SIASN] for cells in lines)]


def xlsx(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]]) -> Path:
    """Write a workbook."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    book.close()
    return path


def text(rows: Sequence[Sequence[object]], delimiter: str = ",") -> str:
    """Write delimited text."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


def ods(path: Path, rows: Sequence[Sequence[object]], *, extra: str = "") -> Path:
    """Write the smallest ODS that holds the rows, with `extra` at the end of the table."""
    body = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(str(c))}</text:p>'
            "</table:table-cell>"
            if c != ""
            else "<table:table-cell/>"
            for c in row
        )
        + "</table:table-row>"
        for row in rows
    )
    content = (
        '<?xml version="1.0"?><office:document-content'
        ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
        '<office:body><office:spreadsheet><table:table table:name="DATA">'
        f"{body}{extra}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("mimetype", mime)
        out.writestr("content.xml", content)
        out.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest'
            ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mime}"/>'
            "</manifest:manifest>",
        )
    return path


def repacked(path: Path, changes: Mapping[str, bytes]) -> Path:
    """Replace or add parts of a zip file."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()} | dict(changes)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, octets in parts.items():
            new.writestr(name, octets)
    return path
