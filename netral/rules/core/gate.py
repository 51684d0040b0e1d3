"""The gate before publication: what a version must pass, and what its reviewer must be told."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from netral.kernel.words import N_
from netral.rules.core import VERIFIED, Confidence
from netral.rules.core.base import ACT, RuleBase
from netral.rules.core.cases import Fault, faults, unnoticed
from netral.rules.core.engine import Engine
from netral.rules.core.space import Cell, Change, Comparison, Survey, compare, digest, survey

LABEL: Final = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9}){0,3}")
SHOWN: Final = 300  # findings of a point that are kept


class Point(StrEnum):
    """One thing that is looked at, in the order in which it is shown."""

    VERSION = "version"
    CASES = "cases"
    CONFLICTS = "conflicts"
    DEAD = "dead"
    KILLED = "killed"
    TABLE = "table"
    CONFIDENCE = "confidence"
    SILENCED = "silenced"


POINT_WORDS: Final = {
    Point.VERSION: N_("The version label grows"),
    Point.CASES: N_("Every worked case is answered as its source says"),
    Point.CONFLICTS: N_("No two rules conflict, whatever the facts"),
    Point.DEAD: N_("Every rule decides something, or is marked as dormant"),
    Point.KILLED: N_("Every rule is guarded by a worked case"),
    Point.TABLE: N_("The answers are those that the package promises"),
    Point.CONFIDENCE: N_("What is not verified has been named"),
    Point.SILENCED: N_("Nothing that was regulated has become unregulated"),
}
REMEDIES: Final = {
    Point.VERSION: N_("Enter a higher version in base.toml, such as %(next)s."),
    Point.CASES: N_("Correct the rule or, if the source was misread, the case."),
    Point.CONFLICTS: N_(
        "Let one of the two rules name the other under “overrides”, or narrow their conditions."
    ),
    Point.DEAD: N_("Remove the rule, narrow what prevails over it, or mark it as dormant."),
    Point.KILLED: N_("Add a worked case to the rule that would fail without it."),
    Point.TABLE: N_("Ask the publisher for the package again; do not publish this one."),
    Point.CONFIDENCE: N_("Whoever approves confirms having seen this list."),
    Point.SILENCED: N_("Whoever approves confirms having seen this list."),
}
# These do not stop a version, but whoever approves must say that they were seen.
SEEN_ONLY: Final = frozenset({Point.CONFIDENCE, Point.SILENCED})


@dataclass(frozen=True, slots=True)
class Unsure:
    """A rule, citation, instrument or sanction that is not verified."""

    kind: str
    code: str
    at: str
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that the gate found about one version."""

    version: str
    sha256: str
    table: str
    against: str  # hash of the version compared with
    next_version: str  # proposed where the label does not grow; empty where it does
    promised: str  # digest that a package names; empty without one
    faults: tuple[Fault, ...]
    survey: Survey
    dead: tuple[str, ...]
    awake: tuple[str, ...]  # marked as dormant, and yet they decide
    unnoticed: tuple[tuple[str, str], ...]
    unsure: tuple[Unsure, ...]
    comparison: Comparison
    acts_gone: tuple[str, ...]

    def passed(self, point: Point) -> bool:
        """Tell whether nothing stands against the version on this point."""
        return not {
            Point.VERSION: self.next_version,
            Point.CASES: self.faults,
            Point.CONFLICTS: self.survey.conflicts,
            Point.DEAD: self.dead or self.awake,
            Point.KILLED: self.unnoticed,
            Point.TABLE: self.promised and self.promised != self.table,
            Point.CONFIDENCE: self.unsure,
            Point.SILENCED: self.comparison.silenced or self.acts_gone,
        }[point]

    @property
    def open(self) -> bool:
        """Tell whether the version may be published."""
        return all(self.passed(point) for point in Point if point not in SEEN_ONLY)

    @property
    def to_see(self) -> bool:
        """Tell whether there is something that the reviewer must confirm to have seen."""
        return not all(self.passed(point) for point in SEEN_ONLY)


