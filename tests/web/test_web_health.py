"""The sign of life: data for a watchdog, a page for people."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import DatabaseError, connections
from django.test import Client
from pytest_django import Settings

from netral.ledger.errors import LogBehind
from netral.ledger.models import Head, Place, Publication, Tile
from netral.ledger.sequencing import loop
from netral.ledger.sequencing.loop import Loop
from netral.tenancy.models import Institution
from netral.web.views import health
from tests.cast import Owner
from tests.ledger.scene import act

PAGE = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}  # as browsers ask


def word(client: Client) -> str:
    answer = client.get("/keadaan/")
    assert answer.status_code == 200
    said: dict[str, str] = answer.json()
    assert said["database"] == "ok"
    return said["log"]


def shown(client: Client) -> str:
    answer = client.get("/keadaan/", headers=PAGE)
    assert answer.headers["Content-Type"].startswith("text/html")
    return answer.content.decode()


def lead(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the loop of the web process until its first pause, on the connection of the test."""
    monkeypatch.setattr(loop, "close_old_connections", lambda: None)
    monkeypatch.setattr(connections, "close_all", lambda: None)
    stop = threading.Event()
    monkeypatch.setattr(stop, "wait", lambda _=None: stop.set())
    Loop(stop).run_for_ever()


def test_a_watchdog_gets_data_that_is_never_kept(client: Client, db: None) -> None:
    answer = client.get("/keadaan/")
    assert answer.json() == {"database": "ok", "log": "empty"}
    assert "no-store" in answer.headers["Cache-Control"]
    assert "Accept" in answer.headers["Vary"]


def test_without_a_database_it_says_so(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise DatabaseError

    monkeypatch.setattr(health, "_log", fail)
    answer = client.get("/keadaan/", headers=PAGE)
    assert (answer.status_code, answer.json()) == (503, {"database": "unreachable"})


def test_a_log_that_is_written_is_in_order(
    client: Client, depok: Institution, monkeypatch: pytest.MonkeyPatch
) -> None:
    act(depok, 3)
    lead(monkeypatch)
    assert word(client) == "ok"
    assert "Berjalan" in shown(client)


def test_a_restored_database_is_told_with_what_to_do_and_until_it_is_mended(
    client: Client, depok: Institution, owner: Owner, settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    act(depok, 3)
    lead(monkeypatch)
    with owner():
        for model in (Publication, Tile, Place, Head):
            model.objects.all().delete()
    lead(monkeypatch)
    assert word(client) == "refused"
    page = shown(client)
    assert "basis data lama telah dipulihkan" in page
    assert "manage.py ledger_import" in page
    english = client.get("/keadaan/", headers=PAGE | {"cookie": "bahasa=en"}).content.decode()
    assert "an older database was restored" in english

    call_command("ledger_import", str(settings.LOG))
    lead(monkeypatch)
    assert word(client) == "ok"


def test_what_a_process_was_refused_long_ago_is_not_told(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "LONG", -1)
    loop._say(LogBehind(public=3, own=0))
    assert word(client) == "empty"


def test_without_a_key_the_page_names_the_setting(
    client: Client, db: None, settings: Settings
) -> None:
    settings.LOG_KEY = ""
    assert word(client) == "refused"
    assert "NETRAL_LOG_KEY" in shown(client)


def test_a_sequencer_apart_never_touches_what_the_web_process_reads(
    client: Client, db: None, settings: Settings
) -> None:
    loop._say(LogBehind(public=3, own=0))
    settings.SEQUENCER = "apart"
    loop._say(None)
    assert word(client) == "empty"
    assert "ledger_run" in shown(client)
    settings.SEQUENCER = "web"
    assert word(client) == "refused"


def test_a_silent_log_is_told_though_nobody_was_refused(
    client: Client, depok: Institution, monkeypatch: pytest.MonkeyPatch
) -> None:
    act(depok)
    before = datetime.now(UTC) - timedelta(hours=2)
    monkeypatch.setattr(loop, "_now", lambda: before)
    lead(monkeypatch)
    assert word(client) == "silent"
    assert "log.turn_failed" in shown(client)


def test_a_cache_that_is_away_does_not_stop_the_log(
    client: Client, depok: Institution, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(cache, "delete", fail)
    act(depok)
    lead(monkeypatch)
    assert word(client) == "ok"


def test_the_page_tells_no_path_of_the_server(
    client: Client, db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LOG_POLICY = "/etc/netral/secret-place"
    lead(monkeypatch)
    page = shown(client)
    assert "NETRAL_LOG_POLICY" in page
    assert "secret-place" not in page


def test_a_policy_that_is_no_text_breaks_no_page(
    client: Client, db: None, settings: Settings
) -> None:
    settings.LOG_POLICY = str(settings.LOG.parent / "policy")
    settings.LOG.parent.mkdir(parents=True, exist_ok=True)
    (settings.LOG.parent / "policy").write_bytes(b"\xff\xfe")
    assert client.get("/bukti/").status_code == 200
    assert client.get("/keadaan/", headers=PAGE).status_code == 200
