"""Trees: RFC 6962's own, random ones against a naive reckoning, and the public vectors."""

import hashlib
from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.ledger.core import tree
from netral.ledger.core.tree import ProofWrong
from tests.ledger.bits import flipped, many
from tests.vectors import LEAVES, ROOTS, merkle


def naive_root(hashes: Sequence[bytes]) -> bytes:
    """Reckon a root as RFC 6962 §2.1 defines it, from the top down."""
    if not hashes:
        return hashlib.sha256().digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return hashlib.sha256(
        b"\x01" + naive_root(hashes[:split]) + naive_root(hashes[split:])
    ).digest()


def naive_path(at: int, hashes: Sequence[bytes]) -> list[bytes]:
    """Reckon a proof of inclusion as RFC 6962 §2.1.1 defines it."""
    if len(hashes) == 1:
        return []
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    if at < split:
        return [*naive_path(at, hashes[:split]), naive_root(hashes[split:])]
    return [*naive_path(at - split, hashes[split:]), naive_root(hashes[:split])]


def naive_growth(old: int, hashes: Sequence[bytes], *, whole: bool = True) -> list[bytes]:
    """Reckon a proof of consistency as RFC 6962 §2.1.2 defines it."""
    if old == len(hashes):
        return [] if whole else [naive_root(hashes)]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    if old <= split:
        return [*naive_growth(old, hashes[:split], whole=whole), naive_root(hashes[split:])]
    later = naive_growth(old - split, hashes[split:], whole=False)
    return [*later, naive_root(hashes[:split])]


sizes = st.integers(1, 300)


@pytest.mark.parametrize("size", range(1, 9))
def test_the_reference_tree_has_its_published_roots(size: int) -> None:
    hashes = [tree.leaf_hash(each) for each in LEAVES[:size]]
    assert tree.fold(hashes) == bytes.fromhex(ROOTS[size - 1]) == naive_root(hashes)


def test_an_empty_tree_has_the_root_of_nothing() -> None:
    assert tree.EMPTY.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert tree.fold([]) == tree.EMPTY


def test_a_node_is_not_a_leaf() -> None:
    one, two = many(2)
    assert tree.node_hash(one, two) == hashlib.sha256(b"\x01" + one + two).digest()
    assert tree.node_hash(one, two) != tree.leaf_hash(one + two)


@given(sizes)
def test_folding_reckons_what_the_definition_reckons(size: int) -> None:
    assert tree.fold(many(size)) == naive_root(many(size))


@given(st.data(), sizes)
def test_a_proof_of_inclusion_holds(data: st.DataObject, size: int) -> None:
    hashes = many(size)
    at = data.draw(st.integers(0, size - 1))
    proof = naive_path(at, hashes)
    claim = {"index": at, "size": size, "leaf": hashes[at], "proof": proof}
    tree.verify_inclusion(**claim, root=naive_root(hashes))  # type: ignore[arg-type]
    assert tree.root_above(**claim) == naive_root(hashes)  # type: ignore[arg-type]


@given(st.data(), st.integers(1, 70))
def test_every_changed_bit_of_a_proof_of_inclusion_fails(data: st.DataObject, size: int) -> None:
    hashes = many(size)
    at = data.draw(st.integers(0, size - 1))
    parts = [hashes[at], naive_root(hashes), *naive_path(at, hashes)]
    which = data.draw(st.integers(0, len(parts) - 1))
    parts[which] = flipped(parts[which], data.draw(st.integers(0, 255)))
    leaf, root, *proof = parts
    with pytest.raises(ProofWrong, match=r"^the proof leads to another root$"):
        tree.verify_inclusion(index=at, size=size, leaf=leaf, proof=proof, root=root)


@given(st.data(), st.integers(2, 70))
def test_a_leaf_stands_in_one_place_only(data: st.DataObject, size: int) -> None:
    hashes = many(size)
    at, elsewhere = data.draw(st.permutations(range(size)))[:2]
    with pytest.raises(ProofWrong):
        tree.verify_inclusion(
            index=elsewhere, size=size, leaf=hashes[at], proof=naive_path(at, hashes),
            root=naive_root(hashes),
        )  # fmt: skip


@given(st.data(), st.integers(1, 70))
def test_a_proof_of_inclusion_that_is_longer_or_shorter_fails(
    data: st.DataObject, size: int
) -> None:
    hashes = many(size)
    at = data.draw(st.integers(0, size - 1))
    proof = naive_path(at, hashes)
    claim = {"index": at, "size": size, "leaf": hashes[at]}
    with pytest.raises(ProofWrong, match=r"^the proof is too long$"):
        tree.root_above(**claim, proof=[*proof, many(1)[0]])  # type: ignore[arg-type]
    if proof:
        with pytest.raises(ProofWrong, match=r"^the proof is too short$"):
            tree.root_above(**claim, proof=proof[:-1])  # type: ignore[arg-type]


@pytest.mark.parametrize(("index", "size"), [(-1, 1), (0, 0), (1, 1), (2, 1), (0, -1)])
def test_an_index_outside_the_tree_is_refused(index: int, size: int) -> None:
    with pytest.raises(ProofWrong, match=rf"^index {index} is outside a tree of {size}$"):
        tree.root_above(index=index, size=size, leaf=many(1)[0], proof=[])


@pytest.mark.parametrize("length", [0, 31, 33])
def test_what_has_not_the_length_of_a_hash_is_refused(length: int) -> None:
    one, two = many(2)
    short = b"x" * length
    with pytest.raises(ProofWrong, match=r"^a hash has 32 octets$"):
        tree.root_above(index=0, size=2, leaf=one, proof=[short])
    with pytest.raises(ProofWrong, match=r"^a hash has 32 octets$"):
        tree.root_above(index=0, size=2, leaf=short, proof=[two])
    for old_root, new_root, proof in (
        (short, one, [two]),
        (one, short, [two]),
        (one, two, [short]),
    ):
        with pytest.raises(ProofWrong, match=r"^a hash has 32 octets$"):
            tree.verify_consistency(old=1, new=2, old_root=old_root, new_root=new_root, proof=proof)


