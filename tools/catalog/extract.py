"""Find every English string that an app asks to have translated."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from babel.messages.extract import extract
from django.utils.translation.template import templatize

SINGLE: Final = ("gettext", "gettext_lazy", "gettext_noop", "N_", "_")
KEYWORDS: Final[Mapping[str, Any]] = {
    **dict.fromkeys(SINGLE),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
LITERAL: Final = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
CALL: Final = re.compile(
    rf"\b(gettext|ngettext|pgettext|npgettext|_)\(({LITERAL}(?:, ?{LITERAL})*)"
)


@dataclass(frozen=True, slots=True)
class Message:
    """One string to translate: told apart by its words and, where given, its context."""

    text: str
    plural: str = ""
    context: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Return what gettext looks it up by."""
        return self.text, self.context


def messages(app: Path) -> dict[Message, set[str]]:
    """Return the messages of the app at `app`, each with the files that use it."""
    found: dict[tuple[str, str], tuple[Message, set[str]]] = {}
    for path in sorted(app.rglob("*")):
        for message in _in_file(path):
            kept, places = found.get(message.key, (message, set()))
            places.add(path.relative_to(app.parent.parent).as_posix())
            found[message.key] = (kept if kept.plural else message, places)
    return dict(found.values())


def _in_file(path: Path) -> Iterator[Message]:
    if path.suffix == ".py" and "migrations" not in path.parts:
        yield from in_python(path.read_bytes())
    elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
        yield from in_template(path.read_text(encoding="utf-8"), path.as_posix())


def in_python(source: bytes) -> Iterator[Message]:
    """Yield the messages of Python source."""
    for _line, said, _comments, context in extract("python", BytesIO(source), KEYWORDS):
        match said:
            case (str(text), str(plural), *_):
                yield Message(text, plural, context or "")
            case str(text) | (str(text),):
                yield Message(text, "", context or "")


def in_template(source: str, origin: str) -> Iterator[Message]:
    """Yield the messages of a Django template."""
    for call, arguments in CALL.findall(templatize(source, origin=origin)):
        words = [ast.literal_eval(part) for part in re.findall(LITERAL, arguments)]
        context = words.pop(0) if call in {"pgettext", "npgettext"} else ""
        yield Message(words[0], words[1] if len(words) > 1 else "", context)
