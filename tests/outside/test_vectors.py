"""The public vectors of transparency-dev/merkle, and those of the specifications."""

from typing import Any

import pytest

from netral_verify import Wrong, tree
from netral_verify.note import Key, Note
from tests.vectors import LEAVES, ROOTS, merkle


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
