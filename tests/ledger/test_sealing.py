"""Reports among covers: sealed, filled up, released together, opened days later."""

import hashlib
import json
import os
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection
from pytest_django import Settings

from netral.kernel.moment import Moment
from netral.ledger import queries
from netral.ledger.actions import Act, record
from netral.ledger.actions.sealing import follow, open_due, release_due, seal
from netral.ledger.core import sealed
from netral.ledger.core.promise import Promise
from netral.ledger.errors import BatchClosed, NotSealable, SealedAlready
from netral.ledger.keys import promise_signer
from netral.ledger.models import Disclosure, Entry, Place, Waiting
from netral.ledger.queries import batches
from netral.ledger.queries.promises import promised
from netral.ledger.queries.state import waiting
from netral.tenancy.models import Institution
from tests.ledger.reporter import FIELDS, Reporter, b64u, opened
from tests.ledger.whole import is_whole, wrong

Owner = Callable[[], AbstractContextManager[None]]
DAY = date(2026, 11, 23)  # in Jakarta; it begins at 17:00 UTC of the 22nd
MORNING = datetime(2026, 11, 22, 2, tzinfo=UTC)
CLOSING = datetime(2026, 11, 22, 19, tzinfo=UTC)
RELEASE = CLOSING + timedelta(hours=1)
ONE_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def released_at_three(settings: Settings) -> None:
    settings.SEALED_HOUR, settings.SEALED_DAYS = 3, 30


@pytest.fixture
def padang(db: None) -> Institution:
    return Institution.objects.create(
        code="13.71", slug="padang", name="P", place="P", kind="city", head_title="W", zone="WIB"
    )


def reporter(number: int = 0, **other: Any) -> Reporter:
    return Reporter(number.to_bytes(16), **other)


def sent(house: Institution, number: int = 0, at: datetime = MORNING, day: date = DAY) -> Entry:
    by = reporter(number, ten=house.code)
    return seal(institution=house, given=by.given(day), at=Moment.real(at))


def placed() -> None:
    """Put what waits into the log, in some order."""
    for index, entry in enumerate(Waiting.objects.all(), Place.objects.count()):
        Place.objects.create(index=index, entry_id=entry.pk)
    Waiting.objects.all().delete()


def leaves(day: date = DAY) -> list[bytes]:
    """Return the public leaves of a batch."""
    every = map(bytes, Entry.objects.filter(kind="sealed/1").values_list("leaf", flat=True))
    return [each for each in every if json.loads(each)["at"] == day.isoformat()]


def openings() -> list[bytes]:
    return list(map(bytes, Entry.objects.filter(kind="opening/1").values_list("leaf", flat=True)))


@contextmanager
def refused(why: str) -> Iterator[None]:
    with pytest.raises(NotSealable) as found:
        yield
    assert why in str(found.value.facts["why"])


# ---- Taking a report


def test_a_report_is_sealed_as_its_reporter_made_it(house: Institution) -> None:
    entry = sent(house)
    assert bytes(entry.leaf) == reporter().leaf(DAY)
    assert bytes(entry.leaf_hash) == reporter().leaf_hash(DAY)
    assert (entry.kind, entry.act, entry.number) == ("sealed/1", "leaf.sealed", 0)
    assert entry.not_before == RELEASE
    assert Waiting.objects.get().not_before == RELEASE
    assert is_whole(entry)
    assert wrong() == []


def test_a_release_that_is_put_off_for_ever_is_found(house: Institution, owner: Owner) -> None:
    entry, never = sent(house), RELEASE + 9999 * ONE_DAY
    with owner():
        Waiting.objects.update(not_before=never)
        Entry.objects.update(not_before=never)
    assert wrong() == [f"entry {entry.pk}"]


def test_of_the_code_only_the_digest_is_kept(house: Institution) -> None:
    kept = Disclosure.objects.filter(entry=sent(house)).order_by("pk")
    assert [each.field for each in kept] == list(FIELDS)
    assert [each.field for each in kept if each.salt is None] == ["code_pk"]
    assert bytes(kept[5].digest) == reporter().digest("code_pk")
    assert json.loads(bytes(kept[0].value or b"")) == "report"