def examine(new: Engine, old: Engine, *, promised: str = "") -> Report:
    """Look at a version from every side; `old` is the one in force."""
    base = new.base
    whole = survey(new)
    dormant = {rule.code for rule in base.rules if rule.dormant}
    return Report(
        version=base.version,
        sha256=new.sha256,
        table=digest(new),
        against=old.sha256,
        next_version="" if grows(base, old.base) else following(old.base.version),
        promised=promised,
        faults=tuple(faults(base)),
        survey=whole,
        dead=tuple(code for code in whole.dead if code not in dormant),
        awake=tuple(sorted(dormant - set(whole.dead))),
        unnoticed=tuple((c, how) for c, how in unnoticed(base) if c not in dormant),
        unsure=tuple(doubts(base)),
        comparison=compare(old, new),
        acts_gone=tuple(a for a in old.dimensions[ACT] if a not in new.dimensions[ACT]),
    )


def doubts(base: RuleBase) -> Iterator[Unsure]:
    """Yield what is not verified: known from memory only, or told differently by sources.

    A place in a source is named once, however many rules cite it.
    """
    yield from (
        Unsure("rule", rule.code, "", rule.confidence)
        for rule in base.rules
        if rule.contested or rule.confidence not in VERIFIED
    )
    cites = dict.fromkeys(
        (cite.instrument, cite.at, cite.confidence) for rule in base.rules for cite in rule.cites
    )
    yield from (
        Unsure("citation", code, at, confidence)
        for code, at, confidence in cites
        if confidence not in VERIFIED
    )
    for kind, found in (("instrument", base.instruments), ("sanction", base.sanction_types)):
        yield from (
            Unsure(kind, each.code, "", each.confidence)
            for each in found
            if each.confidence not in VERIFIED
        )


# ---- Version labels


def parts(version: str) -> tuple[int, ...]:
    """Read a label such as 2026.11.0.

    Raises:
        ValueError: it is not numbers with dots between.
    """
    if not LABEL.fullmatch(version):
        raise ValueError(version)
    return tuple(int(part) for part in version.split("."))


def grows(new: RuleBase, old: RuleBase) -> bool:
    """Tell whether a label follows another; bases of different codes are not compared.

    A label without numbers is refused also there: none could ever follow it.
    """
    try:
        label = parts(new.version)
        return new.code != old.code or label > parts(old.version)
    except ValueError:
        return False


def following(version: str) -> str:
    """Return the label after another."""
    try:
        *head, last = parts(version)
    except ValueError:
        return "1.0.0"
    return ".".join(map(str, (*head, last + 1)))


# ---- What is kept of a report


def summary(report: Report) -> dict[str, object]:
    """Return a report as plain JSON values: counts whole, lists up to a bound."""
    comparison = report.comparison
    return {
        "version": report.version,
        "sha256": report.sha256,
        "table": report.table,
        "against": report.against,
        "open": report.open,
        "to_see": report.to_see,
        "next_version": report.next_version,
        "passed": {point.value: report.passed(point) for point in Point},
        "counts": {
            "size": report.survey.size,
            "faults": len(report.faults),
            "conflicts": len(report.survey.conflicts),
            "unnoticed": len(report.unnoticed),
            "unsure": len(report.unsure),
            "changed": comparison.count,
            "silenced": comparison.silenced,
        },
        "faults": [_plain(fault) for fault in report.faults[:SHOWN]],
        "conflicts": [_cell(cell) for cell in report.survey.conflicts[:SHOWN]],
        "dead": list(report.dead[:SHOWN]),
        "awake": list(report.awake[:SHOWN]),
        "unnoticed": [list(pair) for pair in report.unnoticed[:SHOWN]],
        "unsure": [_plain(each) for each in report.unsure[:SHOWN]],
        "by_act": dict(comparison.by_act.most_common()),
        "examples": [change_record(each) for each in comparison.examples],
        "silences": [change_record(each) for each in comparison.silences],
        "acts_gone": list(report.acts_gone),
    }


def _plain(value: Fault | Unsure) -> dict[str, str]:
    return {name: str(getattr(value, name)) for name in value.__dataclass_fields__}


def change_record(change: Change) -> dict[str, object]:
    """Return one changed answer as plain JSON values."""
    return {"before": change.before.outcome.value, **_cell(change.after)}


def _cell(cell: Cell) -> dict[str, object]:
    return {
        "act": cell.act,
        "facts": dict(cell.facts),
        "on": cell.on.isoformat(),
        "outcome": cell.outcome.value,
        "rules": list(cell.rules),
    }
