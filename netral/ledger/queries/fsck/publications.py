"""The checkpoints that the database says were published, held against those that the files name."""

from collections.abc import Iterator
from datetime import UTC, timedelta
from typing import Final

from netral.ledger.core.checkpoint import TIME, opened
from netral.ledger.core.faults import Code, Fault
from netral.ledger.core.note import Note, NoteWrong
from netral.ledger.core.public import PublicLog, history_path
from netral.ledger.core.tiles import TileWrong
from netral.ledger.models import Publication

# A checkpoint is published soon after its witnesses signed; their clocks are not quite ours.
SOON: Final = timedelta(minutes=10)


def check(log: PublicLog) -> Iterator[Fault]:
    """Yield what does not fit between the published checkpoints of the database and the files.

    While the sequencer runs, one side may be ahead for a moment: what is missing is looked for
    again before it is said.
    """
    before = None
    for row in Publication.objects.order_by("pk").iterator():
        if not _fits(row, log) or (before and row.published_at < before):
            yield Fault(Code.PUBLICATION, f"ledger.Publication {row.pk}", {"size": row.size})
        before = row.published_at
    lacking_rows, lacking_lines = _apart(log)
    if lacking_rows or lacking_lines:
        again_rows, again_lines = _apart(log)
        for where in sorted(lacking_rows & again_rows):
            yield Fault(Code.PUBLICATION, where, {"missing": "row"})
        for where in sorted(lacking_lines & again_lines):
            yield Fault(Code.PUBLICATION, where, {"missing": "line"})


def _apart(log: PublicLog) -> tuple[set[str], set[str]]:
    """Return the lines of the files that have no row, and the rows that have no line."""
    lines = {(path, note): f"{path}:{number}" for path, number, note in log.published()}
    rows = {
        (history_path(at.astimezone(UTC).date()), note): f"ledger.Publication {pk}"
        for pk, at, note in Publication.objects.values_list("pk", "published_at", "note")
    }
    return (
        {where for key, where in lines.items() if key not in rows},
        {where for key, where in rows.items() if key not in lines},
    )


def _fits(row: Publication, log: PublicLog) -> bool:
    try:
        note = Note.parse(row.note.encode())
        state = opened(note, log.key)
        if (state.size, state.root) != (row.size, bytes(row.root)) or state.size > log.state.size:
            return False
        same = log.rebuild.reader().root(state.size) == state.root
    except (NoteWrong, TileWrong):
        return False
    return same and _in_time(row, note)


def _in_time(row: Publication, note: Note) -> bool:
    """Tell whether a row says that it was published when its witnesses signed."""
    others = [each for each in note.signatures if each.name != note.text.partition("\n")[0]]
    times = [TIME.unpack_from(each.octets)[0] for each in others if len(each.octets) > TIME.size]
    return all(abs(row.published_at.timestamp() - time) <= SOON.total_seconds() for time in times)
