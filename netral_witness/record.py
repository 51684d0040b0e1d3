"""What a witness remembers: the newest state of each log, what it cosigned, and evidence.

One SQLite file. Whoever writes holds it alone (BEGIN IMMEDIATE), so that checking the newest state
and replacing it is one step; it is on the disk before anything is signed.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from netral_verify.note import Checkpoint, Note

PATIENCE: Final = 5.0  # seconds to wait for another writer
KEPT: Final = 100_000  # cosigned states of one log, to hold other states of their sizes against
# Of one log and one kind: anybody can send a true state with a false proof, and a log that has
# forked once can fork for ever, until there is no room left for the others.
MOST_EVIDENCE: Final = 1000

TABLES: Final = """
CREATE TABLE IF NOT EXISTS newest (
    origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL,
    note BLOB NOT NULL, time INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS cosigned (
    id INTEGER PRIMARY KEY, origin TEXT NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL,
    note BLOB NOT NULL, UNIQUE (origin, size));
CREATE TABLE IF NOT EXISTS evidence (
    id INTEGER PRIMARY KEY, origin TEXT NOT NULL, kind TEXT NOT NULL, time INTEGER NOT NULL,
    size INTEGER NOT NULL, root BLOB NOT NULL, known BLOB NOT NULL, other BLOB NOT NULL,
    UNIQUE (origin, size, root));
CREATE TABLE IF NOT EXISTS clock (one INTEGER PRIMARY KEY CHECK (one = 1), time INTEGER NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class State:
    """A state that was cosigned: what the log signed, and when the witness did."""

    size: int
    root: bytes
    note: Note  # with the log's own signatures only
    time: int  # POSIX seconds


@dataclass(frozen=True, slots=True)
class Evidence:
    """Two notes that a log signed and that should not both exist.

    `fork`: two roots of one size; this proves misconduct to anybody. `unproven`: a state that was
    not shown to contain the one known before; the sender may have made the mistake.
    """

    kind: str
    time: int
    known: Note
    other: Note


class Record:
    """The file. Every use opens it anew: threads share nothing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with closing(self._connect()) as database:
            database.executescript(TABLES)

    def _connect(self) -> sqlite3.Connection:
        database = sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None)
        database.execute("PRAGMA synchronous = EXTRA")
        return database

    @contextmanager
    def reading(self) -> Iterator["Book"]:
        """Open the book to look something up."""
        with closing(self._connect()) as database:
            yield Book(database)

    @contextmanager
    def writing(self) -> Iterator["Book"]:
        """Open the book alone; all that is written is on the disk at the end, or none of it."""
        with closing(self._connect()) as database:
            database.execute("BEGIN IMMEDIATE")
            try:
                yield Book(database)
                database.execute("COMMIT")
            except BaseException:
                if database.in_transaction:
                    database.execute("ROLLBACK")
                raise


class Book:
    """The open file."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def newest(self, origin: str) -> State | None:
        """Return the newest state of a log that was cosigned."""
        row = self._database.execute(
            "SELECT size, root, note, time FROM newest WHERE origin = ?", [origin]
        ).fetchone()
        return State(row[0], row[1], Note.parse(row[2]), row[3]) if row else None

    def cosigned(self, origin: str, size: int) -> tuple[bytes, Note] | None:
        """Return root and note of the state of that size that was cosigned, if it is kept."""
        row = self._database.execute(
            "SELECT root, note FROM cosigned WHERE origin = ? AND size = ?", [origin, size]
        ).fetchone()
        return (row[0], Note.parse(row[1])) if row else None

    def tick(self, now: int) -> int:
        """Return the time to sign with: `now`, but never before the last one."""
        row = self._database.execute("SELECT time FROM clock").fetchone()
        time = max(now, row[0]) if row else now
        self._database.execute("INSERT OR REPLACE INTO clock VALUES (1, ?)", [time])
        return time

    def advance(self, state: Checkpoint, note: Note, time: int) -> None:
        """Make a state the newest of its log."""
        found = [state.origin, state.size, state.root, bytes(note)]
        self._database.execute(
            "INSERT OR REPLACE INTO newest VALUES (?, ?, ?, ?, ?)", [*found, time]
        )
        self._database.execute(
            "INSERT OR IGNORE INTO cosigned (origin, size, root, note) VALUES (?, ?, ?, ?)", found
        )
        self._database.execute(
            "DELETE FROM cosigned WHERE origin = ? AND id <= (SELECT max(id) FROM cosigned) - ?",
            [state.origin, KEPT],
        )
        self._settle(state, note)

    def _settle(self, state: Checkpoint, note: Note) -> None:
        """Clear a suspected state that turned out to be the true one, convict its rivals."""
        same = [state.origin, state.size, state.root]
        self._database.execute(
            "DELETE FROM evidence WHERE kind = 'unproven' AND origin = ? AND size = ? AND root = ?",
            same,
        )
        self._database.execute(
            "UPDATE evidence SET kind = 'fork', known = ?"
            " WHERE kind = 'unproven' AND origin = ? AND size = ?",
            [bytes(note), state.origin, state.size],
        )

    def keep(self, kind: str, state: Checkpoint, *, known: Note, other: Note, time: int) -> bool:
        """Keep evidence; tell whether it is new."""
        if self._kept(state.origin, kind) >= MOST_EVIDENCE:
            return False
        done = self._database.execute(
            "INSERT INTO evidence (origin, kind, time, size, root, known, other)"
            " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (origin, size, root) DO UPDATE"
            " SET kind = excluded.kind, known = excluded.known, other = excluded.other"
            " WHERE evidence.kind = 'unproven' AND excluded.kind = 'fork'",
            [state.origin, kind, time, state.size, state.root, bytes(known), bytes(other)],
        )
        return done.rowcount == 1

    def evidence(self, origin: str) -> list[Evidence]:
        """Return all evidence against a log, the oldest first."""
        rows = self._database.execute(
            "SELECT kind, time, known, other FROM evidence WHERE origin = ? ORDER BY id", [origin]
        )
        return [Evidence(kind, time, Note.parse(a), Note.parse(b)) for kind, time, a, b in rows]

    def _kept(self, origin: str, kind: str) -> int:
        row = self._database.execute(
            "SELECT count(*) FROM evidence WHERE origin = ? AND kind = ?", [origin, kind]
        ).fetchone()
        return int(row[0])
