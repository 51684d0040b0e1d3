"""JSON in its one spelling (RFC 8785, of which only texts, whole numbers and truths are used)."""

import json
import unicodedata
from typing import Any, Final, NoReturn

from netral_verify import Wrong, require

GREATEST: Final = 2**53 - 1
DEEPEST: Final = 32


def read(octets: bytes) -> Any:
    """Read canonical JSON.

    Raises:
        Wrong: it is no JSON, or not spelled canonically: order, spaces, doubled keys, fractions.
    """
    try:
        found = json.loads(
            octets.decode(), object_pairs_hook=_pairs, parse_float=_no, parse_constant=_no
        )
        same = spell(found) == octets
    except (ValueError, RecursionError) as wrong:
        if isinstance(wrong, Wrong):
            raise
        msg = "this is not JSON: {text}"
        raise Wrong(msg, text=octets[:200].decode(errors="replace")) from wrong
    text = octets[:200].decode(errors="replace")
    require(same, "this is JSON, but not in its one spelling: {text}", text=text)
    return found


def spell(value: object) -> bytes:
    """Return the one spelling of a value.

    Raises:
        Wrong: it has none: a text that is not NFC, a number that other languages would round.
    """
    _check(value, 0)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    try:
        return text.encode()
    except UnicodeEncodeError as wrong:
        msg = "there is half a character in a text"
        raise Wrong(msg) from wrong


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    require(len(found) == len(pairs), "a name stands twice in one record")
    return found


def _no(number: str) -> NoReturn:
    msg = "there may be no such number: {number}"
    raise Wrong(msg, number=number)


def _check(value: object, depth: int) -> None:
    require(depth <= DEEPEST, "a record is nested too deeply")
    if isinstance(value, str):
        fit = value.isascii() or unicodedata.is_normalized("NFC", value)
        require(fit, "a text is not in Unicode's form NFC: {text}", text=value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            require(key.isascii(), "a name in a record is not ASCII: {text}", text=key)
            _check(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            _check(inner, depth + 1)
    elif type(value) is int:
        require(abs(value) <= GREATEST, "there may be no such number: {number}", number=value)
