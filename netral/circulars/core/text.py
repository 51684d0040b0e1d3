"""The frozen text of a circular: what its hash covers, and the words above the signature."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from netral.calendar.core.elections import SURE
from netral.circulars.core import ClauseKind, Relay
from netral.kernel.canon import canonical


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseText:
    """One clause as it is written, drafted and compared.

    `kinds` are the person kinds it binds, none meaning the whole audience. `restates` is the
    id of the parent's clause that a derived circular repeats.
    """

    kind: ClauseKind
    text: str
    conditions: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    phase: str = ""
    due_at: datetime | None = None
    restates: int | None = None

    def stored(self) -> dict[str, object]:
        """Return the clause as the hash covers it; ids of rows stay outside."""
        return {
            "kind": self.kind.value,
            "text": self.text,
            "conditions": list(self.conditions),
            "kinds": sorted(self.kinds),
            "phase": self.phase,
            "due_at": instant(self.due_at),
        }


def text_record(facts: Mapping[str, Any], clauses: list[ClauseText]) -> dict[str, object]:
    """Return a circular as its hash covers it; `facts` are its JSON-ready fields."""
    return {
        "format": "netral.circular/1",
        **facts,
        "clauses": [clause.stored() for clause in clauses],
    }


def text_sha256(facts: Mapping[str, Any], clauses: list[ClauseText]) -> str:
    """Hash the canonical form of a circular."""
    return record_sha256(text_record(facts, clauses))


def record_sha256(record: Mapping[str, Any]) -> str:
    """Hash the canonical form (RFC 8785) of a circular."""
    return hashlib.sha256(canonical(record)).hexdigest()


def instant(at: datetime | None) -> str | None:
    """Spell an instant in UTC to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


def is_doubtful(confidence: str) -> bool:
    """Tell whether a fact has to be marked: it comes from memory, or sources conflict."""
    return bool(confidence) and confidence not in {sure.value for sure in SURE}


CAPACITY_MARKS: Final = {"pj": "Pj. ", "pjs": "Pjs. ", "plt": "Plt. ", "plh": "Plh. "}


def signature_lines(
    *, relay: Relay, on_behalf_of: str, under: str, capacity: str, title: str
) -> list[str]:
    """Return the lines above the name, by capacity and relay (law.md §4.2).

    `a.n.` names whose authority is used; `u.b.` stands under it and names the office between.
    """
    own = f"{CAPACITY_MARKS.get(capacity, '')}{title.upper()},"
    if relay is Relay.DIRECT:
        return [own]
    above = [f"a.n. {_upper_keeping_mark(on_behalf_of)}"]
    if relay is Relay.ON_BEHALF:
        return [*above, own]
    return [*above, f"{under.upper()}", "u.b.", own]


def _upper_keeping_mark(title: str) -> str:
    """Set a title in capitals but keep "Pj." and its kin as they are written."""
    for mark in CAPACITY_MARKS.values():
        if title.startswith(mark):
            return mark + title.removeprefix(mark).upper()
    return title.upper()
