"""Sealed entries: sixteen or more a day, all of the same look, and all opened later."""

from collections import Counter
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import astuple, dataclass
from datetime import date, timedelta
from typing import Final

from netral_monitor.entries import Opening, Sealed
from netral_monitor.findings import Finding, of_entry
from netral_monitor.rules.clocks import DAY, LATE_SEALED, begin
from netral_verify.canon import spell
from netral_verify.leaf import commitment, digest, kinds
from netral_verify.spelling import b64u, unb64u
from netral_verify.tree import HASH

BATCH: Final = 16
GRACE: Final = 2 * DAY  # within which a daily chore opens what it should
OPENED: Final = ("kind", "link")  # the fields that an opening reveals, the first of the type


@dataclass(slots=True)
class Seal:
    """A sealed entry, and what became known of it."""

    index: int
    type: str
    day: str
    commitment: str
    opened: int | None = None  # index of the opening
    kind: str = ""
    link: str | None = None

    def row(self) -> tuple[int | str | None, ...]:
        """Return all of it, in order."""
        return astuple(self)


Seals = MutableMapping[str, Seal]  # by leaf hash, in base64url


@dataclass(frozen=True, slots=True)
class Terms:
    """How long things may take, in days."""

    opened_after: int = 30
    followed_up: int = 14


def take_sealed(entry: Sealed, seals: Seals) -> None:
    """Take note of a sealed entry."""
    seals[b64u(entry.hash)] = Seal(entry.place, entry.kind, entry.day, entry.commitment)


def take_opening(entry: Opening, seals: Seals, terms: Terms) -> Iterator[Finding]:
    """Open a sealed entry, and check that what is shown was committed to."""
    shown = entry.shown
    seal = seals.get(shown["leaf"])
    if seal is None:
        yield of_entry("opening-unknown", entry.place, leaf=shown["leaf"])
        return
    if seal.opened is not None:
        yield of_entry("opening-twice", entry.place, sealed=seal.index, first=seal.opened)
        return
    if b64u(committed(seal.type, shown)) != seal.commitment:
        yield of_entry("opening-false", entry.place, sealed=seal.index)
        return
    if entry.time < begin(seal.day) + terms.opened_after * DAY:
        yield of_entry("opening-early", entry.place, sealed=seal.index, day=seal.day)
    seal.opened, seal.kind, seal.link = entry.place, shown["kind"], shown["link"]


def committed(kind: str, shown: Mapping[str, object]) -> bytes:
    """Recompute the commitment of a sealed entry from its opening.

    Empty if the opening has not a digest for each field that it leaves closed.
    """
    rest = shown["rest"]
    closed = len(kinds()[kind].fields) - len(OPENED)
    if not isinstance(rest, list) or len(rest) != closed:
        return b""
    digests = [
        digest(salt=unb64u(shown[f"{name}_salt"], HASH), field=name, value=spell(shown[name]))
        for name in OPENED
    ]
    return commitment(kind, [*digests, *(unb64u(each, HASH) for each in rest)])


def judge(seals: Mapping[str, Seal], terms: Terms, now: int) -> Iterator[Finding]:
    """Judge all sealed entries as they stand now."""
    yield from _days(Counter(seal.day for seal in seals.values()), now)
    yield from _unopened(seals, terms, now)
    yield from _steps(seals)
    yield from _unanswered(seals, terms, now)


def _days(counts: Mapping[str, int], now: int) -> Iterator[Finding]:
    for day, count in sorted(counts.items()):
        if count % BATCH and now >= begin(day) + DAY + LATE_SEALED:
            yield Finding("sealed-count", day, None, {"day": day, "count": count})
    if counts:
        each, last = map(date.fromisoformat, (min(counts), max(counts)))
        while each < last or now >= begin(str(each)) + DAY + LATE_SEALED:
            if str(each) not in counts:
                yield Finding("sealed-day-missing", str(each), None, {"day": str(each)})
            each += timedelta(days=1)


def _unopened(seals: Mapping[str, Seal], terms: Terms, now: int) -> Iterator[Finding]:
    closed: dict[str, list[int]] = {}
    for seal in seals.values():
        if seal.opened is None and now >= begin(seal.day) + terms.opened_after * DAY + DAY + GRACE:
            closed.setdefault(seal.day, []).append(seal.index)
    for day, indices in sorted(closed.items()):
        parts = {"day": day, "count": len(indices), "entries": indices}
        yield Finding("unopened", day, indices[0], parts)


def _steps(seals: Mapping[str, Seal]) -> Iterator[Finding]:
    """Find steps that follow no report, and reports or covers that follow something."""
    for seal in seals.values():
        if seal.opened is not None:
            followed = seals.get(seal.link) if seal.link else None
            astray = followed is None if seal.kind == "step" else seal.link is not None
            if astray:
                yield of_entry("step-astray", seal.opened, sealed=seal.index, kind=seal.kind)


def _unanswered(seals: Mapping[str, Seal], terms: Terms, now: int) -> Iterator[Finding]:
    """Find reports without a step in time, once the steps of that time must have been opened."""
    first: dict[str, str] = {}
    for seal in seals.values():
        if seal.kind == "step" and seal.link:
            first[seal.link] = min(seal.day, first.get(seal.link, seal.day))
    for name, seal in seals.items():
        if seal.kind != "report":
            continue
        until = begin(seal.day) + (terms.followed_up + 1) * DAY
        kept = name in first and begin(first[name]) < until
        if not kept and now >= until + terms.opened_after * DAY + GRACE:
            parts = {"day": seal.day, "days": terms.followed_up, "step": first.get(name, "")}
            yield Finding("report-unanswered", str(seal.index), seal.index, parts)
