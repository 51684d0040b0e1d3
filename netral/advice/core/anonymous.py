"""What in a text might say whom it is about, and what of it was copied. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

from netral.kernel.words import N_


class Trace(StrEnum):
    """A kind of trace that leads to a person."""

    NUMBER = "number"
    MAIL = "mail"
    ADDRESS = "address"
    NAME = "name"
    UNIT = "unit"


# A name of the asker and of anybody else on the roster look alike here, on purpose: a warning
# that told them apart would let whoever writes find out who asked.
TRACE_WORDS: Final = {
    Trace.NUMBER: N_("A long number, such as a NIP, NIK or telephone number"),
    Trace.MAIL: N_("An e-mail address"),
    Trace.ADDRESS: N_("An address on the internet or an account name"),
    Trace.NAME: N_("A name that stands on the roster"),
    Trace.UNIT: N_("A unit of this institution"),
}

NUMBERS: Final = re.compile(r"(?<!\w)\+?\d(?:[ .\-/()]{0,2}\d){7,}(?!\w)")
MAILS: Final = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.\w+")
ADDRESSES: Final = re.compile(r"(?:https?://|www\.)\S+|(?<![\w.])@\w[\w.]{2,}", re.IGNORECASE)
WORD: Final = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
SHORT: Final = 3  # signs of a part of a name that says nothing by itself
COPIED: Final = 5  # words in a row that nobody writes twice by chance


@dataclass(frozen=True, slots=True)
class Find:
    """A trace and where it was seen: the very words."""

    trace: Trace
    words: str

    @property
    def trace_words(self) -> str:
        """Return what kind of trace it is, untranslated."""
        return TRACE_WORDS[self.trace]


def finds(text: str, names: Iterable[str], units: Iterable[str]) -> list[Find]:
    """Return what in `text` might identify somebody, each once, in the order of the kinds."""
    found = [Find(Trace.NUMBER, hit.strip()) for hit in NUMBERS.findall(text)]
    found += [Find(Trace.MAIL, hit) for hit in MAILS.findall(text)]
    found += [Find(Trace.ADDRESS, hit) for hit in ADDRESSES.findall(text)]
    found += [Find(Trace.NAME, hit) for hit in _names(text, names)]
    found += [Find(Trace.UNIT, hit) for hit in _phrases(text, units)]
    return list(dict.fromkeys(found))


def _names(text: str, names: Iterable[str]) -> list[str]:
    """Return capitalised words that are a part of somebody's name."""
    known = {part.casefold() for name in names for part in WORD.findall(name) if len(part) > SHORT}
    said = (word for word in WORD.findall(text) if word[0].isupper())
    return [word for word in said if word.casefold() in known]


def _phrases(text: str, phrases: Iterable[str]) -> list[str]:
    """Return the phrases that stand in the text as whole words, however it spells them."""
    whole = f" {' '.join(WORD.findall(text)).casefold()} "
    wanted = sorted({phrase for phrase in phrases if len(phrase) > SHORT})
    return [each for each in wanted if f" {' '.join(WORD.findall(each)).casefold()} " in whole]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a text: written anew, or word for word as in the original."""

    text: str
    same: bool


def compared(original: str, text: str) -> list[Piece]:
    """Part `text` into what stands word for word in `original` and what does not."""
    words = re.findall(r"\S+\s*", text)
    same = _same(_bare(re.findall(r"\S+", original)), _bare(words))
    pieces: list[Piece] = []
    for at, word in enumerate(words):
        if pieces and pieces[-1].same == (at in same):
            pieces[-1] = Piece(pieces[-1].text + word, pieces[-1].same)
        else:
            pieces.append(Piece(word, at in same))
    return pieces


def _same(before: Sequence[str], after: Sequence[str]) -> frozenset[int]:
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return frozenset(
        at
        for block in blocks
        if block.size >= COPIED
        for at in range(block.b, block.b + block.size)
    )


def _bare(words: Iterable[str]) -> list[str]:
    return ["".join(sign for sign in word.casefold() if sign.isalnum()) for word in words]
