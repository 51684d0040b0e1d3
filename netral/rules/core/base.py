"""What a rule base is made of. Values only; reading files and answering stand elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from netral.rules.core import Confidence, Effect, Outcome, Rank

YES: Final = "yes"
NO: Final = "no"
# The dimensions that every base has; a circumstance is one more, with the values yes and no.
SUBJECT: Final = "subject"
ACT: Final = "act"
ELECTION: Final = "election"  # the law that governs it: pemilu or pilkada
STAGE: Final = "stage"  # candidates determined: before or after; derived, never asked first
CAMPAIGN: Final = "campaign"  # before, during, quiet, after; derived like the stage
DERIVED: Final = {
    ELECTION: ("pemilu", "pilkada"),
    STAGE: ("before", "after"),
    CAMPAIGN: ("before", "during", "quiet", "after"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """A text in Indonesian and in English."""

    indonesian: str
    english: str

    def in_(self, language: str) -> str:
        """Return the text in `language`, Indonesian for any but English."""
        return self.english if language == "en" else self.indonesian


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Somebody who asks: a kind of employee or official.

    `silence` says what it means that no rule speaks of them; `verified` tells whether the
    sources at hand were complete enough to say even that.
    """

    code: str
    name: Words
    groups: tuple[str, ...]
    silence: Words
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something that a person may do, in plain words, and the words by which people search it."""

    code: str
    name: Words  # after "Bolehkah": "menyukai unggahan tim pemenangan"
    topic: str
    searched: tuple[str, ...]  # stems and synonyms, small letters
    note: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstance:
    """A yes-or-no fact that is asked only for acts whose rules mention it."""

    code: str
    question: Words
    when_yes: Words  # the fact as a statement: "Anda sedang menjalani CLTN"
    when_no: Words


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Facts that can't be true together: for every dimension named, one of its values."""

    facts: Mapping[str, frozenset[str]]
    reason: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Every code that facts and rules may use, in the order in which pages show them."""

    subjects: tuple[Subject, ...]
    acts: tuple[Act, ...]
    circumstances: tuple[Circumstance, ...]
    contradictions: tuple[Contradiction, ...] = ()
    topics: Mapping[str, Words]

    def dimensions(self) -> dict[str, tuple[str, ...]]:
        """Return the values of each dimension, in order; the act comes first."""
        return {
            ACT: tuple(a.code for a in self.acts),
            SUBJECT: tuple(s.code for s in self.subjects),
            **DERIVED,
            **{c.code: (YES, NO) for c in self.circumstances},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A law, decree, circular or statement, and when it is in force (last day included)."""

    code: str
    name: Words  # short: "Peraturan Pemerintah 94/2021"
    title: str
    rank: Rank
    starts: date | None
    ends: date | None
    successor: str
    source: str
    confidence: Confidence
    note: Words | None = None

    def in_force(self, on: date) -> bool:
        """Tell whether it is in force; an unknown beginning counts as long ago."""
        return (self.starts is None or self.starts <= on) and (self.ends is None or on <= self.ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where a source says it. `printed` is how an older text names the same article."""

    instrument: str
    at: str
    of_sanction: bool = False
    printed: str = ""
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class SanctionType:
    """One sanction, and what is imposed in its stead until a regulation exists."""

    code: str
    group: str  # ethics, discipline, dismissal, contract
    level: str  # moral, moderate, severe, ...
    name: Words
    basis: str
    months: int | None
    interim: str
    confidence: Confidence
    note: Words | None = None


@dataclass(frozen=True, slots=True)
class Ladder:
    """The sanctions that a class of rules carries for some subjects, the lightest first."""

    sanction_class: str
    subjects: frozenset[str]
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Handler:
    """Who passes a neutrality case on to the personnel authority, and from when to when."""

    code: str
    name: Words
    starts: date | None
    ends: date | None
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule. `when` names dimensions and values; a dimension it does not name is any."""

    code: str
    family: str
    title: Words
    effect: Effect
    rank: Rank
    when: Mapping[str, frozenset[str]]
    starts: date
    ends: date | None  # last day, included
    cites: tuple[Citation, ...]
    confidence: Confidence
    reason: Words  # one plain sentence for the person who asks
    sanction: str = ""  # a class of the ladders; empty: no source names one
    conditions: tuple[Words, ...] = ()
    overrides: frozenset[str] = frozenset()
    penalty: Words | None = None  # of criminal provisions
    contested: bool = False
    dormant: bool = False  # kept for the record although others always prevail over it
    note: Words | None = None

    def valid(self, on: date) -> bool:
        """Tell whether the rule holds for an act on this day."""
        return self.starts <= on and (self.ends is None or on <= self.ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A worked case: facts, the day of the act, and what the answer must be, by its source."""

    name: str
    on: date
    facts: Mapping[str, str]
    outcome: Outcome
    rules: tuple[str, ...]  # exactly those that decide
    source: str
    place: str  # file and number, for complaints
    warnings: tuple[str, ...] | None = None  # None: not asked
    question: str = ""
    sanctions: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Predecessor:
    """An item of the older public list and the rules that took it over."""

    code: str
    title: Words
    now: tuple[str, ...]
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleBase:
    """A whole rule base at one version."""

    code: str
    version: str
    publisher: str
    vocabulary: Vocabulary
    instruments: tuple[Instrument, ...]
    sanction_types: tuple[SanctionType, ...]
    ladders: tuple[Ladder, ...]
    handlers: tuple[Handler, ...]
    rules: tuple[Rule, ...]
    cases: tuple[Case, ...]
    predecessors: tuple[Predecessor, ...] = ()
    starts: date | None = None  # no answer about earlier days: silence would tell too little

    def rule(self, code: str) -> Rule:
        """Return the rule called `code`.

        Raises:
            KeyError: there is none.
        """
        found = next((rule for rule in self.rules if rule.code == code), None)
        if found is None:
            raise KeyError(code)
        return found

    def sanctions(self, sanction_class: str, subject: str) -> tuple[str, ...]:
        """Return the sanctions of a class for a subject; none if no source names any."""
        return next(
            (
                ladder.types
                for ladder in self.ladders
                if ladder.sanction_class == sanction_class and subject in ladder.subjects
            ),
            (),
        )
