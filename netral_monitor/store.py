"""What a monitor remembers between runs: one SQLite file.

It holds what was verified, never what was only read: everything of a run is written in one
transaction, at its end. The leaf hashes are kept, 32 octets for each entry, so that an altered
entry can be named later, and promises can be looked up.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple
from pathlib import Path
from typing import Any, Final

from netral_monitor.coverage import Seen
from netral_monitor.findings import Finding, Unreadable
from netral_monitor.history import Day
from netral_monitor.rebuild import Edge
from netral_monitor.rules.clocks import Uncovered
from netral_monitor.rules.dues import Due
from netral_monitor.rules.sealing import Seal
from netral_verify.tiles import WIDTH
from netral_verify.tree import EMPTY, HASH, Tree

FORMAT: Final = 1
SCHEMA: Final = """
CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE edge (level INTEGER PRIMARY KEY, hashes BLOB NOT NULL);
CREATE TABLE tile (number INTEGER PRIMARY KEY, hashes BLOB NOT NULL,
  peaks BLOB NOT NULL);
CREATE TABLE seen (time INTEGER, size INTEGER, root BLOB NOT NULL, PRIMARY KEY (time, size))
  WITHOUT ROWID;
CREATE TABLE day (name TEXT PRIMARY KEY, length INTEGER NOT NULL, digest TEXT NOT NULL)
  WITHOUT ROWID;
CREATE TABLE chain (ref TEXT PRIMARY KEY, number INTEGER NOT NULL, hash BLOB NOT NULL)
  WITHOUT ROWID;
