"""The loop around the sequencer: who leads, who comes back, and that nobody waits for it."""

import threading
from io import StringIO

import pytest
import structlog
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction
from pytest_django import Settings

from netral.ledger import guards
from netral.ledger.errors import LogBehind
from netral.ledger.files import Folder
from netral.ledger.models import Entry, Head, Place, Publication, Tile, Waiting
from netral.ledger.sequencing import loop, starting, thread
from netral.ledger.sequencing.batch import won
from netral.ledger.sequencing.loop import Loop
from netral.tenancy.models import Institution
from tests.cast import Owner
from tests.ledger import outside
from tests.ledger.scene import NOW, act, begun


def test_the_command_logs_what_is_due_and_ends(house: Institution, settings: Settings) -> None:
    act(house, 3)
    said = StringIO()
    call_command("ledger_run", "--once", stdout=said)
    assert said.getvalue() == "3\n"
    assert len(outside.leaves(settings.LOG)) == 3


def test_of_two_processes_one_leads(house: Institution, settings: Settings) -> None:
    act(house)
    with Folder(settings.LOG).mine() as free:
        assert free
        with pytest.raises(CommandError, match=r"Proses lain|Another process"):
            call_command("ledger_run", "--once")
    assert Waiting.objects.count() == 1
    assert Loop().once() == 1


def test_a_refusal_ends_the_command_with_what_to_do(
    house: Institution, settings: Settings, owner: Owner
) -> None:
    act(house, 3)
    Loop().once()
    with owner():
        for model in (Publication, Tile, Place, Head):
            model.objects.all().delete()
    with pytest.raises(CommandError, match="ledger_import"):
        call_command("ledger_run", "--once")


def test_guards_can_be_put_up_by_hand(db: None) -> None:
    with connection.cursor() as cursor:
        for statement in guards.off(connection):
            cursor.execute(statement)
    assert guards.missing(connection)
    call_command("ledger_run", "--guards")
    assert guards.missing(connection) == []


@pytest.mark.django_db(transaction=True)
def test_the_loop_goes_on_until_it_is_told_to_stop(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "EVERY", 0.01)
    house = Institution.objects.create(code="1", slug="a", name="A", place="A", kind="city")
    stop = threading.Event()
    leading = threading.Thread(target=Loop(stop).run_for_ever, daemon=True)
    leading.start()
    try:
        for count in (1, 2, 3):
            with transaction.atomic():
                act(house)
            _until(count)
    finally:
        stop.set()
        leading.join(20)
    assert not leading.is_alive()
    assert len(outside.leaves(settings.LOG)) == 3


def _until(size: int) -> None:
    waited = threading.Event()
    for _ in range(1000):
        if Publication.objects.filter(size=size).exists():
            return
        waited.wait(0.02)
    pytest.fail("it did not come about")


def test_what_fails_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop, "PAUSE", 0.0)
    monkeypatch.setattr(loop, "LONG", 0.0)
    told: list[object] = []
    monkeypatch.setattr(loop, "_say", told.append)
    stop = threading.Event()
    problems = [RuntimeError("x"), LogBehind(public=3, own=0), OSError("y")]
    tried: list[int] = []

    def run(_: Loop) -> None:
        tried.append(1)
        if not problems:
            stop.set()
            return
        raise problems.pop()

    monkeypatch.setattr(Loop, "run", run)
    with structlog.testing.capture_logs() as said:
        Loop(stop).run_for_ever()
    assert len(tried) == 4
    assert [each["event"] for each in said] == ["log.failed", "log.refused", "log.failed"]
    assert "ledger_import" in said[1]["why"]
    assert [type(each) for each in told] == [LogBehind]


def test_the_web_process_runs_it_only_where_it_should(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[str] = []
    monkeypatch.setattr(Loop, "run_for_ever", lambda _: started.append("x"))
    assert thread.start() is None  # in tests
    settings.TESTING = False
    settings.SEQUENCER = "apart"
    assert thread.start() is None
    settings.SEQUENCER, settings.LOG_KEY = "web", ""
    assert thread.start() is None
    settings.LOG_KEY = "k" * 40
    running = thread.start()
    assert running is not None
    running.join()
    assert started == ["x"]


def test_business_goes_on_while_there_is_no_sequencer(house: Institution) -> None:
    begun()
    act(house, 100)
    assert Waiting.objects.count() == Entry.objects.count() == 100
    assert begun().turn(NOW) == 100


@pytest.mark.only_postgres
@pytest.mark.django_db(transaction=True)
def test_business_goes_on_while_a_batch_is_under_way() -> None:
    house = Institution.objects.create(code="1", slug="a", name="A", place="A", kind="city")
    starting.begun(starting.key_holder()).save(force_insert=True)
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            won()
            held.set()
            done.wait(20)
        connection.close()

    holding = threading.Thread(target=hold, daemon=True)
    holding.start()
    assert held.wait(20)
    with transaction.atomic():
        act(house)
    assert Waiting.objects.count() == 1
    assert not done.is_set()
    done.set()
    holding.join(20)


@pytest.mark.django_db(transaction=True)
def test_two_sequencers_at_once_give_no_number_twice(settings: Settings) -> None:
    house = Institution.objects.create(code="1", slug="a", name="A", place="A", kind="city")
    begun()
    with transaction.atomic():
        act(house, 3000)
    problems: list[BaseException] = []

    def work() -> None:
        try:
            sequencer = begun()
            for _ in range(20):
                sequencer.turn(NOW)
        except Exception as problem:  # noqa: BLE001  # to be raised where it can be seen
            problems.append(problem)
        finally:
            connection.close()

    workers = [threading.Thread(target=work, daemon=True) for _ in range(2)]
    for each in workers:
        each.start()
    for each in workers:
        each.join(60)
    assert problems == []
    assert Place.objects.count() == 3000
    assert len(set(outside.leaves(settings.LOG))) == 3000
