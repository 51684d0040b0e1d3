"""Whether a text names somebody. Pure.

It may see a name where there is none; it never passes over a full name or a long number.
"""

import re
from collections.abc import Collection, Iterable
from itertools import pairwise
from typing import Final

NATIONAL: Final = re.compile(r"(?<!\w)\d(?:[ .\-'/]{0,2}\d){15,17}(?!\w)")  # NIK, NIP, NI PPPK
PHONE: Final = re.compile(r"(?<!\w)(?:\+?62[ .\-]?|0)8\d(?:[ .\-]{0,2}\d){7,10}(?!\w)")
MAIL: Final = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.\w+")
WORD: Final = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
SENTENCE: Final = re.compile(r"(?:^|[.!?:;\n(]\s*)$")
# Before a capital letter these announce a person, whoever it is.
ANNOUNCED: Final = re.compile(
    r"\b(?:bapak|pak|ibu|bu|saudara|saudari|sdr|sdri|mas|mbak|bang|kang|teh|haji|hj)\b\.?\s+"
    r"((?-i:[A-Z])[^\W\d_]+)",
    re.IGNORECASE,
)
SHORT: Final = 3  # signs of a part of a name that says nothing by itself


def named(text: str, people: Iterable[str], common: Collection[str] = ()) -> list[str]:
    """Return what in `text` names a person, each once, in the very words.

    `people` are names without titles. `common` are words that also name places and units: alone
    they name nobody, within a full name they do.
    """
    found = [*NATIONAL.findall(text), *PHONE.findall(text), *MAIL.findall(text)]
    found += [hit.group(0).strip() for hit in ANNOUNCED.finditer(text)]
    names = [WORD.findall(name) for name in people]
    found += _full(text, names)
    found += _parts(text, names, {word.casefold() for word in common})
    return list(dict.fromkeys(each.strip() for each in found))


def _full(text: str, names: Iterable[list[str]]) -> list[str]:
    """Return full names, however they are spelled; at least two of their parts side by side."""
    whole = f" {' '.join(WORD.findall(text)).casefold()} "
    pairs = {
        (first, second)
        for name in names
        for first, second in pairwise(name)
        if max(len(first), len(second)) > SHORT
    }
    return [f"{a} {b}" for a, b in sorted(pairs) if f" {a} {b} ".casefold() in whole]


def _parts(text: str, names: Iterable[list[str]], common: Collection[str]) -> list[str]:
    """Return single parts of names written as names: a capital that begins no sentence."""
    parts = {part.casefold() for name in names for part in name if len(part) > SHORT}
    return [
        hit.group(0)
        for hit in WORD.finditer(text)
        if hit.group(0)[0].isupper()
        and hit.group(0).casefold() in parts
        and hit.group(0).casefold() not in common
        and not SENTENCE.search(text[: hit.start()])
    ]
