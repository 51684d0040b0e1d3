"""Days and statements of law for the head's clock, from `data/knowledge.toml`."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from netral.kernel.words import N_
from netral.supervision.core.knowledge import Limits

FILE: Final = Path(__file__).parent.parent / "data" / "knowledge.toml"


class Kind(StrEnum):
    """In which days a row counts."""

    WORKING = "working"
    CALENDAR = "calendar"


class Confidence(StrEnum):
    """How far a row has been verified."""

    FOUND = "found"  # in a source that quotes the rule
    CONFLICT = "found-conflict"  # sources disagree
    HOUSE = "house"  # no law: what this installation holds itself to


CONFIDENCE_WORDS: Final = {
    Confidence.FOUND: N_("secondary source, primary text not yet verified"),
    Confidence.CONFLICT: N_("sources disagree, not yet verified"),
    Confidence.HOUSE: N_("house policy, not law"),
}


@dataclass(frozen=True, slots=True)
class Days:
    """A number of days with its kind and its source."""

    code: str
    count: int
    kind: Kind
    source: str
    confidence: Confidence

    @property
    def doubt(self) -> str:
        """Say how far it has been verified, untranslated."""
        return CONFIDENCE_WORDS[self.confidence]


@dataclass(frozen=True, slots=True)
class Statement:
    """What the law says, in Indonesian."""

    code: str
    text: str
    source: str
    confidence: Confidence

    @property
    def doubt(self) -> str:
        """Say how far it has been verified, untranslated."""
        return CONFIDENCE_WORDS[self.confidence]


@dataclass(frozen=True, slots=True)
class Book:
    """Everything in the file, by code."""

    days: dict[str, Days]
    statements: dict[str, Statement]

    @property
    def limits(self) -> Limits:
        """Return the days of the head's own clock."""
        days = self.days
        return Limits(
            first_call=days["first_call"].count,
            call=days["call"].count,
            second_call=days["second_call"].count,
            decide=days["decide"].count,
        )


def read(text: str) -> Book:
    """Read the file; a key too many or too few is refused.

    Raises:
        TypeError, KeyError, ValueError: a row says too much, too little, or nonsense.
    """
    found = tomllib.loads(text)
    days = [
        Days(**{**row, "kind": Kind(row["kind"]), "confidence": Confidence(row["confidence"])})
        for row in found["days"]
    ]
    said = [
        Statement(**{**row, "confidence": Confidence(row["confidence"])})
        for row in found["statements"]
    ]
    return Book({row.code: row for row in days}, {row.code: row for row in said})


@cache
def book() -> Book:
    """Return the file, read once."""
    return read(FILE.read_text(encoding="utf-8"))
