"""What the database itself refuses, on both engines, whoever asks."""
# ruff: noqa: S608  # what is composed here are constants

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from netral.kernel.moment import Moment
from netral.ledger import guards
from netral.ledger.actions import Act, record
from netral.ledger.models import Disclosure, Entry, Head, Place, Publication, Tile, Waiting
from netral.tenancy.models import Institution
from tests.cast import Owner

ZEROES = b"\0" * 32
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
OPENED = Act(act="unit.opened", actor="user:1", subject="unit:7")


@pytest.fixture
def entry(house: Institution, noon: Moment) -> Entry:
    return record(OPENED, institution=house, at=noon)


@pytest.fixture
def head(db: None) -> Head:
    return Head.objects.create(
        origin="example.org/log", vkey="key", size=5, root=ZEROES, note="note"
    )


@pytest.fixture
def place(entry: Entry) -> Place:
    return Place.objects.create(index=0, entry=entry)


@pytest.fixture
def tile(db: None) -> Tile:
    return Tile.objects.create(level=0, number=0, root=ZEROES)


@pytest.fixture
def publication(db: None) -> Publication:
    return Publication.objects.create(
        size=1,
        root=ZEROES,
        note="n",
        witnessed=False,
        published_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def refused(statement: str) -> None:
    with (
        pytest.raises(IntegrityError, match=guards.REFUSAL),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_every_guard_is_up_after_the_migrations(db: None) -> None:
    assert guards.missing(connection) == []


@pytest.mark.parametrize("name", [each.name for each in guards.guards("sqlite")])
def test_a_guard_that_was_taken_down_is_missed_by_name(db: None, name: str) -> None:
    known = {each.name: each.table for each in guards.guards(connection.vendor)}
    if name not in known:
        name = f"{name.rpartition('_')[0]}_rows"  # PostgreSQL has one for both
    where = f" ON {known[name]}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{where}")
    assert guards.missing(connection) == [name]
    guards.renew(connection)
    assert guards.missing(connection) == []


@pytest.mark.only_postgres
def test_a_guard_that_was_switched_off_is_missed(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER ledger_entry_waits")
    assert guards.missing(connection) == ["ledger_entry_waits"]


IDLE = "CREATE OR REPLACE FUNCTION ledger_wait() RETURNS trigger LANGUAGE plpgsql"
REFUSES = "FOR EACH ROW EXECUTE FUNCTION ledger_refuse()"


@pytest.mark.only_postgres
@pytest.mark.parametrize(
    ("name", "statement"),
    [
        ("ledger_entry_waits", f"{IDLE} AS $$ BEGIN RETURN NULL; END $$"),
        ("ledger_entry_keeps_rows", f"BEFORE UPDATE OF kind ON ledger_entry {REFUSES}"),
        (
            "ledger_place_keeps_rows",
            f"BEFORE DELETE OR UPDATE ON ledger_place {REFUSES.replace('ROW', 'ROW WHEN (false)')}",
        ),
    ],
)
def test_a_guard_that_does_nothing_is_missed(db: None, name: str, statement: str) -> None:
    if statement.startswith("BEFORE"):
        statement = f"CREATE OR REPLACE TRIGGER {name} {statement}"
    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert guards.missing(connection) == [name]
    guards.renew(connection)
    assert guards.missing(connection) == []


@pytest.mark.only_sqlite
@pytest.mark.parametrize("table", ["entry", "place", "tile", "publication", "head", "disclosure"])
def test_no_row_is_replaced_by_another_that_is_put_in(
    table: str, place: Place, tile: Tile, publication: Publication, head: Head
) -> None:
    """SQLite removes the old row by itself, and asks no trigger unless it is told to."""
    refused(f"REPLACE INTO ledger_{table} SELECT * FROM ledger_{table}")


@pytest.mark.only_sqlite
def test_a_guard_that_lets_everything_pass_is_missed(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER ledger_entry_keeps_delete")
        cursor.execute(
            "CREATE TRIGGER ledger_entry_keeps_delete BEFORE DELETE ON ledger_entry WHEN 0 "
            "BEGIN SELECT 1; END"
        )
    assert guards.missing(connection) == ["ledger_entry_keeps_delete"]


@pytest.mark.parametrize("column", ["kind", "act", "number", "logged_at", "not_before", "id"])
def test_an_entry_is_never_changed(entry: Entry, column: str) -> None:
    refused(f"UPDATE ledger_entry SET {column} = {column}")


@pytest.mark.parametrize("table", ["entry", "place", "tile", "publication", "head", "disclosure"])
def test_no_row_is_ever_removed(
    table: str, place: Place, tile: Tile, publication: Publication, head: Head
) -> None:
    refused(f"DELETE FROM ledger_{table}")


@pytest.mark.parametrize("table", ["place", "tile", "publication", "waiting"])
def test_no_row_of_the_log_is_ever_changed(
    table: str, place: Place, tile: Tile, publication: Publication, head: Head
) -> None:
    key = {"place": "entry_id", "waiting": "entry_id", "tile": "root"}.get(table, "size")
    refused(f"UPDATE ledger_{table} SET {key} = {key}")


@pytest.mark.only_postgres
@pytest.mark.parametrize(
    "table", ["entry", "place", "tile", "publication", "head", "disclosure", "waiting"]
)
def test_no_table_is_ever_emptied(db: None, table: str) -> None:
    refused(f"TRUNCATE ledger_{table} CASCADE")


@pytest.mark.parametrize(
    "change",
    [
        "size = 4",
        "root = 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'",
        "origin = 'example.net/log', size = 6",
        "vkey = 'other', size = 6",
        "one = 2",
    ],
)
def test_the_head_never_shrinks_and_stays_the_same_logs(head: Head, change: str) -> None:
    refused(f"UPDATE ledger_head SET {change}")


def test_the_head_grows(head: Head) -> None:
    assert Head.objects.update(size=6, root=b"x" * 32, note="later") == 1


@pytest.mark.parametrize("change", ["value = 'x'", "salt = 'x', value = 'x'", "field = 'actor'"])
def test_an_opening_is_never_changed(entry: Entry, change: str) -> None:
    refused(f"UPDATE ledger_disclosure SET {change} WHERE field = 'detail'")


def test_the_digest_stays_when_an_opening_is_erased(entry: Entry) -> None:
    one = Disclosure.objects.filter(entry=entry, field="subject")
    with pytest.raises(IntegrityError, match=guards.REFUSAL), transaction.atomic():
        one.update(salt=None, value=None, digest=ZEROES)
    assert one.update(salt=None, value=None) == 1
    with pytest.raises(IntegrityError, match=guards.REFUSAL), transaction.atomic():
        one.update(salt=ZEROES, value=b"null")  # what was forgotten is not remembered otherwise


def test_an_entry_leaves_the_outbox_for_its_place_and_not_otherwise(entry: Entry) -> None:
    refused("DELETE FROM ledger_waiting")
    Place.objects.create(index=0, entry=entry)
    assert Waiting.objects.all().delete()[0] == 1


def test_of_many_that_leave_the_outbox_every_one_has_its_place(
    house: Institution, noon: Moment
) -> None:
    placed, _unplaced = (record(OPENED, institution=house, at=noon) for _ in range(2))
    Place.objects.create(index=0, entry=placed)
    refused("DELETE FROM ledger_waiting")
    assert Waiting.objects.count() == 2


def test_the_guards_come_back_when_the_owner_has_gone(entry: Entry, owner: Owner) -> None:
    with owner():
        assert guards.missing(connection)
        Entry.objects.update(act="unit.changed")
    assert guards.missing(connection) == []
    refused("UPDATE ledger_entry SET act = act")