def test_the_row_tells_the_day_and_not_the_hour(house: Institution, noon: Moment) -> None:
    before = record(Act(act="unit.opened", actor="user:1"), institution=house, at=noon)
    entry = sent(house, at=MORNING + timedelta(hours=3, minutes=14))
    after = record(Act(act="unit.opened", actor="user:1"), institution=house, at=noon)
    assert entry.logged_at == datetime(2026, 11, 22, 17, tzinfo=UTC)
    assert entry.pk < 0 < before.pk < after.pk  # and so is no neighbour of either
    keys = list(Disclosure.objects.filter(entry=entry).values_list("pk", flat=True))
    assert all(-(2**53) < key < 0 for key in [entry.pk, *keys])
    assert len({entry.pk, *keys}) == 7


def test_random_keys_show_no_order(house: Institution) -> None:
    keys = [sent(house, number).pk for number in range(12)]
    assert keys != sorted(keys)
    assert keys != sorted(keys, reverse=True)


def test_what_comes_after_the_closing_goes_into_the_next_batch(house: Institution) -> None:
    with pytest.raises(BatchClosed) as closed:
        sent(house, at=CLOSING)
    assert closed.value.facts == {"day": "2026-11-24"}
    assert not Entry.objects.exists()
    assert sent(house, at=CLOSING, day=DAY + ONE_DAY).not_before == RELEASE + ONE_DAY


@pytest.mark.parametrize("days", [-1, 1])
def test_a_leaf_of_another_day_is_sent_back_with_the_right_day(
    house: Institution, days: int
) -> None:
    with pytest.raises(BatchClosed, match="2026-11-23"):
        sent(house, day=DAY + timedelta(days=days))


def test_a_report_that_is_declared_a_cover_is_refused(house: Institution) -> None:
    with refused("is of a report to 32.76"):
        seal(
            institution=house,
            given=reporter(kind="cover").given(DAY),
            at=Moment.real(MORNING),
        )
    assert not Entry.objects.exists()
    assert not Disclosure.objects.exists()


def test_a_report_to_another_institution_is_refused(
    house: Institution, padang: Institution
) -> None:
    with refused("is of a report to 13.71"):
        seal(institution=padang, given=reporter().given(DAY), at=Moment.real(MORNING))


@pytest.mark.parametrize("leaf", [b"", b"{}", b'{"at":"2026-11-22"}', b"\xff" * 9000])
def test_what_is_no_leaf_is_refused(house: Institution, leaf: bytes) -> None:
    with refused("this is no sealed leaf"):
        seal(
            institution=house,
            given=replace(reporter().given(DAY), leaf=leaf),
            at=Moment.real(MORNING),
        )


def test_a_report_is_taken_once(house: Institution) -> None:
    sent(house)
    with pytest.raises(SealedAlready):
        sent(house)
    assert Entry.objects.count() == 1
    assert Disclosure.objects.count() == 6


def test_another_fault_of_the_database_is_not_taken_for_that(house: Institution) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Disclosure.objects, "bulk_create", _fails)
        with pytest.raises(IntegrityError):
            sent(house)


def test_a_step_names_the_report_that_it_follows(house: Institution) -> None:
    report = sent(house)
    step = follow(report=report, blob=["0" * 64], to=["bawaslu-1"], at=Moment.real(MORNING))
    values = {
        each.field: json.loads(bytes(each.value or b""))
        for each in Disclosure.objects.filter(entry=step)
    }
    assert values == {
        "kind": "step", "link": b64u(bytes(report.leaf_hash)), "ten": "32.76", "blob": ["0" * 64],
        "to": ["bawaslu-1"], "code_pk": None,
    }  # fmt: skip
    assert (step.institution, step.not_before) == (house, RELEASE)
    assert is_whole(step)


def test_nothing_else_is_followed_by_a_step(house: Institution, noon: Moment) -> None:
    other = record(Act(act="unit.opened", actor="user:1"), institution=house, at=noon)
    with pytest.raises(ValueError, match="only what was sealed"):
        follow(report=other, blob=[], to=[], at=noon)


def test_no_page_learns_what_a_sealed_leaf_holds(house: Institution) -> None:
    assert queries.fields(sent(house)) == {}


