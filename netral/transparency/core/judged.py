"""Judging a proof that somebody brought: whether it holds, and if not, which part is wrong."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from netral.kernel.canon import canonical
from netral.ledger.core.checkpoint import Checkpoint, cosignatures
from netral.ledger.core.leaf import b64u, commitment, digest, unb64u
from netral.ledger.core.note import Key, NoteWrong
from netral.ledger.core.proof import Proof
from netral.ledger.core.tree import SIZE, ProofWrong, leaf_hash, verify_inclusion
from netral.ledger.core.types import TYPES

CARRIED: Final = {"leaf", "disclosures"}  # what goes along with a proof, and nothing else


class Part(StrEnum):
    """A part of a proof that may be wrong."""

    FORM = "form"  # it cannot be read at all
    LOG = "log"  # it is of another log
    SIGNATURE = "signature"  # the log did not sign this state
    WITNESS = "witness"  # a signature in a witness's name is false
    LEAF = "leaf"  # the entry that it carries is not the one that it is said to be
    INDEX = "index"  # the entry stands elsewhere
    PATH = "path"  # the fingerprints do not lead from the entry to the whole
    FIELDS = "fields"  # what it opens is not what the entry commits to


@dataclass(frozen=True, slots=True)
class Judged:
    """What a proof says, and what is wrong with it; nothing wrong: it holds."""

    wrong: tuple[Part, ...]
    origin: str = ""
    index: int = 0
    size: int = 0
    root: bytes = b""
    leaf: bytes | None = None  # the hash of the leaf that it carries, if it carries one
    kind: str = ""
    opened: tuple[tuple[str, Any], ...] = ()  # the fields that it opens, by name, and their values
    path: tuple[bytes, ...] = ()  # the hashes from the leaf to the root


def judge(octets: bytes, log: Key, witnesses: Sequence[Key], leaf: bytes | None = None) -> Judged:
    """Judge a proof by the key of the log and those of its witnesses.

    A proof may leave out the leaf that it is about: then it is judged for the leaf hash `leaf`.
    """
    try:
        proof = Proof.parse(octets)
        state = Checkpoint.parse(proof.checkpoint.text)
    except NoteWrong:
        return Judged((Part.FORM,))
    if state.origin != log.name:
        return Judged((Part.LOG,), state.origin, proof.index, state.size)
    text, opened = _carried(proof.extra)
    own = leaf_hash(text) if text is not None else leaf
    kind, fields = _fields(text, opened)
    wrong = (
        *_signed(proof, log, witnesses),
        *_placed(proof, state, own),
        *([Part.FIELDS] if fields is None or (proof.extra and text is None) else []),
    )
    return Judged(
        wrong=wrong,
        origin=state.origin,
        index=proof.index,
        size=state.size,
        root=state.root,
        leaf=own,
        kind=kind,
        opened=fields or (),
        path=tuple(proof.hashes),
    )


def _signed(proof: Proof, log: Key, witnesses: Sequence[Key]) -> Iterator[Part]:
    try:
        proof.checkpoint.verify(log)
    except NoteWrong:
        yield Part.SIGNATURE
    try:
        cosignatures(proof.checkpoint, list(witnesses))
    except NoteWrong:
        yield Part.WITNESS


def _placed(proof: Proof, state: Checkpoint, leaf: bytes | None) -> Iterator[Part]:
    if leaf is None:
        yield Part.LEAF
        return
    try:
        verify_inclusion(
            index=proof.index, size=state.size, leaf=leaf, proof=proof.hashes, root=state.root
        )
    except ProofWrong:
        yield Part.PATH


def _carried(extra: bytes) -> tuple[bytes | None, list[Any] | None]:
    """Return the leaf that goes along with a proof, and what opens its fields."""
    read = _json(extra)
    if not isinstance(read, dict) or not isinstance(read.get("leaf"), str):
        return None, None
    whole = read.keys() == CARRIED and _spells(read, extra)
    opened = read["disclosures"] if whole else None
    leaf: str = read["leaf"]
    return leaf.encode(errors="replace"), opened if isinstance(opened, list) else None


def _fields(
    text: bytes | None, opened: list[Any] | None
) -> tuple[str, tuple[tuple[str, Any], ...] | None]:
    """Return the type of a leaf and the fields opened; None for fields that do not fit it."""
    leaf = _json(text) if text is not None else None
    kind = str(leaf.get("t", "")) if isinstance(leaf, dict) else ""
    if opened is None:
        return kind, () if text is None else None
    if not opened:
        return kind, ()
    if not isinstance(leaf, dict) or kind not in TYPES or not _bound(leaf, kind, opened):
        return kind, None
    return kind, tuple((each["f"], each["v"]) for each in opened if "s" in each)


def _bound(leaf: Mapping[str, Any], kind: str, opened: list[Any]) -> bool:
    """Tell whether fields, opened or not, are those that a leaf commits to."""
    try:
        names = tuple(each["f"] for each in opened)
        digests = [_digest(each) for each in opened]
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return False
    return names == TYPES[kind].fields and b64u(commitment(kind, digests)) == leaf.get("c")


def _digest(each: Mapping[str, Any]) -> bytes:
    if each.keys() == {"f", "d"}:
        return _of_32(each["d"])
    if each.keys() != {"f", "s", "v"}:
        raise ValueError
    return digest(salt=_of_32(each["s"]), field=each["f"], value=canonical(each["v"]))


def _of_32(text: str) -> bytes:
    """Read a hash or a salt: HMAC would take a longer salt that ends in zeroes for the same."""
    octets = unb64u(text)
    if len(octets) != SIZE:
        raise ValueError
    return octets


def _spells(read: object, octets: bytes) -> bool:
    """Tell whether octets are the one spelling of what was read: other programs take no other."""
    try:
        return canonical(read) == octets
    except (ValueError, TypeError, RecursionError):
        return False


def _json(octets: bytes | None) -> Any:
    try:
        return json.loads(octets or b"null")
    except (ValueError, RecursionError):
        return None
