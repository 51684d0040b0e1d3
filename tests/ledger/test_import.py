"""A restored older database, or an empty one, and a copy of the log's files."""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from pytest_django import Settings

from netral.ledger.core.public import Unreadable
from netral.ledger.core.tree import leaf_hash
from netral.ledger.errors import (
    BranchWitnessed,
    HistoryDoubled,
    HousesMissing,
    LogBehind,
    LogDiffers,
    MirrorWrong,
)
from netral.ledger.models import Disclosure, Entry, Head, Place, Publication, Tile, Waiting
from netral.ledger.reader import source
from netral.ledger.sequencing import mirrors, starting, stored
from netral.ledger.sequencing.importing import bring_back
from netral.tenancy.models import Institution
from tests.cast import Owner
from tests.ledger import outside
from tests.ledger.scene import NOW, act, begun, later, sealed


@pytest.fixture
def restore(owner: Owner) -> Callable[[int], None]:
    """Make the database what it was when the log had so many entries."""

    def back(size: int) -> None:
        lost = list(Place.objects.filter(index__gte=size).values_list("entry_id", flat=True))
        notes = dict(Publication.objects.filter(size=size).values_list("size", "note"))
        with owner():
            Publication.objects.filter(size__gt=size).delete()
            Place.objects.filter(index__gte=size).delete()
            Disclosure.objects.filter(entry__in=lost).delete()
            Waiting.objects.all().delete()
            Entry.objects.filter(pk__in=lost).delete()
            Tile.objects.filter(level=0, number__gte=size // 256).delete()
            Head.objects.all().delete()
            if size:
                _head(size, notes[size])

    return back


def _head(size: int, note: str) -> None:
    signer = starting.key_holder()
    Head.objects.create(
        origin=signer.key.name, vkey=signer.key.vkey, size=size, root=stored.root(size), note=note
    )


def grow(house: Institution, *counts: int) -> list[bytes]:
    """Log so many acts, in so many published states."""
    for count in counts:
        act(house, count)
        begun().turn(NOW)
    rows = Place.objects.order_by("index").values_list("entry__leaf", flat=True)
    return [bytes(each) for each in rows]


@pytest.mark.parametrize("size", [300, 0])
def test_what_a_restored_database_lacks_is_brought_back(
    house: Institution, settings: Settings, restore: Callable[[int], None], size: int
) -> None:
    leaves = grow(house, 300, 400)
    notes = [str(note) for note in outside.history(settings.LOG)]
    restore(size)
    act(house, 2)  # people worked on meanwhile
    with pytest.raises(LogBehind):
        begun()
    brought = bring_back(mirrors.source(str(settings.LOG)), NOW)
    assert (brought.size, brought.placed, brought.made) == (700, 700 - size, 700 - size)
    begun().turn(later(1))
    found = outside.leaves(settings.LOG)
    assert found[:700] == leaves
    assert len(found) == 703  # what waited, and that this was done
    assert [str(note) for note in outside.history(settings.LOG)][: len(notes)] == notes
    assert Entry.objects.filter(act="log.recovered").count() == 1
    assert Entry.objects.count() == 703
    begun()


def test_a_copy_at_an_address_will_do(
    house: Institution, settings: Settings, restore: Callable[[int], None], tmp_path: Path
) -> None:
    leaves = grow(house, 300, 300)
    restore(300)
    shutil.move(settings.LOG, tmp_path / "copy")
    with served(tmp_path / "copy") as url:
        bring_back(mirrors.source(url), NOW)
        begun().turn(NOW)
    assert outside.leaves(settings.LOG)[:600] == leaves
    assert len(outside.history(settings.LOG)) == 3


def test_the_check_reads_a_copy_at_an_address(house: Institution, settings: Settings) -> None:
    grow(house, 300)
    key, said = starting.key_holder().key.vkey, StringIO()
    with served(settings.LOG) as url:
        call_command("ledger_fsck", "--only-files", files=url, vkey=key, stdout=said)
        assert source(url)("tile/0/007") is None
    assert said.getvalue().startswith("300 daun dalam berkas publik.")
    with pytest.raises(Unreadable):
        source(url)("checkpoint")


@pytest.mark.parametrize("where", ["http://log.example/log", "/no/such/folder"])
def test_what_can_not_be_trusted_to_be_a_log_is_not_read(where: str) -> None:
    with pytest.raises(Unreadable):
        source(where)
    with pytest.raises(MirrorWrong):
        mirrors.source(where)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def test_an_entry_that_waits_and_stands_in_the_copy_is_not_made_twice(
    house: Institution, settings: Settings, owner: Owner
) -> None:
    leaves = grow(house, 5)
    with owner():
        for model in (Publication, Place, Tile, Head):
            model.objects.all().delete()
    brought = bring_back(mirrors.source(str(settings.LOG)), NOW)
    assert (brought.placed, brought.made) == (5, 0)
    begun().turn(NOW)
    assert outside.leaves(settings.LOG)[:5] == leaves
    assert Entry.objects.count() == 6


def test_a_branch_that_nobody_saw_gives_way(
    house: Institution, settings: Settings, restore: Callable[[int], None], tmp_path: Path
) -> None:
    leaves = grow(house, 300, 300)
    shutil.move(settings.LOG, tmp_path / "copy")
    restore(300)
    grow(house, 500)  # nothing public was there to stop it
    copy = mirrors.source(str(tmp_path / "copy"))
    settings.LOG = tmp_path / "copy"
    with pytest.raises(LogDiffers):
        begun()
    brought = bring_back(copy, NOW)
    assert (brought.removed, brought.withdrawn, brought.placed) == (500, 1, 300)
    begun().turn(NOW)
    found = outside.leaves(settings.LOG)
    assert found[:600] == leaves
    assert len(found) == len(set(found)) == 1101
    assert not Waiting.objects.exists()


def test_a_branch_that_witnesses_saw_does_not(
    house: Institution, settings: Settings, restore: Callable[[int], None], tmp_path: Path,
    owner: Owner,
) -> None:  # fmt: skip
    grow(house, 3, 3)
    shutil.move(settings.LOG, tmp_path / "copy")
    restore(3)
    grow(house, 2)
    with owner():
        Publication.objects.filter(size=5).update(witnessed=True)
    before = Place.objects.count()
    with pytest.raises(BranchWitnessed):
        bring_back(mirrors.source(str(tmp_path / "copy")), NOW)
    assert Place.objects.count() == before


def test_a_copy_that_is_behind_changes_nothing(
    house: Institution, settings: Settings, tmp_path: Path
) -> None:
    grow(house, 3)
    shutil.copytree(settings.LOG, tmp_path / "copy")
    grow(house, 3)
    brought = bring_back(mirrors.source(str(tmp_path / "copy")), NOW)
    assert (brought.size, brought.placed, brought.removed) == (6, 0, 0)
    assert Entry.objects.count() == 6


def test_a_step_taken_again_is_told(
    house: Institution, settings: Settings, restore: Callable[[int], None]
) -> None:
    (first,) = act(house)
    begun().turn(NOW)
    act(house, ref=bytes(first.ref))
    begun().turn(NOW)
    restore(1)
    act(house, ref=bytes(first.ref))
    copy = mirrors.source(str(settings.LOG))
    with pytest.raises(HistoryDoubled):
        bring_back(copy, NOW)
    assert Place.objects.count() == 1
    brought = bring_back(copy, NOW, despite_doubles=True)
    assert len(brought.doubled) == 1
    begun().turn(NOW)
    assert len(outside.leaves(settings.LOG)) == 4


def test_institutions_must_be_there_first(
    house: Institution, settings: Settings, restore: Callable[[int], None]
) -> None:
    grow(house, 3)
    restore(0)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE tenancy_institution SET code = '99.99'")
    with pytest.raises(HousesMissing) as refused:
        bring_back(mirrors.source(str(settings.LOG)), NOW)
    assert refused.value.facts == {"codes": "32.76"}
    assert not Entry.objects.exists()


def test_sealed_leaves_come_back_into_their_batch(
    house: Institution, settings: Settings, restore: Callable[[int], None]
) -> None:
    for number in range(16):
        sealed(house, number, NOW)
    begun().turn(NOW)
    restore(0)
    brought = bring_back(mirrors.source(str(settings.LOG)), NOW)
    assert (brought.placed, brought.homeless) == (16, 16)
    rows = Entry.objects.filter(kind="sealed/1")
    assert {bytes(row.leaf_hash) == leaf_hash(bytes(row.leaf)) for row in rows} == {True}


DAMAGE: dict[str, Callable[[Path], object]] = {
    "no checkpoint": lambda copy: (copy / "checkpoint").unlink(),
    "an unsigned checkpoint": lambda copy: (copy / "checkpoint").write_text("x\n1\nAAAA\n"),
    "no bundle": lambda copy: (copy / "tile/entries/001").unlink(),
    "a bundle cut off": lambda copy: cut(copy / "tile/entries/001"),
    "another leaf": lambda copy: change(copy / "tile/entries/001"),
    "a forged history": lambda copy: next((copy / "history").iterdir()).write_text('"x"\n'),
}


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def change(path: Path) -> None:
    octets = path.read_bytes()
    path.write_bytes(octets.replace(b'"n":0', b'"n":1', 1))


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_copy_that_is_not_whole_changes_nothing(
    house: Institution, settings: Settings, restore: Callable[[int], None], tmp_path: Path,
    damage: str,
) -> None:  # fmt: skip
    grow(house, 100, 500)
    shutil.copytree(settings.LOG, tmp_path / "copy")
    restore(100)
    DAMAGE[damage](tmp_path / "copy")
    with pytest.raises((MirrorWrong, CommandError)):
        call_command("ledger_import", str(tmp_path / "copy"))
    assert Head.objects.get().size == Place.objects.count() == Entry.objects.count() == 100


def test_another_logs_copy_is_refused(
    house: Institution, settings: Settings, restore: Callable[[int], None], owner: Owner
) -> None:
    grow(house, 3)
    restore(0)
    settings.LOG_KEY = "another-secret-that-is-long-enough-for-a-key"
    with pytest.raises(MirrorWrong):
        bring_back(mirrors.source(str(settings.LOG)), NOW)


def test_the_command_says_what_it_did(
    house: Institution, settings: Settings, restore: Callable[[int], None]
) -> None:
    grow(house, 2, 3)
    restore(2)
    said = StringIO()
    call_command("ledger_import", str(settings.LOG), stdout=said)
    assert said.getvalue().splitlines() == [
        "3 catatan sudah menempati nomornya kembali.",
        "3 di antaranya sudah tidak ada di basis data.",
        "Buku besar ini sekarang berisi 5 catatan.",
    ]
