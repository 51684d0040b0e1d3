"""Recording acts."""

import json
import threading
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError
from pytest_django import DjangoAssertNumQueries

from netral.kernel.moment import Moment
from netral.ledger import queries
from netral.ledger.actions import Act, erase, record, record_all
from netral.ledger.core.leaf import Anchor, b64u
from netral.ledger.core.tree import leaf_hash
from netral.ledger.models import Disclosure, Entry, Publication, Waiting
from netral.tenancy.models import Institution
from tests.cast import Owner
from tests.ledger.whole import is_whole, wrong

OPENED = Act(act="unit.opened", actor="user:1", subject="unit:7", fields={"detail": {"n": 1}})


def test_an_act_leaves_one_entry(house: Institution, noon: Moment) -> None:
    entry = record(OPENED, institution=house, at=noon)
    leaf = json.loads(bytes(entry.leaf))
    assert Entry.objects.get() == entry
    assert (entry.act, entry.kind, entry.number) == ("unit.opened", "internal/1", 0)
    assert (leaf["ten"], leaf["t"], leaf["n"], leaf["p"]) == ("32.76", "internal/1", 0, None)
    assert leaf["at"] == "2026-11-22T01:02:03Z"
    assert (leaf["ref"], leaf["x"]) == (b64u(bytes(entry.ref)), {})
    assert bytes(entry.leaf_hash) == leaf_hash(bytes(entry.leaf))
    assert entry.logged_at == noon.logged


def test_what_was_committed_can_be_read(house: Institution, noon: Moment) -> None:
    entry = record(OPENED, institution=house, at=noon)
    assert queries.fields(entry) == {
        "act": "unit.opened",
        "actor": "user:1",
        "subject": "unit:7",
        "acted_at": "2024-06-26T05:00:00Z",
        "detail": {"n": 1},
    }
    assert is_whole(entry)


def test_the_leaf_tells_nothing_of_a_person(house: Institution, noon: Moment) -> None:
    entry = record(OPENED, institution=house, at=noon)
    assert not any(word in bytes(entry.leaf) for word in (b"user", b"unit", b"2024"))


def test_two_equal_acts_look_different(house: Institution, noon: Moment) -> None:
    one, two = record_all([OPENED, OPENED], institution=house, at=noon)
    assert json.loads(bytes(one.leaf))["c"] != json.loads(bytes(two.leaf))["c"]
    assert bytes(one.ref) != bytes(two.ref)


def test_a_history_is_a_line_also_within_one_batch(house: Institution, noon: Moment) -> None:
    first = record(OPENED, institution=house, at=noon)
    ref = bytes(first.ref)
    later = Act(act="unit.renamed", actor="user:1", ref=ref)
    second, third = record_all([later, later], institution=house, at=noon)
    assert [first.number, second.number, third.number] == [0, 1, 2]
    assert json.loads(bytes(second.leaf))["p"] == b64u(bytes(first.leaf_hash))
    assert json.loads(bytes(third.leaf))["p"] == b64u(bytes(second.leaf_hash))
    assert wrong() == []


def test_histories_of_two_institutions_do_not_mix(house: Institution, noon: Moment) -> None:
    other = Institution.objects.create(
        code="13.71", slug="padang", name="P", place="P", kind="city", head_title="W", zone="WIB"
    )
    ref = bytes(record(OPENED, institution=house, at=noon).ref)
    stray = record(Act(act="unit.renamed", actor="x", ref=ref), institution=other, at=noon)
    assert stray.number == 0


