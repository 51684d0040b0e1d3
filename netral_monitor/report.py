"""A report as text for people, and as JSON for programs (docs/guide/monitor.md)."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from netral_monitor.findings import GRADES as GRADE_OF
from netral_monitor.findings import Finding, Grade
from netral_monitor.rules.clocks import spoken
from netral_monitor.task import Report
from netral_monitor.words import say
from netral_verify.spelling import b64

FORMAT: Final = "netral/monitor/v1"
CLEAN: Final = 0
FOUND: Final = 1
UNREADABLE: Final = 2
SHOWN: Final = 10  # findings of one code that the text lists


def exit_code(report: Report) -> int:
    """Return 1 if anything stands that is more than a note and was not acknowledged.

    A log that is not sound cannot be acknowledged away: nothing in it is checked any further.
    """
    found = any(each.grade != Grade.NOTE for each in _open(report))
    return FOUND if found or not report.sound else CLEAN


def as_text(report: Report, language: str) -> str:
    """Return the report for people."""
    parts = (_state, _graded, _ends)
    return "".join(f"{line}\n" for part in parts for line in part(report, language))


def as_json(report: Report, language: str) -> str:
    """Return the report for programs. The keys stay the same for as long as the format does."""
    said: dict[str, Any] = {
        "format": FORMAT,
        "verdict": "findings" if exit_code(report) else "clean",
        "sound": report.sound,
        "log": {
            "origin": report.origin,
            "size": report.size,
            "root": b64(report.root),
            "witnessed": report.witnessed,
            "witnesses": list(report.witnesses),
            "of_witnesses": report.of_witnesses,
        },
        "read": {"from": report.known if report.sound else 0, "to": report.size},
        "types": dict(sorted(report.types.items())),
        "counts": {str(grade): _count(report, grade) for grade in Grade},
        "findings": [_as_record(report, each, language) for each in _sorted(report)],
        "evidence": [str(path) for path in report.evidence],
    }
    return json.dumps(said, indent=1, ensure_ascii=False) + "\n"


def as_error(message: str) -> str:
    """Return what a program is told when the log could not be read."""
    return json.dumps({"format": FORMAT, "verdict": "unreadable", "error": message}) + "\n"


def told(finding: Finding, language: str) -> str:
    """Return the sentence of a finding."""
    parts = {"index": finding.index, **finding.parts}
    return say("findings", finding.code, language, **parts)


def _state(report: Report, language: str) -> Iterator[str]:
    """Say which log it is, how large, how well witnessed, and whether it is sound."""
    if report.origin:
        fresh = report.size - report.known if report.sound else 0
        state = {"origin": report.origin, "size": report.size, "fresh": fresh}
        yield say("heads", "state", language, **state)
        yield say("heads", "root", language, root=b64(report.root))
    if report.origin and report.quorum:
        seen = {"count": len(report.witnesses), "all": report.of_witnesses}
        time = spoken(report.witnessed or 0)
        yield say("heads", "seen" if report.witnessed else "unseen", language, **seen, time=time)
    yield say("heads", "sound" if report.sound else "unsound", language)
    if report.types:
        types = ", ".join(f"{name} {count}" for name, count in sorted(report.types.items()))
        yield say("heads", "types", language) + types  # of the closed list: never too long


def _graded(report: Report, language: str) -> Iterator[str]:
    """Say what was found, the worst first, and what to do about it."""
    findings = _open(report)
    if not findings:
        yield say("heads", "clean", language)
    for grade in Grade:
        if graded := [each for each in findings if each.grade == grade]:
            yield ""
            yield f"{say('grades', grade, language)} ({_count(report, grade)})"
            yield from _listed(report, graded, language)
            yield f"  {say('remedies', grade, language)}"


def _listed(report: Report, graded: Sequence[Finding], language: str) -> Iterator[str]:
    for code in dict.fromkeys(each.code for each in graded):
        same = [each for each in graded if each.code == code]
        for each in same[:SHOWN]:
            new = (each.code, each.about) not in report.old
            yield f"- {say('heads', 'new', language) if new else ''}{told(each, language)}"
        more = len(same) - len(same[:SHOWN])
        more += max(0, report.findings.counts[code] - _kept(report, code))
        if more:
            yield f"  {say('heads', 'more', language, count=more)}"


def _ends(report: Report, language: str) -> Iterator[str]:
    if known := len(report.findings.listed) - len(_open(report)):
        yield say("heads", "known", language, count=known)
    for path in report.evidence:
        yield say("heads", "evidence", language, path=path)


def _as_record(report: Report, finding: Finding, language: str) -> dict[str, Any]:
    key = (finding.code, finding.about)
    return {
        "grade": str(finding.grade),
        "code": finding.code,
        "about": finding.about,
        "index": finding.index,
        "new": key not in report.old,
        "acknowledged": report.old.get(key, False),
        "detail": dict(finding.parts),
        "text": told(finding, language),
    }


def _open(report: Report) -> list[Finding]:
    """Return the findings that were not acknowledged, the worst first."""
    return [f for f in _sorted(report) if not report.old.get((f.code, f.about), False)]


def _sorted(report: Report) -> list[Finding]:
    grades = list(Grade)
    return sorted(
        report.findings.listed.values(),
        key=lambda f: (grades.index(f.grade), f.code, f.index if f.index is not None else -1),
    )


def _count(report: Report, grade: Grade) -> int:
    return sum(
        max(report.findings.counts[code], _kept(report, code))
        for code, its in GRADE_OF.items()
        if its == grade
    )


def _kept(report: Report, code: str) -> int:
    return sum(each == code for each, _ in report.findings.listed)
