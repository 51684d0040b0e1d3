"""States of a question, verdicts of an answer, and the limits that the pages tell."""

from enum import StrEnum
from typing import Final

from netral.kernel.words import N_


class State(StrEnum):
    """Where a question is."""

    OPEN = "open"  # the team's turn
    ASKED_BACK = "asked_back"  # the asker's turn
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"  # by the asker; what was written is erased


WAITING: Final = frozenset({State.OPEN, State.ASKED_BACK})


class Side(StrEnum):
    """Who wrote a part of the thread."""

    ASKER = "asker"
    TEAM = "team"


class Verdict(StrEnum):
    """The word above a written answer."""

    FORBIDDEN = "forbidden"
    ALLOWED = "allowed"
    CONDITIONAL = "conditional"
    UNREGULATED = "unregulated"
    UNDECIDED = "undecided"


VERDICT_WORDS: Final = {
    Verdict.FORBIDDEN: N_("Forbidden"),
    Verdict.ALLOWED: N_("Allowed"),
    Verdict.CONDITIONAL: N_("Allowed with conditions"),
    Verdict.UNREGULATED: N_("Not regulated in particular"),
    Verdict.UNDECIDED: N_("Cannot be answered yet"),
}
# Meaning for colour and shape, in the words of the page's parts.
VERDICT_SHAPES: Final = {
    Verdict.FORBIDDEN: "stopped",
    Verdict.ALLOWED: "done",
    Verdict.CONDITIONAL: "when",
    Verdict.UNREGULATED: "next",
    Verdict.UNDECIDED: "next",
}


class Stage(StrEnum):
    """Where the public version of an answer is."""

    PROPOSED = "proposed"  # waits for a second person
    SENT_BACK = "sent_back"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


OPEN_AT_ONCE: Final = 5  # questions of one person that wait
LONGEST: Final = 4_000  # signs of a question, a reply or an answer: about two pages
LONGEST_TITLE: Final = 140
SLUG_SIGNS: Final = 17  # of 30: 83 bits, not to be guessed
DEEPEST: Final = 40  # parts of one thread
