"""Places, files and states: what the sequencer makes of what waits."""

import shutil
import stat
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from netral.ledger import guards
from netral.ledger.errors import (
    AnotherLog,
    FileDiffers,
    LogBehind,
    LogDiffers,
    NoKey,
    PolicyUnread,
    TablesDiffer,
)
from netral.ledger.models import Entry, Head, Place, Publication, Tile, Waiting
from netral.ledger.sequencing import running, starting, stored
from netral.tenancy.models import Institution
from netral_verify.tree import leaf_hash, root
from tests.cast import Owner
from tests.ledger import outside
from tests.ledger.faults import full_disk
from tests.ledger.scene import NOW, Clock, act, begun, later, sealed


def test_entries_get_dense_places_in_their_order(house: Institution, settings: Settings) -> None:
    entries = act(house, 3)
    sequencer = begun()
    assert sequencer.turn(NOW) == 3
    entries += act(house, 2)
    assert sequencer.turn(NOW) == 2
    assert sequencer.turn(NOW) == 0
    placed = Place.objects.values_list("index", "entry_id")
    assert list(placed) == [(n, entry.pk) for n, entry in enumerate(entries)]
    assert not Waiting.objects.exists()
    assert outside.leaves(settings.LOG) == [bytes(each.leaf) for each in entries]


def test_a_log_of_several_levels_is_whole(
    house: Institution, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "SMALL", 300)
    monkeypatch.setattr(running, "BATCH", {})
    entries = act(house, 1000)
    sequencer = begun()
    assert sequencer.turn(NOW) == 1000
    assert outside.leaves(settings.LOG) == [bytes(each.leaf) for each in entries]
    assert Tile.objects.count() == 3
    assert stored.root(1000) == bytes(Head.objects.get().root)
    assert stored.root(513) == begun_anew_root(513)


def begun_anew_root(size: int) -> bytes:
    """Return the root of the first leaves, made by the second hand."""
    rows = Place.objects.order_by("index").values_list("entry__leaf", flat=True)[:size]
    return root([leaf_hash(bytes(each)) for each in rows])


def test_what_is_published_is_signed_and_stands_in_the_history(
    house: Institution, settings: Settings
) -> None:
    act(house)
    sequencer = begun()
    sequencer.turn(NOW)
    act(house)
    sequencer.turn(later(1))
    assert [note.text.split("\n")[1] for note in outside.history(settings.LOG)] == ["1", "2"]
    rows = Publication.objects.order_by("pk")
    assert [(row.size, row.witnessed, row.published_at) for row in rows] == [
        (1, False, NOW), (2, False, later(1)),
    ]  # fmt: skip
    assert (settings.LOG / "checkpoint").read_text() == rows[1].note


def test_an_empty_log_publishes_nothing(settings: Settings, db: None) -> None:
    begun().turn(NOW)
    assert not (settings.LOG / "checkpoint").exists()
    assert Head.objects.get().size == 0
    assert (settings.LOG / "vkey").read_text() == f"{Head.objects.get().vkey}\n"


def test_files_can_be_read_by_everybody(house: Institution, settings: Settings) -> None:
    act(house, 256)
    begun().turn(NOW)
    for each in (path for path in settings.LOG.rglob("*") if path.name != ".lock"):
        mode = stat.S_IMODE(each.stat().st_mode)
        assert (each.name, mode) in {(each.name, 0o644), (each.name, 0o755), (".new", mode)}


def test_sealed_entries_wait_for_their_hour_and_lose_their_order(house: Institution) -> None:
    pks = [sealed(house, n, later(60)).pk for n in range(32)]
    act(house)
    sequencer = begun()
    assert sequencer.turn(later(59)) == 1
    assert sequencer.turn(later(60)) == 32
    order = list(Place.objects.filter(index__gte=1).values_list("entry_id", flat=True))
    assert order != pks
    assert sorted(order) == pks


def test_unfinished_tiles_stay_for_the_last_two_states(
    house: Institution, settings: Settings
) -> None:
    sequencer = begun()
    for count in (100, 100, 100):
        act(house, count)
        sequencer.turn(NOW)
    zero = settings.LOG / "tile" / "0"
    assert sorted(each.name for each in (zero / "000.p").iterdir()) == ["100", "200"]
    act(house)
    sequencer.turn(NOW)
    assert not (zero / "000.p").exists()
    assert not (settings.LOG / "tile" / "entries" / "000.p").exists()
    assert sorted(each.name for each in (zero / "001.p").iterdir()) == ["44", "45"]
    outside.leaves(settings.LOG)


