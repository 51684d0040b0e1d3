"""The public vectors of transparency-dev/merkle, and those of the specifications."""

from typing import Any

import pytest

from netral_verify import Wrong, tree
from netral_verify.note import Key, Note
from tests.vectors import merkle

# RFC 6962's reference tree: its leaves, and how the roots over the first 1, 2, .. 8 begin.
LEAVES = [
    b"", b"\x00", b"\x10", b"\x20\x21", b"\x30\x31", b"\x40\x41\x42\x43",
    bytes(range(0x50, 0x58)), bytes(range(0x60, 0x70)),
]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


@pytest.mark.parametrize("case", merkle("inclusion"))
def test_public_vectors_of_inclusion(case: dict[str, Any]) -> None:
    claim = {
        "index": case["leafIdx"],
        "size": case["treeSize"],
        "leaf": case["leafHash"],
        "root": case["root"],
        "proof": case["proof"],
    }
    if case["wantErr"]:
        with pytest.raises(Wrong):
            tree.check_inclusion(**claim)
    else:
        tree.check_inclusion(**claim)


@pytest.mark.parametrize("case", merkle("consistency"))
def test_public_vectors_of_consistency(case: dict[str, Any]) -> None:
    claim = {
        "old": case["size1"],
        "new": case["size2"],
        "old_root": case["root1"],
        "new_root": case["root2"],
        "proof": case["proof"],
    }
    if case["wantErr"]:
        with pytest.raises(Wrong):
            tree.check_consistency(**claim)
    else:
        tree.check_consistency(**claim)


def test_the_reference_tree_of_the_rfc() -> None:
    hashes = [tree.leaf_hash(each) for each in LEAVES]
    assert [tree.root(hashes[:size]).hex() for size in range(1, 9)] == ROOTS


def test_the_example_of_signed_notes() -> None:
    """The one in the documentation of Go's note package."""
    vkey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
    signed = (
        "This is an example message.\n\n\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfX"
        "ppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
    )
    key = Key.parse(vkey)
    assert key.vkey == vkey
    Note.parse(signed.encode()).verify(key)
    with pytest.raises(Wrong, match="is false"):
        Note.parse(signed.replace("an example", "no example").encode()).verify(key)
