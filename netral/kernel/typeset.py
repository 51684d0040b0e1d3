"""Setting documents as tagged PDF with typst. The same data gives the same bytes."""

import json
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import typst

ROOT: Final = Path(__file__).resolve().parent.parent
STANDARDS: Final[list[Any]] = ["a-2a", "ua-1"]
# Only the fonts inside typst: the machine's own would make the bytes differ from place to place.
_FONTS: Final = typst.Fonts(include_system_fonts=False)
_local = threading.local()


def typeset(source_name: str, data: Mapping[str, object], *, at: datetime) -> bytes:
    """Set `data` with `netral/<app>/papers/<name>.typ`, where `source_name` is `<app>/<name>`.

    The source reads it with `json(bytes(sys.inputs.data))`. Octets arrive as a list of
    integers: `image(bytes(data.emblem), alt: ..)`. A source may import another app's parts by
    a path from `netral/`: `#import "/signing/papers/parts.typ": *`. `at` is the date inside
    the file, so that setting it again later gives the same octets.

    Raises:
        typst.TypstError: the source is wrong, or breaks PDF/A-2a or PDF/UA-1.

    """
    app, _, name = source_name.partition("/")
    out = _compiler().compile(
        input=ROOT / app / "papers" / f"{name}.typ",
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, default=_octets)},
        pdf_standards=STANDARDS,
        timestamp=at.astimezone(UTC).replace(microsecond=0),
    )
    if not isinstance(out, bytes):
        msg = f"{source_name} gave no PDF"
        raise TypeError(msg)
    return out


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
