"""Receipts: a leaf, the way from it to a signed root (C2SP tlog-proof), and some of its fields."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from netral_verify import Wrong, require
from netral_verify.canon import read, spell
from netral_verify.leaf import Kind, Leaf, commitment, digest
from netral_verify.note import Checkpoint, Key, Note, cosignatures, open_checkpoint
from netral_verify.policy import Policy
from netral_verify.spelling import b64, b64u, number, unb64, unb64u
from netral_verify.tree import HASH, check_inclusion

FORMAT: Final = "c2sp.org/tlog-proof@v1"
LONGEST: Final = 2 * 1024 * 1024  # octets of a receipt
HIGHEST: Final = 63


@dataclass(frozen=True, slots=True)
class Field:
    """A committed field: its digest, and if it is disclosed its salt and value."""

    name: str
    digest: bytes
    salt: bytes | None = None
    value: bytes | None = None  # in its one spelling

    @property
    def disclosed(self) -> bool:
        """Tell whether the value is there to read."""
        return self.value is not None

    @property
    def said(self) -> Any:
        """Return the value of a disclosed field."""
        return read(self.value) if self.value is not None else None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What somebody carries away from the log. Nothing of it is true before it is verified."""

    index: int
    path: tuple[bytes, ...]
    note: Note
    leaf: Leaf
    fields: tuple[Field, ...]  # all of the type in order, or none at all

    @classmethod
    def parse(cls, octets: bytes) -> "Receipt":
        """Read a `.tlog-proof` whose extra data tell the leaf.

        Raises:
            Wrong: it has another shape, or its disclosures are not those of the leaf.
        """
        require(len(octets) <= LONGEST, "a receipt is not as long as that")
        head, gap, note = octets.partition(b"\n\n")
        require(gap and head.isascii(), "this is no receipt of a log")
        lines = head.decode().split("\n")
        require(lines[0] == FORMAT, "this is no receipt of a log")
        require(
            len(lines) > 2 and lines[1].startswith("extra "),  # noqa: PLR2004
            "the receipt does not hold the entry itself",
        )
        require(lines[2].startswith("index "), "the receipt does not tell the place of the entry")
        path = tuple(map(unb64, lines[3:]))
        fit = len(path) <= HIGHEST and all(len(each) == HASH for each in path)
        require(fit, "the path from the entry is too long, or holds something else than hashes")
        leaf, fields = _extra(unb64(lines[1].removeprefix("extra ")))
        index = number(lines[2].removeprefix("index "))
        return cls(index, path, Note.parse(note), leaf, fields)

    def __bytes__(self) -> bytes:
        extra = spell(
            {
                "disclosures": [_shown(each) for each in self.fields],
                "leaf": self.leaf.octets.decode(),
            }
        )
        path = "".join(f"{b64(each)}\n" for each in self.path)
        head = f"{FORMAT}\nextra {b64(extra)}\nindex {self.index}\n{path}\n"
        return head.encode() + bytes(self.note)

    def keeping(self, names: Collection[str]) -> "Receipt":
        """Return a receipt that discloses only these fields; of the others it keeps digests.

        Raises:
            Wrong: one of them is not disclosed here.
        """
        there = {each.name for each in self.fields if each.disclosed}
        for name in names:
            require(name in there, "the receipt does not disclose {name}", name=name)
        kept = (
            each if each.name in names else Field(each.name, each.digest) for each in self.fields
        )
        return replace(self, fields=tuple(kept))

    def check_path(self, state: Checkpoint) -> None:
        """Check that the leaf stands in a state.

        Raises:
            Wrong: the path does not lead from it to the root.
        """
        check_inclusion(
            index=self.index,
            size=state.size,
            leaf=self.leaf.hash,
            proof=self.path,
            root=state.root,
        )

    def disclosed(self) -> dict[str, Any]:
        """Return the values of the disclosed fields by name."""
        return {each.name: each.said for each in self.fields if each.disclosed}


@dataclass(frozen=True, slots=True)
class Proven:
    """What is certain once a receipt has been verified."""

    receipt: Receipt
    state: Checkpoint
    seen: Mapping[Key, int]  # when each witness saw the state, in POSIX seconds
    by: int | None  # by when enough of them had; None if not enough did, 0 if none is asked


def verify(receipt: Receipt, policy: Policy) -> Proven:
    """Verify a receipt as far as its log: signature, path, witnesses. Whether these are enough, and
    since when, is in `by`.

    Raises:
        Wrong: the receipt is not what it says it is.
    """  # noqa: D205
    claimed = Checkpoint.parse(receipt.note.text)
    key = policy.logs.get(claimed.origin)
    if key is None:
        msg = "the policy does not trust the log {origin}"
        raise Wrong(msg, origin=claimed.origin)
    state = open_checkpoint(receipt.note, key)
    receipt.check_path(state)
    anchor = receipt.leaf.anchor
    require(
        anchor is None or anchor.size <= receipt.index,
        "the entry names a state of the log that is younger than itself",
    )
    seen = dict(cosignatures(receipt.note, policy.keys))
    return Proven(receipt, state, seen, policy.met(seen))


def _extra(octets: bytes) -> tuple[Leaf, tuple[Field, ...]]:
    said = read(octets)
    fit = isinstance(said, dict) and said.keys() == {"disclosures", "leaf"}
    fit = fit and isinstance(said["leaf"], str) and isinstance(said["disclosures"], list)
    require(fit, "the receipt does not hold the entry itself")
    leaf = Leaf.parse(said["leaf"].encode())
    if not said["disclosures"]:
        return leaf, ()
    fields = tuple(_field(each) for each in said["disclosures"])
    check_fields(leaf.kind, leaf.commitment, fields)
    return leaf, fields


def check_fields(kind: Kind, wanted: bytes | None, fields: tuple[Field, ...]) -> None:
    """Check that the fields are those that the leaf commits to.

    Raises:
        Wrong: they are others, or in another order, or a value was changed.
    """
    names = tuple(each.name for each in fields)
    require(names == kind.fields, "an entry of type {kind} has other fields", kind=kind.name)
    found = commitment(kind.name, [each.digest for each in fields])
    require(found == wanted, "the disclosed values are not those of the entry")


def _field(said: object) -> Field:
    require(isinstance(said, dict) and isinstance(said.get("f"), str), "a field cannot be read")
    assert isinstance(said, dict)  # noqa: S101  # for the type checker
    name: str = said["f"]
    if said.keys() == {"f", "d"}:
        return Field(name, unb64u(said["d"], HASH))
    require(said.keys() == {"f", "s", "v"}, "a field cannot be read")
    salt, value = unb64u(said["s"], HASH), spell(said["v"])
    return Field(name, digest(salt=salt, field=name, value=value), salt, value)


def _shown(field: Field) -> dict[str, Any]:
    if field.salt is None:
        return {"f": field.name, "d": b64u(field.digest)}
    return {"f": field.name, "s": b64u(field.salt), "v": field.said}
