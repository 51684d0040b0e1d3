"""Signed notes: a text, and beneath it lines that sign it (C2SP signed-note v1.0.0).

Three algorithms are known, by the octet that stands before the public key in its `vkey`:
Ed25519 over the text, which the log uses; Ed25519 over the text and a time, and ML-DSA-44 over
what a checkpoint says and a time, which witnesses use (C2SP tlog-cosignature).
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

DASH: Final = "\u2014"
NAME: Final = re.compile(r"[^\s+]+")
LINE: Final = re.compile(rf"{DASH} ([^\s+]+) (\S+)")
LONGEST: Final = 1_000_000  # octets of a note; its signatures may be of 2.5 kB each
ID: Final = 4  # octets of a key's identifier


class NoteWrong(ValueError):
    """A text is not a signed note, or not signed by the key that was asked for."""


class Algorithm(IntEnum):
    """What a key signs with, and what for."""

    ED25519 = 0x01
    COSIGNATURE = 0x04
    ML_DSA_44 = 0x06


KEY_SIZE: Final = {Algorithm.ED25519: 32, Algorithm.COSIGNATURE: 32, Algorithm.ML_DSA_44: 1312}


@dataclass(frozen=True, slots=True)
class Key:
    """A public key with the name under which it signs."""

    name: str
    algorithm: Algorithm
    public: bytes

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name) or len(self.public) != KEY_SIZE[self.algorithm]:
            msg = f"not a key: {self.name!r}"
            raise NoteWrong(msg)

    @classmethod
    def parse(cls, vkey: str) -> "Key":
        """Read `name+identifier+base64`.

        Raises:
            NoteWrong: it has another shape, or the identifier is that of another key.
        """
        name, _, rest = vkey.partition("+")
        identifier, _, encoded = rest.partition("+")
        octets = unb64(encoded)
        try:
            key = cls(name, Algorithm(octets[0]), octets[1:])
        except (IndexError, ValueError) as wrong:
            msg = f"not a verification key: {vkey[:80]!r}"
            raise NoteWrong(msg) from wrong
        if key.identifier.hex() != identifier:
            msg = f"the identifier of {name} does not fit its key"
            raise NoteWrong(msg)
        return key

    @property
    def identifier(self) -> bytes:
        """Return the four octets that stand before every signature of this key."""
        return hashlib.sha256(
            self.name.encode() + b"\n" + bytes([self.algorithm]) + self.public
        ).digest()[:ID]

    @property
    def vkey(self) -> str:
        """Return the key as the text that others are given."""
        return f"{self.name}+{self.identifier.hex()}+{b64(bytes([self.algorithm]) + self.public)}"

    def made(self, signature: "Signature") -> bool:
        """Tell whether a signature says that this key made it."""
        return (signature.name, signature.identifier) == (self.name, self.identifier)


@dataclass(frozen=True, slots=True)
class Signature:
    """One line beneath a text."""

    name: str
    identifier: bytes
    octets: bytes

    @classmethod
    def parse(cls, line: str) -> "Signature":
        """Read a line, without its end.

        Raises:
            NoteWrong: it has another shape.
        """
        found = LINE.fullmatch(line)
        octets = unb64(found[2]) if found else b""
        if not found or len(octets) <= ID:
            msg = f"not a signature: {line[:80]!r}"
            raise NoteWrong(msg)
        return cls(found[1], octets[:ID], octets[ID:])

    def __str__(self) -> str:
        return f"{DASH} {self.name} {b64(self.identifier + self.octets)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text, ending in a newline, and the signatures beneath it."""

    text: str
    signatures: tuple[Signature, ...]

    @classmethod
    def parse(cls, octets: bytes) -> "Note":
        """Read a note.

        Raises:
            NoteWrong: it has another shape.
        """
        if len(octets) > LONGEST:
            msg = "a note is not as long as that"
            raise NoteWrong(msg)
        try:
            whole = octets.decode()
        except UnicodeDecodeError as wrong:
            msg = "a note is UTF-8"
            raise NoteWrong(msg) from wrong
        text, gap, lines = whole.rpartition("\n\n")
        if any(sign < " " and sign != "\n" for sign in whole) or not (gap and lines.endswith("\n")):
            msg = "a note is a text, an empty line, and signatures"
            raise NoteWrong(msg)
        signatures = tuple(Signature.parse(line) for line in lines[:-1].split("\n"))
        return cls(text + "\n", signatures)

    def __str__(self) -> str:
        return f"{self.text}\n{''.join(map(str, self.signatures))}"

    def __bytes__(self) -> bytes:
        return str(self).encode()

    def with_signatures(self, more: Iterable[Signature]) -> "Note":
        """Return the note with further signatures, each once."""
        return Note(self.text, tuple(dict.fromkeys((*self.signatures, *more))))

    def verify(self, key: Key) -> None:
        """Check that `key` signed the text, with plain Ed25519.

        Raises:
            NoteWrong: it did not, or a signature in its name is false.
        """
        signatures = [each for each in self.signatures if key.made(each)]
        if not signatures or key.algorithm != Algorithm.ED25519:
            msg = f"not signed by {key.name}"
            raise NoteWrong(msg)
        for each in signatures:
            verify_ed25519(key, each.octets, self.text.encode())


def verify_ed25519(key: Key, signature: bytes, message: bytes) -> None:
    """Check an Ed25519 signature.

    Raises:
        NoteWrong: it is false.
    """
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, message)
    except (InvalidSignature, ValueError) as wrong:
        msg = f"a signature in the name of {key.name} is false"
        raise NoteWrong(msg) from wrong


class Signer:
    """A private Ed25519 key with the name under which it signs notes."""

    def __init__(self, name: str, seed: bytes) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.key = Key(name, Algorithm.ED25519, self._private.public_key().public_bytes_raw())

    def sign(self, text: str) -> Note:
        """Return the note of a text that ends in a newline."""
        octets = self._private.sign(text.encode())
        return Note(text, (Signature(self.key.name, self.key.identifier, octets),))


def b64(octets: bytes) -> str:
    """Spell octets in base64 (RFC 4648 §4)."""
    return base64.b64encode(octets).decode()


def unb64(text: str) -> bytes:
    """Read base64 in its one canonical spelling.

    Raises:
        NoteWrong: it is spelled otherwise.
    """
    try:
        octets = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as wrong:
        msg = f"not base64: {text[:80]!r}"
        raise NoteWrong(msg) from wrong
    if b64(octets) != text:
        msg = f"not base64 as it is spelled here: {text[:80]!r}"
        raise NoteWrong(msg)
    return octets