def test_many_acts_cost_three_statements(
    house: Institution, noon: Moment, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(3):  # the newest witnessed state, entries, openings
        record_all([OPENED] * 20, institution=house, at=noon)
    assert Entry.objects.count() == 20
    assert Disclosure.objects.count() == 100


def test_the_newest_state_is_looked_up_once_a_second(
    house: Institution, noon: Moment, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    seen = queries.Seen()
    with patch.object(queries, "SEEN_FOR", 60.0):
        assert seen.newest() is None
        state = Publication(size=9, root=b"9" * 32, note="", witnessed=True)
        state.published_at = noon.logged
        state.save()
        with django_assert_num_queries(0):
            assert seen.newest() is None
        seen.forget()
        assert seen.newest() == Anchor(size=9, root=b"9" * 32)


def test_a_value_that_looks_like_the_end_of_a_stream_is_kept_as_it_is(
    house: Institution, noon: Moment
) -> None:
    hostile = {"detail": {"a": "\\N", "b": "tab\tline\n\\.\nquote ' \" \\", "c": "é 🗳 \u202e"}}
    entry = record(Act(act="unit.opened", actor="\\.", fields=hostile), institution=house, at=noon)
    assert queries.fields(entry)["detail"] == hostile["detail"]
    assert queries.fields(entry)["actor"] == "\\."
    assert is_whole(entry)


def test_nothing_is_recorded_of_no_acts(house: Institution, noon: Moment) -> None:
    assert record_all([], institution=house, at=noon) == []


@pytest.mark.django_db(transaction=True)
def test_an_act_outside_a_transaction_is_refused(house: Institution, noon: Moment) -> None:
    with pytest.raises(TransactionManagementError, match="share one transaction"):
        record(OPENED, institution=house, at=noon)


def test_an_erased_field_is_gone_and_the_rest_still_verifies(
    house: Institution, noon: Moment
) -> None:
    entry = record(OPENED, institution=house, at=noon)
    leaf = bytes(entry.leaf)
    erasure = erase(entry=entry, fields=["subject", "detail"], basis="PDP", by="user:9", at=noon)
    assert set(queries.fields(entry)) == {"act", "actor", "acted_at"}
    entry.refresh_from_db()
    assert bytes(entry.leaf) == leaf
    assert is_whole(entry)
    assert queries.fields(erasure)["fields"] == ["detail", "subject"]
    assert queries.fields(erasure)["entry"] == entry.pk


def test_a_changed_value_is_noticed(house: Institution, noon: Moment, owner: Owner) -> None:
    entry = record(OPENED, institution=house, at=noon)
    with owner():
        Disclosure.objects.filter(entry=entry, field="subject").update(value=b'"unit:8"')
    assert not is_whole(entry)
    assert wrong() == [f"entry {entry.pk}"]


def test_a_changed_digest_is_noticed(house: Institution, noon: Moment, owner: Owner) -> None:
    entry = record(OPENED, institution=house, at=noon)
    with owner():
        Disclosure.objects.filter(entry=entry, field="subject").update(
            digest=b"x" * 32, salt=None, value=None
        )
    assert not is_whole(entry)


def test_a_changed_leaf_is_noticed(house: Institution, noon: Moment, owner: Owner) -> None:
    entry = record(OPENED, institution=house, at=noon)
    with owner():
        Entry.objects.update(leaf=bytes(entry.leaf).replace(b"2026", b"2025"))
    assert wrong() == [f"entry {entry.pk}"]


def test_a_removed_entry_is_noticed(house: Institution, noon: Moment, owner: Owner) -> None:
    first = record(OPENED, institution=house, at=noon)
    later = Act(act="unit.renamed", actor="user:1", ref=bytes(first.ref))
    second, third = record_all([later, later], institution=house, at=noon)
    with owner():
        Disclosure.objects.filter(entry=second).delete()
        Waiting.objects.filter(entry=second).delete()
        Entry.objects.filter(pk=second.pk)._raw_delete("default")
    assert wrong() == [f"entry {third.pk}"]


@pytest.mark.django_db(transaction=True)
def test_two_acts_at_once_make_one_line(house: Institution, noon: Moment) -> None:
    with transaction.atomic():
        ref = bytes(record(OPENED, institution=house, at=noon).ref)
    together = threading.Barrier(2, timeout=20)

    def add() -> None:
        together.wait()
        try:
            with transaction.atomic():
                record(Act(act="unit.renamed", actor="x", ref=ref), institution=house, at=noon)
        finally:
            connection.close()

    threads = [threading.Thread(target=add) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(Entry.objects.order_by("pk").values_list("number", flat=True)) == [0, 1, 2]
    assert wrong() == []


class TestConstraints:
    @pytest.fixture
    def entry(self, house: Institution, noon: Moment) -> Entry:
        return record(OPENED, institution=house, at=noon)

    def test_a_history_has_no_fork(self, entry: Entry) -> None:
        entry.pk, entry.leaf_hash = None, b"other"
        with pytest.raises(IntegrityError, match=r"ledger_ref_history_is_a_line|ledger_entry\.ref"):
            entry.save()

    def test_a_leaf_is_logged_once(self, entry: Entry) -> None:
        entry.pk, entry.number = None, 1
        with pytest.raises(IntegrityError, match="leaf_hash"):
            entry.save()

    def test_a_field_is_opened_once(self, entry: Entry) -> None:
        with pytest.raises(IntegrityError, match=r"ledger_one_opening_a_field|disclosure\.field"):
            Disclosure.objects.create(entry=entry, field="act", digest=b"")

    @pytest.mark.parametrize("half", [{"salt": None}, {"value": None}])
    def test_salt_and_value_are_erased_together(
        self, entry: Entry, half: dict[str, None], owner: Owner
    ) -> None:
        wanted = pytest.raises(IntegrityError, match="ledger_salt_and_value_erased_together")
        with owner(), wanted, transaction.atomic():
            Disclosure.objects.filter(entry=entry).update(**half)


def test_an_act_happens_at_a_time_of_its_own(house: Institution, noon: Moment) -> None:
    later = Moment(acted=noon.acted + timedelta(hours=1), logged=noon.logged)
    entry = record(OPENED, institution=house, at=later)
    assert queries.fields(entry)["acted_at"] == "2024-06-26T06:00:00Z"
