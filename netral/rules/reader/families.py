"""Reading a family of rules with their worked cases; a rule without source or case is refused."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from netral.calendar.core.elections import Office
from netral.calendar.errors import NoSuchElection
from netral.kernel.tables import ONE_OF
from netral.kernel.words import N_
from netral.rules.core import VERIFIED, Confidence, Effect, Outcome, Rank
from netral.rules.core.base import (
    ACT,
    ELECTION,
    SUBJECT,
    Case,
    Citation,
    Rule,
    Vocabulary,
    Words,
)
from netral.rules.reader.days import derived_facts
from netral.rules.reader.tables import File, once
from netral.rules.reader.vocabulary import groups_of, read_when

NO_CASE: Final = N_("must have at least one worked case")
NO_CITE: Final = N_("must name at least one source")
NO_ACT: Final = N_("must name the acts that it is about")
BACKWARDS: Final = N_("must not be before %(starts)s")
NEEDS_CONDITIONS: Final = N_("stand with every conditional permission, and only there")
NEEDS_PENALTY: Final = N_("stands with every criminal provision, and only there")
NEEDS_NOTE: Final = N_("must stand where a rule is contested")
NO_CLASS: Final = N_("belongs to a prohibition only")
TOO_EARLY: Final = N_("must not be before its first source, in force since %(starts)s")
BAD_FACT: Final = N_("must be a fact of the vocabulary")
NO_ACT_FACT: Final = N_("must name the act")
BAD_REGION: Final = N_('must be a region code in quotes, such as "32.76"')
NO_ELECTION: Final = N_("must be pemilu, pilkada or an election of the calendar")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What rules may name."""

    vocabulary: Vocabulary
    instruments: Mapping[str, date | None]  # and the day from which each is in force
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """The rules of one file with their cases."""

    rules: tuple[Rule, ...]
    cases: tuple[Case, ...]


def read_family(file: File, name: str, known: Known) -> Family:
    """Read one file of rules. Its extensions carry rules over to subjects they don't name."""
    family = name.removeprefix("rules-").removesuffix(".toml")
    file.said("title")
    rules: dict[str, Rule] = {}
    cases: list[Case] = []
    codes: list[str] = []
    for table in file.tables("rule"):
        read = _Rule(table, family, known)
        codes.append(read.rule.code)
        rules[read.rule.code] = read.rule
        cases += read.cases
    for table in file.tables("extension"):
        extension = _Extension(table, family, known, rules)
        codes += [rule.code for rule in extension.rules]
        rules |= {rule.code: rule for rule in extension.rules}
        cases += extension.cases
    once(name, codes)
    return Family(tuple(rules.values()), tuple(cases))


class _Rule:
    """One rule and its cases, as the table says."""

    def __init__(self, table: File, family: str, known: Known) -> None:
        self._table, self._known = table, known
        code = table.own_code()
        starts = table.exact_day("from")
        self.rule = Rule(
            code=code,
            family=family,
            title=table.said("title"),
            effect=table.word("effect", Effect),
            rank=table.word("rank", Rank),
            when=self._when(),
            starts=starts or date.min,
            ends=table.exact_day("until", may_lack=True),
            cites=tuple(_citation(t, known) for t in table.tables("cite")),
            confidence=table.word("confidence", Confidence),
            reason=table.said("reason"),
            sanction=table.code("sanction", known.classes, default=""),
            conditions=tuple(_condition(t) for t in table.tables("condition")),
            overrides=frozenset(table.texts("overrides", may_lack=True)),
            penalty=table.said_or_none("penalty"),
            contested=table.yes("contested", default=False),
            dormant=table.yes("dormant", default=False),
            note=table.said_or_none("note"),
        )
        self.cases = _cases(table, known)
        self._judge()
        table.end()

    def _when(self) -> dict[str, frozenset[str]]:
        vocabulary = self._known.vocabulary
        groups = groups_of(vocabulary)
        when = read_when(self._table.table("when"), vocabulary.dimensions(), groups)
        if ACT not in when:
            self._table.refuse("when", NO_ACT, sorted(when))
        return when

    def _judge(self) -> None:
        rule, refuse = self.rule, self._table.refuse
        if rule.ends and rule.ends < rule.starts:
            refuse("until", BACKWARDS, str(rule.ends), starts=str(rule.starts))
        _sources(self._table, rule.cites, rule.starts, self._known)
        if bool(rule.conditions) is not (rule.effect is Effect.CONDITIONAL):
            refuse("condition", NEEDS_CONDITIONS, len(rule.conditions))
        if bool(rule.penalty) is not (rule.effect is Effect.CRIMINAL):
            refuse("penalty_id", NEEDS_PENALTY, bool(rule.penalty))
        if rule.sanction and rule.effect is not Effect.PROHIBITED:
            refuse("sanction", NO_CLASS, rule.sanction)
        if rule.contested and rule.note is None:
            refuse("note_id", NEEDS_NOTE, "")


