"""Two hands, written apart, must agree on every tree and every proof."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.ledger.core import tiles as their_tiles
from netral.ledger.core import tree as theirs
from netral.ledger.core.growth import Tail
from netral_verify import Wrong, tiles, tree
from tests.ledger.bits import written

Files = dict[str, bytes]

SIZES = st.integers(1, 600)
HUGE = st.integers(1, 2**63 - 1)
HASHES = st.lists(st.binary(min_size=32, max_size=32), max_size=66)


def leaf(number: int) -> bytes:
    return sha256(f"leaf {number}".encode()).digest()


def grown(size: int) -> tuple[Files, bytes]:
    """Return the files of a log that the product wrote, and its root."""
    tail = Tail()
    files = written(tail, [b"%d" % each for each in range(size)])
    return files, tail.edge.root()


@given(SIZES)
def test_both_hash_a_growing_tree_to_the_same_roots(size: int) -> None:
    leaves = [leaf(each) for each in range(size)]
    growing = tree.Tree()
    growing.extend(leaves)
    assert growing.root() == tree.root(leaves) == theirs.fold(leaves)
    again = tree.Tree(growing.size, growing.peaks)
    again.append(b"\0" * 32)
    assert again.root() == theirs.fold([*leaves, b"\0" * 32])


@given(SIZES, st.data())
def test_a_path_that_one_finds_in_the_others_files_convinces_both(
    size: int, data: st.DataObject
) -> None:
    files, root = grown(size)
    index = data.draw(st.integers(0, size - 1))
    found = tiles.Tiles(files.__getitem__, size)
    path = found.inclusion(index)
    assert path == their_tiles.Reader(files.__getitem__, size).inclusion(index)
    assert found.root() == root
    one = {"index": index, "size": size, "leaf": tree.leaf_hash(b"%d" % index), "root": root}
    tree.check_inclusion(proof=path, **one)  # type: ignore[arg-type]
    theirs.verify_inclusion(proof=path, **one)  # type: ignore[arg-type]


@given(SIZES, st.data())
def test_a_proof_of_growth_that_one_finds_convinces_both(size: int, data: st.DataObject) -> None:
    files, root = grown(size)
    old = data.draw(st.integers(0, size))
    found = tiles.Tiles(files.__getitem__, size)
    proof = found.consistency(old)
    assert proof == their_tiles.Reader(files.__getitem__, size).consistency(old)
    one = {"old": old, "new": size, "old_root": found.root(old), "new_root": root}
    tree.check_consistency(proof=proof, **one)  # type: ignore[arg-type]
    theirs.verify_consistency(proof=proof, **one)  # type: ignore[arg-type]


@given(HUGE, HUGE, st.data())
def test_both_find_the_same_fault_in_foreign_paths(
    index: int, size: int, data: st.DataObject
) -> None:
    """Of trees too large to build: where the path has the right length, both reach one root."""
    index %= size
    right = length(index, size)
    proof = [leaf(each) for each in range(data.draw(st.sampled_from([right, right + 1, 0, 5])))]
    try:
        root = theirs.root_above(index=index, size=size, leaf=leaf(0), proof=proof)
    except theirs.ProofWrong:
        with pytest.raises(Wrong):
            tree.check_inclusion(index=index, size=size, leaf=leaf(0), proof=proof, root=leaf(1))
        return
    tree.check_inclusion(index=index, size=size, leaf=leaf(0), proof=proof, root=root)


def length(index: int, size: int) -> int:
    """Return how many hashes a path has, by the definition of RFC 6962."""
    if size == 1:
        return 0
    left = tree.split(size)
    inner = (index, left) if index < left else (index - left, size - left)
    return length(*inner) + 1


@given(SIZES, SIZES, HASHES)
def test_both_refuse_the_same_proofs_of_growth(old: int, new: int, proof: list[bytes]) -> None:
    one = {"old": old, "new": new, "old_root": leaf(1), "new_root": leaf(2), "proof": proof}
    with pytest.raises(theirs.ProofWrong):
        theirs.verify_consistency(**one)  # type: ignore[arg-type]
    with pytest.raises(Wrong):
        tree.check_consistency(**one)  # type: ignore[arg-type]


@given(st.integers(2, 600), st.data())
def test_every_single_bit_of_a_proof_of_growth_counts(size: int, data: st.DataObject) -> None:
    files, root = grown(size)
    old = data.draw(st.integers(1, size - 1))
    found = tiles.Tiles(files.__getitem__, size)
    parts = [found.root(old), root, *found.consistency(old)]
    which = data.draw(st.integers(0, len(parts) - 1))
    bit = data.draw(st.integers(0, 255))
    parts[which] = (int.from_bytes(parts[which]) ^ 1 << bit).to_bytes(32)
    with pytest.raises(Wrong):
        tree.check_consistency(
            old=old, new=size, old_root=parts[0], new_root=parts[1], proof=parts[2:]
        )


@given(st.integers(0, 10**9), st.integers(1, 256), st.integers(0, 7))
def test_both_find_files_in_the_same_places(number: int, width: int, level: int) -> None:
    assert tiles.tile_path(level, number, width) == their_tiles.tile_path(level, number, width)
    assert tiles.bundle_path(number, width) == their_tiles.bundle_path(number, width)


def test_a_log_of_seventy_thousand_has_the_files_of_the_specification() -> None:
    paths = grown(70_000)[0].keys()
    assert sum(path.startswith("tile/entries/") for path in paths) == 273 + 1
    assert len(paths) == 273 + 1 + 273 + 1 + 1 + 1 + 1
    assert paths >= {"tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"}
    assert tiles.tile_path(0, 1_234_067) == "tile/0/x001/x234/067"


@given(st.lists(st.binary(max_size=70), min_size=1, max_size=256))
def test_leaves_are_read_back_from_a_bundle(leaves: list[bytes]) -> None:
    octets = their_tiles.bundle(leaves)
    assert tiles.leaves(octets, len(leaves)) == leaves
    for cut in (octets[:-1], octets + b"\0", octets + b"\0\0"):
        with pytest.raises(Wrong):
            tiles.leaves(cut, len(leaves))


def test_a_place_outside_the_log_is_refused_though_the_path_would_fit() -> None:
    for size in (1, 2, 5, 8, 300):
        files, root = grown(size)
        path = tiles.Tiles(files.__getitem__, size).inclusion(size - 1)
        last = tree.leaf_hash(b"%d" % (size - 1))
        for index in (size, size + 1, 2 * size, -1, 2**63):
            with pytest.raises(Wrong, match="outside a log"):
                tree.check_inclusion(index=index, size=size, leaf=last, proof=path, root=root)
    one, path = leaf(0), [leaf(0)] * 63
    with pytest.raises(Wrong, match="outside a log"):
        tree.check_inclusion(index=0, size=2**63, leaf=one, proof=path, root=one)
    with pytest.raises(Wrong, match="cannot follow"):
        tree.check_consistency(old=1, new=2**63, old_root=one, new_root=one, proof=path)


def test_octets_may_not_move_from_one_hash_to_the_next() -> None:
    """A node hashes both halves together, so that the border between them must be held."""
    leaves = [leaf(0), leaf(1)]
    root, whole = tree.root(leaves), b"".join(leaves)
    for border in (31, 33):
        with pytest.raises(Wrong, match="32 octets"):
            tree.check_inclusion(
                index=0, size=2, leaf=whole[:border], proof=[whole[border:]], root=root
            )
        with pytest.raises(Wrong, match="32 octets"):
            tree.check_consistency(
                old=1, new=2, old_root=whole[:border], new_root=root, proof=[whole[border:]]
            )


def test_a_root_made_for_a_hash_of_another_length_does_not_count() -> None:
    short, whole = b"\x01" * 31, leaf(1)
    for old_root, beside in ((short, whole), (whole, short)):
        made = tree.node_hash(old_root, beside)
        with pytest.raises(Wrong, match="32 octets"):
            tree.check_consistency(old=1, new=2, old_root=old_root, new_root=made, proof=[beside])
        with pytest.raises(Wrong, match="32 octets"):
            tree.check_inclusion(index=0, size=2, leaf=old_root, proof=[beside], root=made)
    with pytest.raises(Wrong, match="32 octets"):
        tree.check_consistency(old=0, new=3, old_root=tree.EMPTY, new_root=short, proof=[])
    with pytest.raises(Wrong, match="32 octets"):
        tree.check_consistency(old=3, new=3, old_root=short, new_root=short, proof=[])
    with pytest.raises(Wrong, match="32 octets"):
        tree.check_inclusion(index=0, size=1, leaf=short, proof=[], root=short)


def test_a_proof_of_growth_is_neither_longer_nor_shorter_than_it_must_be() -> None:
    for old, new in ((1, 2), (3, 7), (4, 7), (6, 8), (256, 300)):
        files, root = grown(new)
        found = tiles.Tiles(files.__getitem__, new)
        proof, before = found.consistency(old), found.root(old)
        for changed in ([leaf(9), *proof], [*proof, leaf(9)], proof[1:], proof[:-1]):
            with pytest.raises(Wrong):
                tree.check_consistency(
                    old=old, new=new, old_root=before, new_root=root, proof=changed
                )
    for old, new in ((0, 3), (3, 3)):
        before = tree.root([leaf(each) for each in range(old)])
        root = tree.root([leaf(each) for each in range(new)])
        one = {"old": old, "new": new, "old_root": before, "new_root": root}
        tree.check_consistency(proof=[], **one)  # type: ignore[arg-type]
        with pytest.raises(Wrong, match="too long"):
            tree.check_consistency(proof=[leaf(9)], **one)  # type: ignore[arg-type]
        with pytest.raises(Wrong):
            tree.check_consistency(proof=[], **(one | {"old_root": leaf(9)}))  # type: ignore[arg-type]
    with pytest.raises(Wrong):  # an empty log has but one root
        tree.check_consistency(old=0, new=0, old_root=tree.EMPTY, new_root=leaf(9), proof=[])
    tree.check_consistency(old=0, new=0, old_root=tree.EMPTY, new_root=tree.EMPTY, proof=[])


def test_a_right_edge_has_a_hash_for_each_bit_of_the_size() -> None:
    for size, peaks in ((0, [leaf(0)]), (1, []), (3, [leaf(0)]), (2, [leaf(0)[:31]])):
        with pytest.raises(Wrong, match="another right edge"):
            tree.Tree(size, peaks)
    assert tree.Tree().root() == tree.EMPTY == theirs.EMPTY
