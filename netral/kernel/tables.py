"""Strict reading of data files: key by key, and what nobody asked for is a fault."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, NoReturn, Self, TypeVar
from unicodedata import category

Word = TypeVar("Word", bound=StrEnum)

# What must be. Pages that show these collect them in a catalogue of their own.
NOT_TOML: Final = "is not TOML: %(fault)s"
TABLE: Final = "must be a table"
TABLES: Final = "must be a list of tables"
MISSING: Final = "is missing"
STRANGE: Final = "is a key that nobody knows: remove it or correct its spelling"
TEXT: Final = "must be a text that says something"
DAY: Final = "must be a date"
DAY_OR_UNKNOWN: Final = 'must be a date or "unknown"'
YES_OR_NO: Final = "must be true or false"
LIST: Final = "must be a list"
TEXTS: Final = "must be a list of texts that say something"
REPEATED: Final = "must not repeat itself"
NUMBER: Final = "must be a whole number"
NUMBERS: Final = "must be a list of whole numbers"
ONE_OF: Final = "must be one of %(known)s"
DOTS: Final = 100  # in a line: reading a dotted key takes the square of its length


class BadTable(ValueError):
    """A data file that says too much, too little, or nonsense.

    `where` is the file and the place in it, `rule` an English msgid that says what must be.
    """

    def __init__(
        self,
        where: str,
        key: str,
        rule: str,
        params: Mapping[str, str] | None = None,
        value: str = "",
    ) -> None:
        self.where, self.key, self.rule, self.value = where, key, rule, value
        self.params = dict(params or {})
        told = (rule % self.params) if self.params else rule
        place = f"{where}: {key}" if key else where
        super().__init__(f"{place} {told}{f', not {value}' if value else ''}")


def _read(text: str) -> dict[str, Any]:
    """Read TOML in bounded time, without signs that let a text be read as another one."""
    if any(line.count(".") > DOTS for line in text.split("\n")):
        msg = f"A line with more than {DOTS} dots"
        raise ValueError(msg)
    values = tomllib.loads(text)
    if hidden := next(_hidden([text.replace("\r\n", "\n"), values]), ""):
        msg = f"A sign that nobody sees (U+{ord(hidden):04X})"
        raise ValueError(msg)
    return values


def _hidden(value: object) -> Iterator[str]:
    """Yield control signs and what steers direction or joins letters (categories Cc and Cf)."""
    if isinstance(value, dict):
        for pair in value.items():
            yield from _hidden(list(pair))
    elif isinstance(value, list):
        for each in value:
            yield from _hidden(each)
    elif isinstance(value, str):
        yield from (s for s in value if category(s) in {"Cc", "Cf"} and s not in "\n\t")


class Table:
    """One table of a file. What a reader takes is gone; `end` refuses what is left."""

    fault: type[BadTable] = BadTable

    def __init__(self, where: str, values: object) -> None:
        self.where = where
        if not isinstance(values, dict):
            raise self.fault(where, "", TABLE)
        self._left: dict[str, Any] = dict(values)

    @classmethod
    def of_file(cls, name: str, text: str) -> Self:
        """Read the text of a TOML file, whoever wrote it: nested deep, it is no file of ours."""
        try:
            values = _read(text)
        except RecursionError as fault:
            raise cls.fault(name, "", NOT_TOML, {"fault": "Nested too deep"}) from fault
        except ValueError as fault:  # also of numbers with thousands of digits
            raise cls.fault(name, "", NOT_TOML, {"fault": str(fault)}) from fault
        return cls(name, values)

    def has(self, key: str) -> bool:
        """Tell whether a key is there and not taken yet."""
        return key in self._left

    def text(self, key: str, *, default: str | None = None) -> str:
        """Take a text that says something; with a default it may be missing."""
        value = self._take(key, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            self.refuse(key, TEXT, value)
        return value.strip()

    def texts(self, key: str, *, may_lack: bool = False) -> tuple[str, ...]:
        """Take a list of different texts."""
        value = self._list(key, may_lack=may_lack)
        if not all(isinstance(each, str) and each.strip() for each in value):
            self.refuse(key, TEXTS, value)
        return self._different(key, tuple(each.strip() for each in value))

    def day(self, key: str) -> date | None:
        """Take a date, or the text "unknown"."""
        value = self._take(key, None)
        if value == "unknown":
            return None
        if isinstance(value, datetime) or not isinstance(value, date):
            self.refuse(key, DAY_OR_UNKNOWN, value)
        return value

    def exact_day(self, key: str, *, may_lack: bool = False) -> date | None:
        """Take a date; with `may_lack` it may be missing."""
        if may_lack and not self.has(key):
            return None
        value = self._take(key, None)
        if isinstance(value, datetime) or not isinstance(value, date):
            self.refuse(key, DAY, value)
        return value

    def yes(self, key: str, *, default: bool) -> bool:
        """Take true or false."""
        value = self._take(key, default)
        if not isinstance(value, bool):
            self.refuse(key, YES_OR_NO, value)
        return value

    def word(self, key: str, words: type[Word]) -> Word:
        """Take one of the words of an enumeration."""
        return self._word(key, words, self._take(key, None))

    def words(self, key: str, words: type[Word], *, may_lack: bool = False) -> tuple[Word, ...]:
        """Take a list of different words of an enumeration."""
        value = self._list(key, may_lack=may_lack)
        return self._different(key, tuple(self._word(key, words, each) for each in value))

    def code(self, key: str, known: Iterable[str], *, default: str | None = None) -> str:
        """Take one of the codes that are known."""
        value = self._take(key, default)
        self._known(key, value, known if default is None else [*known, default])
        return str(value)

    def codes(self, key: str, known: Iterable[str], *, may_lack: bool = False) -> tuple[str, ...]:
        """Take a list of different codes that are known."""
        value = self._list(key, may_lack=may_lack)
        known = list(known)
        for each in value:
            self._known(key, each, known)
        return self._different(key, tuple(value))

    def numbers(self, key: str) -> tuple[int, ...]:
        """Take a list of whole numbers."""
        value = self._take(key, None)
        if not isinstance(value, list) or not all(type(each) is int for each in value):
            self.refuse(key, NUMBERS, value)
        return tuple(value)

    def number(self, key: str) -> int:
        """Take a whole number."""
        value = self._take(key, None)
        if type(value) is not int:  # true is a number to Python, and to nobody else
            self.refuse(key, NUMBER, value)
        return value

    def table(self, key: str) -> Self:
        """Take a table."""
        return type(self)(f"{self.where}: {key}", self._take(key, {}))

    def tables(self, key: str) -> list[Self]:
        """Take a list of tables."""
        value = self._take(key, [])
        if not isinstance(value, list):
            self.refuse(key, TABLES, value)
        return [type(self)(f"{self.where}: {key} {n}", each) for n, each in enumerate(value, 1)]

    def rest(self) -> dict[str, Any]:
        """Take whatever is left."""
        left, self._left = self._left, {}
        return left

    def end(self) -> None:
        """Refuse what is left over."""
        if self._left:
            raise self.fault(self.where, ", ".join(sorted(self._left)), STRANGE)

    def refuse(self, key: str, rule: str, value: object, **params: str) -> NoReturn:
        """Say where, what rule, and what stands there."""
        raise self.fault(self.where, key, rule, params, repr(value))

    def _take(self, key: str, default: object) -> Any:
        if key not in self._left and default is None:
            raise self.fault(self.where, key, MISSING)
        return self._left.pop(key, default)

    def _list(self, key: str, *, may_lack: bool) -> list[Any]:
        value = self._take(key, [] if may_lack else None)
        if not isinstance(value, list) or not (value or may_lack):
            self.refuse(key, LIST, value)
        return value

    def _different(self, key: str, read: tuple[Any, ...]) -> tuple[Any, ...]:
        if len(set(read)) < len(read):
            self.refuse(key, REPEATED, list(read))
        return read

    def _known(self, key: str, value: object, known: Iterable[str]) -> None:
        known = list(known)
        if value not in known:
            self.refuse(key, ONE_OF, value, known=", ".join(known))

    def _word(self, key: str, words: type[Word], value: object) -> Word:
        self._known(key, value, words)
        return words(str(value))