def test_a_reporter_holds_a_promise_against_a_hash_of_their_own(house: Institution) -> None:
    note = promised(sent(house))
    note.verify(promise_signer().key)
    promise = Promise.parse(note.text)
    assert promise.leaf == reporter().leaf_hash(DAY)
    assert datetime.fromtimestamp(promise.by, UTC) == RELEASE + timedelta(hours=36)


# ---- Filling up


def test_a_closed_batch_is_filled_up_with_covers(house: Institution) -> None:
    for number in range(3):
        sent(house, number)
    assert release_due(CLOSING - timedelta(seconds=1)) == 0
    assert len(leaves()) == 3
    assert release_due(CLOSING) == 13
    assert len(leaves()) == 16
    assert release_due(CLOSING) == 0
    assert wrong() == []


def test_a_day_without_a_report_has_sixteen_covers(house: Institution) -> None:
    assert release_due(RELEASE) == 16
    assert len(leaves()) == 16
    assert Entry.objects.filter(not_before=RELEASE).count() == 16


@pytest.mark.parametrize(("reports", "total"), [(1, 16), (16, 16), (17, 32)])
def test_the_number_of_reports_shows_only_in_sixteens(
    house: Institution, reports: int, total: int
) -> None:
    for number in range(reports):
        sent(house, number)
    release_due(CLOSING)
    assert len(leaves()) == total


def test_a_cover_differs_from_a_report_in_nothing_that_the_log_shows(house: Institution) -> None:
    entry = sent(house)
    release_due(CLOSING)
    shown = [json.loads(each) for each in leaves()]
    assert {tuple(each) for each in shown} == {("at", "c", "t")}
    assert {(each["at"], each["t"]) for each in shown} == {("2026-11-23", "sealed/1")}
    assert {len(each["c"]) for each in shown} == {43}
    assert len({each["c"] for each in shown}) == 16
    columns = ("kind", "act", "number", "logged_at", "not_before")
    assert set(Entry.objects.values_list(*columns)) == {
        tuple(getattr(entry, name) for name in columns)
    }
    per_entry = Counter(Disclosure.objects.values_list("entry", flat=True))
    assert set(per_entry.values()) == {6}


def test_institutions_share_a_batch_and_its_covers(house: Institution, padang: Institution) -> None:
    for number in range(9):
        sent(padang, number)
    for day in range(8):
        release_due(CLOSING + day * ONE_DAY)
    assert len(leaves()) == 16
    covers = Entry.objects.exclude(not_before=RELEASE)
    assert {each.institution for each in covers} == {house, padang}


def test_an_installation_without_institutions_has_nothing_to_hide(db: None) -> None:
    assert release_due(RELEASE) == 0
    assert open_due(RELEASE) == 0


def test_days_that_were_missed_are_made_up_for_under_their_own_date(house: Institution) -> None:
    """Whoever left them out would tell that nobody had reported on them."""
    release_due(RELEASE)
    sent(house, at=RELEASE + ONE_DAY, day=DAY + 2 * ONE_DAY)  # while no chore was running
    assert release_due(RELEASE + 4 * ONE_DAY) == 16 + 15 + 16 + 16
    for days in range(5):
        day = DAY + days * ONE_DAY
        assert len(leaves(day)) == 16
        assert batches.held(day) == 16
    assert release_due(RELEASE + 4 * ONE_DAY) == 0


def test_a_report_for_tomorrow_does_not_hide_that_today_is_missing(house: Institution) -> None:
    release_due(RELEASE - ONE_DAY)
    sent(house, at=CLOSING + timedelta(minutes=5), day=DAY + ONE_DAY)
    assert release_due(CLOSING + timedelta(minutes=6)) == 16
    assert len(leaves()) == 16


def test_what_comes_too_late_for_a_full_batch_fills_another_sixteen(house: Institution) -> None:
    """A transaction that was open for an hour, which nobody expects."""
    release_due(CLOSING)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealed, "open_batch", lambda _at, hour: batch_of(hour))
        sent(house)
    assert batches.released(RELEASE) == []
    assert release_due(RELEASE) == 15
    assert batches.released(RELEASE) == [RELEASE]


def batch_of(hour: int) -> sealed.Batch:
    return sealed.batch_of(DAY, hour)


