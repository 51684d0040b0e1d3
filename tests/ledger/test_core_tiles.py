"""Tiles: names by the specification, files that grow, and proofs read back from them."""

import hashlib
import struct
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from netral.ledger.core import tiles, tree
from netral.ledger.core.growth import Tail
from netral.ledger.core.tiles import Edge, Reader, TileWrong
from tests.ledger import bits
from tests.ledger.bits import many

SIZES = [0, 1, 2, 255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537, 66_000]
sizes = st.integers(0, 1500)


def leaves(size: int) -> list[bytes]:
    return [str(number).encode() for number in range(size)]


def written(size: int, batch: int = 10**6) -> dict[str, bytes]:
    """Return the files of a log to which `batch` leaves at a time were added."""
    tail, found, every = Tail(), dict[str, bytes](), leaves(size)
    for start in range(0, size, batch):
        found |= bits.written(tail, every[start : start + batch])
    return found


@pytest.mark.parametrize(
    ("number", "path"),
    [
        (0, "000"), (67, "067"), (999, "999"), (1000, "x001/000"), (1_234_067, "x001/x234/067"),
        (10**9, "x001/x000/x000/000"),
    ],
)  # fmt: skip
def test_a_number_is_spelled_in_groups_of_three(number: int, path: str) -> None:
    assert tiles.tile_path(0, number) == f"tile/0/{path}"
    assert tiles.bundle_path(number) == f"tile/entries/{path}"


def test_an_unfinished_tile_carries_its_width() -> None:
    assert tiles.tile_path(3, 67, 1) == "tile/3/067.p/1"
    assert tiles.tile_path(3, 67, 255) == "tile/3/067.p/255"
    assert tiles.tile_path(3, 67, 256) == "tile/3/067"
    assert tiles.bundle_path(1000, 7) == "tile/entries/x001/000.p/7"


def test_a_bundle_is_pinned() -> None:
    assert tiles.bundle([b"a", b"", b"x" * 300]) == b"\x00\x01a\x00\x00\x01\x2c" + b"x" * 300
    assert tiles.bundle([]) == b""


@given(st.lists(st.binary(max_size=400), max_size=40))
def test_a_bundle_gives_back_its_leaves(given_leaves: list[bytes]) -> None:
    assert list(tiles.unbundle(tiles.bundle(given_leaves))) == given_leaves


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=5), st.data())
def test_a_bundle_that_was_cut_is_refused(given_leaves: list[bytes], data: st.DataObject) -> None:
    whole = tiles.bundle(given_leaves)
    cut = whole[: data.draw(st.integers(1, len(whole) - 1))]
    ends, at = {0}, 0
    for each in given_leaves:
        at += 2 + len(each)
        ends.add(at)
    if len(cut) in ends:
        assert tiles.bundle(tiles.unbundle(cut)) == cut
    else:
        with pytest.raises(TileWrong, match=r"^a bundle ends within a (length|leaf)$"):
            list(tiles.unbundle(cut))


def test_where_a_bundle_was_cut_is_said() -> None:
    with pytest.raises(TileWrong, match=r"^a bundle ends within a length$"):
        list(tiles.unbundle(b"\x00"))
    with pytest.raises(TileWrong, match=r"^a bundle ends within a leaf$"):
        list(tiles.unbundle(b"\x00\x02a"))


def test_a_leaf_longer_than_a_bundle_takes_is_refused() -> None:
    assert len(tiles.bundle([b"x" * 65_535])) == 65_537
    with pytest.raises(struct.error):
        tiles.bundle([b"x" * 65_536])


@pytest.mark.parametrize("size", SIZES)
def test_a_log_has_the_files_that_the_specification_names(size: int) -> None:
    found = written(size)
    for level in range(4):
        full, part = divmod(size >> 8 * level, 256)
        for number in range(full):
            assert len(found.pop(tiles.tile_path(level, number))) == 256 * 32
        if part:
            assert len(found.pop(tiles.tile_path(level, full, part))) == part * 32
    full, part = divmod(size, 256)
    bundles = [found.pop(tiles.bundle_path(number)) for number in range(full)]
    if part:
        bundles.append(found.pop(tiles.bundle_path(full, part)))
    assert found == {}
    assert [leaf for each in bundles for leaf in tiles.unbundle(each)] == leaves(size)


