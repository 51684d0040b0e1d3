"""Damage to the files: every byte that is read is held to something."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netral.ledger.core.checkpoint import Checkpoint
from netral_monitor.source import Folder, Wanted
from tests.monitor.logs import HOUR, Log, Watch

SIZES = (200, 300, 600)


class Noting(Folder):
    """A folder that notes what is read of it."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.paths: set[str] = set()

    def read(self, path: str, most: int) -> bytes:
        """Read a file, and note it."""
        self.paths.add(path)
        return super().read(path, most)

    def read_all(self, wanted: Sequence[Wanted]) -> Iterator[bytes]:
        """Read files, and note them."""
        return (self.read(*each) for each in wanted)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Log:
    """A log that grew in three steps."""
    log = Log(tmp_path_factory.mktemp("lived") / "log")
    for size in SIZES:
        while len(log.leaves) + len(log.waiting) < size:
            log.enter(log.leaf())
        log.publish()
        log.now += HOUR // 2
    return log


def look(log: Log, folder: Path) -> tuple[list[str], set[str]]:
    """Return what a stranger finds, and what was read."""
    source = Noting(log.folder)
    found = Watch(log, Path(":memory:")).codes(source=source, evidence=folder)
    return found, source.paths


def harmless(log: Log, path: str, at: int, octets: bytes) -> bool:
    """Tell whether a byte only spoils the word of one witness of three, who is then unknown."""
    if path != "checkpoint" and not path.startswith("history/"):
        return False
    separator = b"\n" if path == "checkpoint" else b"\\n"
    start = octets.rfind(separator, 0, at) + len(separator)
    return b"saksi" in octets[start : octets.find(separator, start)]


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_changed_byte_is_found_or_harmless(
    lived: Log, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    paths = sorted(
        str(each.relative_to(lived.folder)) for each in lived.folder.rglob("*") if each.is_file()
    )
    path = data.draw(st.sampled_from(paths))
    octets = lived.path(path).read_bytes()
    at = data.draw(st.integers(0, len(octets) - 1))
    other = data.draw(st.integers(1, 255))
    lived.put(path, octets[:at] + bytes([octets[at] ^ other]) + octets[at + 1 :])
    try:
        found, read = look(lived, tmp_path_factory.mktemp("evidence"))
    finally:
        lived.put(path, octets)
    if not found:
        assert path not in read or harmless(lived, path, at, octets)


def test_which_files_are_not_read(lived: Log, tmp_path: Path) -> None:
    """Only unfinished files of earlier states: the tree has grown past them."""
    found, read = look(lived, tmp_path)
    assert found == []
    every = {
        str(each.relative_to(lived.folder)) for each in lived.folder.rglob("*") if each.is_file()
    }
    assert sorted(every - read) == [
        "tile/0/000.p/200",
        "tile/0/001.p/44",
        "tile/1/000.p/1",
        "tile/entries/000.p/200",
        "tile/entries/001.p/44",
    ]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("tile/entries/000", "file-damaged"),
        ("tile/entries/002.p/88", "file-damaged"),
        ("tile/0/001", "tile-differs"),
        ("tile/1/000.p/2", "tile-differs"),
        ("checkpoint", "checkpoint-false"),
        ("history/2026-11-21", "history-damaged"),
    ],
)
@pytest.mark.parametrize("how", ["cut", "emptied", "lengthened"])
def test_a_file_of_the_wrong_length(
    lived: Log, tmp_path: Path, path: str, code: str, how: str
) -> None:
    octets = lived.path(path).read_bytes()
    changed = {"cut": octets[:-7], "emptied": b"", "lengthened": octets + b"more"}
    lived.put(path, changed[how])
    try:
        found, _ = look(lived, tmp_path)
    finally:
        lived.put(path, octets)
    if (path, how) == ("history/2026-11-21", "emptied"):
        assert set(found) == {"late-entry"} | set(found) - {"checkpoint-false"}
    else:
        assert code in found or "file-damaged" in found


def test_altered_entries_are_named(lived: Log, watch: Watch, tmp_path: Path) -> None:
    path = "tile/entries/001"
    octets = lived.path(path).read_bytes()
    lived.put(path, octets.replace(b"32.76", b"32.77", 3))
    try:
        report = Watch(lived, Path(":memory:")).look(evidence=tmp_path)
    finally:
        lived.put(path, octets)
    assert not report.sound
    named = {(f.code, f.index) for f in report.findings.listed.values()}
    assert named == {("leaf-altered", 256), ("leaf-altered", 257), ("leaf-altered", 258)}


def test_entries_and_tiles_altered_alike_do_not_fit_the_signed_root(log: Log, watch: Watch) -> None:
    for _ in range(5):
        log.enter(log.leaf())
    log.publish()
    old = (log.folder / "checkpoint").read_bytes()
    log.rewrite([*log.leaves[:4], log.leaf()], history=True)
    log.put("checkpoint", old)
    assert watch.codes() == ["root-differs"]


def test_a_file_that_is_missing(lived: Log, tmp_path: Path) -> None:
    for path in ("tile/entries/001", "tile/0/000", "tile/1/000.p/2", "tile/entries/002.p/88"):
        octets = lived.path(path).read_bytes()
        lived.path(path).unlink()
        found, _ = look(lived, tmp_path)
        lived.put(path, octets)
        assert found == ["file-missing"]


def test_damage_among_what_was_read_before_shows_when_all_is_read_again(
    log: Log, watch: Watch
) -> None:
    for _ in range(600):
        log.enter(log.leaf())
    log.publish()
    assert watch.codes() == []
    log.change("tile/entries/000", lambda octets: octets.replace(b"32.76", b"32.77", 1))
    log.change("tile/0/001", lambda octets: octets[:-1] + b"?")
    assert watch.codes() == []
    assert set(watch.codes(full=True)) == {"leaf-changed", "tile-differs"}


def test_a_checkpoint_of_another_log(log: Log, watch: Watch, tmp_path: Path) -> None:
    other = Log(tmp_path / "other", origin="other.example/log")
    other.act()
    log.act()
    log.put("checkpoint", (other.folder / "checkpoint").read_bytes())
    assert watch.codes() == ["checkpoint-false"]


@pytest.mark.parametrize("size", [2**20, 2**40, 2**62])
def test_a_log_that_says_to_be_of_any_size_is_asked_for_it(
    log: Log, watch: Watch, size: int
) -> None:
    log.act()
    note = log.signer.sign(str(Checkpoint(log.origin, size, b"?" * 32)))
    log.put("checkpoint", bytes(note))
    assert watch.codes() == ["file-missing"]
