"""Answering for a receipt: where it stands, what it still waits for, or what is wrong with it."""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import Enum, auto

from django.conf import settings

from netral.ledger.core.note import NoteWrong
from netral.ledger.core.proof import Proof
from netral.ledger.core.tiles import TileWrong
from netral.ledger.core.tree import ProofWrong, verify_inclusion
from netral.ledger.queries.promises import due, promise_key
from netral.ledger.queries.receipts import NAMES, Rows
from netral.ledger.queries.state import published
from netral.signing.core import readings
from netral.signing.models import Paper
from netral.signing.queries import look_into
from netral.transparency.core.asked import (
    Asked,
    ByCode,
    ByHash,
    ByIndex,
    ByPromise,
    ByProof,
    Elsewhere,
    note,
)
from netral.transparency.core.judged import Judged, Part, judge
from netral.transparency.queries import entries
from netral.transparency.queries.state import trusted


class Outcome(Enum):
    """What can be said of what was asked for."""

    STANDS = auto()  # an entry with a place
    WAITS = auto()  # an entry without one yet
    PROVEN = auto()  # a proof that holds
    NO_PAPER = auto()  # no paper has this code
    UNKNOWN = auto()  # nothing like it is in this log
    ELSEWHERE = auto()  # of another log
    WRONG = auto()  # a proof of which a part is wrong
    FORKED = auto()  # a proof that holds, of a log that this one does not continue
    AHEAD = auto()  # likewise, and longer than this one
    BROKEN = auto()  # a promise that was not kept
    VANISHED = auto()  # a promise still open, of an entry that is not there
    FORGED = auto()  # a promise that this log did not give
    BARE = auto()  # a file without a proof
    UNREADABLE = auto()  # a file that cannot be read
    NOT_BEGUN = auto()  # the log has no key yet


@dataclass(frozen=True, slots=True)
class Answer:
    """An outcome with what belongs to it."""

    outcome: Outcome
    entry: entries.Shown | None = None
    by: datetime | None = None  # until when its place was promised
    wrong: tuple[Part, ...] = ()
    judged: Judged | None = None
    where: str = ""  # the other log, or the other site
    code: str = ""  # of the paper through which it was found
    inside: bool = False  # it was found in a PDF that is not, octet for octet, one sealed here


def answer(asked: Asked, now: datetime) -> Answer:
    """Answer what was typed or pasted."""
    match asked:
        case ByPromise():
            return _of_promise(asked, now)
        case ByProof(octets):
            return _of_proof(octets)
        case Elsewhere(host):
            return Answer(Outcome.ELSEWHERE, where=host)
        case ByCode(typed):
            return _of_paper(typed)
    return _found(_named(asked))


def _named(asked: ByHash | ByIndex) -> entries.Shown | None:
    match asked:
        case ByHash(leaf):
            return entries.by_hash(leaf)
        case ByIndex(index):
            return entries.by_index(index)


def known_file(octets: bytes, now: datetime) -> Answer | None:
    """Answer for a file that needs no examination: a proof, a promise, or a paper sealed here."""
    asked = note(octets)
    if asked is not None:
        return answer(asked, now)
    same = Paper.objects.filter(sha256=hashlib.sha256(octets).hexdigest()).first()
    return _found_paper(same) if same else None


def strange_file(octets: bytes, now: datetime) -> Answer:
    """Answer for a file of unknown origin, by the proof or the promise inside it.

    Raises:
        ExaminerBusy: another strange file is being examined.
    """
    for name in NAMES:
        look = look_into(octets, name)
        if not look.readable:
            return Answer(Outcome.UNREADABLE)
        asked = note(look.attached)
        if asked is not None:
            return replace(answer(asked, now), inside=True)
    return Answer(Outcome.BARE)


def _found(entry: entries.Shown | None) -> Answer:
    if entry is None:
        return Answer(Outcome.UNKNOWN)
    if entry.index is not None:
        return Answer(Outcome.STANDS, entry)
    return Answer(Outcome.WAITS, entry, by=due(entry.logged_at, entry.not_before))


def _of_paper(typed: str) -> Answer:
    found = Paper.objects.filter(code__in=readings(typed)).first()
    return _found_paper(found) if found else Answer(Outcome.NO_PAPER)


def _found_paper(paper: Paper) -> Answer:
    return replace(_found(entries.by_pk(paper.proving().pk)), code=paper.code)


def _of_promise(asked: ByPromise, now: datetime) -> Answer:
    said = asked.promise
    if said.origin != settings.LOG_ORIGIN:
        return Answer(Outcome.ELSEWHERE, where=said.origin)
    try:
        asked.note.verify(promise_key())
    except NoteWrong:
        return Answer(Outcome.FORGED)
    by = _instant(said.by)
    entry = entries.by_hash(said.leaf)
    if entry is not None and entry.index is not None:
        return Answer(Outcome.STANDS, entry, by=by)
    if by is None or now >= by:
        return Answer(Outcome.BROKEN, entry, by=by)
    return Answer(Outcome.WAITS if entry else Outcome.VANISHED, entry, by=by)


def _instant(seconds: int) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def _of_proof(octets: bytes) -> Answer:
    whom = trusted()
    log = whom.logs.get(settings.LOG_ORIGIN)
    if log is None:
        return Answer(Outcome.NOT_BEGUN)
    stands = _claimed(octets)
    found = judge(octets, log, whom.keys, stands.leaf_hash if stands else None)
    if Part.LOG in found.wrong:
        return Answer(Outcome.ELSEWHERE, where=found.origin, judged=found)
    if found.wrong:
        return Answer(Outcome.WRONG, wrong=_narrowed(found), judged=found)
    entry = entries.by_hash(found.leaf) if found.leaf else None
    outcome = _against(found)
    return Answer(outcome, entry, judged=found)


def _claimed(octets: bytes) -> entries.Shown | None:
    """Return the entry at the place that a proof names: it may leave its leaf out."""
    try:
        return entries.by_index(Proof.parse(octets).index)
    except NoteWrong:
        return None


def _narrowed(found: Judged) -> tuple[Part, ...]:
    """Say which part leads astray: the entry, its place, or the fingerprints in between."""
    if Part.PATH not in found.wrong or found.leaf is None:
        return found.wrong
    entry = entries.by_hash(found.leaf)
    if entry is None:
        part = Part.LEAF
    else:
        part = Part.INDEX if _leads(found, found.leaf, entry.index) else Part.PATH
    return tuple(part if each is Part.PATH else each for each in found.wrong)


def _leads(found: Judged, leaf: bytes, index: int | None) -> bool:
    """Tell whether a proof that does not hold would do so for another index."""
    at = -1 if index is None else index
    try:
        verify_inclusion(index=at, size=found.size, leaf=leaf, proof=found.path, root=found.root)
    except ProofWrong:
        return False
    return True


def _against(found: Judged) -> Outcome:
    """Hold a proof that is sound in itself against the log as it is here."""
    newest = published()
    if newest is None or found.size > newest.size:
        return Outcome.AHEAD
    try:
        root = Rows(newest.size).root(found.size)
    except TileWrong:
        return Outcome.FORKED
    return Outcome.PROVEN if root == found.root else Outcome.FORKED
