"""What a monitor finds."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from netral_monitor.words import reasons
from netral_verify import Wrong


class Grade(StrEnum):
    """How bad a finding is, the worst first."""

    ALARM = "alarm"  # the log was altered, or is not what it says
    BROKEN = "broken"  # a promise was not kept
    OVERDUE = "overdue"  # something should have been done by now
    LATE = "late"  # done, but late: the log or its witnesses were down
    NOTE = "note"  # good to know


_A, _B, _O, _L, _N = Grade
GRADES: Final[Mapping[str, Grade]] = {
    # the files
    "checkpoint-false": _A, "fork": _A, "shrunk": _A, "root-differs": _A, "leaf-altered": _A,
    "leaf-changed": _A, "tile-differs": _A, "file-missing": _A, "file-damaged": _A,
    "history-fork": _A, "history-rewritten": _A, "history-damaged": _A,
    # the witnesses
    "unwitnessed": _A, "witness-behind": _L, "stale": _L, "no-quorum": _N,
    # each entry
    "malformed": _A, "unknown-type": _A, "too-long": _A, "unknown-tenant": _A, "chain": _A,
    "anchor-root": _A, "anchor-ahead": _A, "anchor-unwitnessed": _L,
    "backdated-order": _A, "backdated-anchor": _A, "backdated-left-out": _A, "postdated": _A,
    "late-entry": _L,
    # sealed entries
    "sealed-count": _A, "sealed-order": _A, "sealed-day-missing": _L,
    "opening-unknown": _A, "opening-false": _A, "opening-twice": _A, "opening-early": _B,
    "unopened": _A, "step-astray": _A, "report-unanswered": _O,
    # duties and promises
    "case-overdue": _O, "step-late": _L,
    "promise-broken": _B, "promise-late": _L, "promise-false": _N,
}  # fmt: skip
# These are found anew in each run for as long as they last; the others stand once they were found.
PASSING: Final = frozenset({
    "checkpoint-false", "root-differs", "leaf-altered", "file-missing", "file-damaged",
    "unwitnessed", "witness-behind", "stale", "no-quorum", "sealed-count", "unopened",
    "report-unanswered", "case-overdue", "promise-broken", "promise-false",
})  # fmt: skip
MOST: Final = 1000  # findings of one code that are listed


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be.

    `about` names what it concerns: with `code` it is the same on every run.
    """

    code: str
    about: str = ""
    index: int | None = None  # of the entry concerned
    parts: Mapping[str, object] = field(default_factory=dict)  # fill the places of the words

    @property
    def grade(self) -> Grade:
        """Return how bad it is."""
        return GRADES[self.code]


def of_entry(code: str, index: int, **parts: object) -> Finding:
    """Return a finding about one entry."""
    return Finding(code, str(index), index, parts)


class Unreadable(Wrong):
    """The log cannot be read now; nothing can be said about it."""


class Damaged(Exception):
    """A file of the log is not what it must be: missing, cut off, too large."""

    def __init__(self, path: str, wrong: Wrong) -> None:
        super().__init__(f"{path}: {wrong}")
        self.finding = Finding("file-damaged", path, None, {"path": path, **reasons(wrong)})


@dataclass(slots=True)
class Findings:
    """What was found in a run: the first of each code in full, the others as a number."""

    listed: dict[tuple[str, str], Finding] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, *findings: Finding) -> None:
        """Take note of findings, each once."""
        for each in findings:
            if (each.code, each.about) not in self.listed:
                self.counts[each.code] += 1
                if self.counts[each.code] <= MOST:
                    self.listed[each.code, each.about] = each

    def merge(self, others: "Findings") -> None:
        """Take over what was found elsewhere."""
        self.counts += others.counts
        self.listed |= others.listed
