"""A log of some ten thousand leaves on the disk, and claims about it, true and false."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from netral.ledger.core.checkpoint import Checkpoint, Cosigner
from netral.ledger.core.growth import Tail
from netral.ledger.core.note import Note, Signer
from netral.ledger.core.tiles import Reader
from tests.ledger import bits

ORIGIN: Final = "netral.example/log"
SIZE: Final = 70_000  # so that there are tiles of three levels
OLD: Final = 30_000
INDICES: Final = (0, 255, 256, 12_345, SIZE - 1)
LOG: Final = Signer(ORIGIN, b"\x01" * 32)
WITNESS: Final = Cosigner("saksi.example/w1", b"\x02" * 32)


@dataclass(frozen=True)
class Log:
    """A log as it lies on the disk: its folder, and its states."""

    folder: Path
    leaves: list[bytes]
    time: int

    @classmethod
    def write(cls, folder: Path, size: int, time: int, salt: bytes = b"") -> "Log":
        """Write a log of `size` leaves that begin with `salt`."""
        leaves = [b'{"n":%d}' % number + salt for number in range(size)]
        tail = Tail()
        for start in range(0, size, OLD):
            for path, octets in bits.written(tail, leaves[start : start + OLD]).items():
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(octets)
        log = cls(folder, leaves, time)
        (folder / "checkpoint").write_text(str(log.note(size)), encoding="utf-8")
        return log

    @cached_property
    def reader(self) -> Reader:
        """Return the reader of its tiles."""
        return Reader(lambda path: (self.folder / path).read_bytes(), len(self.leaves))

    def note(self, size: int) -> Note:
        """Return the checkpoint of a state, signed by the log and one witness."""
        text = str(Checkpoint(ORIGIN, size, self.reader.root(size)))
        signed = LOG.sign(text)
        return Note(text, (*signed.signatures, WITNESS.sign(text, self.time)))


def claims(log: Log) -> dict[str, Any]:
    """Return claims about a log; `good` says which are true."""
    public = Ed25519PublicKey.from_public_bytes(LOG.key.public)
    der = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return {
        "origin": ORIGIN,
        "vkey": LOG.key.vkey,
        "key_id": LOG.key.identifier.hex(),
        "der": base64.b64encode(der).decode(),
        "notes": list(_notes(log)),
        "inclusions": list(_inclusions(log)),
        "consistencies": list(_consistencies(log)),
    }


def _notes(log: Log) -> Iterator[dict[str, Any]]:
    for size in (1, OLD, SIZE):
        yield {"note": str(log.note(size)), "good": True}
    note = str(log.note(SIZE))
    yield {"note": note.replace(f"\n{SIZE}\n", f"\n{SIZE + 1}\n"), "good": False}
    stranger = Signer(ORIGIN, b"\x03" * 32).sign(log.note(SIZE).text)
    yield {"note": str(stranger), "good": False}


def _inclusions(log: Log) -> Iterator[dict[str, Any]]:
    for index in INDICES:
        claim: dict[str, Any] = {
            "note": str(log.note(SIZE)),
            "index": index,
            "size": SIZE,
            "leaf": base64.b64encode(log.leaves[index]).decode(),
            "hashes": [each.hex() for each in log.reader.inclusion(index)],
            "root": log.reader.root().hex(),
        }
        yield claim | {"good": True}
        yield claim | {"index": index ^ 1, "good": False}
        yield claim | {"leaf": base64.b64encode(b"another").decode(), "good": False}
        yield claim | {"hashes": claim["hashes"][:-1], "good": False}


def _consistencies(log: Log) -> Iterator[dict[str, Any]]:
    hashes = [each.hex() for each in log.reader.consistency(OLD)]
    claim = {
        "old": OLD,
        "new": SIZE,
        "old_note": str(log.note(OLD)),
        "new_note": str(log.note(SIZE)),
        "old_root": log.reader.root(OLD).hex(),
        "new_root": log.reader.root().hex(),
        "hashes": hashes,
    }
    yield claim | {"good": True}
    yield claim | {"hashes": [*hashes[:-1], "00" * 32], "good": False}
    yield claim | {
        "old": OLD - 1,
        "old_note": str(log.note(OLD - 1)),
        "old_root": log.reader.root(OLD - 1).hex(),
        "good": False,
    }


def written(log: Log, path: Path) -> dict[str, Any]:
    """Write the claims where an oracle reads them, and return them."""
    said = claims(log)
    path.write_text(json.dumps(said), encoding="utf-8")
    return said
