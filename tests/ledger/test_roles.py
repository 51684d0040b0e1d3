"""What the application and the sequencer may do on PostgreSQL, tried as those roles."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction
from pytest_django import Settings

from netral.kernel.moment import Moment
from netral.ledger.actions import Act, erase, record, record_all
from netral.ledger.models import Entry, Head, Place, Publication, Tile, Waiting
from netral.ledger.roles import APPLICATION, SEQUENCER
from netral.permits.models import Permit
from netral.tenancy.models import Institution
from tests.cast import Member
from tests.permits.conftest import asked, granted, hand

APP: Final = "netral_test_app"
LOG: Final = "netral_test_log"
OPENED = Act(act="unit.opened", actor="user:1", subject="unit:7")
ZEROES = b"\0" * 32
TABLES = sorted(APPLICATION)

pytestmark = pytest.mark.only_postgres


@pytest.fixture
def roles(db: None) -> None:
    """Make the roles and give them their rights; all of it is gone with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {APP} LOGIN")
        cursor.execute(f"CREATE ROLE {LOG} LOGIN")
    call_command("ledger_grants", "--app", APP, "--sequencer", LOG, "--apply", stdout=io.StringIO())


@contextmanager
def session_of(role: str) -> Iterator[None]:
    """Go on as if the role had signed in."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"SET SESSION AUTHORIZATION {role}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET SESSION AUTHORIZATION")


def refused(statement: str) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_the_application_does_its_business_as_its_role(
    roles: None, ratna: Member, hendra: Member, at: Moment
) -> None:
    with session_of(APP):
        permit = granted(asked(ratna, at), hand(hendra), at)
        erase(entry=permit.entry, fields=["detail"], basis="UU PDP", by="user:9", at=at)
    assert Permit.objects.get().state == "granted"
    assert Waiting.objects.filter(entry=permit.entry).exists()
    assert Entry.objects.filter(act="disclosure.erased").exists()


@pytest.mark.parametrize("table", TABLES)
def test_the_application_reads_everything(roles: None, table: str) -> None:
    with session_of(APP), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608  # a constant


@pytest.mark.parametrize("table", TABLES)
def test_the_application_removes_nothing(roles: None, table: str) -> None:
    with session_of(APP):
        refused(f"DELETE FROM {table}")  # noqa: S608  # a constant
        refused(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize(
    "change",
    [
        "ledger_entry SET act = act", "ledger_entry SET leaf = leaf",
        "ledger_place SET entry_id = entry_id", "ledger_tile SET root = root",
        "ledger_publication SET note = note", "ledger_head SET size = size + 1",
        "ledger_waiting SET not_before = NULL", "ledger_disclosure SET digest = digest",
        "ledger_disclosure SET entry_id = entry_id",
    ],
)  # fmt: skip
def test_the_application_changes_nothing(roles: None, change: str) -> None:
    with session_of(APP):
        refused(f"UPDATE {change}")  # a constant


@pytest.mark.parametrize("table", [table for table in TABLES if "INSERT" not in APPLICATION[table]])
def test_the_application_gives_no_places_and_publishes_nothing(roles: None, table: str) -> None:
    with session_of(APP):
        refused(f"INSERT INTO {table} DEFAULT VALUES")  # a constant


def test_the_application_cannot_take_the_guards_down(roles: None) -> None:
    with session_of(APP):
        for statement in (
            "DROP TRIGGER ledger_entry_waits ON ledger_entry",
            "ALTER TABLE ledger_entry DISABLE TRIGGER ALL",
            "DROP TABLE ledger_entry CASCADE",
        ):
            with (
                pytest.raises(ProgrammingError, match=r"must be owner|permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)


def test_the_sequencer_gives_places_as_its_role(
    roles: None, depok: Institution, at: Moment, tmp_path: Path, settings: Settings
) -> None:
    settings.LOG = tmp_path / "log"
    record_all([OPENED] * 300, institution=depok, at=at)
    with session_of(LOG):
        call_command("ledger_run", "--once")
        assert Waiting.objects.count() == 0
    record(OPENED, institution=depok, at=at)
    with session_of(LOG):
        call_command("ledger_run", "--once")
    size = Entry.objects.count()
    assert (Head.objects.get().size, Place.objects.count()) == (size, size)
    assert Publication.objects.latest("pk").size == size
    assert Tile.objects.count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET act = act", "DELETE FROM ledger_entry",
        "INSERT INTO ledger_entry DEFAULT VALUES", "UPDATE ledger_disclosure SET value = NULL",
        "UPDATE ledger_place SET entry_id = entry_id", "DELETE FROM ledger_place",
        "UPDATE ledger_publication SET note = note", "DELETE FROM ledger_publication",
        "DELETE FROM ledger_head", "UPDATE ledger_tile SET root = root",
        "SELECT * FROM orgs_person", "UPDATE permits_permit SET state = 'granted'",
    ],
)  # fmt: skip
def test_the_sequencer_touches_nothing_else(roles: None, statement: str) -> None:
    with session_of(LOG):
        refused(statement)


def test_one_role_for_both_still_changes_no_entry(roles: None) -> None:
    call_command("ledger_grants", "--app", APP, "--apply", stdout=io.StringIO())
    with session_of(APP):
        Head.objects.create(origin="o", vkey="v", size=0, root=ZEROES, note="n")
        Publication.objects.create(
            size=0, root=ZEROES, note="n", witnessed=False, published_at=datetime.now(UTC)
        )
        refused("UPDATE ledger_entry SET act = act")
        refused("DELETE FROM ledger_entry")
        refused("UPDATE ledger_place SET entry_id = entry_id")


def test_rights_are_printed_before_they_are_given(db: None) -> None:
    out = io.StringIO()
    call_command("ledger_grants", "--app", 'we ird"x', "--sequencer", LOG, stdout=out)
    assert 'GRANT SELECT, INSERT ON ledger_entry TO "we ird""x";\n' in out.getvalue()
    assert set(SEQUENCER) == set(APPLICATION)