def test_an_entry_that_is_too_long_holds_up_nobody(
    house: Institution, settings: Settings, owner: Owner
) -> None:
    (bad,) = act(house)
    with owner():
        Entry.objects.filter(pk=bad.pk).update(leaf=b"x" * 5000)
    act(house)
    sequencer = begun()
    assert sequencer.turn(NOW) == 1
    assert list(Waiting.objects.values_list("pk", flat=True)) == [bad.pk]
    assert len(outside.leaves(settings.LOG)) == 1


# ---- Starting again


def test_who_comes_next_goes_on_where_the_last_one_stood(
    house: Institution, settings: Settings
) -> None:
    first = [bytes(each.leaf) for each in act(house, 300)]
    begun().turn(NOW)
    second = [bytes(each.leaf) for each in act(house, 300)]
    begun().turn(NOW)
    assert outside.leaves(settings.LOG) == first + second


def test_files_that_were_lost_are_written_again(house: Institution, settings: Settings) -> None:
    sequencer = begun()
    for _ in range(3):
        act(house, 200)
        sequencer.turn(NOW)
    before = outside.leaves(settings.LOG)
    notes = outside.history(settings.LOG)
    shutil.rmtree(settings.LOG)
    begun()
    assert outside.leaves(settings.LOG) == before
    assert outside.history(settings.LOG) == notes


@pytest.mark.parametrize("kept", [0, 1, 2])
def test_published_states_that_the_database_lost_are_put_back(
    house: Institution, settings: Settings, owner: Owner, kept: int
) -> None:
    sequencer = begun()
    for _ in range(3):
        act(house)
        sequencer.turn(NOW)
    rows = list(Publication.objects.order_by("pk").values_list("size", "note"))
    lost = Publication.objects.order_by("pk").values_list("pk", flat=True)[kept:]
    with owner():
        Publication.objects.filter(pk__in=list(lost)).delete()
    begun()
    assert list(Publication.objects.order_by("pk").values_list("size", "note")) == rows
    assert len(outside.history(settings.LOG)) == 3


def test_a_sequencer_that_was_overtaken_reads_what_the_other_did(
    house: Institution, settings: Settings
) -> None:
    one, two = begun(), begun()
    leaves = []
    for each in (one, two, one, one, two):
        leaves += [bytes(entry.leaf) for entry in act(house, 70)]
        each.turn(NOW)
        assert outside.leaves(settings.LOG) == leaves


def test_without_the_key_there_is_no_sequencer(settings: Settings, db: None) -> None:
    settings.LOG_KEY = ""
    with pytest.raises(NoKey):
        begun()


@pytest.mark.parametrize("setting", ["LOG_ORIGIN", "LOG_KEY"])
def test_a_log_keeps_its_name_and_its_key(settings: Settings, db: None, setting: str) -> None:
    begun()
    setattr(settings, setting, "another-name-or-a-secret-of-forty-letters")
    with pytest.raises(AnotherLog):
        begun()


def test_an_older_database_is_refused(house: Institution, settings: Settings, owner: Owner) -> None:
    act(house, 3)
    begun().turn(NOW)
    files = snapshot(settings.LOG)
    forget(owner)
    with pytest.raises(LogBehind) as refused:
        begun()
    assert refused.value.facts == {"public": 3, "own": 0}
    assert "ledger_import" in refused.value.remedy
    assert snapshot(settings.LOG) == files


def forget(owner: Owner) -> None:
    """Make the database one in which nothing was ever logged, as a restored one is."""
    with owner():
        for model in (Publication, Tile, Place, Head):
            model.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(starting.STRAY)


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_database_that_was_rolled_back_under_way_is_refused(
    house: Institution, owner: Owner
) -> None:
    act(house, 3)
    sequencer = begun()
    sequencer.turn(NOW)
    forget(owner)
    with owner():
        starting.begun(starting.key_holder()).save(force_insert=True)
    with pytest.raises(LogBehind):
        sequencer.turn(NOW)


def test_a_database_that_says_something_else_than_the_public_is_refused(
    house: Institution, owner: Owner
) -> None:
    first, _ = act(house, 2)
    sequencer = begun()
    sequencer.turn(NOW)
    with owner():
        Entry.objects.filter(pk=first.pk).update(leaf=b'{"forged":1}')
        Head.objects.update(root=stored.root(2))
    with pytest.raises(LogDiffers):
        begun()


def test_tables_that_do_not_fit_each_other_are_refused(house: Institution, owner: Owner) -> None:
    first, _ = act(house, 2)
    sequencer = begun()
    sequencer.turn(NOW)
    with owner():
        Entry.objects.filter(pk=first.pk).update(leaf=b'{"forged":1}')
    with pytest.raises(TablesDiffer):
        begun()
    with owner():
        Place.objects.filter(index=0).delete()
    with pytest.raises(TablesDiffer):
        begun()


