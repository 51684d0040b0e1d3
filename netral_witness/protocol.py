"""C2SP tlog-witness, `add-checkpoint`: what may be asked, and what is answered."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from netral_verify import Wrong, require
from netral_verify.note import Checkpoint, Note
from netral_verify.spelling import number, unb64
from netral_verify.tree import EMPTY, HASH, check_consistency
from netral_witness.config import Log
from netral_witness.key import Cosigner
from netral_witness.record import Book, Record, State

LONGEST: Final = 256 * 1024  # octets of a submission
LONGEST_STATE: Final = 8192  # characters: what is kept as evidence must not fill the disk
MOST: Final = 63  # hashes of a proof
SIZE_TYPE: Final = "text/x.tlog.size"
TEXT: Final = "text/plain; charset=utf-8"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """A status of HTTP, and what goes with it."""

    status: int
    body: bytes
    content_type: str = TEXT


@dataclass(frozen=True, slots=True)
class Submission:
    """A state that somebody wants cosigned, and the proof that it contains an older one."""

    old: int
    proof: tuple[bytes, ...]
    note: Note
    state: Checkpoint

    @classmethod
    def parse(cls, body: bytes) -> "Submission":
        """Read the body of a request.

        Raises:
            Wrong: it has another shape.
        """
        head, gap, rest = body.partition(b"\n\n")
        require(gap and head.isascii(), "a submission is a size, a proof, an empty line, a note")
        first, *lines = head.decode().split("\n")
        require(first.startswith("old "), "the first line of a submission is: old SIZE")
        require(len(lines) <= MOST, "a proof has up to 63 lines")
        proof = tuple(map(unb64, lines))
        require(all(len(each) == HASH for each in proof), "a hash has 32 octets")
        note = Note.parse(rest)
        state = Checkpoint.parse(note.text, extended=True)
        found = cls(number(first.removeprefix("old ")), proof, note, state)
        require(found.old <= state.size, "the old size is greater than the new one")
        return found


class Witness:
    """Cosigns states of the logs it knows. `clock` gives the time in POSIX seconds."""

    def __init__(
        self,
        cosigner: Cosigner,
        logs: Mapping[str, Log],
        record: Record,
        clock: Callable[[], float],
    ) -> None:
        self.cosigner, self.logs, self.record, self._clock = cosigner, logs, record, clock

    def add(self, body: bytes) -> Answer:
        """Answer the body of a request.

        Raises:
            sqlite3.Error: it cannot be recorded, so nothing was signed.
        """
        try:
            asked = Submission.parse(body)
        except Wrong as wrong:
            return said(400, wrong)
        return self.consider(asked)

    def consider(self, asked: Submission) -> Answer:
        """Cosign a state, or refuse it.

        Raises:
            sqlite3.Error: it cannot be recorded, so nothing was signed.
        """
        known = self.logs.get(asked.state.origin)
        if known is None:
            return said(404, "this log is not witnessed here")
        if len(asked.note.text) > LONGEST_STATE:
            return said(400, "a state is not as long as that")
        note = signed_by(asked.note, known)
        if note is None:
            return said(403, "the log did not sign this state")
        with self.record.writing() as book:
            found = self._judge(book, replace(asked, note=note))
        if isinstance(found, Answer):
            log.info("%s %d: %d", asked.state.origin, asked.state.size, found.status)
            return found
        log.info("%s %d: cosigned", asked.state.origin, asked.state.size)
        return Answer(200, str(self.cosigner.sign(note.text, found)).encode())

    def cosigned(self, origin: str) -> Note | None:
        """Return the newest state of a log as this witness cosigned it."""
        with self.record.reading() as book:
            newest = book.newest(origin)
        if newest is None:
            return None
        own = self.cosigner.sign(newest.note.text, newest.time)
        return replace(newest.note, signatures=(*newest.note.signatures, own))

    def _judge(self, book: Book, asked: Submission) -> Answer | int:
        """Return a refusal, or the time to sign with once the state is recorded."""
        state, newest = asked.state, book.newest(asked.state.origin)
        now = int(self._clock())
        forked = self._forked(book, asked, now)
        size = newest.size if newest else 0
        if asked.old != size or (forked and state.size == size):
            return Answer(409, f"{size}\n".encode(), SIZE_TYPE)
        try:
            check_consistency(
                old=size,
                new=state.size,
                old_root=newest.root if newest else EMPTY,
                new_root=state.root,
                proof=asked.proof,
            )
        except Wrong as wrong:
            self._suspect(book, asked, newest, now)
            return said(422, wrong)
        time = book.tick(now)
        book.advance(state, asked.note, time)
        return time

    def _forked(self, book: Book, asked: Submission, now: int) -> bool:
        """Tell whether the log signed another root of the same size before; keep both if so."""
        state = asked.state
        before = book.cosigned(state.origin, state.size)
        if before is None or before[0] == state.root:
            return False
        if book.keep("fork", state, known=before[1], other=asked.note, time=now):
            log.critical("FORK: %s signed two states of size %d", state.origin, state.size)
        return True

    def _suspect(self, book: Book, asked: Submission, newest: State | None, now: int) -> None:
        if newest is not None and book.keep(
            "unproven", asked.state, known=newest.note, other=asked.note, time=now
        ):
            log.warning("%s %d: not shown to follow", asked.state.origin, asked.state.size)


def signed_by(note: Note, known: Log) -> Note | None:
    """Return the note with the log's own signatures alone; None if it has none that is true."""
    own = []
    for key in known.keys:
        try:
            note.verify(key)
        except Wrong:
            continue
        own += note.by(key)[:1]  # the key can make as many as it likes
    return replace(note, signatures=tuple(own)) if own else None


def said(status: int, why: Wrong | str) -> Answer:
    """Return a refusal in words."""
    return Answer(status, f"{why}\n".encode())
