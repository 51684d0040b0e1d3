"""The history: every checkpoint that was published, in its order, in the database and in files.

A file for each day (UTC) holds one JSON string a line, each a note in full. It tells a monitor
that comes late when each leaf was first witnessed.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

import structlog
from django.db.models.functions import TruncDate

from netral.ledger.core.checkpoint import Checkpoint, cosignatures, opened
from netral.ledger.core.note import Key, Note, NoteWrong
from netral.ledger.core.policy import Policy
from netral.ledger.core.public import history_path
from netral.ledger.core.rebuild import Fetch
from netral.ledger.errors import FileDiffers
from netral.ledger.files import Folder
from netral.ledger.models import Publication

log = structlog.get_logger()
DAY: Final = TruncDate("published_at", tzinfo=UTC)
LATEST: Final = 2  # days that are read again at a start; older ones need only be there


def record(note: Note, now: datetime, *, witnessed: bool) -> Publication:
    """Keep a published state in the database; its time is never before the one before it."""
    state = Checkpoint.parse(note.text)
    times = Publication.objects.order_by("-pk").values_list("published_at", flat=True)
    last = times.first()
    return Publication.objects.create(
        size=state.size,
        root=state.root,
        note=str(note),
        witnessed=witnessed,
        published_at=max(now, last) if last else now,
    )


def line(note: str) -> bytes:
    """Return the line of the history that holds a published note."""
    return json.dumps(note).encode() + b"\n"


def day_of(row: Publication) -> date:
    """Return the day of the history on which a state was published."""
    return row.published_at.astimezone(UTC).date()


def complete(folder: Folder) -> None:
    """Write the days that are missing, and what the last ones lack.

    Raises:
        FileDiffers: a day says something else than the database.
    """
    days = sorted(Publication.objects.order_by().values_list(DAY, flat=True).distinct())
    for day in days:
        path = history_path(day)
        if day not in days[-LATEST:] and folder.has(path):
            continue
        whole = b"".join(map(line, _notes(day)))
        there = folder.fetch(path) or b""
        if not whole.startswith(there):
            raise FileDiffers(path=path)
        if not there:
            folder.replace(path, whole)
        elif there != whole:
            folder.append(path, whole[len(there) :])


def adopt(fetch: Fetch, days: Iterable[date], *, key: Key, policy: Policy, size: int) -> int:
    """Put the states that files show on `days`, in order, into the database if it lacks them.

    A row is written before its line; where it is missing, the database has lost its last moments.
    States larger than `size` are left out. Returns how many were put back.

    Raises:
        FileDiffers: a day says something else than the database, or what the log did not sign.
    """
    done = 0
    for day in days:
        known = _notes(day)
        notes = list(_lines(fetch, day))
        if [str(note) for note in notes[: len(known)]] != known[: len(notes)]:
            raise FileDiffers(path=history_path(day))
        for note in notes[len(known) :]:
            done += _adopt(note, day, key, policy, size)
    if done:
        log.warning("log.publications_put_back", publications=done)
    return done


def is_witnessed(note: Note, policy: Policy) -> bool:
    """Tell whether a note has the witnesses of the quorum, and one at least.

    Raises:
        NoteWrong: a signature in the name of a witness is false.
    """
    return policy.witnessed([each.witness for each in cosignatures(note, policy.keys)])


def _notes(day: date) -> list[str]:
    rows = Publication.objects.annotate(day=DAY).filter(day=day).order_by("pk")
    return list(rows.values_list("note", flat=True))


def _lines(fetch: Fetch, day: date) -> Iterator[Note]:
    """Yield the notes of a day; a last line that was cut off never was one."""
    path = history_path(day)
    for each in (fetch(path) or b"").split(b"\n")[:-1]:
        try:
            yield Note.parse(json.loads(each).encode())
        except (ValueError, AttributeError, RecursionError) as problem:
            raise FileDiffers(path=path) from problem


def _adopt(note: Note, day: date, key: Key, policy: Policy, size: int) -> int:
    try:
        state = opened(note, key)
        signed = [each.time for each in cosignatures(note, policy.keys)]
        witnessed = is_witnessed(note, policy)
    except NoteWrong as problem:
        raise FileDiffers(path=history_path(day)) from problem
    if state.size > size:
        return 0
    begins = datetime.combine(day, time.min, UTC)
    said = datetime.fromtimestamp(max(signed), UTC) if signed else begins
    ends = begins + timedelta(days=1, microseconds=-1)
    record(note, min(max(said, begins), ends), witnessed=witnessed)
    return 1
