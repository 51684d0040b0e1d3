"""What is wrong with a log whose entries do not lead to the root that it signed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from netral_monitor import entries
from netral_monitor.entries import Entry
from netral_monitor.findings import Damaged, Finding
from netral_monitor.history import State
from netral_monitor.rebuild import Edge, Keep, Rebuild
from netral_monitor.source import Source
from netral_monitor.store import Store, cut
from netral_verify import Wrong
from netral_verify.tiles import WIDTH, bundle_path, leaves, tile_path
from netral_verify.tree import HASH, leaf_hash, root

NAMED: Final = 100  # altered entries that are named one by one


@dataclass(slots=True)
class Diagnosis:
    """`forked`: the files are sound, but another log than the one known before."""

    forked: bool = False
    hashes: list[bytes] = field(default_factory=list)  # of all leaves, as the files have them
    findings: list[Finding] = field(default_factory=list)


def diagnose(source: Source, state: State, store: Store) -> Diagnosis:
    """Read the whole log anew, apart from all that was known.

    Raises:
        Damaged: a file cannot be what it must be.
    """
    rebuild = Rebuild(source, Edge(), lambda _path, _octets: None)
    found = Diagnosis()
    for chunk in rebuild.read(state.size):
        found.hashes += chunk.row
    if rebuild.edge.root() == state.root:
        found.forked = True
        found.findings += _changed(found.hashes, store)
        return found
    said = _said(rebuild, found.hashes)
    if root(said) == state.root:
        altered = [
            at for at, pair in enumerate(zip(said, found.hashes, strict=True)) if _differ(pair)
        ]
        found.findings += (
            Finding("leaf-altered", str(at), at, {"count": len(altered)}) for at in altered[:NAMED]
        )
    else:
        found.findings.append(Finding("root-differs", str(state.size), None, {"size": state.size}))
    return found


def read_again(source: Source, state: State, store: Store, keep: Keep) -> Iterator[Finding]:
    """Read all files again, and find those that differ from what was verified."""
    rebuild = Rebuild(source, Edge(), keep)
    hashes: list[bytes] = []
    for chunk in rebuild.read(state.size):
        hashes += chunk.row
    if rebuild.edge.root() != state.root:
        yield from _changed(hashes, store)
    for path in rebuild.tiles:
        yield Finding("tile-differs", path, None, {"path": path})


def first_entry(source: Source, size: int) -> Entry:
    """Read the first entry of a log that has one.

    Raises:
        Damaged: the file of the first entries is none.
    """
    width = min(size, WIDTH)
    path = bundle_path(0, width)
    bundle = Rebuild(source, Edge(), lambda _path, _octets: None).partial_bundle(0, width)
    try:
        octets = leaves(bundle, width)[0]
    except Wrong as wrong:
        raise Damaged(path, wrong) from wrong
    return entries.read(0, octets, leaf_hash(octets))


def _changed(hashes: list[bytes], store: Store) -> Iterator[Finding]:
    """Name the first entry that was another one when it was read before."""
    known = store.all_hashes()
    different = [at for at, pair in enumerate(zip(known, hashes, strict=False)) if _differ(pair)]
    if different:
        yield Finding("leaf-changed", str(different[0]), different[0], {"count": len(different)})


def _said(rebuild: Rebuild, hashes: list[bytes]) -> list[bytes]:
    """Return the leaf hashes as the tiles have them."""
    said = list(hashes)
    for number in range(-(-len(hashes) // WIDTH)):
        width = min(WIDTH, len(hashes) - number * WIDTH)
        tile = rebuild.tiles.get(tile_path(0, number, width), b"")
        if len(tile) == width * HASH:
            said[number * WIDTH : number * WIDTH + width] = cut(tile)
    return said


def _differ(pair: tuple[bytes, bytes]) -> bool:
    return pair[0] != pair[1]
