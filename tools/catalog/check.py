"""What is wrong with the catalogues: gaps, leftovers, lost placeholders, two voices."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Final

from tools.catalog.book import apps, words
from tools.catalog.extract import Message, messages

PERCENT: Final = re.compile(r"%\((\w+)\)[sd]")


def complaints() -> Iterator[str]:
    """Yield one line for each fault."""
    for app in apps():
        found = messages(app)
        for language in ("id", "en"):
            yield from _in_app(app, language, list(found))
    yield from _two_voices()


def untranslated(app: Path) -> list[Message]:
    """Return the messages that have no Indonesian yet."""
    known = words(app, "id")
    return [message for message in messages(app) if not any(known.get(message.key, ()))]


def _in_app(app: Path, language: str, found: list[Message]) -> Iterator[str]:
    known = words(app, language)
    where = f"{app.name}/{language}"
    for message in found:
        forms = known.get(message.key)
        if forms is None:
            yield f"{where}: missing, run `update {app.name}`: {message.text!r}"
        elif not all(forms):
            yield f"{where}: not translated: {message.text!r}"
        elif language == "en" and forms[0] != message.text:
            yield f"{where}: differs from the code: {message.text!r}"
        else:
            yield from (f"{where}: {fault}" for fault in _lost(message, forms))
    for text, _context in set(known) - {message.key for message in found}:
        yield f"{where}: no longer used, run `update {app.name}`: {text!r}"


def _lost(message: Message, forms: tuple[str, ...]) -> Iterator[str]:
    wanted = placeholders(message.text) | placeholders(message.plural)
    needed = placeholders(message.plural or message.text)
    last = placeholders(forms[-1])
    if not needed <= last or not last <= wanted:
        yield f"placeholders {sorted(needed)} became {sorted(last)}: {message.text!r}"


def placeholders(text: str) -> frozenset[str]:
    """Return the names that `text` leaves open: `{name}` and `%(name)s`."""
    return frozenset(PERCENT.findall(text)) | _braces(text)


def _braces(text: str) -> frozenset[str]:
    try:
        return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)
    except ValueError:  # a lone brace: the text is not a format
        return frozenset()


def _two_voices() -> Iterator[str]:
    """Find a msgid that two apps translate differently: gettext would let one of them win."""
    voices: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for app in apps():
        for key, forms in words(app, "id").items():
            if all(forms):
                voices[key][app.name] = forms[-1]
    for (text, _context), said in sorted(voices.items()):
        if len(set(said.values())) > 1:
            yield f"one msgid, two translations (agree, or give a context): {text!r}: {said}"