@given(st.data(), sizes)
def test_a_proof_of_consistency_holds(data: st.DataObject, size: int) -> None:
    hashes = many(size)
    old = data.draw(st.integers(1, size))
    tree.verify_consistency(
        old=old, new=size, old_root=naive_root(hashes[:old]), new_root=naive_root(hashes),
        proof=naive_growth(old, hashes),
    )  # fmt: skip


def test_verifying_changes_no_proof() -> None:
    proof = naive_growth(4, many(7))
    before = list(proof)
    tree.verify_consistency(
        old=4, new=7, old_root=tree.fold(many(4)), new_root=tree.fold(many(7)), proof=proof
    )
    assert proof == before


def test_every_tree_begins_with_the_empty_one() -> None:
    tree.verify_consistency(
        old=0, new=5, old_root=tree.EMPTY, new_root=naive_root(many(5)), proof=[]
    )
    tree.verify_consistency(old=0, new=0, old_root=tree.EMPTY, new_root=tree.EMPTY, proof=[])


@pytest.mark.parametrize(
    ("old", "new", "old_root", "new_root", "proof"),
    [
        (0, 5, many(1)[0], naive_root(many(5)), []),  # not the empty root
        (0, 5, tree.EMPTY, naive_root(many(5)), many(1)),
        (5, 5, naive_root(many(5)), naive_root(many(6)), []),
        (5, 5, naive_root(many(5)), naive_root(many(5)), many(1)),
        (0, 0, many(1)[0], many(1)[0], []),
    ],
)
def test_a_trivial_proof_is_empty_and_joins_equal_roots(
    old: int, new: int, old_root: bytes, new_root: bytes, proof: list[bytes]
) -> None:
    with pytest.raises(ProofWrong, match=r"^an empty proof must join equal roots, or begin"):
        tree.verify_consistency(old=old, new=new, old_root=old_root, new_root=new_root, proof=proof)


@pytest.mark.parametrize(("old", "new"), [(6, 5), (-1, 5), (1, 0)])
def test_a_tree_does_not_shrink(old: int, new: int) -> None:
    with pytest.raises(ProofWrong, match=rf"^a tree of {new} does not follow one of {old}$"):
        tree.verify_consistency(
            old=old, new=new, old_root=many(1)[0], new_root=many(1)[0], proof=[]
        )


@given(st.data(), st.integers(2, 70))
def test_every_changed_bit_of_a_proof_of_consistency_fails(data: st.DataObject, size: int) -> None:
    hashes = many(size)
    old = data.draw(st.integers(1, size - 1))
    parts = [naive_root(hashes[:old]), naive_root(hashes), *naive_growth(old, hashes)]
    which = data.draw(st.integers(0, len(parts) - 1))
    parts[which] = flipped(parts[which], data.draw(st.integers(0, 255)))
    old_root, new_root, *proof = parts
    with pytest.raises(ProofWrong, match=r"^the proof leads to other roots$"):
        tree.verify_consistency(
            old=old, new=size, old_root=old_root, new_root=new_root, proof=proof
        )


@given(st.data(), st.integers(2, 70))
def test_a_proof_of_consistency_that_is_longer_or_shorter_fails(
    data: st.DataObject, size: int
) -> None:
    hashes = many(size)
    old = data.draw(st.integers(1, size - 1))
    proof = naive_growth(old, hashes)
    old_root, new_root = naive_root(hashes[:old]), naive_root(hashes)
    for other, why in (([*proof, many(1)[0]], "long"), (proof[:-1], "short")):
        with pytest.raises(ProofWrong, match=rf"^the proof is too {why}$"):
            tree.verify_consistency(
                old=old, new=size, old_root=old_root, new_root=new_root, proof=other
            )


@pytest.mark.parametrize("vector", merkle("inclusion"))
def test_inclusion_is_judged_as_others_judge_it(vector: dict[str, Any]) -> None:
    with _expected(vector):
        tree.verify_inclusion(
            index=vector["leafIdx"], size=vector["treeSize"], leaf=vector["leafHash"],
            proof=vector["proof"], root=vector["root"],
        )  # fmt: skip


@pytest.mark.parametrize("vector", merkle("consistency"))
def test_consistency_is_judged_as_others_judge_it(vector: dict[str, Any]) -> None:
    with _expected(vector):
        tree.verify_consistency(
            old=vector["size1"], new=vector["size2"], old_root=vector["root1"],
            new_root=vector["root2"], proof=vector["proof"],
        )  # fmt: skip


def _expected(vector: dict[str, Any]) -> Any:
    return pytest.raises(ProofWrong) if vector["wantErr"] else nullcontext()


@pytest.mark.parametrize(
    ("start", "end", "middle"), [(0, 2, 1), (0, 3, 2), (0, 4, 2), (0, 5, 4), (4, 7, 6), (8, 10, 9)]
)
def test_a_tree_is_split_at_the_largest_power_of_two_inside_it(
    start: int, end: int, middle: int
) -> None:
    assert tree.halves(start, end) == middle


@given(st.integers(0, 40), st.integers(0, 1000))
def test_whole_parts_cover_a_range_once_and_in_order(blocks: int, length: int) -> None:
    start = blocks << length.bit_length()  # where a half of this length can begin
    at = start
    for height, place in tree.whole_parts(start, start + length):
        assert place << height == at
        at += 1 << height
    assert at == start + length
