"""What the rules answer: each form, for each subject, in each phase."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Final

from netral.rules.core import OUTCOME_WORDS, VERIFIED, Confidence, Effect, Outcome
from netral.rules.core.base import (
    ACT,
    CAMPAIGN,
    ELECTION,
    NO,
    STAGE,
    SUBJECT,
    YES,
    Citation,
    Rule,
    RuleBase,
)
from netral.rules.core.engine import Answer, Engine

# The families that decide, in the order of the page; criminal law and the older list come last.
FAMILIES: Final = {
    "ethics": "Code of ethics: the seven forms of the joint decree of 2022",
    "discipline": "Discipline: the twelve forms of the joint decree of 2022",
    "pp94": "Discipline: the seven acts of Government Regulation 94/2021",
    "permissions": "What is allowed, and on which conditions",
    "spouse": "Spouse of a candidate",
    "election-law": "Bans in the election laws",
    "village": "Bans in the village act",
}
PHASES: Final = (
    ("before", "before"),
    *(("after", c) for c in ("before", "during", "quiet", "after")),
)
PHASE_NAMES: Final = {
    ("before", "before"): "before determination",
    ("after", "before"): "determined, no campaign yet",
    ("after", "during"): "campaign",
    ("after", "quiet"): "quiet period",
    ("after", "after"): "from voting day",
}
LAWS: Final = ("pemilu", "pilkada")
Moment = tuple[str, tuple[str, str]]  # the law of the election, and the phase
MOMENTS: Final = tuple(product(LAWS, PHASES))
HEAD: Final = """\
# The rules as answers

Written by `python -m tools.rules_table` from `netral/rules/data`; `make check` holds it to them.
Base {code}, version {version}: {rules} rules, {cases} worked cases. The answers are those for an
act on {day:%-d %B %Y} or later. How the files are written stands in [rules.md](../rules.md).

