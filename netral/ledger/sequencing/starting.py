"""What is checked before the sequencer goes on: that the database is the one the public knows.

A restored older database would give numbers away that others have receipts for. So what was
published, here and at the witnesses, is held against it first.
"""

from datetime import datetime

import structlog
from django.db import DatabaseError, connection, transaction

from netral.ledger import guards
from netral.ledger.core.checkpoint import Checkpoint, opened
from netral.ledger.core.note import Key, Note, NoteWrong, Signer
from netral.ledger.core.policy import Policy, PolicyWrong
from netral.ledger.core.public import CHECKPOINT
from netral.ledger.core.tree import EMPTY
from netral.ledger.errors import (
    AnotherLog,
    FileDiffers,
    GuardsMissing,
    LogBehind,
    LogDiffers,
    NoKey,
    PolicyUnread,
    TablesDiffer,
)
from netral.ledger.files import POLICY, VKEY, Folder
from netral.ledger.keys import log_signer
from netral.ledger.models import Head
from netral.ledger.queries.state import policy, policy_text
from netral.ledger.sequencing import stored
from netral.ledger.sequencing.witnesses import Prove, Witnesses

log = structlog.get_logger()
STRAY = """INSERT INTO ledger_waiting (entry_id, not_before)
SELECT id, not_before FROM ledger_entry
WHERE NOT EXISTS (SELECT 1 FROM ledger_place WHERE ledger_place.entry_id = ledger_entry.id)
AND NOT EXISTS (SELECT 1 FROM ledger_waiting WHERE ledger_waiting.entry_id = ledger_entry.id)"""


def key_holder() -> Signer:
    """Return who signs for the log.

    Raises:
        NoKey: this process was not given the secret.
        AnotherLog: the log was begun under another name or key.
    """
    signer = log_signer()
    if signer is None:
        raise NoKey
    head = Head.objects.first()
    if head is not None and (head.origin, head.vkey) != (signer.key.name, signer.key.vkey):
        raise AnotherLog(own=head.vkey, given=signer.key.vkey)
    return signer


def policy_in_use() -> Policy:
    """Return the policy of the settings.

    Raises:
        PolicyUnread: its file cannot be opened or understood, or names another key for the log.
    """
    try:
        found = policy()
    except OSError as problem:  # without the path: pages that everybody sees say it too
        raise PolicyUnread(problem=problem.strerror or type(problem).__name__) from problem
    except (UnicodeDecodeError, PolicyWrong) as problem:
        raise PolicyUnread(problem=str(problem)) from problem
    key = key_holder().key
    if found.logs.get(key.name) != key:
        raise PolicyUnread(problem=f"{key.name} has another key there")
    return found


def guarded() -> None:
    """Put up guards that are gone, and put entries that were made meanwhile into the outbox.

    SQLite drops them when a migration makes a table anew. It is never done quietly: in the
    meantime anything may have been changed.

    Raises:
        GuardsMissing: this role may not put them up.
    """
    if gone := guards.missing(connection):
        log.error("ledger.guards_were_missing", guards=gone)
        try:
            with transaction.atomic():
                guards.renew(connection)
        except DatabaseError as problem:
            raise GuardsMissing(names=", ".join(gone)) from problem
    with connection.cursor() as cursor:
        cursor.execute(STRAY)
        if cursor.rowcount > 0:
            log.error("ledger.entries_were_not_waiting", entries=cursor.rowcount)


def begun(signer: Signer) -> Head:
    """Return the head of the log; a log that has none is begun, in memory only.

    Raises:
        TablesDiffer: its root is not that of its tables.
    """
    head = Head.objects.first()
    if head is None:
        empty = Checkpoint(signer.key.name, 0, EMPTY)
        note = str(signer.sign(str(empty)))
        return Head(origin=empty.origin, vkey=signer.key.vkey, size=0, root=EMPTY, note=note)
    if stored.root(head.size) != bytes(head.root):
        raise TablesDiffer(start=0, end=head.size)
    return head


def hold_against_public(head: Head, folder: Folder, key: Key) -> int:
    """Hold the database against what lies in the public folder; return the size published there.

    Raises:
        FileDiffers: the checkpoint there is not one of this log.
        LogBehind: the folder knows more.
        LogDiffers: it knows something else.
    """
    octets = folder.fetch(CHECKPOINT)
    if octets is None:
        return 0
    try:
        state = opened(Note.parse(octets), key)
    except NoteWrong as problem:
        raise FileDiffers(path=CHECKPOINT) from problem
    hold(head, state)
    return state.size


def hold_against_witnesses(
    head: Head, witnesses: Witnesses, key: Key, prove: Prove, now: datetime
) -> None:
    """Hold the database against what the witnesses have cosigned.

    A state that the log's own key has signed is proof, whoever shows it. Of a mere number only
    as many witnesses as make the quorum are believed: one that lies must not stop the log.

    Raises:
        LogBehind: they know more.
        LogDiffers: they know something else.
    """
    shown = witnesses.shown(head.origin, key)
    for state in shown.values():
        hold(head, state)
    note = Note.parse(head.note.encode())
    ahead = witnesses.ahead(note, prove, now.timestamp(), apart_from=shown)
    if ahead:
        log.error("witness.ahead", sizes=ahead, own=head.size)
    if witnesses.believed(ahead):
        raise LogBehind(public=max(ahead.values()), own=head.size)


def hold(head: Head, state: Checkpoint) -> None:
    """Hold the database against a state that the log once signed.

    Raises:
        LogBehind: the state is ahead of it.
        LogDiffers: it has another root.
    """
    if state.size > head.size:
        raise LogBehind(public=state.size, own=head.size)
    if stored.root(state.size) != state.root:
        raise LogDiffers(size=state.size)


def write_names(folder: Folder, key: Key) -> None:
    """Write the public key and the policy, for whoever wants to look at them."""
    for path, text in ((VKEY, f"{key.vkey}\n"), (POLICY, policy_text())):
        if not folder.holds(path, text.encode()):
            folder.replace(path, text.encode())
