"""What the clauses of a circular mean to the engine: the rules that a circular adds to a base."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import chain
from typing import Final

from netral.circulars.core import ClauseKind
from netral.kernel.words import N_
from netral.orgs.core import ASN, PersonKind
from netral.rules.core import Confidence, Effect, Rank
from netral.rules.core.base import (
    ACT,
    CAMPAIGN,
    DERIVED,
    ELECTION,
    STAGE,
    SUBJECT,
    Citation,
    Instrument,
    Rule,
    RuleBase,
    Words,
)

FAMILY: Final = "local"
MARK: Final = "SE"  # begins every code of a local rule
OFFICIALS: Final = "pejabat_asn"  # civil servants with authority: bound wherever ASN are
DURING: Final[Mapping[str, frozenset[str]]] = {
    "before": frozenset({"before"}),
    "campaign": frozenset({"during"}),
    "quiet": frozenset({"quiet"}),
}  # any other phase of a clause is every time
LAWFUL: Final = frozenset({Effect.PERMITTED, Effect.CONDITIONAL})


class Duty(StrEnum):
    """What a circular can ask of heads of unit, or announce, beside prohibitions."""

    SOCIALISE = "socialise"
    EDUCATE = "educate"
    GUIDE = "guide"
    IMPLEMENT = "implement"
    CLIMATE = "climate"
    SUPERVISE = "supervise"
    REPORT = "report"
    CHANNEL = "channel"
    SANCTION = "sanction"
    PACT = "pact"


DUTY_WORDS: Final = {
    Duty.SOCIALISE: N_("Informing the staff"),
    Duty.EDUCATE: N_("Educating the staff"),
    Duty.GUIDE: N_("Guiding the staff"),
    Duty.IMPLEMENT: N_("Carrying neutrality out in the unit"),
    Duty.CLIMATE: N_("A climate in which the staff vote freely"),
    Duty.SUPERVISE: N_("Supervising the staff"),
    Duty.REPORT: N_("Reporting breaches to the election supervisors"),
    Duty.CHANNEL: N_("Where the public can report"),
    Duty.SANCTION: N_("Sanctions for breaches"),
    Duty.PACT: N_("The integrity pact"),
}
SAID: Final = {  # words of openings and closings, which are no clauses and have no meaning
    Duty.CHANNEL: ("sp4n", "sbt.bkn", "saluran pengaduan", "kanal pengaduan"),
    Duty.SANCTION: ("sanksi",),
    Duty.PACT: ("pakta integritas",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """How a clause is read: what it restates and, where it says more, which acts it is about.

    Codes are those of a rule base. A meaning that names nothing says that the clause is too
    general to name a form; that is an answer too, unlike none.
    """

    restates: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    circumstances: tuple[tuple[str, str], ...] = ()
    duties: tuple[Duty, ...] = ()

    @property
    def general(self) -> bool:
        """Tell whether it names nothing."""
        return not (self.restates or self.acts or self.duties)


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalClause:
    """A clause with its meaning, if it has one; `number` is the one that the letter prints."""

    number: int
    kind: ClauseKind
    text: str
    conditions: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()  # kinds of people it binds, those of the audience included
    phase: str = ""
    meaning: Meaning | None = None

    @property
    def effect(self) -> Effect | None:
        """Return what it does with an act; duties of heads do nothing with one."""
        if self.kind is ClauseKind.PROHIBITION:
            return Effect.PROHIBITED
        if self.kind is ClauseKind.PERMISSION:
            return Effect.CONDITIONAL if self.conditions else Effect.PERMITTED
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalCircular:
    """A circular as an engine sees it. Values that can be compared, so that they name a cache."""

    code: str
    indonesian: str  # its name
    english: str
    title: str
    laws: frozenset[str]
    starts: date
    ends: date | None  # last day, included
    source: str
    confidence: Confidence
    clauses: tuple[LocalClause, ...]
    said: tuple[Duty, ...] = ()  # what its opening and closing announce


def said_in(text: str) -> tuple[Duty, ...]:
    """Return what running text announces, by its words."""
    plain = text.casefold()
    return tuple(duty for duty, words in SAID.items() if any(word in plain for word in words))


def subjects_of(kinds: Iterable[str]) -> frozenset[str]:
    """Return the subjects that rules know for kinds of people; none means everybody's staff."""
    named = frozenset(kinds) or frozenset(PersonKind) - {PersonKind.OFFICIAL}
    return frozenset(map(str, named)) | ({OFFICIALS} if named & ASN else set())


def join(base: RuleBase, circulars: Sequence[LocalCircular]) -> RuleBase:
    """Return the rule base with what the circulars of one institution add to it.

    Who restates a rule restates it with its exceptions: what expressly goes before the rule goes
    before the clause too.
    """
    local = [each for circular in circulars for each in _local_rules(circular, base)]
    law = [
        replace(
            rule, overrides=rule.overrides | {e.rule.code for e in local if rule.overrides & e.of}
        )
        if rule.overrides
        else rule
        for rule in base.rules
    ]
    return replace(
        base,
        instruments=(*base.instruments, *(_instrument(each) for each in circulars)),
        rules=(*law, *(each.rule for each in local)),
    )