def test_a_file_with_other_bytes_stops_the_log(house: Institution, settings: Settings) -> None:
    act(house, 255)
    sequencer = begun()
    sequencer.turn(NOW)
    (settings.LOG / "tile" / "0" / "000").write_bytes(b"forged")
    act(house)
    with pytest.raises(FileDiffers) as refused:
        sequencer.turn(NOW)
    assert refused.value.facts == {"path": "tile/0/000"}
    with pytest.raises(FileDiffers):
        begun()
    (settings.LOG / "tile" / "0" / "000").unlink()
    begun().turn(NOW)
    assert len(outside.leaves(settings.LOG)) == 256


def test_a_checkpoint_of_somebody_else_stops_the_log(
    house: Institution, settings: Settings
) -> None:
    act(house)
    begun().turn(NOW)
    (settings.LOG / "checkpoint").write_text("x\n1\nAAAA\n\n— x AAAAAAAA\n")
    with pytest.raises(FileDiffers):
        begun()


def test_a_history_that_was_rewritten_stops_the_log(house: Institution, settings: Settings) -> None:
    act(house)
    begun().turn(NOW)
    (day,) = (settings.LOG / "history").iterdir()
    day.write_text('"x"\n')
    with pytest.raises(FileDiffers):
        begun()


@pytest.mark.parametrize("text", ["witness", "quorum w", "quorum none\nlog x", "\xff"])
def test_a_policy_that_cannot_be_read_is_refused(
    settings: Settings, db: None, tmp_path: Path, text: str
) -> None:
    settings.LOG_POLICY = str(tmp_path / "policy")
    with pytest.raises(PolicyUnread):
        begun()
    (tmp_path / "policy").write_text(text, encoding="latin-1")
    with pytest.raises(PolicyUnread):
        begun()


def test_lost_guards_are_put_up_and_lost_entries_wait_again(house: Institution) -> None:
    with connection.cursor() as cursor:
        for statement in guards.off(connection):
            cursor.execute(statement)
    (lost,) = act(house)
    assert not Waiting.objects.exists()
    sequencer = begun()
    assert guards.missing(connection) == []
    assert sequencer.turn(NOW) == 1
    assert Place.objects.get().entry == lost


# ---- The disk and the clock


@pytest.mark.parametrize("call", ["write", "fsync", "rename", "mkstemp"])
def test_a_full_disk_leaves_nothing_half_written(
    house: Institution, settings: Settings, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    act(house, 200)
    sequencer = begun()
    sequencer.turn(NOW)
    before = outside.state(settings.LOG)
    act(house, 500)
    with monkeypatch.context() as broken:
        full_disk(broken, call, 4)
        sequencer.turn(NOW)
    assert outside.state(settings.LOG) == before
    outside.leaves(settings.LOG)
    assert Head.objects.get().size == 700
    act(house, 5)
    sequencer.turn(NOW)
    assert len(outside.leaves(settings.LOG)) == 705
    assert not list((settings.LOG / ".new").iterdir())


@pytest.mark.parametrize("call", ["fsync", "rename"])
@pytest.mark.parametrize("first", range(1, 12))
def test_a_publication_that_breaks_off_is_completed(
    house: Institution, settings: Settings, monkeypatch: pytest.MonkeyPatch, call: str, first: int
) -> None:
    act(house)
    sequencer = begun()
    sequencer.turn(NOW)
    act(house)
    with monkeypatch.context() as broken:
        full_disk(broken, call, first)
        sequencer.turn(NOW)
    outside.leaves(settings.LOG)
    sequencer.turn(NOW)
    assert outside.state(settings.LOG).size == 2
    assert [str(note.text) for note in outside.history(settings.LOG)] == [
        row.note.partition("\n\n")[0] + "\n" for row in Publication.objects.order_by("pk")
    ]
    begun()


def test_a_clock_that_jumps_back_publishes_nothing_older(
    house: Institution, settings: Settings
) -> None:
    clock = Clock()
    act(house)
    sequencer = begun(clock)
    sequencer.turn(NOW)
    act(house)
    sequencer.turn(later(-3 * 86400))
    assert outside.state(settings.LOG).size == 2
    times = Publication.objects.order_by("pk").values_list("published_at", flat=True)
    assert list(times) == [NOW, NOW]
    sizes = [int(note.text.split("\n")[1]) for note in outside.history(settings.LOG)]
    assert sizes == [1, 2]
