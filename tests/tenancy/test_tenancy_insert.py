"""Inserting rows for an act gives what Django's own way gives."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext

from netral.ledger.models import Entry
from netral.signing.models import Paper
from netral.tenancy.models import Institution

pytestmark = pytest.mark.django_db
AT = datetime(2024, 6, 26, 3, 0, 0, 123456, tzinfo=UTC)


def house() -> Institution:
    return Institution.objects.create(
        code="99.71", slug="c", name="C", place="C", kind="city", head_title="W", zone="WIB"
    )


def entry(home: Institution, number: int) -> Entry:
    octets = bytes([number % 256, number // 256, 0, 255, 92, 39])
    return Entry(
        institution=home, kind="internal/1", act="a.b", ref=octets, number=0,
        leaf=octets, leaf_hash=octets, logged_at=AT,
    )  # fmt: skip


def paper(home: Institution, under: Entry, code: str) -> Paper:
    facts = {"signer": 'D\'Artagnan \\ "%s" é 🗳', "none": None, "list": [1, True]}
    return Paper(
        institution=home, kind="pact", code=code, title="50% \\n %(x)s ; --", facts=facts,
        level=1, acted_at=AT, entry=under,
    )  # fmt: skip


def stored(row: Paper) -> dict[str, Any]:
    fresh = Paper.objects.get(pk=row.pk)
    return model_to_dict(fresh, exclude=["id", "code"]) | {"at": fresh.acted_at}


def test_an_inserted_row_is_what_a_saved_row_is() -> None:
    home = house()
    under = entry(home, 1)
    Entry.objects.insert([under])
    assert bytes(Entry.objects.get().leaf) == under.leaf
    inserted, saved = paper(home, under, "A"), paper(home, under, "B")
    Paper.objects.insert([inserted])
    saved.save()
    assert stored(inserted) == stored(saved)
    inserted.title = "Lain"
    inserted.save()  # it knows that it is there already
    assert Paper.objects.count() == 2


def test_more_rows_than_one_statement_takes_get_their_own_keys() -> None:
    home = house()
    rows = [entry(home, number) for number in range(1203)]
    with CaptureQueriesContext(connection) as asked:
        Entry.objects.insert(rows)
    assert len(asked) == 3
    kept = dict(Entry.objects.values_list("pk", "leaf"))
    assert {row.pk: row.leaf for row in rows} == {pk: bytes(leaf) for pk, leaf in kept.items()}


def test_a_row_that_breaks_a_key_is_refused_as_ever() -> None:
    home = house()
    Entry.objects.insert([entry(home, 1)])
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.insert([entry(home, 1)])
    assert Entry.objects.count() == 1


def test_inserting_nothing_asks_nothing() -> None:
    with CaptureQueriesContext(connection) as asked:
        Entry.objects.insert([])
    assert not asked.captured_queries
