"""A log of a million leaves on disk: how long its check takes, and one proof.

The check is that of `manage.py ledger_fsck --only-files`.
"""

import secrets
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from netral.ledger.core.checkpoint import Checkpoint
from netral.ledger.core.growth import Tail
from netral.ledger.core.leaf import Anchor, Leaf
from netral.ledger.core.note import Key, Signer
from netral.ledger.core.public import PublicLog
from netral.ledger.core.rebuild import Fetch
from netral.ledger.core.tiles import Reader
from netral.ledger.core.tree import leaf_hash, verify_inclusion
from netral.ledger.reader import source

MILLION: Final = 1_000_000
BATCH: Final = 5_000
STEPS: Final = 3  # leaves of one history
BEGIN: Final = datetime(2026, 1, 1, tzinfo=UTC)
ORIGIN: Final = "bench.example/log"
PROOFS: Final = 500
WINDOW: Final = 1_000  # histories that go on side by side


def measure() -> dict[str, float]:
    """Return `fsck_1m_s` and `proof_ms` of a log of a million leaves, from its files alone."""
    with tempfile.TemporaryDirectory() as name:
        key = _write(Path(name))
        fetch = source(name)
        return {"fsck_1m_s": round(_fsck(fetch, key), 1), "proof_ms": round(_proof(fetch, key), 2)}


def _write(folder: Path) -> Key:
    """Write the log; return its key."""
    tail, histories, anchor = Tail(), _Histories(), None
    signer = Signer(ORIGIN, secrets.token_bytes(32))
    for first in range(0, MILLION, BATCH):
        batch = [histories(index, anchor) for index in range(first, first + BATCH)]
        for path, octets in (*tail.grow(batch).files, *tail.partial()):
            place = folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(octets)
        anchor = Anchor(tail.size, tail.edge.root())
    state = Checkpoint(ORIGIN, tail.size, tail.edge.root())
    (folder / "checkpoint").write_bytes(bytes(signer.sign(str(state))))
    return signer.key


def _fsck(fetch: Fetch, key: Key) -> float:
    """Return the seconds that the check takes."""
    begun = time.perf_counter()
    found = PublicLog.open(fetch, key)
    faults = list(found.check())
    seconds = time.perf_counter() - begun
    if faults or found.state.size != MILLION:
        msg = f"the check found faults: {faults[:3]}"
        raise SystemExit(msg)
    return seconds


def _proof(fetch: Fetch, key: Key) -> float:
    """Return the milliseconds of one proof of inclusion from tiles on disk, with its check.

    Each proof is made by a reader of its own that has read nothing yet.
    """
    state, wanted = PublicLog.open(fetch, key).state, secrets.SystemRandom()
    begun = time.perf_counter()
    for index in wanted.sample(range(MILLION), PROOFS):
        reader = Reader(lambda path: fetch(path) or b"", MILLION)
        proof, leaf = reader.inclusion(index), reader.leaf(index)
        verify_inclusion(index=index, size=MILLION, leaf=leaf, proof=proof, root=state.root)
    return (time.perf_counter() - begun) / PROOFS * 1000


class _Histories:
    """Leaves as the product makes them: histories of a few steps, half of them interleaved."""

    def __init__(self) -> None:
        self.open: list[tuple[bytes, int, bytes]] = []

    def __call__(self, index: int, anchor: Anchor | None) -> bytes:
        ref, number, before = secrets.token_bytes(16), 0, b""
        if len(self.open) > WINDOW:
            ref, number, before = self.open.pop(0)
        octets = Leaf(
            kind="internal/1",
            institution="32.76",
            ref=ref,
            number=number,
            previous=before or None,
            logged_at=BEGIN + timedelta(seconds=index // 4),
            commitment=secrets.token_bytes(32),
            public={},
            anchor=anchor,
        ).octets()
        if number + 1 < STEPS:
            self.open.append((ref, number + 1, leaf_hash(octets)))
        return octets
