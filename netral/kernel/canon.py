"""One spelling for every record, so that equal records hash alike (RFC 8785 profile)."""

import json
import unicodedata
from collections.abc import Mapping
from typing import Final

GREATEST: Final = 2**53 - 1
DEEPEST: Final = 32  # records and lists in each other, so that no reader runs out of room
SPELL: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def canonical(record: object) -> bytes:
    """Encode `record` as sorted, compact UTF-8 JSON of NFC text.

    Keys must be ASCII and integers below 2**53.

    Raises:
        TypeError: a float, a non-ASCII or non-text key, or another type JSON lacks.
        ValueError: an integer that other languages would round, or too much nesting.
    """
    if is_deep(record):
        msg = f"a canonical record is nested at most {DEEPEST} deep"
        raise ValueError(msg)
    return SPELL(_plain(record)).encode()


def is_deep(value: object, most: int = DEEPEST) -> bool:
    """Tell whether a value holds more than `most` records or lists in each other."""
    match value:
        case Mapping():
            inner = list(value.values())
        case list() | tuple():
            inner = list(value)
        case _:
            return False
    return bool(inner) and (most == 0 or any(is_deep(each, most - 1) for each in inner))


def _plain(value: object) -> object:
    match value:
        case None | bool():
            return value
        case str():
            return unicodedata.normalize("NFC", value)
        case int():
            if abs(value) > GREATEST:
                msg = f"integer too large for a canonical record: {value}"
                raise ValueError(msg)
            return value
        case Mapping():
            return {_key(key): _plain(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_plain(inner) for inner in value]
    msg = f"no canonical form for {type(value).__name__}: {value!r}"
    raise TypeError(msg)


def _key(key: object) -> str:
    if isinstance(key, str) and key.isascii():
        return key
    msg = f"keys of a canonical record are ASCII text, not {key!r}"
    raise TypeError(msg)
