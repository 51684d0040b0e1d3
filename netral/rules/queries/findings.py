"""What the gate found, said in words and point by point."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext

from netral.kernel.tables import BadTable
from netral.kernel.words import N_
from netral.rules.core import CONFIDENCE_WORDS, OUTCOME_WORDS, Confidence, Outcome
from netral.rules.core.base import RuleBase
from netral.rules.core.gate import POINT_WORDS, REMEDIES, SEEN_ONLY, Point
from netral.rules.queries.words import Speaker, said

FAULT_WORDS: Final = {
    "outcome": N_("the answer must be “%(wanted)s” and is “%(found)s”"),
    "rules": N_("the rules must be %(wanted)s and are %(found)s"),
    "warnings": N_("the warnings must be %(wanted)s and are %(found)s"),
    "question": N_("the question must be %(wanted)s and is %(found)s"),
    "sanctions": N_("the sanctions must be %(wanted)s and are %(found)s"),
    "facts": N_("its facts cannot be true, or no rule was in force then (%(found)s)"),
}
UNNOTICED_WORDS: Final = {
    "deleted": N_("no case fails when it is deleted"),
    "flipped": N_("no case fails when it says the opposite"),
}
UNSURE_WORDS: Final = {
    "rule": N_("Rule"),
    "citation": N_("Citation"),
    "instrument": N_("Legal instrument"),
    "sanction": N_("Sanction"),
}


def complaint(bad: BadTable) -> str:
    """Say what a file says too much, too little, or wrongly, and what must stand there."""
    rule = gettext(bad.rule)
    told = rule % bad.params if bad.params else rule
    place = f"{bad.where}: {bad.key}" if bad.key else bad.where
    found = gettext("found: %s") % bad.value if bad.value else ""
    return f"{place} {told}{f' ({found})' if found else ''}."


@dataclass(frozen=True, slots=True)
class Finding:
    """One line under a point: what, and which facts or reason."""

    head: str
    text: str
    code: str = ""  # of a rule that the page can lead to


@dataclass(frozen=True, slots=True)
class Looked:
    """One point of the gate."""

    point: str
    words: str
    passed: bool
    seen_only: bool
    remedy: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """One answer that a version changes."""

    act: str
    facts: str
    on: date
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A whole examination in words."""

    open: bool
    to_see: bool
    points: tuple[Looked, ...]
    changed: int
    by_act: tuple[tuple[str, int], ...]
    examples: tuple[Changed, ...]
    size: int


def shown(gate: Mapping[str, Any], base: RuleBase, before: RuleBase) -> Shown | None:
    """Say what an examination found; None where there is none yet."""
    if "passed" not in gate:
        return None
    speaker, older = Speaker(base), Speaker(before)
    teller = _Teller(gate, base, speaker, older)
    return Shown(
        open=gate["open"],
        to_see=gate["to_see"],
        points=tuple(teller.point(point) for point in Point if teller.asked(point)),
        changed=gate["counts"]["changed"],
        by_act=tuple((speaker.act(act), count) for act, count in gate["by_act"].items()),
        examples=tuple(changed(speaker, each) for each in gate["examples"]),
        size=gate["counts"]["size"],
    )


def changed(speaker: Speaker, told: Mapping[str, Any]) -> Changed:
    """Say one answer that changes."""
    return Changed(
        speaker.act(told["act"]),
        "; ".join(speaker.facts(told["facts"])),
        date.fromisoformat(told["on"]),
        gettext(OUTCOME_WORDS[Outcome(told["before"])]),
        gettext(OUTCOME_WORDS[Outcome(told["outcome"])]),
    )


class _Teller:
    def __init__(
        self, gate: Mapping[str, Any], base: RuleBase, speaker: Speaker, older: Speaker
    ) -> None:
        self._gate, self._speaker, self._older = gate, speaker, older
        self._titles = {rule.code: said(rule.title) for rule in base.rules}

    def asked(self, point: Point) -> bool:
        """Tell whether a point was looked at: only packages promise a table."""
        return point is not Point.TABLE or not self._gate["passed"][point]

    def point(self, point: Point) -> Looked:
        passed = self._gate["passed"][point]
        remedy = gettext(REMEDIES[point])
        return Looked(
            point=point.value,
            words=gettext(POINT_WORDS[point]),
            passed=passed,
            seen_only=point in SEEN_ONLY,
            remedy="" if passed else remedy.replace("%(next)s", self._gate["next_version"]),
            findings=() if passed else tuple(self._findings(point)),
        )

    def _findings(self, point: Point) -> list[Finding]:
        gate = self._gate
        lists = {
            Point.CASES: [self._fault(each) for each in gate["faults"]],
            Point.CONFLICTS: [self._conflict(each) for each in gate["conflicts"]],
            Point.DEAD: self._dead(),
            Point.KILLED: [
                Finding(self._title(c), gettext(UNNOTICED_WORDS[how]), c)
                for c, how in gate["unnoticed"]
            ],
            Point.CONFIDENCE: [self._unsure(each) for each in gate["unsure"]],
            Point.SILENCED: self._silenced(),
        }
        return lists.get(point, [])

    def _title(self, code: str) -> str:
        return f"{code}: {self._titles[code]}" if code in self._titles else code

    def _fault(self, told: Mapping[str, str]) -> Finding:
        words = dict(told)
        if told["point"] == "outcome":
            for key in ("wanted", "found"):
                words[key] = gettext(OUTCOME_WORDS[Outcome(told[key])])
        point = FAULT_WORDS[told["point"]]
        return Finding(f"{told['place']}: {told['case']}", gettext(point) % words)

    def _conflict(self, cell: Mapping[str, Any]) -> Finding:
        facts = "; ".join((*self._speaker.facts(cell["facts"]), cell["on"]))
        titles = gettext(" against ").join(self._title(code) for code in cell["rules"])
        return Finding(f"{self._speaker.act(cell['act'])}: {titles}", facts, cell["rules"][0])

    def _dead(self) -> list[Finding]:
        words = gettext("another rule always prevails over it")
        awake = gettext("marked as dormant, and yet it decides")
        return [Finding(self._title(c), words, c) for c in self._gate["dead"]] + [
            Finding(self._title(c), awake, c) for c in self._gate["awake"]
        ]

    def _unsure(self, told: Mapping[str, str]) -> Finding:
        word = UNSURE_WORDS[told["kind"]]
        kind = gettext(word)
        of = self._title(told["code"]) if told["kind"] == "rule" else told["code"]
        where = f" {told['at']}" if told["at"] else ""
        sure = gettext(CONFIDENCE_WORDS[Confidence(told["confidence"])])
        return Finding(f"{kind} {of}{where}", sure)

    def _silenced(self) -> list[Finding]:
        gone = gettext("the act is no longer in the vocabulary")
        found = [Finding(self._older.act(act), gone) for act in self._gate["acts_gone"]]
        for told in self._gate["silences"]:
            each = changed(self._speaker, told)
            found.append(Finding(each.act, f"{each.facts}: {each.before} → {each.after}"))
        return found
