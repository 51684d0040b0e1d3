"""Files as they come: each is read, or refused with words that say what to do."""

import struct
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from netral.orgs.core.layouts import Field
from netral.orgs.reader import errors
from netral.orgs.reader.errors import BadFile
from netral.orgs.reader.files import Limits
from netral.orgs.reader.tables import Table, open_table
from netral.orgs.reader.xlsx import Workbook
from tests.orgs.files import line, ods, repacked, table, text, xlsx

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def read(path: Path, limits: Limits | None = None) -> tuple[Table, list[Sequence[object]]]:
    opened = open_table(path, path.name, limits or Limits(), lambda _done, _size: None)
    return opened, list(opened.rows)


def names(path: Path, limits: Limits | None = None) -> list[object]:
    opened, rows = read(path, limits)
    return [row[opened.header.columns[Field.NAME]] for row in rows]


def refusal(path: Path, limits: Limits | None = None) -> BadFile:
    with pytest.raises(BadFile) as refused:
        read(path, limits)
    assert str(refused.value).endswith(".")
    return refused.value


PEOPLE = [line(n) for n in range(3)]
NAMES = ["ORANG CONTOH 0", "ORANG CONTOH 1", "ORANG CONTOH 2"]
JUNK: list[list[object]] = [["DAFTAR PEGAWAI"], [], ["Dicetak", "26-06-2024"]]


# ---- Good ones


@pytest.mark.parametrize("above", [0, 3])
def test_a_workbook_is_read_from_below_its_header(tmp_path: Path, above: int) -> None:
    path = xlsx(tmp_path / "r.xlsx", {"DATA": [*JUNK[:above], *table(PEOPLE)]})
    opened, rows = read(path)
    assert opened.first == above + 2
    assert len(rows) == opened.total == 3
    assert names(path) == NAMES


def test_only_the_columns_that_are_taken_come_out(tmp_path: Path) -> None:
    private = "ISLAM-KAWIN-NPWP"
    people = [p | {"AGAMA NAMA": private, "ALAMAT": private, "NPWP NOMOR": private} for p in PEOPLE]
    for path in (
        xlsx(tmp_path / "r.xlsx", {"DATA": table(people)}),
        ods(tmp_path / "r.ods", table(people)),
    ):
        opened, rows = read(path)
        taken = [[row[at] for at in opened.header.columns.values()] for row in rows]
        assert private not in str(taken)
    opened, rows = read(xlsx(tmp_path / "r.xlsx", {"DATA": table(people)}))
    assert private not in str(rows)  # of a workbook they are never even parsed
    assert {len(row) for row in rows} == {len(opened.header.columns)}


def test_an_indented_table_among_other_sheets_is_found(tmp_path: Path) -> None:
    rows = [["", "", *row] for row in table(PEOPLE)]
    path = xlsx(tmp_path / "r.xlsx", {"Baca dulu": JUNK, "Kosong": [], "Isi & Data": rows})
    assert names(path) == NAMES


def test_a_prefixed_workbook_is_read(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "r.xlsx", {"DATA": table(PEOPLE)})
    with zipfile.ZipFile(path) as packed:
        sheet = packed.read("xl/worksheets/sheet1.xml").decode()
    for tag in ("worksheet", "sheetData", "row", "c", "v", "dimension", "sheetViews", "sheetView",
                "sheetFormatPr", "pageMargins"):  # fmt: skip
        for end in (" ", ">", "/"):
            sheet = sheet.replace(f"<{tag}{end}", f"<x:{tag}{end}")
        sheet = sheet.replace(f"</{tag}>", f"</x:{tag}>")
    sheet = sheet.replace("xmlns=", "xmlns:x=", 1)
    repacked(path, {"xl/worksheets/sheet1.xml": sheet.encode()})
    assert names(path) == NAMES


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_whatever_parts_and_encodes_it(
    tmp_path: Path, delimiter: str, encoding: str
) -> None:
    path = tmp_path / "r.csv"
    people = [line(0, NAMA="RENÉ CONTOH"), *PEOPLE[1:]]
    path.write_bytes(text([*JUNK, *table(people)], delimiter).encode(encoding))
    opened, rows = read(path)
    assert opened.first == 5
    assert rows[0][opened.header.columns[Field.NAME]] == "RENÉ CONTOH"


