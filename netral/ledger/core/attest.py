"""What the rows of a model say again that their leaves committed to.

A model with a key to an entry declares `attests`, as it declares `privacy`: which acts make its
rows, and which column repeats which committed field. `ledger_fsck` holds each against the other.
"""

import hashlib
import json
import string
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from importlib import import_module
from typing import Any, Final

EMPTY: Final[tuple[object, ...]] = (None, "", [], {})
UNREADABLE: Final = "unreadable"
ERASED: Final = object()  # what a path leads to that was erased


@dataclass(frozen=True, slots=True)
class Says:
    """What rows say of an act.

    `acts` are those that make a row: every such entry must have one. With `later` they are those
    that continue the history of the row's entry: what the newest of them committed to must stand
    in the row, and without any of them, what `without` says.

    `same` maps the path of a committed field (`detail.kind`; `x.lvl` of the public values) to where
    the row has it, once or more often: the path of an attribute (`signer.name`), a text with such
    paths in braces (`person:{person_id}`), after a `#` what hashes to it by SHA-256, after a `!`
    the function that makes it from the row.

    `among` maps the path of a committed list to what of the row must be in it. `states` says what
    the column `state` may hold after each act.
    """

    acts: tuple[str, ...]
    same: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    among: Mapping[str, str] = field(default_factory=dict)
    state: str = "state"
    states: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    key: str = "entry"
    later: bool = False
    without: Mapping[str, object] = field(default_factory=dict)
    unless: tuple[str, ...] = ()  # acts in the history after which the row may say otherwise
    alone: str = ""  # path of a number: `same` is said only where it is 1
    count: str = ""  # path of what tells how many rows there must be: a number, or a list
    until: tuple[str, ...] = ()  # acts in the history that take the row away again
    optional: bool = False  # an act may leave no row, or one that others take away unrecorded
    moves: bool = False  # a later act of the history takes the row over
    elsewhere: Mapping[str, str] = field(
        default_factory=dict
    )  # finds a row that moved: look-up, path


@dataclass(frozen=True, slots=True)
class Follows:
    """A column that says what the newest of the rows beneath a row says.

    Where there is none yet, it holds one of `first`.
    """

    column: str
    rows: str
    value: str
    first: tuple[str, ...]


def made(*acts: str, **more: Any) -> Says:
    """Say which acts make a row."""
    return Says(acts, **more)


def later(*acts: str, **more: Any) -> Says:
    """Say which acts change a row after it was made."""
    return Says(acts, later=True, **more)


def lookup(values: Mapping[str, Any], path: str) -> Any:
    """Return what a path leads to among committed values; None where it leads nowhere."""
    found: Any = values
    for name in path.split("."):
        if found is ERASED:
            return ERASED
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def read(row: Any, path: str) -> Any:
    """Return what a row has at a path."""
    if path.startswith("!"):
        try:
            return _function(path[1:])(row)
        except Exception:  # noqa: BLE001  # whatever a row that was tampered with lets fail
            return UNREADABLE
    if path.startswith("#"):
        value = read(row, path[1:])
        octets = value.encode() if isinstance(value, str) else bytes(value)
        return hashlib.sha256(octets).hexdigest()
    if "{" in path:
        names = [name for _, name, _, _ in string.Formatter().parse(path) if name]
        parts = {name: read(row, name) for name in names}
        return "".join(
            text + (str(parts[name]) if name else "")
            for text, name, _, _ in string.Formatter().parse(path)
        )
    found = row
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else getattr(found, name, None)
    return found


def spoken(octets: bytes) -> Any:
    """Return what canonical JSON says; `UNREADABLE` for what somebody has spoilt."""
    try:
        return json.loads(octets)
    except (ValueError, RecursionError):
        return UNREADABLE


def agree(committed: Any, stands: Any) -> bool:
    """Tell whether a row has what was committed to; what was erased cannot be told."""
    if committed is ERASED:
        return True
    if committed in EMPTY or stands in EMPTY:
        return committed in EMPTY and stands in EMPTY
    if isinstance(stands, datetime):
        return _second(committed) == stands.replace(microsecond=0)
    return bool(committed == _plain(stands))


def size(told: Any) -> int | None:
    """Return how many rows a committed number, list or count by kind speaks of."""
    if isinstance(told, Mapping):
        return sum(each for each in told.values() if isinstance(each, int))
    return len(told) if isinstance(told, list) else told


def each(paths: str | tuple[str, ...]) -> tuple[str, ...]:
    """Return paths, of which there may be one."""
    return (paths,) if isinstance(paths, str) else paths


@cache
def _function(path: str) -> Any:
    module, _, name = path.rpartition(".")
    return getattr(import_module(module), name)


def _second(committed: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(committed).replace(microsecond=0)
    except (TypeError, ValueError):
        return None


def _plain(value: Any) -> Any:  # noqa: PLR0911  # one for each kind of value
    """Spell a value of a row as its leaf does: text in NFC, through and through."""
    match value:
        case str():
            return unicodedata.normalize("NFC", str(value))
        case date():
            return value.isoformat()
        case bytes() | memoryview():
            return bytes(value).hex()
        case Mapping():
            return {key: _plain(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_plain(inner) for inner in value]
    return value


def joins(says: Says) -> set[str]:
    """Return the paths of attributes that `says` reads from a row."""
    found: set[str] = set()
    told = [path for paths in says.same.values() for path in each(paths)]
    for path in (*told, *says.among.values(), *says.without):
        if "{" in path:
            found.update(name for _, name, _, _ in string.Formatter().parse(path) if name)
        elif not path.startswith("!"):
            found.add(path.lstrip("#"))
    return found
