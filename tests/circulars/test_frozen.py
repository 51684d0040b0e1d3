"""What was signed stays as it was, even for somebody who writes to the database by hand."""

import pytest
from django.db import DatabaseError, connection, transaction

from netral.circulars.actions import publishing
from netral.circulars.core import Stage
from netral.circulars.models import Circular, Clause
from netral.kernel.moment import Moment


@pytest.mark.parametrize(
    "change",
    [{"subject": "Lain"}, {"number": "1/Lain"}, {"text_sha256": ""}, {"audience": {"kinds": []}}],
    ids=lambda change: next(iter(change)),
)
def test_the_database_refuses_to_change_a_signed_text(
    signed: Circular, change: dict[str, object]
) -> None:
    with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
        Circular.objects.filter(pk=signed.pk).update(**change)
    unchanged = Circular.objects.get(pk=signed.pk)
    assert [getattr(unchanged, name) for name in change] == [getattr(signed, n) for n in change]


def test_the_database_refuses_a_change_of_a_signed_clause(signed: Circular) -> None:
    clauses = Clause.objects.filter(circular=signed)
    with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
        clauses.update(text="Lain")


def test_the_database_refuses_one_clause_more(signed: Circular) -> None:
    first = signed.clauses.first()
    assert first is not None
    first.pk, first.order = None, 99
    with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
        first.save()


def test_postgresql_refuses_one_clause_less(signed: Circular) -> None:
    if connection.vendor != "postgresql":
        assert signed.clauses.exists()  # SQLite has no such trigger; see the migration
        return
    with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
        signed.clauses.all().delete()


def test_a_signed_circular_still_lives_on(signed: Circular, at: Moment) -> None:
    publishing.publish(circular=signed, by="user:0", at=at)
    publishing.revoke(circular=signed, reason="Keliru.", by="user:0", at=at)
    assert Circular.objects.get(pk=signed.pk).stage == Stage.REVOKED


def test_a_draft_may_change(draft: Circular) -> None:
    Circular.objects.filter(pk=draft.pk).update(subject="Lain")
    draft.clauses.update(text="Lain")
    assert Circular.objects.get(pk=draft.pk).subject == "Lain"
