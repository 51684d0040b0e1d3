"""Reading and writing catalogue files: sorted, unwrapped, and without dates that churn."""

import os
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tools.catalog.extract import Message, messages

ROOT: Final = Path(__file__).resolve().parents[2]
PLURALS: Final = {"id": "nplurals=1; plural=0;", "en": "nplurals=2; plural=(n != 1);"}
HEADER: Final = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""

Words = dict[tuple[str, str], tuple[str, ...]]  # (msgid, context) to its forms


def apps() -> list[Path]:
    """Return the folder of every app, by name."""
    return sorted(path.parent for path in (ROOT / "netral").glob("*/__init__.py"))


def po(app: Path, language: str) -> Path:
    """Return where the catalogue of `app` in `language` is kept."""
    return app / "locale" / language / "LC_MESSAGES" / "django.po"


def words(app: Path, language: str) -> Words:
    """Return the translations on file; empty forms where none was given."""
    path = po(app, language)
    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalog = read_po(file, locale=language)
    return {
        (_first(m.id), m.context or ""): _forms(m.string)
        for m in catalog
        if m.id and not m.fuzzy  # an unsure translation counts as none
    }


def update(app: Path, filled: Mapping[tuple[str, str], tuple[str, ...]] | None = None) -> None:
    """Write both catalogues anew: what the code says now, with the Indonesian kept or `filled`."""
    found = messages(app)
    known = words(app, "id") | dict(filled or {})
    for language in PLURALS:
        catalog = _empty(language)
        for message, places in found.items():
            forms = known.get(message.key, ()) if language == "id" else _english(message)
            _add(catalog, message, forms, places)
        if found or po(app, language).exists():
            _write(po(app, language), language, catalog)


def _empty(language: str) -> Catalog:
    """Return a catalogue with our plural forms: Babel's own for Indonesian are English ones."""
    return read_po(BytesIO(_head(language).encode()), locale=language)


def _head(language: str) -> str:
    return HEADER.format(language=language, plurals=PLURALS[language])


def _english(message: Message) -> tuple[str, ...]:
    return (message.text, message.plural) if message.plural else (message.text,)


def _add(catalog: Catalog, message: Message, forms: tuple[str, ...], places: set[str]) -> None:
    width = catalog.num_plurals if message.plural else 1
    padded = (*forms, *("",) * width)[:width]
    catalog.add(
        (message.text, message.plural) if message.plural else message.text,
        padded if message.plural else padded[0],
        locations=[(place, 0) for place in sorted(places)],
        context=message.context or None,
    )


def _write(path: Path, language: str, catalog: Catalog) -> None:
    out = BytesIO()
    write_po(out, catalog, width=0, sort_output=True, omit_header=True, include_lineno=False)
    _replace(path, _head(language).encode() + out.getvalue().strip(b"\n") + b"\n")


def compile_all() -> int:
    """Write the `.mo` files that are older than their source; return how many."""
    stale = [
        path
        for app in apps()
        for language in PLURALS
        if (path := po(app, language)).exists() and _is_stale(path)
    ]
    for path in stale:
        with path.open("rb") as file:
            catalog = read_po(file, locale=path.parts[-3])
        out = BytesIO()
        write_mo(out, catalog)
        _replace(path.with_suffix(".mo"), out.getvalue())
    return len(stale)


def _is_stale(path: Path) -> bool:
    compiled = path.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime


def _replace(path: Path, octets: bytes) -> None:
    """Write whole or not at all, and not when nothing changed."""
    if path.exists() and path.read_bytes() == octets and path.suffix == ".po":
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_bytes(octets)
    draft.replace(path)


def _first(said: str | list[str] | tuple[str, ...]) -> str:
    return said if isinstance(said, str) else said[0]


def _forms(said: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said or ())
