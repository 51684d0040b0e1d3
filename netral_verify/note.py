"""Signed notes, checkpoints and cosignatures (C2SP signed-note, tlog-checkpoint, tlog-cosignature).

Signatures of unknown keys are passed over; a false signature in the name of a known key spoils the
whole note.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from netral_verify import Wrong, require
from netral_verify.spelling import GREATEST, b64, number, unb64
from netral_verify.tree import HASH

try:
    from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey
except ImportError:  # older versions of `cryptography` verify Ed25519 alone
    MLDSA44PublicKey = None  # type: ignore[assignment,misc]

LOG: Final = 0x01  # Ed25519 over the text
COSIGNER: Final = 0x04  # Ed25519 over a time and the text
COSIGNER_PQ: Final = 0x06  # ML-DSA-44 over a time and the state
LENGTHS: Final = {LOG: 32, COSIGNER: 32, COSIGNER_PQ: 1312}  # of public keys, in octets
TIME: Final = 8  # octets before a witness's signature
LONGEST: Final = 512 * 1024  # octets of a note
MOST: Final = 256  # signatures of a note


def check_name(name: str) -> str:
    """Return a name under which somebody may sign.

    Raises:
        Wrong: it is empty, or has a space, a plus sign or a control character.
    """
    fit = name and not any(
        sign.isspace() or sign == "+" or sign < " " or "\ud800" <= sign <= "\udfff" for sign in name
    )
    require(fit, "this cannot be the name of a key: {name}", name=name)
    return name


@dataclass(frozen=True, slots=True)
class Key:
    """Whoever signs: a name, and a public key with the octet that says what it signs."""

    name: str
    algorithm: int
    public: bytes

    @classmethod
    def parse(cls, vkey: str) -> "Key":
        """Read `name+identifier+base64`.

        Raises:
            Wrong: it has another shape, or its identifier is of another key.
        """
        parts = vkey.split("+", 2)
        require(len(parts) == 3, "this is not a key: {key}", key=vkey)  # noqa: PLR2004
        name, identifier, encoded = parts
        octets = unb64(encoded)
        fit = octets and LENGTHS.get(octets[0]) == len(octets) - 1
        require(fit, "the key of {name} is of no known kind", name=name)
        key = cls(check_name(name), octets[0], octets[1:])
        require(
            key.identifier.hex() == identifier,
            "the key of {name} was changed: its identifier does not fit",
            name=name,
        )
        return key

    @property
    def identifier(self) -> bytes:
        """Return the four octets before each signature."""
        return sha256(b"%b\n%c%b" % (self.name.encode(), self.algorithm, self.public)).digest()[:4]

    @property
    def vkey(self) -> str:
        """Return the key as a text."""
        encoded = b64(bytes([self.algorithm]) + self.public)
        return f"{self.name}+{self.identifier.hex()}+{encoded}"

    def verify(self, signature: bytes, message: bytes) -> None:
        """Check a bare signature.

        Raises:
            Wrong: this key did not make it, or nothing here can tell.
        """
        kind: Any = MLDSA44PublicKey if self.algorithm == COSIGNER_PQ else Ed25519PublicKey
        if kind is None:
            msg = "the key of {name} needs a newer version of `cryptography`"
            raise Wrong(msg, name=self.name)
        try:
            kind.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError) as wrong:
            msg = "the signature in the name of {name} is false"
            raise Wrong(msg, name=self.name) from wrong


@dataclass(frozen=True, slots=True)
class Signature:
    """A line beneath a text: who says to have signed, and the octets."""

    name: str
    identifier: bytes
    octets: bytes

    @classmethod
    def parse(cls, line: str) -> "Signature":
        """Read a line without its end.

        Raises:
            Wrong: it has another shape.
        """
        words = line.split(" ")
        fit = len(words) == 3 and words[0] == "\u2014"  # noqa: PLR2004
        require(fit, "this is not a signature: {line}", line=line)
        octets = unb64(words[2])
        require(len(octets) > 4, "this is not a signature: {line}", line=line)  # noqa: PLR2004
        return cls(check_name(words[1]), octets[:4], octets[4:])

    def __str__(self) -> str:
        return f"\u2014 {self.name} {b64(self.identifier + self.octets)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends in a newline, and the signatures beneath it."""

    text: str
    signatures: tuple[Signature, ...]

    @classmethod
    def parse(cls, octets: bytes) -> "Note":
        """Read a note.

        Raises:
            Wrong: it has another shape, or is beyond all measure.
        """
        require(len(octets) <= LONGEST, "a signed note is not as long as that")
        try:
            whole = octets.decode()
        except UnicodeDecodeError as wrong:
            msg = "a signed note is text in UTF-8"
            raise Wrong(msg) from wrong
        clean = all(sign >= " " or sign == "\n" for sign in whole)
        gap = whole.rfind("\n\n")
        require(
            clean and gap >= 0 and whole.endswith("\n") and len(whole) > gap + 2,
            "a signed note is a text, an empty line, and signatures",
        )
        lines = whole[gap + 2 : -1].split("\n")
        require(len(lines) <= MOST, "a signed note has not as many signatures as that")
        return cls(whole[: gap + 1], tuple(map(Signature.parse, lines)))

    def __bytes__(self) -> bytes:
        return f"{self.text}\n{''.join(map(str, self.signatures))}".encode()

    def by(self, key: Key) -> list[Signature]:
        """Return the signatures that say to be of `key`."""
        own = (key.name, key.identifier)
        return [each for each in self.signatures if (each.name, each.identifier) == own]

    def verify(self, key: Key) -> None:
        """Check that `key` signed the text.

        Raises:
            Wrong: it did not, or signs other things.
        """
        require(key.algorithm == LOG, "the key of {name} is not for this", name=key.name)
        found = self.by(key)
        require(found, "{name} did not sign this", name=key.name)
        for each in found:
            key.verify(each.octets, self.text.encode())


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A state of a log: its name, how many entries, and the root over them."""

    origin: str
    size: int
    root: bytes

    @classmethod
    def parse(cls, text: str, *, extended: bool = False) -> "Checkpoint":
        """Read the text of a checkpoint.

        Raises:
            Wrong: it has another shape. Lines beyond the third, which nobody audits, are refused
                unless it may be `extended`.
        """
        lines = text.split("\n")
        fit = len(lines) == 4 or (extended and len(lines) > 4)  # noqa: PLR2004
        require(fit and all(lines[:-1]) and not lines[-1], "a checkpoint has three lines")
        state = cls(lines[0], number(lines[1]), unb64(lines[2]))
        require(len(state.root) == HASH, "a hash has 32 octets")
        return state

    def __str__(self) -> str:
        return f"{self.origin}\n{self.size}\n{b64(self.root)}\n"


def open_checkpoint(note: Note, key: Key) -> Checkpoint:
    """Return the state that the log with this key signed, under the key's own name.

    Raises:
        Wrong: the log did not sign it, or it speaks of another log.
    """
    note.verify(key)
    state = Checkpoint.parse(note.text)
    require(
        state.origin == key.name,
        "this is a state of {found}, not of {wanted}",
        found=state.origin,
        wanted=key.name,
    )
    return state


def cosignatures(note: Note, keys: Iterable[Key]) -> list[tuple[Key, int]]:
    """Return which of the witnesses saw this state, and when: each once, at its earliest time.

    Raises:
        Wrong: a signature in the name of one of them is false.
    """
    seen = [(key, [cosigned(note, key, each) for each in note.by(key)]) for key in keys]
    return [(key, min(times)) for key, times in seen if times]


def cosigned(note: Note, key: Key, signature: Signature) -> int:
    """Return when a witness signed, in POSIX seconds, once it is sure that it did.

    Raises:
        Wrong: it did not.
    """
    time = int.from_bytes(signature.octets[:TIME])
    fit = len(signature.octets) > TIME and 0 < time <= GREATEST and key.algorithm != LOG
    require(fit, "the signature in the name of {name} is false", name=key.name)
    message = cosigned_message(note.text, key, time)
    key.verify(signature.octets[TIME:], message)
    return time


def cosigned_message(text: str, key: Key, time: int) -> bytes:
    """Return what a witness with this key signs of the text of a checkpoint at a time."""
    if key.algorithm == COSIGNER:
        return f"cosignature/v1\ntime {time}\n{text}".encode()
    state = Checkpoint.parse(text)
    fields = (
        b"subtree/v1\n\x00",
        _counted(key.name),
        time.to_bytes(8),
        _counted(state.origin),
        bytes(8),
        state.size.to_bytes(8),
        state.root,
    )
    return b"".join(fields)


def _counted(text: str) -> bytes:
    octets = text.encode()
    require(len(octets) < 256, "this cannot be the name of a key: {name}", name=text)  # noqa: PLR2004
    return len(octets).to_bytes() + octets
