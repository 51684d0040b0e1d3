"""How quickly a log grows on the disk, and how long a receipt of a large one is."""

import json
import secrets
import tempfile
import time
from pathlib import Path
from typing import Final

from netral.ledger.core.checkpoint import Checkpoint, Cosigner
from netral.ledger.core.growth import Tail
from netral.ledger.core.note import Note, Signer
from netral.ledger.core.proof import Proof
from netral.ledger.core.tiles import Edge, Reader
from netral.ledger.files import Folder

LEAVES: Final = 500_000
BATCH: Final = 5_000  # as the sequencer takes them
LEAF: Final = 263  # octets of a pact's leaf
ORIGIN: Final = "netral.depok.example/log"
WITNESS: Final = "bawaslu-jabar.example/w1"


def grow(folder: Path) -> tuple[float, Edge, list[bytes]]:
    """Write a log in batches, every file forced to the disk; return leaves a second."""
    leaves = [secrets.token_hex(LEAF)[:LEAF].encode() for _ in range(LEAVES)]
    tail, kept = Tail(), Folder(folder)
    begun = time.perf_counter()
    for first in range(0, LEAVES, BATCH):
        kept.keep([*tail.grow(leaves[first : first + BATCH]).files, *tail.partial()])
        tail.edge.root()
    return LEAVES / (time.perf_counter() - begun), tail.edge, leaves


def measure() -> dict[str, float]:
    """Return `leaves_per_s`, and `receipt_bytes` of a public receipt with one witness."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        speed, edge, leaves = grow(folder)
        text = str(Checkpoint(ORIGIN, edge.size, edge.root()))
        signed = Signer(ORIGIN, secrets.token_bytes(32)).sign(text)
        cosigned = Cosigner(WITNESS, secrets.token_bytes(32)).sign(text, int(time.time()))
        note = Note(text, (*signed.signatures, cosigned))
        index = LEAVES // 3
        hashes = Reader(lambda path: (folder / path).read_bytes(), LEAVES).inclusion(index)
        extra = json.dumps({"leaf": leaves[index].decode(), "disclosures": []})
        sizes = [len(bytes(Proof(index, hashes, note, each))) for each in (b"", extra.encode())]
    return {
        "leaves_per_s": round(speed),
        "receipt_bytes": sizes[0],
        "receipt_with_leaf_bytes": sizes[1],
    }
