"""Merkle trees (RFC 6962 §2.1), checked by the recursions that define them.

A hash is 32 octets; sizes and indices are below 2**63.
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import Final

from netral_verify import Wrong, require
from netral_verify.spelling import GREATEST

HASH: Final = 32
EMPTY: Final = sha256().digest()


def leaf_hash(leaf: bytes) -> bytes:
    """Hash a leaf."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash the two hashes below a node."""
    return sha256(b"\x01" + left + right).digest()


def split(size: int) -> int:
    """Return how many of more than one leaf stand on the left: the largest power of two below."""
    return 1 << (size - 1).bit_length() - 1


class Tree:
    """The roots of a growing tree. Keeps only the right edge: a hash for each bit of the size."""

    __slots__ = ("peaks", "size")

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        self.size = size
        self.peaks = list(peaks)  # the roots of the complete trees, the largest first
        require(
            len(self.peaks) == size.bit_count() and all(len(peak) == HASH for peak in self.peaks),
            "a tree of {size} leaves has another right edge",
            size=size,
        )

    def append(self, leaf: bytes) -> None:
        """Add a leaf by its hash."""
        grown, size, peaks = leaf, self.size, self.peaks
        while size & 1:
            grown = sha256(b"\x01" + peaks.pop() + grown).digest()
            size >>= 1
        peaks.append(grown)
        self.size += 1

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add leaves by their hashes, in order."""
        for leaf in leaves:
            self.append(leaf)

    def root(self) -> bytes:
        """Return the root over all leaves so far."""
        if not self.peaks:
            return EMPTY
        found = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            found = node_hash(peak, found)
        return found


def root(hashes: Iterable[bytes]) -> bytes:
    """Return the root over leaf hashes."""
    tree = Tree()
    tree.extend(hashes)
    return tree.root()


def check_inclusion(
    *, index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes
) -> None:
    """Check that the leaf hash `leaf` stands at `index` in the tree of `size` under `root`.

    Raises:
        Wrong: it does not, or the proof has another length.
    """
    require(
        0 <= index < size <= GREATEST,
        "place {index} is outside a log of {size} entries",
        index=index,
        size=size,
    )
    _check_lengths([leaf, *proof])  # what they are joined to is as long as a root
    require(
        _joined(index, size, leaf, list(proof)) == root,
        "the path from the entry does not lead to the signed root",
    )


def _joined(index: int, size: int, leaf: bytes, path: list[bytes]) -> bytes:
    """Return the root of a tree that has `leaf` at `index`, beside what `path` gives.

    The last hash of the path is the half in which the leaf is not.
    """
    if size == 1:
        require(not path, "the path from the entry is too long")
        return leaf
    require(path, "the path from the entry is too short")
    beside, left = path.pop(), split(size)
    if index < left:
        return node_hash(_joined(index, left, leaf, path), beside)
    return node_hash(beside, _joined(index - left, size - left, leaf, path))


def check_consistency(
    *, old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """Check that the tree of `new` leaves begins with all leaves of the tree of `old`.

    Raises:
        Wrong: it does not, or the proof has another length.
    """
    require(
        0 <= old <= new <= GREATEST,
        "a log of {new} entries cannot follow one of {old}",
        old=old,
        new=new,
    )
    _check_lengths([old_root, new_root, *proof])
    path = list(proof)
    if old == 0:
        found = (EMPTY, new_root if new else EMPTY)
    elif old == new:
        found = (new_root, new_root)
    else:
        found = _roots(old, new, old_root, path)
    require(not path, "the proof of growth is too long")
    require(found == (old_root, new_root), "the new state does not contain the old one unchanged")


def growth(old: int, new: int, over: Callable[[int, int], bytes]) -> list[bytes]:
    """Return the proof that a tree of `new` leaves begins with its first `old` (RFC 6962 §2.1.2).

    `over` gives the root over the leaves from one index to before another.
    """

    def subproof(start: int, end: int, *, known: bool) -> list[bytes]:
        if old == end:
            return [] if known else [over(start, end)]
        middle = start + split(end - start)
        if old <= middle:
            return [*subproof(start, middle, known=known), over(middle, end)]
        return [*subproof(middle, end, known=False), over(start, middle)]

    return subproof(0, new, known=True) if 0 < old < new else []


def _roots(old: int, new: int, known: bytes | None, path: list[bytes]) -> tuple[bytes, bytes]:
    """Return the roots of the old and the new part of a subtree of `new` leaves.

    `known` is the old root for as long as the old tree may be this very subtree: then it is not in
    the proof (SUBPROOF of RFC 6962 §2.1.2, read from its end).
    """
    if old == new:
        whole = known if known is not None else _next(path)
        return whole, whole
    beside, left = _next(path), split(new)
    if old <= left:
        before, after = _roots(old, left, known, path)
        return before, node_hash(after, beside)
    before, after = _roots(old - left, new - left, None, path)
    return node_hash(beside, before), node_hash(beside, after)


def _next(path: list[bytes]) -> bytes:
    if not path:
        msg = "the proof of growth is too short"
        raise Wrong(msg)
    return path.pop()


def _check_lengths(hashes: Iterable[bytes]) -> None:
    require(all(len(each) == HASH for each in hashes), "a hash has 32 octets")
