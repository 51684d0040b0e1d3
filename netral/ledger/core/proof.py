"""Proofs that a leaf stands in the log, to be checked offline (C2SP tlog-proof v1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from netral.ledger.core.checkpoint import Checkpoint, decimal, opened
from netral.ledger.core.note import Key, Note, NoteWrong, b64, unb64
from netral.ledger.core.tree import SIZE, verify_inclusion

FORMAT: Final = "c2sp.org/tlog-proof@v1"
LONGEST: Final = 63  # hashes: no tree is higher


@dataclass(frozen=True, slots=True)
class Proof:
    """Where a leaf stands, the hashes from it to the root, and the signed root.

    `extra` is not covered by any signature: whoever reads it must hold it against the leaf.
    """

    index: int
    hashes: Sequence[bytes]
    checkpoint: Note
    extra: bytes = b""

    @classmethod
    def parse(cls, octets: bytes) -> "Proof":
        """Read a `.tlog-proof`.

        Raises:
            NoteWrong: it has another shape.
        """
        head, _, note = octets.partition(b"\n\n")
        lines = head.decode(errors="replace").split("\n")
        if lines.pop(0) != FORMAT:
            msg = f"the first line of a proof is {FORMAT}"
            raise NoteWrong(msg)
        told = lines[:1] if lines and lines[0].startswith("extra ") else []
        extra = unb64(told[0][6:]) if told else b""
        del lines[: len(told)]
        if not lines or not lines[0].startswith("index ") or (told and not extra):
            msg = "a proof names the index of its leaf, after something extra or nothing"
            raise NoteWrong(msg)
        index = decimal(lines.pop(0)[6:])
        hashes = [unb64(line) for line in lines]
        if len(hashes) > LONGEST or any(len(each) != SIZE for each in hashes):
            msg = f"a proof has up to {LONGEST} hashes of {SIZE} octets"
            raise NoteWrong(msg)
        return cls(index, hashes, Note.parse(note), extra)

    def __str__(self) -> str:
        extra = f"extra {b64(self.extra)}\n" if self.extra else ""
        hashes = "".join(f"{b64(each)}\n" for each in self.hashes)
        return f"{FORMAT}\n{extra}index {self.index}\n{hashes}\n{self.checkpoint}"

    def __bytes__(self) -> bytes:
        return str(self).encode()

    def verify(self, leaf: bytes, log: Key) -> Checkpoint:
        """Check that the leaf hash `leaf` stands in a state that `log` signed; return that state.

        Raises:
            NoteWrong: the checkpoint is not that log's.
            ProofWrong: the leaf does not stand there.
        """
        state = opened(self.checkpoint, log)
        verify_inclusion(
            index=self.index, size=state.size, leaf=leaf, proof=self.hashes, root=state.root
        )
        return state
