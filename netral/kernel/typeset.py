"""Setting documents as tagged PDF with typst. The same data gives the same bytes."""

import json
import threading
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import typst

ROOT: Final = Path(__file__).resolve().parent.parent
STANDARDS: Final[list[Any]] = ["a-2a", "ua-1"]
CARRYING: Final[list[Any]] = ["a-3a", "ua-1"]  # PDF/A-2 forbids files of other kinds inside
# Only the fonts inside typst: the machine's own would make the bytes differ from place to place.
_FONTS: Final = typst.Fonts(include_system_fonts=False)
_local = threading.local()
SIGN: Final = "\u25a1"  # a white square, in the place of what no font shows
LATIN: Final = "\u024f"  # the last sign of extended Latin
TRIED: Final = 64  # different signs tried one by one; a text with more is in another script
NOT_SIGNS: Final = frozenset({"Cc", "Cn", "Co", "Cs"})  # control, unassigned, private, half


def typeset(
    source_name: str, data: Mapping[str, object], *, at: datetime, carries: bool = False
) -> bytes:
    """Set `data` with `netral/<app>/papers/<name>.typ`, where `source_name` is `<app>/<name>`.

    The source reads it with `json(bytes(sys.inputs.data))`. Octets arrive as a list of
    integers: `image(bytes(data.emblem), alt: ..)`. A source may import another app's parts by
    a path from `netral/`: `#import "/signing/papers/parts.typ": *`. `at` is the date inside
    the file, so that setting it again later gives the same octets. `carries` says that the source
    attaches a file (`pdf.attach`).

    PDF/A refuses signs that no font shows. An emoji in one name must not stop the slips of a
    whole unit, so each such sign becomes a white square. Where signs are shown one by one but
    not together, as an Arabic mark over a Latin digit, everything beyond Latin becomes squares.

    Raises:
        typst.TypstError: the source is wrong, or breaks PDF/A-2a (PDF/A-3a) or PDF/UA-1.
    """
    standards = CARRYING if carries else STANDARDS
    try:
        return _compile(source_name, data, at, standards)
    except (typst.TypstError, UnicodeEncodeError):
        cleaned, latin = _shown(data), _shown(data, lambda _sign: False)
        if latin == data:  # something else is wrong
            raise
    try:
        return _compile(source_name, cleaned, at, standards)
    except typst.TypstError:
        return _compile(source_name, latin, at, standards)


def _compile(
    source_name: str, data: Mapping[str, object], at: datetime, standards: list[Any]
) -> bytes:
    app, _, name = source_name.partition("/")
    out = _compiler().compile(
        input=ROOT / app / "papers" / f"{name}.typ",
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, default=_octets)},
        pdf_standards=standards,
        timestamp=at.astimezone(UTC).replace(microsecond=0),
    )
    if not isinstance(out, bytes):
        msg = f"{source_name} gave no PDF"
        raise TypeError(msg)
    return out


def _shown(
    data: Mapping[str, object], shows: Callable[[str], bool] | None = None
) -> dict[str, object]:
    """Replace what no font shows, by the text alone: the same data gives the same bytes."""
    odd = sorted({sign for sign in _text(data) if not _plain(sign)})
    many, shows = len(odd) > TRIED, shows or _has_glyph
    hidden = {ord(sign): SIGN for sign in odd if many or not shows(sign)}
    return {key: _swapped(value, hidden) for key, value in data.items()}


def _plain(sign: str) -> bool:
    return sign in "\n\r\t" or (sign <= LATIN and sign.isprintable())


def _text(value: object) -> str:
    match value:
        case str():
            return value
        case Mapping():
            return "".join(map(_text, value.values()))
        case list() | tuple():
            return "".join(map(_text, value))
    return ""


def _swapped(value: object, hidden: Mapping[int, str]) -> object:
    match value:
        case str():
            return value.translate(hidden)
        case Mapping():
            return {key: _swapped(inner, hidden) for key, inner in value.items()}
        case list() | tuple():
            return [_swapped(inner, hidden) for inner in value]
    return value


@lru_cache(maxsize=4096)
def _has_glyph(sign: str) -> bool:
    """Ask typst itself, with a page that holds nothing but the sign."""
    if unicodedata.category(sign) in NOT_SIGNS:
        return False
    try:
        _compiler().compile(
            input=b"#sys.inputs.sign",
            format="pdf",
            sys_inputs={"sign": sign},
            pdf_standards=["a-2a"],
            timestamp=datetime(2000, 1, 1, tzinfo=UTC),
        )
    except typst.TypstError:
        return False
    return True


def _compiler() -> typst.Compiler:
    """Keep one compiler a thread: it is fast because it remembers, and not to be shared."""
    if not hasattr(_local, "compiler"):
        _local.compiler = typst.Compiler(root=ROOT, font_paths=_FONTS)
    compiler: typst.Compiler = _local.compiler
    return compiler


def _octets(value: object) -> list[int]:
    if isinstance(value, bytes | memoryview):
        return list(bytes(value))
    msg = f"{type(value).__name__} cannot be set"
    raise TypeError(msg)