def clause_of(code: str) -> tuple[str, int] | None:
    """Return the circular and the clause that a local rule comes from; None for other rules."""
    mark, _, rest = code.partition(".")
    name, _, number = rest.partition(".")
    number = number.partition(".")[0]
    return (f"{mark}.{name}", int(number)) if mark == MARK and number.isdigit() else None


def rules_of(circular: LocalCircular, base: RuleBase) -> list[Rule]:
    """Return the rules that a circular adds: clauses that only ask something of heads add none."""
    return [each.rule for each in _local_rules(circular, base)]


@dataclass(frozen=True, slots=True)
class _Local:
    """A rule that a clause adds, and the codes of those that it restates."""

    rule: Rule
    of: frozenset[str]


def _local_rules(circular: LocalCircular, base: RuleBase) -> list[_Local]:
    known = {rule.code: rule for rule in base.rules}
    return [each for clause in circular.clauses for each in _said(circular, clause, base, known)]


def _said(
    circular: LocalCircular, clause: LocalClause, base: RuleBase, known: Mapping[str, Rule]
) -> Iterator[_Local]:
    """Yield one rule on the acts that the clause names, or one for each rule that it restates."""
    effect, meaning = clause.effect, clause.meaning
    if effect is None or meaning is None:
        return
    restated = [known[code] for code in meaning.restates if code in known]
    bounds = _bounds(circular, clause, meaning, base)
    if meaning.acts:
        own = {name: frozenset({value}) for name, value in meaning.circumstances}
        own[ACT] = frozenset(meaning.acts)
        wheres = [(restated, _within(base, _narrowed(own, bounds)))]
    else:
        wheres = [([r], _narrowed(r.when, bounds)) for r in restated if _alike(r.effect, effect)]
    told = [(rules, when) for rules, when in wheres if when]
    number = f"{circular.code}.{clause.number}"
    for n, (rules, when) in enumerate(told, 1):
        code = number if len(told) == 1 else f"{number}.{n}"
        made = _rule(code, circular, clause, effect, rules, when)
        yield _Local(made, frozenset(rule.code for rule in rules))


def _alike(one: Effect, other: Effect) -> bool:
    """Tell whether both forbid or both permit; a prohibition can't restate a permission."""
    return one is other or {one, other} <= LAWFUL


def _bounds(
    circular: LocalCircular, clause: LocalClause, meaning: Meaning, base: RuleBase
) -> dict[str, frozenset[str]]:
    """Return to whom and to when the clause limits whatever it says."""
    subjects = {subject.code for subject in base.vocabulary.subjects}
    bounds = {SUBJECT: subjects_of(clause.kinds) & subjects}
    if circular.laws and circular.laws != frozenset(DERIVED[ELECTION]):
        bounds[ELECTION] = circular.laws
    if clause.phase in DURING:
        bounds[CAMPAIGN] = DURING[clause.phase]
    if meaning.stages:
        bounds[STAGE] = frozenset(meaning.stages)
    return bounds


def _narrowed(
    when: Mapping[str, frozenset[str]], bounds: Mapping[str, frozenset[str]]
) -> dict[str, frozenset[str]]:
    """Return the facts of `when` inside `bounds`, for the people of the bounds; empty if none."""
    found = {**when, **bounds}
    for name in (when.keys() & bounds.keys()) - {SUBJECT}:
        found[name] = when[name] & bounds[name]
    return found if all(found.values()) else {}


def _within(base: RuleBase, when: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """Keep what this version of the base knows; a meaning may be older or newer."""
    dimensions = base.vocabulary.dimensions()
    found = {
        name: values & frozenset(dimensions[name])
        for name, values in when.items()
        if name in dimensions
    }
    return found if ACT in found and len(found) == len(when) and all(found.values()) else {}


def _rule(
    code: str, circular: LocalCircular, clause: LocalClause, effect: Effect,
    restated: Sequence[Rule], when: Mapping[str, frozenset[str]],
) -> Rule:  # fmt: skip
    own = Citation(
        instrument=circular.code, at=f"butir {clause.number}", confidence=circular.confidence
    )
    return Rule(
        code=code,
        family=FAMILY,
        title=Words(clause.text, clause.text),
        effect=effect,
        rank=Rank.LOCAL_CIRCULAR,
        when=when,
        starts=circular.starts,
        ends=circular.ends,
        cites=(own, *dict.fromkeys(chain.from_iterable(rule.cites for rule in restated))),
        confidence=circular.confidence,
        reason=Words(
            f"{circular.indonesian} menyebutnya pada butir {clause.number}.",
            f"{circular.english} says so in clause {clause.number}.",
        ),
        conditions=tuple(Words(each, each) for each in clause.conditions),
    )


def _instrument(circular: LocalCircular) -> Instrument:
    return Instrument(
        code=circular.code,
        name=Words(circular.indonesian, circular.english),
        title=circular.title,
        rank=Rank.LOCAL_CIRCULAR,
        starts=circular.starts,
        ends=circular.ends,
        successor="",
        source=circular.source,
        confidence=circular.confidence,
    )