def test_an_ods_is_read(tmp_path: Path) -> None:
    empties = (
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/>'
        "</table:table-row>"
    )
    assert names(ods(tmp_path / "r.ods", table(PEOPLE), extra=empties)) == NAMES


def test_the_name_of_a_file_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    xlsx(tmp_path / "r.xlsx", {"DATA": table(PEOPLE)}).rename(path)
    assert names(path) == NAMES


# ---- Bad ones


def made(octets: bytes) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.write_bytes(octets)

    return make


def _macros(path: Path) -> None:
    repacked(xlsx(path, {"DATA": table(PEOPLE)}), {"xl/vbaProject.bin": b"x"})


def _truncated(path: Path) -> None:
    octets = xlsx(path, {"DATA": table(PEOPLE)}).read_bytes()
    path.write_bytes(octets[: len(octets) // 2])


def _flipped(path: Path) -> None:
    octets = bytearray(xlsx(path, {"DATA": table(PEOPLE)}).read_bytes())
    at = octets.find(b"xl/worksheets/sheet1.xml") + 60
    octets[at : at + 40] = bytes(40)
    path.write_bytes(bytes(octets))


def _sealed_zip(path: Path) -> None:
    octets = bytearray(xlsx(path, {"DATA": table(PEOPLE)}).read_bytes())
    at = octets.find(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<H", octets, at + 8, 1)
        at = octets.find(b"PK\x01\x02", at + 4)
    path.write_bytes(bytes(octets))


def _sealed_ods(path: Path) -> None:
    repacked(ods(path, table(PEOPLE)), {"META-INF/manifest.xml": b"<manifest:encryption-data/>"})


def _no_sheet_data(path: Path) -> None:
    repacked(xlsx(path, {"D": table(PEOPLE)}), {"xl/worksheets/sheet1.xml": b"<worksheet/>"})


def _placeless_cells(path: Path) -> None:
    sheet = b"<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>"
    repacked(xlsx(path, {"D": table(PEOPLE)}), {"xl/worksheets/sheet1.xml": sheet})


def _word(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("word/document.xml", "x")


def _xlsb(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("xl/workbook.bin", "x")


def _broken_book(path: Path) -> None:
    repacked(xlsx(path, {"D": table(PEOPLE)}), {"xl/workbook.xml": b"\xff\xfe\xfa"})


def _missing_strings(path: Path) -> None:
    repacked(xlsx(path, {"D": table(PEOPLE)}), {"xl/sharedStrings.xml": b"<sst/>"})


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        pytest.param(made(b""), errors.FileEmpty, id="empty"),
        pytest.param(made(b"%PDF-1.7 ..."), errors.NotATable, id="a PDF called xlsx"),
        pytest.param(made(b"\x89PNG\r\n"), errors.NotATable, id="a picture"),
        pytest.param(made(b"<html><table>"), errors.NotATable, id="a web page called xls"),
        pytest.param(
            made(b"\xef\xbb\xbf <!DOCTYPE html>"), errors.NotATable, id="a web page, marked"
        ),
        pytest.param(made(b"{\\rtf1"), errors.NotATable, id="a letter"),
        pytest.param(made(b"MZ\x00\x01\x02"), errors.NotATable, id="a program"),
        pytest.param(_word, errors.NotATable, id="a document"),
        pytest.param(made(OLE + bytes(600)), errors.OldExcel, id="Excel 97"),
        pytest.param(_xlsb, errors.OldExcel, id="binary Excel"),
        pytest.param(
            made(OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le")),
            errors.FileLocked,
            id="locked with a password",
        ),
        pytest.param(_sealed_zip, errors.FileLocked, id="a locked zip"),
        pytest.param(_sealed_ods, errors.FileLocked, id="a locked ODS"),
        pytest.param(_macros, errors.FileHasMacros, id="macros"),
        pytest.param(_truncated, errors.FileDamaged, id="truncated"),
        pytest.param(_flipped, errors.FileDamaged, id="damaged inside"),
        pytest.param(_broken_book, errors.FileDamaged, id="a workbook that is none"),
        pytest.param(_missing_strings, errors.BadFile, id="texts are gone"),
        pytest.param(_no_sheet_data, errors.FileDamaged, id="a sheet without rows"),
        pytest.param(_placeless_cells, errors.FileDamaged, id="cells without a place"),
        pytest.param(made(b"nama,umur\nBudi,3\n"), errors.HeaderMissing, id="no header"),
        pytest.param(made(b"a,\x00b\n"), errors.NotATable, id="zeros"),
        pytest.param(made(b"NIP BARU,NAMA,NAMA,UNOR ID\n"), errors.HeaderDoubled, id="twice"),
        pytest.param(made(b'"' + b"x" * 40_000), errors.BadFile, id="an endless cell"),
        pytest.param(made(b"PK\x03\x04 and then nothing"), errors.FileDamaged, id="no zip"),
    ],
)
def test_a_bad_file_is_refused(
    tmp_path: Path, make: Callable[[Path], None], expected: type[BadFile]
) -> None:
    path = tmp_path / "roster.xlsx"
    make(path)
    assert isinstance(refusal(path), expected)


def test_macros_of_an_ods_are_refused(tmp_path: Path) -> None:
    path = repacked(ods(tmp_path / "r.ods", table(PEOPLE)), {"Basic/Standard/Module1.xml": b"x"})
    assert isinstance(refusal(path), errors.FileHasMacros)


def test_a_file_over_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "r.xlsx", {"DATA": table(PEOPLE)})
    assert isinstance(refusal(path, Limits(octets=1_000)), errors.FileTooLarge)


def test_a_hundred_sheets_are_refused(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "r.xlsx", {f"S{n}": [] for n in range(100)})
    assert isinstance(refusal(path), errors.TooManySheets)
    empty = '</table:table><table:table table:name="x">' * 100
    assert isinstance(refusal(ods(tmp_path / "r.ods", JUNK, extra=empty + "<table:table-row/>")),
                      errors.TooManySheets)  # fmt: skip


def test_two_rosters_in_one_workbook_are_refused(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "r.xlsx", {"Juni": table(PEOPLE), "Juli": table(PEOPLE)})
    assert refusal(path).facts["sheets"] == "Juni, Juli"


def test_too_many_rows_are_refused(tmp_path: Path) -> None:
    few = Limits(rows=2)
    rows = table(PEOPLE)
    for path in (xlsx(tmp_path / "r.xlsx", {"D": rows}), ods(tmp_path / "r.ods", rows)):
        assert isinstance(refusal(path, few), errors.TooManyRows)
    path = tmp_path / "r.csv"
    path.write_text(text(rows), encoding="utf-8")
    assert isinstance(refusal(path, few), errors.TooManyRows)


def test_a_zip_bomb_is_refused_by_what_it_claims(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("xl/workbook.xml", "<workbook/>")
        out.writestr("xl/sharedStrings.xml", bytes(30_000_000))
    assert path.stat().st_size < 100_000
    assert isinstance(refusal(path, Limits(heavy=20_000_000)), errors.FileSwells)
    assert isinstance(refusal(path, Limits(unzipped=20_000_000)), errors.FileSwells)


def test_a_zip_bomb_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "r.xlsx", {"DATA": table(PEOPLE)})
    repacked(
        path, {"xl/sharedStrings.xml": bytes(3_000_000), "xl/theme/theme1.xml": bytes(3_000_000)}
    )
    limits = Limits(heavy=3_500_000)  # each part is below it, together they are not
    assert isinstance(refusal(path, limits), errors.FileSwells)
    repacked(path, {"xl/workbook.xml": b"<workbook>" + bytes(1_200_000)})
    assert isinstance(refusal(path), errors.BadFile)


def test_a_cell_at_the_end_of_the_world_takes_no_memory(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "r.xlsx", {"DATA": table(PEOPLE)})
    with zipfile.ZipFile(path) as packed:
        sheet = packed.read("xl/worksheets/sheet1.xml")
    end, part = b"</sheetData>", "xl/worksheets/sheet1.xml"
    far = b'<row r="1048576"><c r="A1048576"><v>1</v></c><c r="XFD1048576"><v>1</v></c></row>'
    repacked(path, {part: sheet.replace(end, far + end)})
    assert isinstance(refusal(path), errors.TooManyRows)
    lying = (
        b'<row r="9"><c r="B9"><v>1</v></c><c r="D1048576"><v>1</v></c>'
        b'<c r="XFD9"><v>1</v></c></row>'
    )
    repacked(path, {part: sheet.replace(end, lying + end)})
    assert len(read(path)[1]) == 8  # lines 2 to 9


def test_an_ods_that_repeats_itself_is_refused(tmp_path: Path) -> None:
    full = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
    rows = f'<table:table-row table:number-rows-repeated="900000000">{full}</table:table-row>'
    assert isinstance(
        refusal(ods(tmp_path / "r.ods", table(PEOPLE), extra=rows)), errors.TooManyRows
    )
    wide = full.replace(
        "<table:table-cell", '<table:table-cell table:number-columns-repeated="9000000"', 1
    )
    row = f"<table:table-row>{wide}</table:table-row>"
    assert isinstance(refusal(ods(tmp_path / "r.ods", table(PEOPLE), extra=row)), errors.FileSwells)


def test_an_ods_with_one_cell_far_out_takes_no_memory(tmp_path: Path) -> None:
    far = (
        '<table:table-row table:number-rows-repeated="100000"><table:table-cell/></table:table-row>'
        '<table:table-row><table:table-cell table:number-columns-repeated="600"/>'
        '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
        "</table:table-row>"
    )
    assert isinstance(refusal(ods(tmp_path / "r.ods", table(PEOPLE), extra=far)), errors.FileSwells)


def test_a_row_far_below_the_header_takes_no_memory_to_look_for_it(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "r.xlsx", {"DATA": table(PEOPLE)})
    far = b'<row r="249999"><c r="ZZ249999"><v>1</v></c></row></sheetData>'
    sheet = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(path) as packed:
        octets = packed.read(sheet).replace(b"</sheetData>", far)
    repacked(path, {sheet: octets})
    with path.with_name("peeked").open("w+b") as peeked:
        Workbook(path, "r.xlsx", Limits()).peek(peeked)
        with zipfile.ZipFile(peeked) as packed:
            assert b"249999" not in packed.read(sheet)
    assert names(path) == NAMES


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("xl/worksheets/sheet1.xml", '<sheetData><row r="1">' + '<c r="A1">' * 300_000 + "</row>"),
        ("xl/worksheets/sheet1.xml", '<sheetData><row r="1">' + '<c r="A1" ' * 300_000 + "</row>"),
        ("xl/worksheets/sheet1.xml", "<sheetData" * 300_000),
        ("xl/workbook.xml", f"<sheet {'a' * 1_000_000}>"),
        ("xl/workbook.xml", "<sheet " * 140_000),
        ("xl/_rels/workbook.xml.rels", "<Relationship " * 70_000),
        ("content.xml", "<table:table-row " * 300_000),
        ("content.xml", f"<table:table-row>{'<table:table-cell ' * 300_000}</table:table-row>"),
        ("content.xml", "<table:table-row>" + "<text:p>x</text:p>" * 2_000_000),
    ],
)
def test_a_file_made_to_be_read_for_days_is_refused_at_once(
    tmp_path: Path, part: str, text: str
) -> None:
    is_ods = part == "content.xml"
    path = ods(tmp_path / "r", []) if is_ods else xlsx(tmp_path / "r", {"A": [["x"]]})
    repacked(path, {part: text.encode()})
    began = time.process_time()
    refusal(path)
    assert time.process_time() - began < 10


def test_xml_that_refers_to_itself_is_not_expanded(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "r.xlsx", {"DATA": table(PEOPLE)})
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "' + b"&a;" * 1000 + b'">]><sst>&b;</sst>'
    repacked(path, {"xl/sharedStrings.xml": laughs})
    with pytest.raises(BadFile):
        read(path)


def test_every_refusal_says_what_to_do() -> None:
    for kind in BadFile.__subclasses__():
        assert kind.text.endswith(".")
        assert kind.remedy.endswith(".")
        assert kind.code.startswith("orgs.")
