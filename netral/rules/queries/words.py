"""Rules as people read them, in the language of the page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import get_language, gettext

from netral.calendar.core.stages import CAMPAIGN_WORDS, STAGE_WORDS
from netral.kernel.words import N_
from netral.rules.core import (
    CONFIDENCE_WORDS,
    OUTCOME_WORDS,
    RANK_WORDS,
    VERIFIED,
    Confidence,
    Effect,
    Outcome,
)
from netral.rules.core.base import (
    ACT,
    CAMPAIGN,
    ELECTION,
    STAGE,
    SUBJECT,
    YES,
    Case,
    Citation,
    Rule,
    RuleBase,
    Words,
)

EFFECT_WORDS: Final = {
    Effect.PROHIBITED: N_("Prohibited"),
    Effect.CONDITIONAL: N_("Permitted on conditions"),
    Effect.PERMITTED: N_("Permitted"),
    Effect.CRIMINAL: N_("Criminal law: not decided here"),
}
MEANINGS: Final = {
    Effect.PROHIBITED: "stopped",
    Effect.CONDITIONAL: "due",
    Effect.PERMITTED: "done",
    Effect.CRIMINAL: "late",
}
LAWS: Final = {"pemilu": N_("General election"), "pilkada": N_("Regional election")}


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule stands, and whether that still holds."""

    name: str
    title: str
    at: str
    printed: str
    rank: str
    starts: date | None
    ends: date | None
    successor: str
    of_sanction: bool
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Sanction:
    """One sanction, and what is imposed in its stead for now."""

    name: str
    basis: str
    interim: str
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Penalties:
    """What a breach may bring to some subjects, the lightest first."""

    who: str
    sanctions: tuple[Sanction, ...]


@dataclass(frozen=True, slots=True)
class Worked:
    """A worked case in words."""

    name: str
    on: date
    facts: tuple[str, ...]
    outcome: str
    source: str


@dataclass(frozen=True, slots=True)
class Card:
    """A rule in words."""

    code: str
    family: str
    title: str
    effect: str
    meaning: str
    reason: str
    who: tuple[str, ...]
    acts: tuple[str, ...]
    when: tuple[str, ...]
    conditions: tuple[str, ...]
    penalty: str
    criminal: bool
    starts: date
    ends: date | None
    rank: str
    confidence: str
    doubtful: bool
    contested: bool
    note: str
    topics: tuple[str, ...]


def said(words: Words | None) -> str:
    """Return a text in the language of the page."""
    return words.in_(get_language() or "id") if words else ""


