"""The chain of evidence of one person and one clause: what is recorded, and what is not.

A chain must be able to exonerate: a link for which nothing is recorded is there and says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from netral.kernel.words import N_


class Step(StrEnum):
    """One link, in the order in which a rule reaches a person."""

    PUBLISHED = "published"
    REACHED = "reached"
    READ = "read"
    ATTENDED = "attended"
    ANSWERED = "answered"
    SIGNED = "signed"
    WARNED = "warned"


STEP_WORDS: Final = {
    Step.PUBLISHED: N_("The circular was published"),
    Step.REACHED: N_("It reached the unit"),
    Step.READ: N_("Stated to have read it"),
    Step.ATTENDED: N_("Was present at a session"),
    Step.ANSWERED: N_("Answered a quiz question on it"),
    Step.SIGNED: N_("Signed the integrity pact"),
    Step.WARNED: N_("Was warned by the superior"),
}
# What the house did; the other links are what the person did, or was told in person.
OF_THE_HOUSE: Final = frozenset({Step.PUBLISHED, Step.REACHED})
# What nobody owes: it says something where it is there, and nothing where it is not.
UNOWED: Final = frozenset({Step.WARNED})


class Viewer(StrEnum):
    """As what somebody looks at a chain."""

    SELF = "self"
    HEAD = "head"
    CASE_OFFICER = "caseofficer"
    INSPECTOR = "inspector"


VIEWER_WORDS: Final = {
    Viewer.SELF: N_("The person"),
    Viewer.HEAD: N_("Head of unit"),
    Viewer.CASE_OFFICER: N_("Case officer of the personnel office"),
    Viewer.INSPECTOR: N_("Inspector (Inspektorat)"),
}
# Whose looks the person reads; telling of the others would warn whom a case is about.
TOLD_TO_THE_PERSON: Final = frozenset({Viewer.SELF, Viewer.HEAD})


class Standing(StrEnum):
    """How a link stands."""

    THERE = "there"
    MISSING = "missing"
    NOT_ASKED = "not_asked"  # nobody asked it of this person, so its absence says nothing


STANDING_WORDS: Final = {
    Standing.THERE: N_("On record"),
    Standing.MISSING: N_("Not on record"),
    Standing.NOT_ASKED: N_("Not asked for"),
}
MEANINGS: Final = {
    Standing.THERE: "done",
    Standing.MISSING: "next",  # neither good nor bad: a gap may as well exonerate
    Standing.NOT_ASKED: "next",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One recorded act: when, in words, and the ledger entry that proves it.

    `counts` is false for what is told but does not show that the person knew, as a wrong answer.
    """

    at: datetime
    words: str
    entry: int
    url: str = ""
    counts: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One step with its deeds; `gap` says what is missing where none of them counts."""

    step: Step
    deeds: tuple[Deed, ...] = ()
    gap: str = ""
    asked: bool = True

    @property
    def standing(self) -> Standing:
        """Tell whether it is there."""
        if any(deed.counts for deed in self.deeds):
            return Standing.THERE
        return Standing.MISSING if self.asked else Standing.NOT_ASKED

    @property
    def word(self) -> str:
        """Return the msgid of the step."""
        return STEP_WORDS[self.step]

    @property
    def standing_word(self) -> str:
        """Return the msgid of how it stands."""
        return STANDING_WORDS[self.standing]

    @property
    def meaning(self) -> str:
        """Return the meaning that colours it."""
        return MEANINGS[self.standing]


@dataclass(frozen=True, slots=True)
class Count:
    """How many of the links that concern the person are there, out of those that were asked."""

    there: int
    asked: int


def count(links: Sequence[Link]) -> Count:
    """Count what was asked of the person, or told to the person; the house's own acts apart."""
    own = [link for link in links if link.step not in OF_THE_HOUSE]
    there = [link for link in own if link.standing is Standing.THERE]
    owed = [link for link in own if link.step not in UNOWED or link.standing is Standing.THERE]
    asked = [link for link in owed if link.standing is not Standing.NOT_ASKED]
    return Count(len(there), len(asked))
