"""What a file really is, by its content and never by its name."""

import re
import zipfile
import zlib
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Final

from netral.kernel.words import N_
from netral.orgs.reader.errors import (
    FileDamaged,
    FileEmpty,
    FileHasMacros,
    FileLocked,
    FileSwells,
    FileTooLarge,
    NotATable,
    OldExcel,
)

MEGA: Final = 1_000_000
ZIP: Final = b"PK\x03\x04"
OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
LOCKED: Final = "EncryptedPackage".encode("utf-16-le")
KNOWN: Final = (
    (b"%PDF", N_("a PDF")),
    (b"\x89PNG", N_("a picture")),
    (b"\xff\xd8\xff", N_("a picture")),
    (b"GIF8", N_("a picture")),
    (b"Rar!", N_("an archive")),
    (b"7z\xbc\xaf", N_("an archive")),
    (b"\x1f\x8b", N_("an archive")),
    (b"{\\rtf", N_("a letter")),
)
WEB_PAGE: Final = re.compile(rb"\s*(<!doctype|<html|<table|<\?xml)", re.IGNORECASE)
MACROS: Final = re.compile(r"(^|/)(vbaProject\.bin|Basic/|Scripts/)", re.IGNORECASE)
HEAVY: Final = re.compile(r"(sharedStrings\.xml|content\.xml)$", re.IGNORECASE)


class Shape(Enum):
    """How to read it."""

    XLSX = auto()
    ODS = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is taken."""

    octets: int = 64 * MEGA  # as uploaded
    unzipped: int = 800 * MEGA
    heavy: int = 240 * MEGA  # of parts that must be held in memory whole
    rows: int = 250_000
    sheets: int = 40


def recognise(path: Path, name: str, limits: Limits) -> Shape:
    """Say what the file is, or refuse it with what to do."""
    size = path.stat().st_size
    if size == 0:
        raise FileEmpty(name=name)
    if size > limits.octets:
        raise FileTooLarge(name=name, limit=limits.octets // MEGA)
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(ZIP):
        return _inside_zip(path, name, limits)
    if head.startswith(OLE):
        raise FileLocked(name=name) if LOCKED in path.read_bytes() else OldExcel(name=name)
    if what := _not_text(head):
        raise NotATable(name=name, what=what)
    return Shape.TEXT


def _not_text(head: bytes) -> str:
    """Say what a file is that is no text with lines; empty when it may be one."""
    for start, what in KNOWN:
        if head.startswith(start):
            return what
    if WEB_PAGE.match(head.removeprefix(b"\xef\xbb\xbf")):
        return N_("a web page")
    utf16 = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    return N_("a file without text") if b"\x00" in head and not utf16 else ""


def _inside_zip(path: Path, name: str, limits: Limits) -> Shape:
    try:
        with zipfile.ZipFile(path) as packed:
            infos = packed.infolist()
            if any(info.flag_bits & 1 for info in infos):
                raise FileLocked(name=name)
            mime = packed.read("mimetype") if _small(packed, "mimetype") else b""
            sealed = mime and b"encryption-data" in _part(packed, "META-INF/manifest.xml")
            types = _part(packed, "[Content_Types].xml")
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise FileDamaged(name=name) from error
    names = {info.filename for info in infos}
    if sealed:
        raise FileLocked(name=name)
    if b"macroEnabled" in types or any(MACROS.search(part) for part in names):
        raise FileHasMacros(name=name)
    _weigh(infos, name, limits)
    if "xl/workbook.xml" in names:
        return Shape.XLSX
    if mime.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return Shape.ODS
    if "xl/workbook.bin" in names:
        raise OldExcel(name=name)
    raise NotATable(name=name, what=N_("an archive or a letter"))


def _weigh(infos: list[zipfile.ZipInfo], name: str, limits: Limits) -> None:
    """Refuse what claims to unpack too large; the reader counts again what really comes out."""
    heavy = (i.file_size for i in infos if HEAVY.search(i.filename))
    if sum(i.file_size for i in infos) > limits.unzipped or max(heavy, default=0) > limits.heavy:
        raise FileSwells(name=name)


def _small(packed: zipfile.ZipFile, part: str) -> bool:
    return part in packed.namelist() and packed.getinfo(part).file_size <= MEGA


def _part(packed: zipfile.ZipFile, part: str) -> bytes:
    return packed.read(part) if _small(packed, part) else b""