CREATE TABLE due (ref TEXT PRIMARY KEY, place INTEGER NOT NULL, tenant TEXT NOT NULL,
  day TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE seal (leaf TEXT PRIMARY KEY, place INTEGER NOT NULL, type TEXT NOT NULL,
  day TEXT NOT NULL, commitment TEXT NOT NULL, opened INTEGER, kind TEXT NOT NULL, link TEXT)
  WITHOUT ROWID;
CREATE TABLE uncovered (place INTEGER PRIMARY KEY, time INTEGER NOT NULL, sealed INTEGER NOT NULL);
CREATE TABLE finding (code TEXT, about TEXT, place INTEGER, parts TEXT NOT NULL,
  known INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (code, about)) WITHOUT ROWID;
"""
TABLES: Final = {
    "seen": 3, "day": 3, "chain": 3, "due": 4, "seal": 8, "uncovered": 3, "tile": 3, "edge": 2,
    "fact": 2,
}  # fmt: skip
MOST_ENDS: Final = 500_000  # chain ends held in memory


class Store:
    """The memory of a monitor; in a file, or only for this run."""

    def __init__(self, path: Path | None) -> None:
        try:
            self._db = sqlite3.connect(str(path or ":memory:"), isolation_level=None, timeout=5)
            self._db.execute("PRAGMA synchronous=FULL")
            self._db.execute("BEGIN IMMEDIATE")  # one monitor at a time
            version = self._db.execute("PRAGMA user_version").fetchone()[0]
            if version == 0:
                for statement in SCHEMA.split(";"):
                    self._db.execute(statement)
                self._db.execute(f"PRAGMA user_version={FORMAT}")
        except sqlite3.Error as wrong:
            msg = "the state file {path} cannot be used: {why}"
            raise Unreadable(msg, path=path, why=wrong) from wrong
        if version not in {0, FORMAT}:
            msg = "the state file {path} was written by another version"
            raise Unreadable(msg, path=path)

    def close(self, *, commit: bool) -> None:
        """End the run; keep what it wrote, or nothing."""
        self._db.execute("COMMIT" if commit else "ROLLBACK")
        self._db.close()

    def mark(self) -> None:
        """Remember where what is written now begins."""
        self._db.execute("SAVEPOINT run")

    def forget(self) -> None:
        """Undo what was written since the mark."""
        self._db.execute("ROLLBACK TO run")

    def fact(self, name: str, value: str = "") -> str:
        """Return a fact; `value` if nothing is known."""
        row = self._db.execute("SELECT value FROM fact WHERE name=?", [name]).fetchone()
        return str(row[0]) if row else value

    def learn(self, **facts: object) -> None:
        """Keep facts."""
        self.put("fact", ((name, str(value)) for name, value in facts.items()))

    def put(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Insert rows, or replace those with the same key."""
        places = ",".join("?" * TABLES[table])
        self._db.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({places})", rows)  # noqa: S608

    def replace(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Put rows in the place of all that there are."""
        self._db.execute(f"DELETE FROM {table}")  # noqa: S608  # a name of ours
        self.put(table, rows)

    def rows(self, table: str) -> list[tuple[Any, ...]]:
        """Return all rows of a table."""
        return self._db.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608

    # the tree

    def edge(self) -> Edge:
        """Return the edge of what was verified."""
        rows = [cut(hashes) for _, hashes in sorted(self.rows("edge"))]
        return Edge(int(self.fact("size", "0")), rows or [[]])

    def put_edge(self, edge: Edge) -> None:
        """Keep an edge."""
        self.replace("edge", [(level, b"".join(row)) for level, row in enumerate(edge.rows)])

    def hashes(self) -> Iterator[tuple[int, bytes]]:
        """Yield all leaf hashes by tile: its number, and the hashes in one piece."""
        yield from self._db.execute("SELECT number, hashes FROM tile ORDER BY number")

    def root_at(self, size: int) -> bytes:
        """Return the root over the first `size` leaves."""
        number, rest = divmod(size - 1, WIDTH)
        statement = "SELECT hashes, peaks FROM tile WHERE number=?"
        row = self._db.execute(statement, [number]).fetchone() if size else None
        if row is None:
            return EMPTY
        tree = Tree(number * WIDTH, cut(row[1]))
        tree.extend(cut(row[0])[: rest + 1])
        return tree.root()

    def all_hashes(self) -> list[bytes]:
        """Return the hashes of all leaves."""
        return [each for _, hashes in self.hashes() for each in cut(hashes)]

    def find(self, leaf: bytes) -> int | None:
        """Return the index of a leaf hash."""
        for number, hashes in self.hashes():
            at = hashes.find(leaf)
            while at >= 0 and at % HASH:
                at = hashes.find(leaf, at + 1)
            if at >= 0:
                return number * WIDTH + at // HASH
        return None

    # what the rules remember

    def seen(self) -> list[Seen]:
        """Return the states that were witnessed."""
        return [Seen(*row) for row in self.rows("seen")]

    def put_seen(self, states: Iterable[Seen]) -> None:
        """Keep witnessed states."""
        self.put("seen", map(astuple, states))

    def drop_seen(self, size: int, root: bytes) -> None:
        """Forget a state that the entries do not lead to."""
        self._db.execute("DELETE FROM seen WHERE size=? AND root=?", [size, root])

    def days(self) -> dict[str, Day]:
        """Return how much of each day's history was read."""
        return {name: Day(*rest) for name, *rest in self.rows("day")}

    def dues(self) -> dict[str, Due]:
        """Return what must happen next, by object."""
        return {ref: Due(*rest) for ref, *rest in self.rows("due")}

    def seals(self) -> dict[str, Seal]:
        """Return the sealed entries, by leaf hash."""
        return {leaf: Seal(*rest) for leaf, *rest in self.rows("seal")}

    def uncovered(self) -> list[Uncovered]:
        """Return the entries whose clock could not be judged."""
        rows = self.rows("uncovered")
        return [Uncovered(place, time, bool(sealed)) for place, time, sealed in rows]

    def end(self, ref: str) -> tuple[int, bytes] | None:
        """Return the end of the history of an object."""
        found: tuple[int, bytes] | None = self._db.execute(
            "SELECT number, hash FROM chain WHERE ref=?", [ref]
        ).fetchone()
        return found

    # findings

    def findings(self) -> Iterator[tuple[Finding, bool]]:
        """Yield what stands since earlier runs, and whether it was acknowledged."""
        for code, about, place, parts, known in self.rows("finding"):
            yield Finding(code, about, place, json.loads(parts)), bool(known)

    def put_findings(
        self, findings: Iterable[Finding], known: Mapping[tuple[str, str], bool]
    ) -> None:
        """Keep what stands after this run; `known` are those that were acknowledged."""
        self._db.execute("DELETE FROM finding")
        self._db.executemany(
            "INSERT OR IGNORE INTO finding VALUES (?, ?, ?, ?, ?)",
            (
                (f.code, f.about, f.index, json.dumps(f.parts), known.get((f.code, f.about), False))
                for f in findings
            ),
        )

    def acknowledge(self) -> int:
        """Mark all findings as acknowledged; return how many there are."""
        self._db.execute("UPDATE finding SET known=1")
        return int(self._db.execute("SELECT count(*) FROM finding").fetchone()[0])


class Ends(dict[str, tuple[int, bytes]]):
    """The ends of the histories of objects: in memory as far as needed, else in the store."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self._empty = not store.fact("size")

    def get(self, ref: str, default: Any = None) -> Any:
        """Return the end of a history."""
        found = super().get(ref)
        if found is None and not self._empty:
            found = self._store.end(ref)
        return found if found is not None else default

    def trim(self) -> None:
        """Write to the store when there are many."""
        if len(self) > MOST_ENDS:
            self.flush()

    def flush(self) -> None:
        """Write all to the store."""
        self._store.put("chain", sorted((ref, *end) for ref, end in self.items()))
        self._empty = False
        self.clear()


def cut(hashes: bytes) -> list[bytes]:
    """Cut octets into hashes."""
    return [hashes[at : at + HASH] for at in range(0, len(hashes), HASH)]