class _Extension:
    """Rules carried over to other subjects by another source, with cases of their own."""

    def __init__(self, table: File, family: str, known: Known, rules: dict[str, Rule]) -> None:
        suffix = table.own_code("suffix")
        followed = table.codes("follows", rules)
        vocabulary = known.vocabulary
        groups = groups_of(vocabulary)
        named = table.codes("subjects", [*(s.code for s in vocabulary.subjects), *groups])
        subjects = frozenset().union(*(groups.get(code, {code}) for code in named))
        starts = table.exact_day("from") or date.min
        ends = table.exact_day("until", may_lack=True)
        cites = tuple(_citation(t, known) for t in table.tables("cite"))
        _sources(table, cites, starts, known)
        if ends and ends < starts:
            table.refuse("until", BACKWARDS, str(ends), starts=str(starts))
        rank, confidence = table.word("rank", Rank), table.word("confidence", Confidence)
        note = table.said_or_none("note")
        self.rules = [
            replace(
                rules[code],
                code=f"{code}.{suffix}",
                when={**rules[code].when, SUBJECT: subjects},
                rank=rank,
                starts=max(starts, rules[code].starts),
                ends=_earlier(ends, rules[code].ends),
                cites=(*cites, *rules[code].cites),
                confidence=_weaker(confidence, rules[code].confidence),
                note=_joined(note, rules[code].note),
                overrides=frozenset(),
                family=family,
            )
            for code in followed
        ]
        self.cases = _cases(table, known)
        table.end()


def _sources(table: File, cites: tuple[Citation, ...], starts: date, known: Known) -> None:
    """Refuse a rule without a source, or older than the first of them, which says it."""
    if not cites:
        table.refuse("cite", NO_CITE, [])
    since = known.instruments[cites[0].instrument]
    if since and starts < since:
        table.refuse("from", TOO_EARLY, str(starts), starts=str(since))


def _weaker(one: Confidence, other: Confidence) -> Confidence:
    """Return the less certain: what is carried over is no surer than what it comes from."""
    order = [
        *(c for c in Confidence if c in VERIFIED),
        *(c for c in Confidence if c not in VERIFIED),
    ]
    return max(one, other, key=order.index)


def _joined(one: Words | None, other: Words | None) -> Words | None:
    if one is None or other is None:
        return one or other
    return Words(f"{one.indonesian} {other.indonesian}", f"{one.english} {other.english}")


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day), default=None)


def _citation(table: File, known: Known) -> Citation:
    citation = Citation(
        instrument=table.code("source", known.instruments),
        at=table.text("at", default=""),
        of_sanction=table.yes("of_sanction", default=False),
        printed=table.text("printed", default=""),
        confidence=table.word("confidence", Confidence),
    )
    table.end()
    return citation


def _condition(table: File) -> Words:
    condition = table.said("text")
    table.end()
    return condition


def _cases(table: File, known: Known) -> list[Case]:
    tables = table.tables("case")
    if not tables:
        table.refuse("case", NO_CASE, [])
    return [_case(each, known) for each in tables]


def _case(table: File, known: Known) -> Case:
    place = table.where
    on = table.exact_day("on") or date.min
    case = Case(
        name=table.text("name"),
        on=on,
        facts=_facts(table, on, known.vocabulary),
        outcome=table.word("outcome", Outcome),
        rules=table.texts("rules", may_lack=True),
        source=table.text("source"),
        place=place,
        warnings=table.texts("warnings", may_lack=True) if table.has("warnings") else None,
        question=table.text("question", default=""),
        sanctions=table.texts("sanctions", may_lack=True) if table.has("sanctions") else None,
    )
    table.end()
    return case


def _facts(table: File, on: date, vocabulary: Vocabulary) -> dict[str, str]:
    """Take the facts; an election of the calendar with a region gives stage and campaign."""
    given: dict[str, Any] = table.table("facts").rest()
    region, office = given.pop("region", None), given.pop("office", None)
    if region is not None:
        given |= _derived(table, given.get(ELECTION), region, office, on)
    if ACT not in given:
        table.refuse("facts", NO_ACT_FACT, sorted(given))
    dimensions = vocabulary.dimensions()
    for name, value in given.items():
        if value not in dimensions.get(name, ()):
            table.refuse(f"facts.{name}", BAD_FACT, value)
    return given


def _derived(table: File, code: object, region: object, office: object, on: date) -> dict[str, str]:
    if not isinstance(region, str):
        table.refuse("facts.region", BAD_REGION, region)
    if office not in (None, *Office):
        table.refuse("facts.office", ONE_OF, office, known=", ".join(Office))
    try:
        return derived_facts(region, str(code), on, Office(str(office)) if office else None)
    except NoSuchElection:
        table.refuse("facts.election", NO_ELECTION, code)
