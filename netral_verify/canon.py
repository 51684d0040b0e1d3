"""JSON in its one spelling (RFC 8785, of which only texts, whole numbers and truths are used)."""

import json
import unicodedata
from collections.abc import Iterable
from typing import Any, Final, NoReturn

from netral_verify import Wrong, require

GREATEST: Final = 2**53 - 1
DIGITS: Final = 17  # of the greatest number, and a sign
DEEPEST: Final = 32  # records and lists in each other, so that no reader runs out of room


def read(octets: bytes) -> Any:
    """Read canonical JSON.

    What comes out is spelled again and must give the same octets: so names stand in order and none
    twice, there are no spaces, and no sign is escaped that need not be.

    Raises:
        Wrong: it is no JSON, or not spelled canonically.
    """
    try:
        found = _DECODER.decode(octets.decode())
        same = _ENCODER.encode(found).encode() == octets
    except (ValueError, RecursionError) as wrong:
        if isinstance(wrong, Wrong):
            raise
        msg = "this is not JSON: {text}"
        raise Wrong(msg, text=octets[:200].decode(errors="replace")) from wrong
    if not same:
        msg = "this is JSON, but not in its one spelling: {text}"
        raise Wrong(msg, text=octets[:200].decode(errors="replace"))
    require(not is_deep(found), "a record is nested too deeply")
    if not octets.isascii():
        _check(found)
    return found


def spell(value: object) -> bytes:
    """Return the one spelling of a value.

    Raises:
        Wrong: it has none: a text that is not NFC, a number that other languages would round.
    """
    require(not is_deep(value), "a record is nested too deeply")
    _check(value)
    try:
        return _ENCODER.encode(value).encode()
    except UnicodeEncodeError as wrong:
        msg = "there is half a character in a text"
        raise Wrong(msg) from wrong


def is_deep(value: object, most: int = DEEPEST) -> bool:
    """Tell whether a value holds more than `most` records or lists in each other."""
    inner = value.values() if isinstance(value, dict) else value
    if not inner or isinstance(inner, str) or not isinstance(inner, Iterable):
        return False
    return most == 0 or any(is_deep(each, most - 1) for each in inner)


def _whole(digits: str) -> int:
    number = int(digits) if len(digits) <= DIGITS else GREATEST + 1
    require(abs(number) <= GREATEST, "there may be no such number: {number}", number=digits)
    return number


def refuse(number: str) -> NoReturn:
    """Refuse a number that is none in JSON, or no whole one.

    Raises:
        Wrong: always.
    """
    msg = "there may be no such number: {number}"
    raise Wrong(msg, number=number)


def _check(value: object) -> None:
    if isinstance(value, str):
        fit = value.isascii() or unicodedata.is_normalized("NFC", value)
        require(fit, "a text is not in Unicode's form NFC: {text}", text=value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            require(key.isascii(), "a name in a record is not ASCII: {text}", text=key)
            _check(inner)
    elif isinstance(value, list):
        for inner in value:
            _check(inner)
    elif type(value) is int:
        require(abs(value) <= GREATEST, "there may be no such number: {number}", number=value)


_DECODER: Final = json.JSONDecoder(parse_float=refuse, parse_int=_whole, parse_constant=refuse)
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
