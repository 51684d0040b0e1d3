"""The states that a log has published: `checkpoint`, and `history/YYYY-MM-DD`.

A line of history is a signed note as a JSON text. Lines are only ever added.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from typing import Final, NamedTuple

from netral_monitor.findings import Finding
from netral_monitor.source import Missing, Source
from netral_monitor.words import reasons
from netral_verify import Wrong, require
from netral_verify.note import Checkpoint, Key, Note, cosignatures, open_checkpoint
from netral_verify.policy import Policy

GREATEST_DAY: Final = 256 * 1024 * 1024  # octets: a note each second
GREATEST_NOTE: Final = 512 * 1024
FIRST_DAY: Final = date(2026, 1, 1)  # there was no log before


class State(NamedTuple):
    """A state that the log signed. `time`: by when enough witnesses had seen it; None: not yet.

    Under a policy that asks for no witness, nobody vouches for a time: it is None too.
    """

    size: int
    root: bytes
    time: int | None
    note: bytes
    witnesses: tuple[str, ...]  # those that signed, by their names in the policy


class Day(NamedTuple):
    """How much of the history of a day has been read."""

    length: int
    digest: str  # SHA-256 of that much, in hexadecimal


@dataclass(slots=True)
class History:
    """What was read of the history: fresh states in order, how far it goes, what is wrong."""

    states: list[State] = field(default_factory=list)
    days: dict[str, Day] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def open_state(octets: bytes, policy: Policy) -> State:
    """Verify a published note.

    Raises:
        Wrong: no log of the policy signed it, or a signature of a witness is false.
    """
    note = Note.parse(octets)
    origin = note.text.partition("\n")[0]
    key: Key | None = policy.logs.get(origin)
    if key is None:
        msg = "the policy does not know the log {origin}"
        raise Wrong(msg, origin=origin)
    state: Checkpoint = open_checkpoint(note, key)
    seen = dict(cosignatures(note, policy.keys))
    names = tuple(each.name for each in policy.witnesses.values() if each.key in seen)
    return State(state.size, state.root, policy.met(seen) or None, octets, names)


def read_history(
    source: Source, policy: Policy, known: dict[str, Day], days: Sequence[date]
) -> History:
    """Read what was added to the history on those days."""
    history = History()
    for day in days:
        path, name = f"history/{day}", str(day)
        before = known.get(name)
        try:
            octets = source.read(path, GREATEST_DAY)
        except Missing:
            if before:
                history.findings.append(Finding("history-rewritten", name, None, {"day": name}))
            continue
        read = before.length if before else 0
        if before and sha256(octets[:read]).hexdigest() != before.digest:
            history.findings.append(Finding("history-rewritten", name, None, {"day": name}))
            read = 0
        history.files[path] = octets
        whole = octets[: octets.rfind(b"\n") + 1]
        if len(whole) < len(octets):
            history.findings.append(_damaged(name, octets.count(b"\n") + 1, Wrong("it is cut off")))
        _read_lines(history, name, whole, read, policy)
        history.days[name] = Day(len(whole), sha256(whole).hexdigest())
    return history


def _read_lines(history: History, name: str, whole: bytes, read: int, policy: Policy) -> None:
    first = whole.count(b"\n", 0, read) + 1
    for place, line in enumerate(whole[read:].split(b"\n")[:-1], first):
        try:
            history.states.append(open_state(_note(line), policy))
        except Wrong as wrong:
            history.findings.append(_damaged(name, place, wrong))


def _note(line: bytes) -> bytes:
    require(len(line) <= GREATEST_NOTE, "a signed note is not as long as that")
    try:
        said = json.loads(line)
        require(isinstance(said, str), "a line of history is a text in JSON")
        return str(said).encode()
    except (ValueError, RecursionError) as wrong:
        if isinstance(wrong, Wrong):
            raise
        msg = "a line of history is a text in JSON"
        raise Wrong(msg) from wrong


def _damaged(day: str, place: int, wrong: Wrong) -> Finding:
    parts = {"day": day, "line": place, **reasons(wrong)}
    return Finding("history-damaged", f"{day} {place}", None, parts)


def days_between(first: date, last: date) -> Iterator[date]:
    """Yield the days of which there may be a history, both included."""
    day = max(first, FIRST_DAY)
    while day <= last:
        yield day
        day += timedelta(days=1)