def test_an_hour_that_was_changed_leaves_no_batch_short(
    house: Institution, settings: Settings
) -> None:
    settings.SEALED_HOUR = 2
    early = sent(house)
    settings.SEALED_HOUR = 3
    sent(house, 1)
    assert early.not_before == CLOSING
    assert batches.released(CLOSING) == []
    assert release_due(CLOSING) == 14
    assert batches.released(CLOSING) == []  # or the early one would go alone
    assert batches.released(RELEASE) == [early.not_before, RELEASE]


# ---- Releasing


def test_nothing_is_released_of_a_batch_that_is_not_full(house: Institution) -> None:
    sent(house)
    assert batches.released(RELEASE + 10 * ONE_DAY) == []
    release_due(CLOSING)
    assert batches.released(RELEASE - timedelta(seconds=1)) == []
    assert batches.released(RELEASE) == [RELEASE]
    placed()
    assert batches.released(RELEASE) == []


def test_ordinary_entries_wait_for_no_batch(house: Institution, noon: Moment) -> None:
    record(Act(act="unit.opened", actor="user:1"), institution=house, at=noon)
    assert batches.released(RELEASE) == []
    assert Waiting.objects.get().not_before is None


def test_what_waits_is_not_counted_before_covers_hide_it(house: Institution, noon: Moment) -> None:
    record(Act(act="unit.opened", actor="user:1"), institution=house, at=noon)
    sent(house)
    assert waiting(RELEASE) == 1
    release_due(RELEASE)
    assert waiting(RELEASE - timedelta(seconds=1)) == 1
    assert waiting(RELEASE) == 17


# ---- Opening


def test_after_thirty_days_every_leaf_of_the_day_is_opened(house: Institution) -> None:
    report = sent(house)
    step = follow(report=report, blob=["0" * 64], to=["bawaslu-1"], at=Moment.real(MORNING))
    release_due(CLOSING)
    placed()
    last = datetime(2026, 12, 22, 16, 59, 59, tzinfo=UTC)
    assert open_due(last) == 0
    assert open_due(last + timedelta(seconds=1)) == 16
    assert open_due(last + timedelta(seconds=1)) == 0
    shown = {
        named: json.loads(octets)["x"] for octets in openings() for named, _ in [opened(octets)]
    }
    assert Counter(each["kind"] for each in shown.values()) == {
        "report": 1, "step": 1, "cover": 14
    }  # fmt: skip
    assert shown[b64u(bytes(report.leaf_hash))]["kind"] == "report"
    assert shown[b64u(bytes(step.leaf_hash))]["link"] == b64u(bytes(report.leaf_hash))
    assert wrong() == []


def test_a_stranger_recounts_the_reports_from_public_leaves_alone(house: Institution) -> None:
    for number in range(18):
        sent(house, number)
    release_due(CLOSING)
    placed()
    open_due(RELEASE + 31 * ONE_DAY)
    committed = {
        b64u(hashlib.sha256(b"\0" + leaf).digest()): json.loads(leaf)["c"] for leaf in leaves()
    }
    told = dict(map(opened, openings()))
    assert len(committed) == 32
    assert {named: b64u(bound) for named, bound in told.items()} == committed
    assert all(sealed.opens(o, leaf) for o, leaf in zip(*_paired(), strict=True))
    kinds = Counter(json.loads(octets)["x"]["kind"] for octets in openings())
    assert kinds == {"report": 18, "cover": 14}


def _paired() -> tuple[list[bytes], list[bytes]]:
    by_ref = {bytes(e.ref): bytes(e.leaf) for e in Entry.objects.filter(kind="sealed/1")}
    found = list(Entry.objects.filter(kind="opening/1"))
    return [bytes(each.leaf) for each in found], [by_ref[bytes(each.ref)] for each in found]


def test_openings_come_in_no_order_of_what_they_open(house: Institution) -> None:
    reports = {bytes(sent(house, number).leaf_hash) for number in range(16)}
    for number in range(16):
        follow(
            report=Entry.objects.get(leaf_hash=reporter(number).leaf_hash(DAY)),
            blob=["0" * 64], to=["a"], at=Moment.real(MORNING),
        )  # fmt: skip
    release_due(CLOSING)
    placed()
    open_due(RELEASE + 31 * ONE_DAY)
    ordered = [bytes(each.ref) for each in Entry.objects.filter(kind="opening/1").order_by("pk")]
    by_key = [bytes(each.ref) for each in batches.of(DAY)]
    assert len(reports) == 16
    assert sorted(ordered) == sorted(by_key)
    assert ordered != by_key