@pytest.mark.parametrize("size", SIZES)
def test_the_edge_knows_the_root_of_every_size(size: int) -> None:
    edge = Edge()
    finished = list(edge.append(many(size)))
    assert edge.size == size
    assert edge.root() == tree.fold(many(size))
    assert edge.root() == Reader(written(size).__getitem__, size).root()
    assert [(level, number) for level, number, _ in finished if level == 0] == [
        (0, number) for number in range(size // 256)
    ]


@given(sizes, st.integers(1, 700))
def test_how_a_log_grew_shows_in_no_full_file(size: int, batch: int) -> None:
    at_once, bit_by_bit = written(size), written(size, batch)
    assert {path: bit_by_bit[path] for path in at_once} == at_once
    assert {path for path in bit_by_bit if ".p/" not in path} == {
        path for path in at_once if ".p/" not in path
    }


@given(sizes, st.integers(0, 300))
def test_an_edge_begun_from_unfinished_tiles_goes_on_alike(size: int, more: int) -> None:
    whole = Edge()
    list(whole.append(many(size)))
    rows = {level: list(row) for level, _, row in whole.unfinished()}
    again = Edge(size, [rows.get(level, []) for level in range(len(whole.levels))])
    later = [tree.leaf_hash(b"later %d" % number) for number in range(more)]
    assert list(again.append(later)) == list(whole.append(later))
    assert (again.size, again.root()) == (whole.size, whole.root())
    assert list(again.unfinished()) == list(whole.unfinished())


def test_an_edge_has_as_many_levels_as_its_tree_has_tiles_above_each_other() -> None:
    edge = Edge()
    for size, levels in ((1, 1), (255, 1), (256, 2), (300, 2), (512, 2), (65_536, 3)):
        list(edge.append(many(size)[edge.size :]))
        assert len(edge.levels) == levels


@example(0, 0)
@given(st.integers(0, 900), st.integers(0, 900))
def test_proofs_read_from_tiles_hold(one: int, two: int) -> None:
    old, size = sorted((one, two))
    reader = Reader(written(size).__getitem__, size)
    roots = {"old_root": tree.fold(many(old)), "new_root": tree.fold(many(size))}
    tree.verify_consistency(old=old, new=size, proof=reader.consistency(old), **roots)
    assert reader.root(old) == roots["old_root"]
    if old < size:
        tree.verify_inclusion(
            index=old, size=size, leaf=reader.leaf(old), proof=reader.inclusion(old),
            root=roots["new_root"],
        )  # fmt: skip
        assert reader.leaf(old) == many(size)[old]


@given(st.data(), st.integers(1, 900))
def test_a_reader_of_a_longer_log_proves_for_every_size_before(
    data: st.DataObject, size: int
) -> None:
    then = data.draw(st.integers(1, size))
    index = data.draw(st.integers(0, then - 1))
    old = data.draw(st.integers(0, then))
    reader = Reader(written(size).__getitem__, size)
    root = tree.fold(many(then))
    tree.verify_inclusion(
        index=index, size=then, leaf=many(size)[index], proof=reader.inclusion(index, then),
        root=root,
    )  # fmt: skip
    tree.verify_consistency(
        old=old, new=then, old_root=tree.fold(many(old)), new_root=root,
        proof=reader.consistency(old, then),
    )  # fmt: skip


def test_proofs_cross_the_tiles_of_a_second_level() -> None:
    size = 66_000
    files = written(size)
    reader = Reader(files.__getitem__, size)
    for index in (0, 255, 256, 65_535, 65_536, 65_999):
        tree.verify_inclusion(
            index=index, size=size, leaf=many(size)[index], proof=reader.inclusion(index),
            root=reader.root(),
        )  # fmt: skip
    for old in (1, 256, 65_536, 65_537):
        tree.verify_consistency(
            old=old, new=size, old_root=reader.root(old), new_root=reader.root(),
            proof=reader.consistency(old),
        )  # fmt: skip


def test_a_reader_fetches_each_tile_once_and_no_leaf() -> None:
    fetched: list[str] = []
    files = written(66_000)

    def fetch(path: str) -> bytes:
        fetched.append(path)
        return files[path]

    reader = Reader(fetch, 66_000)
    for _ in range(3):
        reader.inclusion(70)
        reader.root()
    assert len(fetched) == len(set(fetched)) <= 6
    assert not [path for path in fetched if "entries" in path]


@pytest.mark.parametrize(
    "change", [lambda o: o[:-1], lambda o: o + b"x" * 32, lambda _: b"", lambda o: o[:-32]]
)
def test_a_tile_of_another_length_is_refused(change: Any) -> None:
    files = written(300)
    reader = Reader(lambda path: change(files[path]), 300)
    with pytest.raises(TileWrong, match=r"^tile/\d/\d{3}(\.p/\d+)? must hold \d+ hashes$"):
        reader.inclusion(299)


def test_the_hashes_of_a_tile_are_those_of_its_leaves() -> None:
    found = written(3)
    assert tiles.hashes(found["tile/0/000.p/3"]) == [
        hashlib.sha256(b"\x00" + leaf).digest() for leaf in leaves(3)
    ]
    assert tiles.hashes(written(256)["tile/1/000.p/1"]) == [tree.fold(many(256))]


def test_an_empty_log_has_no_files_and_the_root_of_nothing() -> None:
    assert written(0) == {}
    assert bits.written(Tail(), []) == {}
    assert Edge().root() == tree.EMPTY
    assert Reader(written(0).__getitem__, 0).root() == tree.EMPTY
