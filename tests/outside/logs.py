"""Logs as the product writes them, for programs of outsiders to judge."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256

from netral.kernel.canon import canonical
from netral.ledger.core.checkpoint import Checkpoint, Cosigner
from netral.ledger.core.growth import Tail
from netral.ledger.core.leaf import Anchor, Leaf, b64u, commitment, open_fields
from netral.ledger.core.note import Note, Signer, b64
from netral.ledger.core.proof import Proof
from netral.ledger.core.tiles import Reader
from tests.ledger.bits import written

AT = datetime(2026, 11, 21, 3, 15, tzinfo=UTC)
ORIGIN = "netral.contoh.go.id/log"
FIELDS = {
    "person": "person:7",
    "identity": "000000000000000123",
    "name": "Ratna \u201cContoh\u201d d\u2019Été",
    "text": "ab" * 32,
    "level": 2,
    "method": "passkey",
    "witnesses": ["Hendra", None, {"nip": 3}],
    "acted_at": "2024-06-26T05:00:00Z",
}
CAMP = b64u(sha256(b"camp").digest()[:16])


@dataclass(repr=False)
class Log:
    """A log in memory: its files at every size that it published."""

    leaves: Sequence[bytes]
    origin: str = ORIGIN
    secret: bytes = sha256(b"log").digest()
    files: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.signer = Signer(self.origin, self.secret)
        self.vkey = self.signer.key.vkey
        tail = Tail()
        self.files.update(written(tail, self.leaves))
        self.size, self.root = tail.size, tail.edge.root()

    def reader(self, size: int | None = None) -> Reader:
        """Read this log as it was when it had `size` leaves."""
        end = self.size if size is None else size
        shorter = written(Tail(), self.leaves[:end])
        return Reader(shorter.__getitem__, end)

    def note(self, size: int | None = None) -> Note:
        """Sign the state of that size."""
        end = self.size if size is None else size
        return self.signer.sign(str(Checkpoint(self.origin, end, self.reader(end).root())))

    def submission(self, old: int, size: int, note: Note | None = None) -> bytes:
        """Return what this log asks of a witness."""
        proof = self.reader(size).consistency(old)
        lines = "".join(f"{b64(each)}\n" for each in proof)
        return f"old {old}\n{lines}\n".encode() + bytes(note or self.note(size))

    def receipt(
        self, index: int, extra: Mapping[str, object], seen: Mapping[Cosigner, int], size: int = 0
    ) -> bytes:
        """Return a receipt for a leaf, cosigned."""
        note = self.note(size or self.size)
        signed = (*note.signatures, *(each.sign(note.text, at) for each, at in seen.items()))
        whole = Note(note.text, signed)
        path = self.reader(size or self.size).inclusion(index)
        return bytes(Proof(index, path, whole, canonical(extra)))


def pact(number: int, anchor: Anchor | None = None) -> tuple[bytes, list[dict[str, object]]]:
    """Return the leaf of a signed pact, and what discloses all of its fields."""
    salts = [sha256(b"%d %d" % (number, each)).digest() for each in range(12)]
    opened = open_fields("pact.signed/1", FIELDS, salts)
    leaf = Leaf(
        kind="pact.signed/1",
        institution="32.76",
        ref=sha256(b"%d" % number).digest()[:16],
        number=0,
        previous=None,
        logged_at=AT,
        commitment=commitment("pact.signed/1", [each.digest for each in opened]),
        public={"camp": CAMP, "lvl": 2},
        anchor=anchor,
    ).octets()
    shown = [
        {"f": each.field, "s": b64u(each.salt), "v": FIELDS.get(each.field)} for each in opened
    ]
    return leaf, shown