Each section is one form. Its table answers for the first of its acts, under the facts of the form:
what, which rules decide, and the class of sanction, whose range stands under
[Sanctions](#sanctions). "Not regulated" is no yes: the principle of neutrality still applies.
"Not verified" says that the sources at hand are not complete enough even for that.

| mark | meaning |
|---|---|
| ≠ | contested, or the sources disagree; the note says how |
| ° | known from the press only |
| ? | from memory, not verified |

"""


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one form: for each subject, one for each moment."""

    rows: Mapping[str, tuple[str, ...]]

    def columns(self) -> list[tuple[str, tuple[str, ...]]]:
        """Return the moments that differ, named, each with its cells from top to bottom."""
        alike: dict[tuple[str, ...], list[Moment]] = {}
        for place, moment in enumerate(MOMENTS):
            alike.setdefault(tuple(row[place] for row in self.rows.values()), []).append(moment)
        return [(_named(moments), cells) for cells, moments in alike.items()]


def page(base: RuleBase) -> str:
    """Return the whole page."""
    engine = Engine(base)
    head = HEAD.format(
        code=base.code,
        version=base.version,
        rules=len(base.rules),
        cases=len(base.cases),
        day=engine.days()[-1],
    )
    lines = [*_subjects(base), *_sanctions(base)]
    for family, title in FAMILIES.items():
        lines += [f"## {title}", ""]
        for rule in base.rules:
            if rule.family == family and not _carried_over(rule):
                lines += _section(engine, rule)
    return head + "\n".join([*lines, *_crimes(base), *_older(base)]) + "\n"


# ---- A form


def _section(engine: Engine, rule: Rule) -> Iterator[str]:
    acts = [act for act in engine.dimensions[ACT] if act in rule.when[ACT]]
    names = {act.code: act.name.english for act in engine.base.vocabulary.acts}
    facts = {n: v for n, (v, *_) in ((n, tuple(v)) for n, v in rule.when.items()) if v in (YES, NO)}
    yield f"### {rule.code}{mark(rule)} {rule.title.english}"
    yield ""
    yield f"*{rule.title.indonesian}.*"
    yield ""
    yield f"- Source: {sources(engine.base, rule.cites)}. Since {rule.starts}."
    yield f"- Acts: {', '.join(f'`{act}`' for act in acts)}. Asked here: {names[acts[0]]}."
    if facts:
        yield f"- Facts: {', '.join(f'{name} = {value}' for name, value in facts.items())}."
    if rule.conditions:
        yield f"- Conditions: {' '.join(words.english for words in rule.conditions)}"
    if rule.note:
        yield f"- Note: {rule.note.english}"
    yield ""
    yield from _table(grid(engine, acts[0], facts))
    yield ""


def grid(engine: Engine, act: str, facts: Mapping[str, str]) -> Grid:
    """Ask about an act for everybody at every moment."""
    rows = {}
    for subject in engine.base.vocabulary.subjects:
        told = {ACT: act, SUBJECT: subject.code, **facts}
        rows[subject.code] = tuple(
            _cell(engine, engine.answer({**told, **_facts(m)}, engine.days()[-1]), subject.verified)
            for m in MOMENTS
        )
    return Grid(rows)


def _table(cells: Grid) -> Iterator[str]:
    columns = cells.columns()
    alike: dict[tuple[str, ...], list[str]] = {}
    for place, subject in enumerate(cells.rows):
        alike.setdefault(tuple(column[place] for _, column in columns), []).append(subject)
    yield f"| who | {' | '.join(name for name, _ in columns)} |"
    yield "|---" * (len(columns) + 1) + "|"
    for row, subjects in alike.items():
        who = "everybody" if len(subjects) == len(cells.rows) else ", ".join(subjects)
        yield f"| {who} | {' | '.join(row)} |"


def _cell(engine: Engine, answer: Answer, verified: bool) -> str:  # noqa: FBT001  # a fact of its row
    if answer.outcome is Outcome.UNREGULATED:
        told = "not regulated" if verified else "not verified"
    elif answer.outcome is Outcome.NEEDS_FACT:
        told = f"asks: {answer.question}"
    else:
        codes = ", ".join(f"{code}{mark(engine.rule(code))}" for code in answer.rules)
        told = f"**{OUTCOME_WORDS[answer.outcome].lower()}**: {codes}"
    parts = [told, *answer.classes]
    warned = ", ".join(f"{code}{mark(engine.rule(code))}" for code in answer.warnings)
    return "; ".join([*parts, f"criminal: {warned}"] if warned else parts)


def _named(moments: Iterable[Moment]) -> str:
    """Name moments as shortly as can be: both elections, all phases after determination, ..."""
    phases = {law: [p for each, p in moments if each == law] for law in LAWS}
    told = {law: _phases(given) for law, given in phases.items() if given}
    if phases["pemilu"] == phases["pilkada"]:
        return told["pemilu"]
    return "; ".join(f"{law}: {names}" for law, names in told.items())


def _phases(given: list[tuple[str, str]]) -> str:
    if len(given) == len(PHASES):
        return "any time"
    if given == list(PHASES[1:]):
        return "after determination"
    if given == [phase for phase in PHASES if phase != ("after", "during")]:
        return "outside the campaign"
    return " / ".join(PHASE_NAMES[phase] for phase in given)


def _facts(moment: Moment) -> dict[str, str]:
    law, (stage, campaign) = moment
    return {ELECTION: law, STAGE: stage, CAMPAIGN: campaign}


# ---- The lists around the forms


def _subjects(base: RuleBase) -> Iterator[str]:
    yield from ("## Who asks", "", "| code | who |", "|---|---|")
    for subject in base.vocabulary.subjects:
        yield f"| {subject.code} | {subject.name.english} / {subject.name.indonesian} |"
    yield ""


def _sanctions(base: RuleBase) -> Iterator[str]:
    names = {kind.code: kind for kind in base.sanction_types}
    yield from ("## Sanctions", "", "| class | who | the lightest first |", "|---|---|---|")
    for ladder in base.ladders:
        who = [s.code for s in base.vocabulary.subjects if s.code in ladder.subjects]
        told = []
        for code in ladder.types:
            kind = names[code]
            interim = f" (for now: {names[kind.interim].name.english})" if kind.interim else ""
            told.append(f"{kind.name.english}{interim}{_sure(kind.confidence)}")
        yield f"| {ladder.sanction_class} | {', '.join(who)} | {'; '.join(told)} |"
    yield ""


def _crimes(base: RuleBase) -> Iterator[str]:
    yield from ("## Criminal provisions", "")
    yield "Shown as a warning beside the answer. A court decides, and nothing here does."
    yield from ("", "| code | what | source | penalty |", "|---|---|---|---|")
    for rule in base.rules:
        if rule.effect is Effect.CRIMINAL and rule.penalty:
            told = f"{rule.title.english} / {rule.title.indonesian}"
            cited = sources(base, rule.cites)
            yield f"| {rule.code}{mark(rule)} | {told} | {cited} | {rule.penalty.english} |"
    yield ""


def _older(base: RuleBase) -> Iterator[str]:
    yield from ("## The list of 2020", "")
    yield "Rules for days from 10 September 2020 to 21 September 2022, regional elections only."
    yield from ("", "| item | what | now |", "|---|---|---|")
    for each in base.predecessors:
        told = f"{each.title.english} / {each.title.indonesian}"
        yield f"| {each.code} | {told} | {', '.join(each.now) or 'not in the list of 2022'} |"


def sources(base: RuleBase, cites: Iterable[Citation]) -> str:
    """Return where it stands, what names the sanction, and how sure each place is."""
    names = {each.code: each.name.english for each in base.instruments}
    told = []
    for cite in cites:
        what = "sanction: " if cite.of_sanction else ""
        where = f"{names[cite.instrument]} {cite.at}".strip()
        told.append(f"{what}{where}{_sure(cite.confidence)}")
    return "; ".join(told)


def mark(rule: Rule) -> str:
    """Return the mark of a rule that is contested or not sure."""
    return "≠" if rule.contested else _sure(rule.confidence)


def _sure(confidence: Confidence) -> str:
    if confidence is Confidence.CONFLICT:
        return "≠"
    if confidence is Confidence.PRESS:
        return "°"
    return "" if confidence in VERIFIED else "?"


def _carried_over(rule: Rule) -> bool:
    """Tell whether a rule comes from an extension; it stands in the rows of its origin."""
    return "." in rule.code
