"""What a roster changes: each line compared with who is known, and who is missing from it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final, NamedTuple

from netral.kernel.words import N_
from netral.orgs.core import PLAIN, SERVING, Service
from netral.orgs.core.identity import shared
from netral.orgs.core.oddities import Reason, Warn
from netral.orgs.core.roster import Line, Refused


class Verdict(StrEnum):
    """What one line does. The verdicts of all lines sum to the lines of the file."""

    NEW = "new"
    CHANGED = "changed"
    TRANSFERRED = "transferred"
    ON_LEAVE = "on_leave"
    RETIRED = "retired"
    DECEASED = "deceased"
    ENDED = "ended"
    MOVED_AWAY = "moved_away"
    RETURNED = "returned"
    UNCHANGED = "unchanged"
    PASSED_OVER = "passed_over"  # serves no longer and was never known here
    DUPLICATE = "duplicate"
    REFUSED = "refused"


VERDICT_WORDS: Final[Mapping[Verdict, str]] = {
    Verdict.NEW: N_("New"),
    Verdict.CHANGED: N_("Changed data"),
    Verdict.TRANSFERRED: N_("Transferred to another unit"),
    Verdict.ON_LEAVE: N_("Gone on leave"),
    Verdict.RETIRED: N_("Retired"),
    Verdict.DECEASED: N_("Deceased"),
    Verdict.ENDED: N_("Stopped serving"),
    Verdict.MOVED_AWAY: N_("Moved to another institution"),
    Verdict.RETURNED: N_("Serving again"),
    Verdict.UNCHANGED: N_("Unchanged"),
    Verdict.PASSED_OVER: N_("Not serving and not known here"),
    Verdict.DUPLICATE: N_("The same line twice"),
    Verdict.REFUSED: N_("Lines refused"),
}

LEFT: Final = {
    Service.RETIRED: Verdict.RETIRED,
    Service.DECEASED: Verdict.DECEASED,
    Service.ENDED: Verdict.ENDED,
    Service.MOVED: Verdict.MOVED_AWAY,
    Service.LEAVE: Verdict.ON_LEAVE,
}

# What a line may change of a known person. An empty cell never erases what is known.
COMPARED: Final = (*PLAIN, "unit", "service", "note", "warnings")


class Known(NamedTuple):
    """A person as the house has them."""

    pk: int
    kind: str
    identity: str
    nik_hash: str
    name: str
    title_front: str
    title_back: str
    position: str
    grade: str
    email: str
    phone: str
    unit: int
    service: str
    note: str
    warnings: list[str]
    leave_until: date | None


class Change(NamedTuple):
    """One person to be written: who, what the line says, and what differs from before."""

    verdict: Verdict
    line: Line
    nik_hash: str
    known: Known | None
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(slots=True)
class Findings:
    """What a whole file would do."""

    counts: dict[Verdict, int] = field(default_factory=lambda: dict.fromkeys(Verdict, 0))
    changes: list[Change] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    missing: list[Known] = field(default_factory=list)

    @property
    def lines(self) -> int:
        """Return how many lines were judged."""
        return sum(self.counts.values())


def judge(
    lines: Sequence[tuple[Line, str]],
    refused: Iterable[Refused],
    known: Mapping[str, Known],
    *,
    today: date,
) -> Findings:
    """Judge every line, each with the keyed hash of its NIK, against who is known by number."""
    found = Findings(refused=list(refused))
    found.counts[Verdict.REFUSED] = len(found.refused)
    first: dict[str, Line] = {}
    doubtful = _shared_niks(lines, known)
    for read, nik_hash in lines:
        if earlier := first.get(read.identity):
            _repeat(found, read, earlier)
            continue
        first[read.identity] = read
        line = read
        if nik_hash in doubtful:
            line = read._replace(warnings=sorted({*read.warnings, Warn.NIK_SHARED.value}))
        change = _change(line, nik_hash, known.get(line.identity), today)
        found.counts[change.verdict] += 1
        if change.verdict not in {Verdict.UNCHANGED, Verdict.PASSED_OVER}:
            found.changes.append(change)
    found.missing = _missing(first, found.refused, known)
    return found


def _shared_niks(lines: Sequence[tuple[Line, str]], known: Mapping[str, Known]) -> frozenset[str]:
    """Return the hashes of NIKs under which more than one number stands, here or in the file."""
    pairs = {(k.nik_hash, k.identity) for k in known.values() if k.nik_hash}
    pairs.update((nik_hash, line.identity) for line, nik_hash in lines if nik_hash)
    return shared(nik_hash for nik_hash, _ in pairs)


def _repeat(found: Findings, line: Line, earlier: Line) -> None:
    if line._replace(at=0) == earlier._replace(at=0):
        found.counts[Verdict.DUPLICATE] += 1
        return
    found.counts[Verdict.REFUSED] += 1
    facts = {"other": earlier.at}
    reason = Reason.CONTRADICTS_LINE.value
    found.refused.append(Refused(line.at, reason, facts, line.identity, line.name, ""))


def _change(line: Line, nik_hash: str, known: Known | None, today: date) -> Change:
    serves = Service(line.service) in SERVING
    if known is None:
        verdict = Verdict.NEW if serves else Verdict.PASSED_OVER
        return Change(verdict, line, nik_hash, None, {}, {})
    if _stays_on_leave(line, known, today):
        line = line._replace(service=known.service, note=known.note)
    before, after = _differences(line, nik_hash, known)
    return Change(_verdict(line, known, after), line, nik_hash, known, before, after)


def _stays_on_leave(line: Line, known: Known, today: date) -> bool:
    """Tell whether a leave recorded by hand outlasts a roster that knows only "active"."""
    return (
        known.service == Service.LEAVE
        and line.service == Service.ACTIVE
        and known.leave_until is not None
        and known.leave_until >= today
    )


def _differences(line: Line, nik_hash: str, known: Known) -> tuple[dict[str, Any], dict[str, Any]]:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for name in COMPARED:
        new, old = getattr(line, name), getattr(known, name)
        if new != old and (new or name in {"warnings", "note"}):
            before[name], after[name] = old, new
    if nik_hash and nik_hash != known.nik_hash:
        before["nik"], after["nik"] = "", ""  # that it changed, never what it was
    return before, after


def _verdict(line: Line, known: Known, after: Mapping[str, Any]) -> Verdict:
    if not after:
        return Verdict.UNCHANGED
    if line.service == known.service:
        return Verdict.TRANSFERRED if "unit" in after else Verdict.CHANGED
    served, serves = Service(known.service) in SERVING, Service(line.service) in SERVING
    if line.service == Service.ACTIVE or (serves and not served):
        return Verdict.RETURNED
    return LEFT[Service(line.service)] if served else Verdict.CHANGED


def _missing(
    first: Mapping[str, Line], refused: Iterable[Refused], known: Mapping[str, Known]
) -> list[Known]:
    """Return who serves, is of a kind that the file lists, and stands on no line of it."""
    kinds = {line.kind for line in first.values()}
    seen = {r.number for r in refused}
    return [
        k
        for number, k in known.items()
        if k.kind in kinds
        and Service(k.service) in SERVING
        and number not in first
        and number not in seen
    ]