class Speaker:
    """Says the codes of one base in words."""

    def __init__(self, base: RuleBase) -> None:
        self.base = base
        vocabulary = base.vocabulary
        self._subjects = {s.code: said(s.name) for s in vocabulary.subjects}
        self._acts = {a.code: said(a.name) for a in vocabulary.acts}
        self._asked = {c.code: c for c in vocabulary.circumstances}
        self._topics = {a.code: a.topic for a in vocabulary.acts}
        self._instruments = {i.code: i for i in base.instruments}
        self._types = {t.code: t for t in base.sanction_types}

    def act(self, code: str) -> str:
        """Name an act."""
        return self._acts.get(code, code)

    def subjects(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Name subjects in the order of the vocabulary."""
        codes = set(codes)
        return tuple(name for code, name in self._subjects.items() if code in codes)

    def topic(self, code: str) -> str:
        """Name a topic."""
        return said(self.base.vocabulary.topics.get(code))

    def fact(self, name: str, value: str) -> str:
        """Say one fact as a statement."""
        if name in self._asked:
            asked = self._asked[name]
            return said(asked.when_yes if value == YES else asked.when_no)
        words: dict[str, Mapping[Any, str]] = {
            SUBJECT: self._subjects,
            ACT: self._acts,
            STAGE: STAGE_WORDS,
            CAMPAIGN: CAMPAIGN_WORDS,
            ELECTION: LAWS,
        }
        return gettext(words[name].get(value, value)) if name in words else value

    def facts(self, facts: Mapping[str, str]) -> tuple[str, ...]:
        """Say facts but the act, in the order of the vocabulary."""
        order = self.base.vocabulary.dimensions()
        return tuple(self.fact(n, facts[n]) for n in order if n in facts and n != ACT)

    def card(self, rule: Rule) -> Card:
        """Say a rule."""
        return Card(
            code=rule.code,
            family=rule.family,
            title=said(rule.title),
            effect=gettext(EFFECT_WORDS[rule.effect]),
            meaning=MEANINGS[rule.effect],
            reason=said(rule.reason),
            who=self.subjects(rule.when[SUBJECT]) if SUBJECT in rule.when else (),
            acts=tuple(self.act(c) for c in self._acts if c in rule.when[ACT]),
            when=self._when(rule),
            conditions=tuple(said(each) for each in rule.conditions),
            penalty=said(rule.penalty),
            criminal=rule.effect is Effect.CRIMINAL,
            starts=rule.starts,
            ends=rule.ends,
            rank=gettext(RANK_WORDS[rule.rank]),
            confidence=gettext(CONFIDENCE_WORDS[rule.confidence]),
            doubtful=rule.confidence not in VERIFIED,
            contested=rule.contested or rule.confidence is Confidence.CONFLICT,
            note=said(rule.note),
            topics=tuple(sorted({self._topics[a] for a in rule.when[ACT]})),
        )

    def _when(self, rule: Rule) -> tuple[str, ...]:
        told = []
        for name, values in self.base.vocabulary.dimensions().items():
            if name in {ACT, SUBJECT} or name not in rule.when:
                continue
            said_of = (self.fact(name, value) for value in values if value in rule.when[name])
            told.append(gettext(" or ").join(said_of))
        return tuple(told)

    def sources(self, rule: Rule) -> tuple[Source, ...]:
        """Say where a rule stands."""
        return tuple(self._source(cite) for cite in rule.cites)

    def _source(self, cite: Citation) -> Source:
        law = self._instruments[cite.instrument]
        after = self._instruments.get(law.successor)
        return Source(
            name=said(law.name),
            title=law.title,
            at=cite.at,
            printed=cite.printed,
            rank=gettext(RANK_WORDS[law.rank]),
            starts=law.starts,
            ends=law.ends,
            successor=said(after.name) if after else "",
            of_sanction=cite.of_sanction,
            doubtful=cite.confidence not in VERIFIED or law.confidence not in VERIFIED,
        )

    def penalties(self, rule: Rule) -> tuple[Penalties, ...]:
        """Say what a breach may bring to whom."""
        whom = rule.when.get(SUBJECT, frozenset(self._subjects))
        return tuple(
            Penalties(
                ", ".join(self.subjects(ladder.subjects & whom)),
                tuple(self._sanction(code) for code in ladder.types),
            )
            for ladder in self.base.ladders
            if rule.sanction and ladder.sanction_class == rule.sanction and ladder.subjects & whom
        )

    def _sanction(self, code: str) -> Sanction:
        kind = self._types[code]
        interim = self._types.get(kind.interim)
        return Sanction(
            said(kind.name),
            kind.basis,
            said(interim.name) if interim else "",
            kind.confidence not in VERIFIED,
        )

    def cases(self, rule: Rule) -> tuple[Worked, ...]:
        """Say the worked cases in which a rule decides or warns."""
        return tuple(
            self._case(case)
            for case in self.base.cases
            if rule.code in case.rules or rule.code in (case.warnings or ())
        )

    def _case(self, case: Case) -> Worked:
        return Worked(
            case.name,
            case.on,
            self.facts(case.facts),
            gettext(OUTCOME_WORDS[Outcome(case.outcome)]),
            case.source,
        )