def test_a_batch_is_opened_after_it_has_entered_the_log(house: Institution) -> None:
    release_due(CLOSING)
    release_due(CLOSING + ONE_DAY)
    late = RELEASE + 40 * ONE_DAY
    assert open_due(late) == 0
    placed()
    assert open_due(late) == 32
    assert open_due(late) == 0


def test_the_days_that_were_missed_are_opened_too(house: Institution) -> None:
    for days in range(3):
        release_due(CLOSING + days * ONE_DAY)
    placed()
    assert open_due(RELEASE + 31 * ONE_DAY) == 32
    assert open_due(RELEASE + 99 * ONE_DAY) == 16


def test_what_was_erased_stays_closed_and_keeps_nothing_else_closed(house: Institution) -> None:
    """An outside monitor reports a leaf that is never opened."""
    release_due(CLOSING)
    placed()
    one = batches.of(DAY)[0]
    Disclosure.objects.filter(entry=one, field="kind").update(salt=None, value=None)
    assert open_due(RELEASE + 31 * ONE_DAY) == 15
    assert open_due(RELEASE + 31 * ONE_DAY) == 0


def test_a_leaf_is_opened_once(house: Institution) -> None:
    release_due(CLOSING)
    placed()
    open_due(RELEASE + 31 * ONE_DAY)
    again = Entry.objects.filter(kind="opening/1")[0]
    again.pk, again.leaf_hash = None, b"x" * 32
    with pytest.raises(IntegrityError):
        again.save()


# ---- Faults


def test_a_chore_that_dies_half_way_leaves_nothing_behind(house: Institution) -> None:
    sent(house)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Disclosure.objects, "bulk_create", _interrupted)
        with pytest.raises(KeyboardInterrupt):
            release_due(CLOSING)
    assert len(leaves()) == 1
    assert release_due(CLOSING) == 15
    placed()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Entry.objects, "insert", _interrupted)
        with pytest.raises(KeyboardInterrupt):
            open_due(RELEASE + 31 * ONE_DAY)
    assert openings() == []
    assert open_due(RELEASE + 31 * ONE_DAY) == 16


def _fails(_rows: object) -> None:
    raise IntegrityError


def _interrupted(_rows: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("where", ["entry", "disclosure"])
def test_a_process_that_is_killed_while_it_fills_up_leaves_no_short_batch(
    house: Institution, where: str
) -> None:
    sent(house)
    connection.close()
    child = os.fork()
    if child == 0:
        _die_in(where)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert len(leaves()) == 1
    assert batches.released(RELEASE) == []
    assert release_due(CLOSING) == 15
    assert Disclosure.objects.count() == 16 * 6
    assert batches.released(RELEASE) == [RELEASE]


def _die_in(where: str) -> None:
    """Fill up, and be killed after some rows have been inserted."""
    tables: dict[str, Any] = {"entry": Entry, "disclosure": Disclosure}
    rows = tables[where].objects
    whole = rows.all().bulk_create

    def killed(some: list[object]) -> None:
        whole(some)
        os.kill(os.getpid(), signal.SIGKILL)

    rows.bulk_create = killed
    release_due(CLOSING)
    os._exit(1)


@pytest.mark.django_db(transaction=True)
def test_two_processes_fill_up_and_open_a_batch_once(house: Institution) -> None:
    sent(house)
    assert sum(_together(lambda: release_due(CLOSING))) == 15
    assert len(leaves()) == 16
    placed()
    assert sum(_together(lambda: open_due(RELEASE + 31 * ONE_DAY))) == 16
    assert len(openings()) == 16


def _together(work: Callable[[], int]) -> Iterator[int]:
    """Run the same work in four threads at once, and yield what each has done."""
    start = threading.Barrier(4, timeout=20)
    done: list[int] = []

    def run() -> None:
        start.wait()
        try:
            done.append(work())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 4
    return iter(done)
