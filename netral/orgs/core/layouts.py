"""The two shapes of a roster, and finding the row that names the columns.

SIASN's export has 67 columns (systems.md §11.6). Of these only the fields below are ever taken;
religion, marriage, tax number, insurance, address and all others stay at the door.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

DEEPEST_HEADER: Final = 60  # rows in which the header is looked for


class Field(StrEnum):
    """What is taken from a line."""

    KIND = "kind"
    STATUS = "status"  # C or P: on probation or not
    NUMBER = "number"
    NIK = "nik"
    NAME = "name"
    TITLE_FRONT = "title_front"
    TITLE_BACK = "title_back"
    BIRTH = "birth"  # compared with the number, never kept
    POSITION = "position"
    GRADE = "grade"
    STANDING = "standing"  # kedudukan hukum
    UNIT_ID = "unit_id"  # SIASN's unor id
    UNIT_CODE = "unit_code"
    UNIT_NAME = "unit_name"
    EMAIL = "email"
    EMAIL_WORK = "email_work"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Layout:
    """One shape: which headers name which field, and which fields must be there."""

    name: str
    headers: Mapping[str, Field]  # as `plain` spells them
    needed: frozenset[Field]
    one_of: frozenset[Field] = field(default=frozenset())


_UNIT: Final = frozenset({Field.UNIT_ID, Field.UNIT_CODE, Field.UNIT_NAME})

SIASN: Final = Layout(
    "siasn",
    {
        "NIP BARU": Field.NUMBER,
        "NAMA": Field.NAME,
        "GELAR DEPAN": Field.TITLE_FRONT,
        "GELAR BELAKANG": Field.TITLE_BACK,
        "TANGGAL LAHIR": Field.BIRTH,
        "NIK": Field.NIK,
        "NOMOR HP": Field.PHONE,
        "EMAIL": Field.EMAIL,
        "EMAIL GOV": Field.EMAIL_WORK,
        "JENIS PEGAWAI NAMA": Field.KIND,
        "KEDUDUKAN HUKUM NAMA": Field.STANDING,
        "STATUS CPNS PNS": Field.STATUS,
        "GOL AKHIR NAMA": Field.GRADE,
        "JABATAN NAMA": Field.POSITION,
        "UNOR ID": Field.UNIT_ID,
        "UNOR NAMA": Field.UNIT_NAME,
    },
    frozenset({Field.NUMBER, Field.NAME}),
    _UNIT,
)

SIMPLE: Final = Layout(
    "simple",
    {
        "JENIS": Field.KIND,
        "JENIS PEGAWAI": Field.KIND,
        "NOMOR": Field.NUMBER,
        "NOMOR PEGAWAI": Field.NUMBER,
        "NIP": Field.NUMBER,
        "NIPPPK": Field.NUMBER,
        "NI PPPK": Field.NUMBER,
        "NIP/NI PPPK/NOMOR PEGAWAI": Field.NUMBER,
        "NIK": Field.NIK,
        "NAMA": Field.NAME,
        "NAMA LENGKAP": Field.NAME,
        "GELAR DEPAN": Field.TITLE_FRONT,
        "GELAR BELAKANG": Field.TITLE_BACK,
        "TANGGAL LAHIR": Field.BIRTH,
        "JABATAN": Field.POSITION,
        "GOLONGAN": Field.GRADE,
        "STATUS": Field.STANDING,
        "STATUS KEAKTIFAN": Field.STANDING,
        "KODE UNIT": Field.UNIT_CODE,
        "UNIT": Field.UNIT_NAME,
        "UNIT KERJA": Field.UNIT_NAME,
        "NAMA UNIT": Field.UNIT_NAME,
        "EMAIL": Field.EMAIL,
        "NOMOR HP": Field.PHONE,
        "NO HP": Field.PHONE,
    },
    frozenset({Field.KIND, Field.NAME}),
    _UNIT,
)

LAYOUTS: Final = (SIASN, SIMPLE)

# The columns of the template that the page offers for the simple layout, in order.
TEMPLATE: Final = (
    "JENIS PEGAWAI", "NIP/NI PPPK/NOMOR PEGAWAI", "NIK", "NAMA LENGKAP", "GELAR DEPAN",
    "GELAR BELAKANG", "JABATAN", "GOLONGAN", "STATUS KEAKTIFAN", "KODE UNIT", "UNIT KERJA",
    "EMAIL", "NOMOR HP",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Header:
    """Where the columns are: index of the row, and of each field's column."""

    layout: Layout
    row: int
    columns: Mapping[Field, int]


class NoHeader(Exception):
    """No row names the columns of a roster; `nearest` lacks the fewest."""

    def __init__(self, nearest: Layout | None, missing: Sequence[str]) -> None:
        super().__init__("no header")
        self.nearest = nearest
        self.missing = missing


class HeaderTwice(Exception):
    """Two columns have the same name, so nobody knows which one counts."""

    def __init__(self, column: str) -> None:
        super().__init__(column)
        self.column = column


def plain(cell: object) -> str:
    """Spell a header for comparison: upper case, single spaces, no dots, colons or stars."""
    text = str(cell).upper().replace("_", " ")
    return " ".join(re.sub(r"[.:*'\"()]+", " ", text).replace(" /", "/").replace("/ ", "/").split())


def find_header(rows: Sequence[Sequence[object]]) -> Header:
    """Find the row that names the columns among the first rows of a sheet.

    Raises:
        NoHeader: there is none.
        HeaderTwice: there is one, but it names a column that is taken twice.
    """
    nearest: tuple[int, Layout, list[str]] | None = None
    for at, row in enumerate(rows[:DEEPEST_HEADER]):
        names = [plain(cell) for cell in row]
        for layout in LAYOUTS:
            columns = [layout.headers.get(name) for name in names]
            missing = _missing(layout, {c for c in columns if c})
            found = len({c for c in columns if c})
            if not missing:
                return Header(layout, at, _columns(names, columns))
            if found > 1 and (nearest is None or found > nearest[0]):
                nearest = (found, layout, missing)
    raise NoHeader(nearest[1] if nearest else None, nearest[2] if nearest else [])


def _missing(layout: Layout, found: set[Field]) -> list[str]:
    def header(wanted: Field) -> str:
        return next(name for name, taken in layout.headers.items() if taken is wanted)

    missing = [header(f) for f in Field if f in layout.needed - found]
    if layout is SIMPLE and not {Field.NUMBER, Field.NIK} & found:
        missing.append("NOMOR")
    if not layout.one_of & found:
        missing.append("UNOR NAMA" if layout is SIASN else "UNIT KERJA")
    return missing


def _columns(names: Sequence[str], columns: Sequence[Field | None]) -> dict[Field, int]:
    found: dict[Field, int] = {}
    for at, taken in enumerate(columns):
        if taken is None:
            continue
        if taken in found:
            raise HeaderTwice(names[at])
        found[taken] = at
    return found
