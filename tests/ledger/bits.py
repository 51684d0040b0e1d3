"""Small things that the tests of the log's core share."""

from collections.abc import Sequence

from hypothesis import strategies as st

from netral.ledger.core.growth import Tail
from netral.ledger.core.tree import leaf_hash

names = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"], exclude_characters="+"),
    min_size=1,
    max_size=30,
)
hashes = st.binary(min_size=32, max_size=32)


def many(size: int) -> list[bytes]:
    """Return the leaf hashes of so many leaves."""
    return [leaf_hash(str(number).encode()) for number in range(size)]


def written(tail: Tail, leaves: Sequence[bytes]) -> dict[str, bytes]:
    """Add leaves to a log; return the files that this makes."""
    return dict([*tail.grow(leaves).files, *tail.partial()])


def flipped(octets: bytes, bit: int) -> bytes:
    """Return `octets` with one bit turned, wherever the number falls."""
    place, which = divmod(bit % (8 * len(octets)), 8)
    turned = bytearray(octets)
    turned[place] ^= 1 << which
    return bytes(turned)
