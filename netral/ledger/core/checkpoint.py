"""Checkpoints: what a log signs of its state, and what witnesses sign of it.

C2SP tlog-checkpoint v1.0.0 and tlog-cosignature v1.1.0; extension lines are refused, because
nobody could audit them.
"""

import re
import struct
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey

from netral.ledger.core.note import (
    Algorithm,
    Key,
    Note,
    NoteWrong,
    Signature,
    b64,
    unb64,
    verify_ed25519,
)
from netral.ledger.core.tree import SIZE

TIME: Final = struct.Struct(">Q")  # before the signature of a witness
DECIMAL: Final = re.compile(r"0|[1-9][0-9]{0,18}")
LATEST: Final = 2**63 - 1  # of sizes, places and times


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a log: how many leaves, under which root."""

    origin: str
    size: int
    root: bytes

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """Read the text of a checkpoint.

        Raises:
            NoteWrong: it has another shape, or more than the three lines.
        """
        lines = text.split("\n")
        if len(lines) != 4 or lines[3] or not lines[0]:  # noqa: PLR2004  # three ended lines
            msg = "a checkpoint has three lines"
            raise NoteWrong(msg)
        root = unb64(lines[2])
        if len(root) != SIZE:
            msg = f"a root has {SIZE} octets"
            raise NoteWrong(msg)
        return cls(lines[0], decimal(lines[1]), root)

    def __str__(self) -> str:
        return f"{self.origin}\n{self.size}\n{b64(self.root)}\n"


@dataclass(frozen=True, slots=True)
class Cosignature:
    """A witness's word: at this time, this was the largest state it had seen, and consistent."""

    witness: Key
    time: int  # POSIX seconds


def opened(note: Note, log: Key) -> Checkpoint:
    """Return the checkpoint that `log` signed, held to the log's own name.

    Raises:
        NoteWrong: the log did not sign it, or it is another log's.
    """
    note.verify(log)
    found = Checkpoint.parse(note.text)
    if found.origin != log.name:
        msg = f"a checkpoint of {found.origin}, not of {log.name}"
        raise NoteWrong(msg)
    return found


def cosignatures(note: Note, witnesses: list[Key]) -> list[Cosignature]:
    """Return what the `witnesses` said of a checkpoint; each counts once, unknown ones never.

    Raises:
        NoteWrong: a signature in the name of one of them is false.
    """
    found: dict[Key, int] = {}
    for signature in note.signatures:
        for key in witnesses:
            if key.made(signature):
                said = cosigned_at(note, key, signature)
                found[key] = min(said, found.get(key, said))
    return [Cosignature(key, time) for key, time in found.items()]


def cosigned_at(note: Note, key: Key, signature: Signature) -> int:
    """Return when a witness signed, after checking that it did.

    Raises:
        NoteWrong: the signature is false.
    """
    if len(signature.octets) <= TIME.size:
        msg = f"a signature in the name of {key.name} is too short"
        raise NoteWrong(msg)
    time = TIME.unpack_from(signature.octets)[0]
    signed = signature.octets[TIME.size :]
    if not 0 < time <= LATEST:  # without a time it does not say that nothing newer was seen
        msg = f"a signature in the name of {key.name} has no time"
        raise NoteWrong(msg)
    match key.algorithm:
        case Algorithm.COSIGNATURE:
            verify_ed25519(key, signed, _timed(note.text, time))
        case Algorithm.ML_DSA_44:
            _verify_ml_dsa(key, signed, _structured(note.text, key.name, time))
        case _:
            msg = f"{key.name} is no witness's key"
            raise NoteWrong(msg)
    return int(time)


class Cosigner:
    """A witness's private Ed25519 key, with the name under which it signs checkpoints."""

    def __init__(self, name: str, seed: bytes) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.key = Key(name, Algorithm.COSIGNATURE, self._private.public_key().public_bytes_raw())

    def sign(self, text: str, time: int) -> Signature:
        """Sign the text of a checkpoint as seen at `time`, in POSIX seconds."""
        octets = TIME.pack(time) + self._private.sign(_timed(text, time))
        return Signature(self.key.name, self.key.identifier, octets)


def _timed(text: str, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def _structured(text: str, name: str, time: int) -> bytes:
    """Return what an ML-DSA-44 witness signs: `cosigned_message` of tlog-cosignature."""
    point = Checkpoint.parse(text)
    parts = b"".join(
        [_short(name), TIME.pack(time), _short(point.origin), TIME.pack(0), TIME.pack(point.size)]
    )
    return b"subtree/v1\n\0" + parts + point.root


def _short(text: str) -> bytes:
    octets = text.encode()
    return bytes([len(octets)]) + octets


def _verify_ml_dsa(key: Key, signature: bytes, message: bytes) -> None:
    try:
        MLDSA44PublicKey.from_public_bytes(key.public).verify(signature, message)
    except (InvalidSignature, ValueError) as wrong:
        msg = f"a signature in the name of {key.name} is false"
        raise NoteWrong(msg) from wrong


def decimal(text: str) -> int:
    """Read a number in its one canonical spelling.

    Raises:
        NoteWrong: it is spelled otherwise.
    """
    if not DECIMAL.fullmatch(text) or int(text) > LATEST:
        msg = f"not a number: {text[:80]!r}"
        raise NoteWrong(msg)
    return int(text)
