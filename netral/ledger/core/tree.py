"""Merkle trees of RFC 6962: hashing, and the verification of proofs.

A hash is 32 octets. Verification follows RFC 9162 §2.1.3.2 and §2.1.4.2 and answers in one way
only: it returns, or raises `ProofWrong`.
"""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Final

LEAF: Final = b"\x00"
NODE: Final = b"\x01"
SIZE: Final = 32  # octets of a hash
EMPTY: Final = hashlib.sha256(b"").digest()


class ProofWrong(ValueError):
    """A proof does not prove what it is said to."""


def leaf_hash(octets: bytes) -> bytes:
    """Hash a leaf, marked so that no inner node can pass for it (RFC 6962 §2.1)."""
    return hashlib.sha256(LEAF + octets).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two hashes into the one above them."""
    return hashlib.sha256(NODE + left + right).digest()


def fold(hashes: Sequence[bytes]) -> bytes:
    """Return the root over `hashes`, of which the last may stand for a smaller tree."""
    if not hashes:
        return EMPTY
    row = list(hashes)
    while len(row) > 1:
        above = [node_hash(*row[at : at + 2]) for at in range(0, len(row) - 1, 2)]
        if len(row) % 2:
            above.append(row[-1])
        row = above
    return row[0]


def verify_inclusion(  # the parts of one claim
    *, index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes
) -> None:
    """Check that the leaf hash `leaf` stands at `index` of the tree of `size` under `root`.

    Raises:
        ProofWrong: it does not, or the proof has another shape.
    """
    if root_above(index=index, size=size, leaf=leaf, proof=proof) != root:
        msg = "the proof leads to another root"
        raise ProofWrong(msg)


def root_above(*, index: int, size: int, leaf: bytes, proof: Sequence[bytes]) -> bytes:
    """Return the root that a proof of inclusion leads to (RFC 9162 §2.1.3.2).

    Raises:
        ProofWrong: the index lies outside the tree, or the proof has another shape.
    """
    if not 0 <= index < size:
        msg = f"index {index} is outside a tree of {size}"
        raise ProofWrong(msg)
    _check_shape([leaf, *proof])
    at, last, root = index, size - 1, leaf
    for beside in proof:
        if last == 0:
            msg = "the proof is too long"
            raise ProofWrong(msg)
        if at % 2 or at == last:
            root = node_hash(beside, root)
            at, last = _past_lonely(at, last)
        else:
            root = node_hash(root, beside)
        at, last = at >> 1, last >> 1
    if last:
        msg = "the proof is too short"
        raise ProofWrong(msg)
    return root


def verify_consistency(
    *, old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """Check that the tree of `new` leaves begins with the tree of `old` leaves.

    Raises:
        ProofWrong: it does not, or the proof has another shape (RFC 9162 §2.1.4.2).
    """
    _check_shape([old_root, new_root, *proof])
    if not 0 <= old <= new:
        msg = f"a tree of {new} does not follow one of {old}"
        raise ProofWrong(msg)
    if old in {0, new}:
        _check_trivial(old, new, old_root, new_root, proof)
        return
    if _roots_of(old, new, old_root, proof) != (old_root, new_root):
        msg = "the proof leads to other roots"
        raise ProofWrong(msg)


def _check_trivial(
    old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """Check a proof from the empty tree, or from a tree to itself: nothing may be in it."""
    if proof or (old == 0 and old_root != EMPTY) or (old == new and old_root != new_root):
        msg = "an empty proof must join equal roots, or begin with the empty tree"
        raise ProofWrong(msg)


def _roots_of(old: int, new: int, old_root: bytes, proof: Sequence[bytes]) -> tuple[bytes, bytes]:
    path = list(proof)
    if old & (old - 1) == 0:
        path.insert(0, old_root)  # a full tree is its own first node
    if not path:
        msg = "the proof is too short"
        raise ProofWrong(msg)
    at, last = old - 1, new - 1
    while at % 2:
        at, last = at >> 1, last >> 1
    before = after = path[0]
    for beside in path[1:]:
        if last == 0:
            msg = "the proof is too long"
            raise ProofWrong(msg)
        if at % 2 or at == last:
            before, after = node_hash(beside, before), node_hash(beside, after)
            at, last = _past_lonely(at, last)
        else:
            after = node_hash(after, beside)
        at, last = at >> 1, last >> 1
    if last:
        msg = "the proof is too short"
        raise ProofWrong(msg)
    return before, after


def _past_lonely(at: int, last: int) -> tuple[int, int]:
    """Climb past the levels at which a node at the right edge has nothing beside it."""
    while at and not at % 2:
        at, last = at >> 1, last >> 1
    return at, last


def _check_shape(hashes: Sequence[bytes]) -> None:
    if any(len(each) != SIZE for each in hashes):
        msg = f"a hash has {SIZE} octets"
        raise ProofWrong(msg)


def halves(start: int, end: int) -> int:
    """Return where the tree over [start, end) is split: the largest power of two inside it."""
    return start + (1 << ((end - start - 1).bit_length() - 1))


def whole_parts(start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the complete subtrees that make up [start, end), as (height, place at that height).

    `start` must be where the largest of them can begin, as every half of a tree does.
    """
    while start < end:
        height = (end - start).bit_length() - 1
        yield height, start >> height
        start += 1 << height
