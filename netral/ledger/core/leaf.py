"""Leaves and commitments. The format is fixed because receipts outlive the program.

A leaf is canonical JSON that reveals nothing personal: `c` commits to the fields of the act,
each under a 256-bit salt of its own, so that one field can be disclosed or erased alone.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from netral.kernel.canon import canonical
from netral.ledger.core.types import fields as names_of
from netral.ledger.core.types import misfits

CAP: Final = 4096  # octets of one leaf


@dataclass(frozen=True, slots=True)
class Opening:
    """What opens the commitment to one field: digest, salt and the canonical value."""

    field: str
    digest: bytes
    salt: bytes
    value: bytes


@dataclass(frozen=True, slots=True)
class Kept:
    """One committed field as it is kept.

    Without salt and value it stays closed: it was erased, or somebody else alone can open it.
    """

    field: str
    digest: bytes
    salt: bytes | None = None
    value: bytes | None = None


def digest(*, salt: bytes, field: str, value: bytes) -> bytes:
    """Commit to one field: HMAC-SHA-256 keyed with its salt."""
    message = b"netral.field.v1\x00" + field.encode("ascii") + b"\x00" + value
    return hmac.digest(salt, message, "sha256")


def open_fields(
    kind: str, fields: Mapping[str, object], salts: Sequence[bytes]
) -> tuple[Opening, ...]:
    """Commit to `fields` in the order that `kind` prescribes, one 32-octet salt each.

    Raises:
        KeyError: `kind` is not on the list.
        ValueError: a field that the kind does not have.
    """
    names = names_of(kind)
    if extra := set(fields) - set(names):
        msg = f"{kind} has no field {', '.join(sorted(extra))}"
        raise ValueError(msg)
    values = [canonical(fields.get(name)) for name in names]
    return tuple(
        Opening(name, digest(salt=salt, field=name, value=value), salt, value)
        for name, value, salt in zip(names, values, salts, strict=True)
    )


def commitment(kind: str, digests: Sequence[bytes]) -> bytes:
    """Bind the digests of all fields, in order, to the type."""
    head = b"netral.commit.v1\x00" + kind.encode("ascii") + b"\x00"
    return hashlib.sha256(head + b"".join(digests)).digest()


@dataclass(frozen=True, slots=True)
class Anchor:
    """The newest witnessed state of the log that the author of a leaf saw.

    The leaf was not made before that state was: it could not have known its root. The state of
    size 0, before anything was witnessed, is spelled null in a leaf.
    """

    size: int
    root: bytes

    @property
    def spelled(self) -> dict[str, object] | None:
        """Return it as a leaf spells it."""
        return {"r": b64u(self.root), "s": self.size} if self.size else None


@dataclass(frozen=True, slots=True)
class Leaf:
    """The public face of one act."""

    kind: str
    institution: str  # public code of the region or agency
    ref: bytes  # 16 random octets that name the object, never a database id
    number: int  # place of this leaf in the history of `ref`
    previous: bytes | None  # leaf hash before it
    logged_at: datetime
    commitment: bytes
    public: Mapping[str, object]
    anchor: Anchor | None = None  # null until a first state has been witnessed

    def octets(self) -> bytes:
        """Return the exact octets that are hashed.

        Raises:
            ValueError: the leaf is longer than the log takes, or shows what its type does not.
        """
        if wrong := misfits(self.kind, self.public):
            msg = f"a leaf of {self.kind} does not show {', '.join(wrong)} so"
            raise ValueError(msg)
        out = canonical(
            {
                "a": self.anchor.spelled if self.anchor else None,
                "at": timestamp(self.logged_at),
                "c": b64u(self.commitment),
                "n": self.number,
                "p": b64u(self.previous) if self.previous else None,
                "ref": b64u(self.ref),
                "t": self.kind,
                "ten": self.institution,
                "x": self.public,
            }
        )
        if len(out) > CAP or not out.isascii():
            msg = f"a leaf of {self.kind} must be ASCII of at most {CAP} octets"
            raise ValueError(msg)
        return out


def timestamp(at: datetime) -> str:
    """Spell an instant in UTC to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def b64u(octets: bytes) -> str:
    """Spell octets as base64url without padding."""
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def unb64u(text: object) -> bytes:
    """Read base64url without padding, in its one canonical spelling.

    Raises:
        ValueError: it is spelled otherwise, or no text at all.
    """
    spelled = str(text)
    octets = base64.urlsafe_b64decode(spelled + "=" * (-len(spelled) % 4))
    if b64u(octets) != text:
        msg = f"not base64url as it is spelled here: {spelled[:80]!r}"
        raise ValueError(msg)
    return octets
