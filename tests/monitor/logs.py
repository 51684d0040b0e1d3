"""Logs as the product would write them, with everything that somebody could do to them."""

import base64
import json
import secrets
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from netral.ledger.core.checkpoint import Checkpoint, Cosigner
from netral.ledger.core.growth import Tail
from netral.ledger.core.leaf import Anchor, Leaf, commitment, digest
from netral.ledger.core.note import Note, Signer
from netral.ledger.core.promise import Promise, key_name
from netral.ledger.core.tree import leaf_hash
from netral.ledger.core.types import fields
from netral_monitor.findings import Findings
from netral_monitor.rules.sealing import Terms
from netral_monitor.run import Run, no_keep
from netral_monitor.source import Folder
from netral_monitor.store import Store
from netral_monitor.task import Options, Report
from netral_verify.policy import Policy
from tests.ledger.bits import written

ORIGIN: Final = "log.example/log"
START: Final = int(datetime(2026, 11, 21, 1, 0, tzinfo=UTC).timestamp())
MINUTE: Final = 60
HOUR: Final = 3600
DAY: Final = 86400


def b64u(octets: bytes) -> str:
    """Spell octets in base64url, by hand."""
    return base64.urlsafe_b64encode(octets).decode().rstrip("=")


@dataclass
class Log:
    """A log in a folder, with three witnesses of which two are the quorum."""

    folder: Path
    origin: str = ORIGIN
    now: int = START
    leaves: list[bytes] = field(default_factory=list)
    waiting: list[bytes] = field(default_factory=list)
    ends: dict[bytes, tuple[int, bytes]] = field(default_factory=dict)
    anchor: Anchor | None = None
    tail: Tail = field(default_factory=Tail)
    quorum: str = "luar"

    def __post_init__(self) -> None:
        self.signer = Signer(self.origin, b"l" * 32)
        self.promiser = Signer(key_name(self.origin), b"p" * 32)
        self.witnesses = [Cosigner(f"saksi{n}.example", bytes([n]) * 32) for n in (1, 2, 3)]
        self.folder.mkdir(parents=True, exist_ok=True)

    # what is written into it

    def act(self, **parts: Any) -> bytes:
        """Enter one act and publish; return its leaf hash."""
        hashed = self.enter(self.leaf(**parts))
        self.publish()
        return hashed

    def leaf(
        self,
        *,
        kind: str = "internal/1",
        ref: bytes | None = None,
        at: int | None = None,
        public: Mapping[str, object] | None = None,
        tenant: str = "32.76",
        anchor: Anchor | None = None,
        **other: Any,
    ) -> bytes:
        """Make the leaf of a step; it becomes the end of its object."""
        ref = ref or secrets.token_bytes(16)
        last = self.ends.get(ref)
        octets = Leaf(
            kind=kind,
            institution=tenant,
            ref=ref,
            number=other.get("number", last[0] + 1 if last else 0),
            previous=other.get("previous", last[1] if last else None),
            logged_at=datetime.fromtimestamp(self.now if at is None else at, UTC),
            commitment=secrets.token_bytes(32),
            public=public or {},
            anchor=anchor or self.anchor,
        ).octets()
        self.ends[ref] = (last[0] + 1 if last else 0, leaf_hash(octets))
        return octets

    def enter(self, octets: bytes) -> bytes:
        """Let a leaf wait for the next batch; return its leaf hash."""
        self.waiting.append(octets)
        return leaf_hash(octets)

    def publish(self, *, after: int = 2, witnesses: Sequence[int] = (0, 1, 2)) -> Note:
        """Sequence what waits, have the state cosigned `after` so many seconds, publish it."""
        self.sequence()
        self.now += after
        text = str(Checkpoint(self.origin, self.tail.size, self.tail.edge.root()))
        signed = self.signer.sign(text)
        note = signed.with_signatures([self.witnesses[n].sign(text, self.now) for n in witnesses])
        self.put("checkpoint", bytes(note))
        day = datetime.fromtimestamp(self.now, UTC).date()
        with self.path(f"history/{day}").open("ab") as file:
            file.write(json.dumps(str(note)).encode() + b"\n")
        if len(witnesses) > 1:
            self.anchor = Anchor(self.tail.size, self.tail.edge.root())
        return note

    def sequence(self) -> None:
        """Give the waiting leaves their places, and write the files."""
        for path, octets in written(self.tail, self.waiting).items():
            self.put(path, octets)
        self.leaves += self.waiting
        self.waiting = []

    def rest(self, seconds: int, every: int = 10 * MINUTE) -> None:
        """Let time pass with a heartbeat every so often."""
        end = self.now + seconds
        while self.now + every <= end:
            self.publish(after=every)
        self.now = end

    def sealed(self, day: str, count: int = 16) -> list[dict[str, Any]]:
        """Enter the sealed leaves of a day, all covers; return what opens them."""
        return [self.seal(day) for _ in range(count)]

    def seal(self, day: str, kind: str = "cover", link: str | None = None) -> dict[str, Any]:
        """Enter a sealed leaf; return what opens it."""
        salts = [secrets.token_bytes(32) for _ in range(6)]
        values = [json.dumps(kind).encode(), json.dumps(link).encode(), *[b"null"] * 4]
        names = fields("sealed/1")
        digests = [
            digest(salt=s, field=f, value=v) for s, f, v in zip(salts, names, values, strict=True)
        ]
        c = b64u(commitment("sealed/1", digests))
        octets = spelled({"at": day, "c": c, "t": "sealed/1"})
        return {
            "leaf": b64u(self.enter(octets)),
            "kind": kind,
            "kind_salt": b64u(salts[0]),
            "link": link,
            "link_salt": b64u(salts[1]),
            "rest": [b64u(each) for each in digests[2:]],
        }

    def open(self, *openings: Mapping[str, Any]) -> None:
        """Enter the leaves that open sealed ones."""
        at = datetime.fromtimestamp(self.now, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        for each in openings:
            self.enter(spelled({"at": at, "t": "opening/1", "x": dict(each)}))

    def promise(self, leaf: bytes, by: int) -> bytes:
        """Return the note of a promise."""
        return bytes(self.promiser.sign(str(Promise(self.origin, leaf, by))))

    # what is done to it

    def rewrite(self, leaves: Sequence[bytes], *, history: bool) -> None:
        """Replace all leaves, and sign the new log with the real key; no witness follows."""
        shutil.rmtree(self.folder / "tile")
        if not history:
            shutil.rmtree(self.folder / "history")
        self.tail, self.leaves, self.waiting = Tail(), [], list(leaves)
        self.publish(witnesses=())

    # its files

    def put(self, path: str, octets: bytes) -> None:
        """Write a file."""
        self.path(path).write_bytes(octets)

    def path(self, path: str) -> Path:
        """Return where a file is, in a folder that exists."""
        full = self.folder / path
        full.parent.mkdir(parents=True, exist_ok=True)
        return full

    def change(self, path: str, how: Callable[[bytes], bytes]) -> None:
        """Change a file in its place."""
        self.put(path, how((self.folder / path).read_bytes()))

    @property
    def policy_text(self) -> str:
        """Return the policy by which it is judged."""
        lines = [f"log {self.signer.key.vkey}", f"# promise {self.promiser.key.vkey}"]
        lines += [f"witness s{n} {w.key.vkey}" for n, w in enumerate(self.witnesses)]
        return "\n".join([*lines, "group luar 2 s0 s1 s2", f"quorum {self.quorum}", ""])

    @property
    def policy(self) -> Policy:
        """Return the policy as the monitor reads it."""
        return Policy.parse(self.policy_text.encode())


def spelled(record: Mapping[str, object]) -> bytes:
    """Spell a record canonically."""
    return json.dumps(record, sort_keys=True, separators=(",", ":")).encode()


@dataclass
class Watch:
    """A monitor with a memory."""

    log: Log
    state: Path

    def look(self, **options: Any) -> Report:
        """Let it look at the log, at the log's present time."""
        terms = options.pop("terms", Terms())
        given = {"now": self.log.now, "terms": terms, "wait": lambda _: None, **options}
        given.setdefault("evidence", self.state.parent / "evidence")
        store = Store(self.state)
        source, keep = options.pop("source", None), no_keep
        given.pop("source", None)
        run = Run(source or Folder(self.log.folder), self.log.policy, store, Options(**given), keep)
        done = False
        try:
            report = run.check()
            done = True
        finally:
            run.source.close()
            store.close(commit=done)
        return report

    def codes(self, **options: Any) -> list[str]:
        """Return the codes of what it finds, each as often as it is found."""
        return codes(self.look(**options).findings)


def codes(findings: Findings) -> list[str]:
    """Return the codes of findings."""
    return sorted(code for code, count in findings.counts.items() for _ in range(count))
