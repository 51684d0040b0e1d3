"""Marks: what a page or a paper shows of where an entry stands in the log."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

import structlog

from netral.ledger.core.checkpoint import cosignatures
from netral.ledger.core.leaf import b64u
from netral.ledger.core.note import Key, Note, NoteWrong
from netral.ledger.core.policy import PolicyWrong
from netral.ledger.models import Entry, Place, Publication
from netral.ledger.queries.state import policy, published, witnessed

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Mark:
    """The place of an entry in the newest checkpoint that covers it; no index: it waits."""

    leaf_hash: str  # base64url
    logged_at: datetime
    index: int | None = None
    size: int = 0  # entries in that checkpoint
    cosigned: int = 0  # witnesses who signed it
    witnesses: int = 0  # witnesses whom the policy names
    witnessed: bool = False  # those who signed are enough

    @property
    def waits(self) -> bool:
        """Tell whether there is only a promise so far."""
        return self.index is None

    @property
    def address(self) -> str:
        """Return the path of the public page of the entry."""
        return _path(self.index, self.leaf_hash)

    @property
    def file(self) -> str:
        """Return the path of the proof that everybody may have, which opens no field."""
        return f"/bukti/{self.leaf_hash}/bukti.tlog-proof"


def place(index: int | None, entry: Entry) -> str:
    """Return the path of the public page of an entry: its place, if it has one, and its hash."""
    return _path(index, b64u(bytes(entry.leaf_hash)))


def _path(index: int | None, leaf_hash: str) -> str:
    return f"/bukti/{'-' if index is None else index}/{leaf_hash}/"


def mark(entry: Entry) -> Mark:
    """Return the mark of an entry."""
    return marks([entry])[entry.pk]


def marks(entries: Iterable[Entry]) -> dict[int, Mark]:
    """Return the marks of entries by their ids, with the same few queries however many."""
    wanted = {entry.pk: entry for entry in entries}
    states = newest() if wanted else []
    found = Place.objects.filter(entry__in=wanted).values_list("entry", "index")
    places: dict[int, int] = dict(found) if states else {}
    witnesses = _witnesses() if places else ()
    return {pk: _mark(entry, places.get(pk), states, witnesses) for pk, entry in wanted.items()}


def newest() -> list[Publication]:
    """Return the newest witnessed checkpoint, and the newest at all where that is another."""
    last = published()
    if last is None or last.witnessed:
        return [last] if last else []
    return [state for state in (witnessed(), last) if state is not None]


def _mark(
    entry: Entry, index: int | None, states: list[Publication], witnesses: tuple[Key, ...]
) -> Mark:
    state = next((s for s in states if index is not None and index < s.size), None)
    leaf_hash = b64u(bytes(entry.leaf_hash))
    if state is None:
        return Mark(leaf_hash, entry.logged_at)
    return Mark(
        leaf_hash=leaf_hash,
        logged_at=entry.logged_at,
        index=index,
        size=state.size,
        cosigned=len(signed(state.note, witnesses)),
        witnesses=len(witnesses),
        witnessed=state.witnessed and bool(witnesses),
    )


def _witnesses() -> tuple[Key, ...]:
    """Return whom the policy names; a policy that cannot be read keeps nobody from a page."""
    try:
        return tuple(policy().keys)
    except (PolicyWrong, NoteWrong, OSError) as wrong:
        log.error("log.policy_not_read", problem=str(wrong))  # noqa: TRY400
        return ()


@lru_cache(maxsize=16)
def signed(checkpoint: str, keys: tuple[Key, ...]) -> Mapping[Key, datetime]:
    """Return who of these witnesses signed a checkpoint, and when; a false signature is none."""
    found: dict[Key, datetime] = {}
    for key in keys:
        with suppress(NoteWrong, ValueError, OverflowError, OSError):  # or no time of a calendar
            for each in cosignatures(Note.parse(checkpoint.encode()), [key]):
                found[key] = datetime.fromtimestamp(each.time, UTC)
    return found
