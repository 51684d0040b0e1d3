"""What the programs say, in Indonesian: English sentences stand for themselves."""

from collections.abc import Mapping
from typing import Final

from netral_verify import Wrong, shown
from netral_verify.indonesian import REPORT, WRONG
from netral_verify.indonesian_names import FIELDS, KINDS

LANGUAGES: Final = ("id", "en")

INDONESIAN: Final[Mapping[str, str]] = {**WRONG, **REPORT, **KINDS, **FIELDS}


class Voice:
    """Says English sentences in the reader's language.

    `tables` hold translations by the English sentence, braces and all; the first that knows it
    counts. What none knows is said in English.
    """

    def __init__(self, language: str, *tables: Mapping[str, str]) -> None:
        self.language = language
        self._tables = (*tables, INDONESIAN) if language == "id" else ()

    def __call__(self, message: str, /, **parts: object) -> str:
        """Say a sentence, with its places filled."""
        form = next((table[message] for table in self._tables if message in table), message)
        return form.format(**{name: self._part(part) for name, part in parts.items()})

    def why(self, wrong: BaseException) -> str:
        """Say what is wrong."""
        return self(wrong.message, **wrong.parts) if isinstance(wrong, Wrong) else shown(wrong)

    def _part(self, part: object) -> str:
        return self.why(part) if isinstance(part, BaseException) else shown(part)
