"""What an outsider sees of a log: its public files, checked by the second hand alone."""

import json
from pathlib import Path

from netral_verify.note import Checkpoint, Key, Note, open_checkpoint
from netral_verify.tiles import WIDTH, Tiles, bundle_path
from netral_verify.tiles import leaves as unbundled
from netral_verify.tree import Tree, leaf_hash


def state(folder: Path) -> Checkpoint:
    """Return the published state, after checking that the log signed it."""
    key = Key.parse((folder / "vkey").read_text().strip())
    return open_checkpoint(Note.parse((folder / "checkpoint").read_bytes()), key)


def leaves(folder: Path) -> list[bytes]:
    """Return all leaves of the published state, whose root both leaves and tiles must make."""
    shown = state(folder)
    found: list[bytes] = []
    while len(found) < shown.size:
        width = min(WIDTH, shown.size - len(found))
        path = bundle_path(len(found) // WIDTH, width)
        found.extend(unbundled((folder / path).read_bytes(), width))
    tree = Tree()
    tree.extend(map(leaf_hash, found))
    assert len(found) == shown.size
    assert tree.root() == shown.root
    if shown.size:
        assert Tiles(lambda path: (folder / path).read_bytes(), shown.size).root() == shown.root
    return found


def history(folder: Path) -> list[Note]:
    """Return the notes of the history in their order."""
    days = sorted((folder / "history").iterdir())
    lines = [line for day in days for line in day.read_text().splitlines()]
    return [Note.parse(json.loads(line).encode()) for line in lines]
