"""Every constraint of every table is broken on purpose, in the database itself.

Rows are composed of the least that each column takes; keys to other tables point nowhere, which
both engines notice only at the end of a transaction that never comes.
"""

from datetime import UTC, datetime
from itertools import count
from typing import Any, Final

import pytest
from django.db import IntegrityError, transaction
from django.db import models as db
from django.db.models import CheckConstraint, Field, Model, UniqueConstraint

from tests.web.test_privacy import OURS

EARLY, LATE = datetime(2024, 6, 1, tzinfo=UTC), datetime(2024, 6, 2, tzinfo=UTC)
JUNE_1, JUNE_2 = EARLY.date(), LATE.date()
PLAIN: Final[dict[type[Any], object]] = {
    db.JSONField: {},
    db.BinaryField: b"x",
    db.BooleanField: False,
    db.DateTimeField: EARLY,
    db.DateField: JUNE_1,
    db.IntegerField: 1,
    db.ForeignKey: 1,
    db.OneToOneField: 1,
    db.CharField: "x",
    db.TextField: "x",
}
# What a column must hold for the rest of its row to be lawful.
LAWFUL: Final[dict[str, dict[str, object]]] = {
    "access.Grant": {"institution": 1, "entry": 1},
    "access.ActivationCode": {"institution": 1, "entry": 1},
    "tenancy.Institution": {"week_days": 5},
    "pacts.Campaign": {"opens_at": EARLY, "deadline": LATE},
    "permits.Permit": {"state": "waiting", "serial": None, "year": None},
    "outreach.Session": {"starts_at": EARLY, "ends_at": LATE, "state": "planned"},
    "supervision.Finding": {"state": "open"},
    "supervision.Referral": {"state": "sent"},
    "duties.Obligation": {"state": "due"},
    "pacts.PaperForm": {"taken_by": "user:1", "confirmed_by": "user:2"},
}
PUBLISHED: Final[dict[str, object]] = {
    "state": "published", "published_at": LATE, "proposed_at": EARLY, "proposed_by": "user:1",
    "reviewed_by": "user:2", "table": "x",
}  # fmt: skip
# For each check: values that break it, in as many ways as it can be broken.
BREAKS: Final[dict[str, list[dict[str, object]]]] = {
    "access_grant_ends_after_it_starts": [{"starts_at": LATE, "ends_at": EARLY}],
    "access_only_superadmins_stand_above": [{"institution": None, "role": "admin"}],
    "access_grant_has_its_entry": [{"entry": None}],
    "access_code_has_its_entry": [{"entry": None}],
    "tenancy_demo_day_and_start_together": [{"demo_since": EARLY}, {"demo_starts_at": EARLY}],
    "tenancy_week_has_5_or_6_days": [{"week_days": 4}, {"week_days": 7}],
    "ledger_one_head": [{"one": 2}],
    "ledger_salt_and_value_erased_together": [{"salt": b"x"}, {"value": b"x"}],
    "signing_sealed_means_sealed": [
        {"sealed_at": EARLY},
        {"sealed_by": 1},
        {"sha256": "x"},
        {"sealed_at": EARLY, "sealed_by": 1},
    ],
    "orgs_unit_closes_after_it_opens": [{"valid_from": JUNE_2, "valid_to": JUNE_1}],
    "orgs_unit_not_own_parent": [{"pk": 7, "parent": 7}],
    "orgs_applied_import_has_its_entry": [{"state": "applied"}],
    "orgs_holding_ends_after_it_starts": [{"starts_on": JUNE_2, "ends_on": JUNE_1}],
    "circulars_signed_means_frozen": [{"stage": "signed"}, {"stage": "published"}],
    "circulars_initial_given_with_entry": [
        {"given_at": EARLY},
        {"given_by": 1},
        {"entry": 1},
        {"given_at": EARLY, "given_by": 1},
    ],
    "rules_two_persons_publish": [
        {"reviewed_by": "user:2"},
        {"state": "published", "published_at": EARLY},
        PUBLISHED | {"reviewed_by": "user:1"},
        PUBLISHED | {"reviewed_by": ""},
        PUBLISHED | {"proposed_by": ""},
        PUBLISHED | {"proposed_at": None},
        PUBLISHED | {"table": ""},
    ],
    "rules_published_means_published": [
        {"state": "published"},
        PUBLISHED | {"state": "draft"},
        PUBLISHED | {"state": "discarded"},
    ],
    "rules_unpinned_with_reason": [
        {"unpinned_at": LATE},
        {"reason": "x"},
        {"unpinned_at": LATE, "reason": "x"},
        {"unpinned_at": LATE, "unpinned_by": "user:1"},
    ],
    "advice_published_by_two": [{"stage": "published"}, {"stage": "published", "reviewer": 1}],
    "pacts_opens_before_deadline": [{"opens_at": LATE}],
    "pacts_open_means_frozen": [{"stage": "open"}],
    "pacts_two_different_officers": [{"confirmed_by": "user:1"}],
    "outreach_starts_before_it_ends": [{"starts_at": LATE}, {"ends_at": EARLY}],
    "outreach_held_means_minutes": [
        {"state": "held"},
        {"state": "held", "closed_at": LATE},
        {"state": "held", "paper": 1},
    ],
    "outreach_score_within_total": [{"score": 2}],
    "supervision_reply_with_entry": [
        {"reply": "x"},
        {"reply": "x", "replied_at": LATE},
        {"reply": "x", "reply_entry": 1},
    ],
    "supervision_mended_on_a_day": [{"state": "mended"}, {"mended_at": LATE}],
    "supervision_nil_ends_after": [{"starts_on": JUNE_2, "ends_on": JUNE_1}],
    "supervision_taken_is_not_sent": [{"taken_at": LATE}],
    "supervision_told_before_known": [{"told_at": LATE, "known_at": EARLY}],
    "duties_fulfilled_at_a_time": [{"state": "fulfilled"}, {"fulfilled_at": LATE}],
    "duties_days_of_a_deadline": [{"days": 61}],
    "duties_published_from_to": [{"first_on": JUNE_2, "last_on": JUNE_1}],
    "permits_ends_after_it_starts": [{"starts_on": JUNE_2, "ends_on": JUNE_1}],
    "permits_decided_means_numbered": [
        {"state": "granted"},
        {"state": "refused", "year": 2024, "serial": 1},
        {"state": "waiting", "year": 2024, "serial": 1, "decided_at": EARLY},
        {"state": "asked", "decided_at": EARLY},
    ],
}
# Unique keys that hold only under a condition: what fulfils it.
UNDER: Final[dict[str, dict[str, object]]] = {
    "circulars_number_once_a_year": {"number": "270/343-Huk", "number_year": 2024},
    "duties_one_recap_of_a_time": {"kind": "recap"},
    "permits_number_once": {"state": "refused", "year": 2024, "serial": 1, "decided_at": EARLY},
    "rules_one_version_in_force": PUBLISHED,
}
fresh = count(1)


def row(model: type[Model], **given: object) -> Model:
    """Compose a row of the least that its columns take, unlike every other where it must be."""
    values: dict[str, object] = {}
    for field in model._meta.concrete_fields:
        if not (field.primary_key or field.null or field.has_default() or field.blank):
            values[field.attname] = _plain(field)
    lawful = LAWFUL.get(model._meta.label, {})
    named = {_column(model, name): value for name, value in (lawful | given).items()}
    return model(**(values | named))


def _plain(field: "Field[Any, Any]") -> object:
    if field.unique:
        return f"{next(fresh)}".encode() if isinstance(field, db.BinaryField) else next(fresh)
    return next(value for kind, value in PLAIN.items() if isinstance(field, kind))


def _column(model: type[Model], name: str) -> str:
    return name if name == "pk" else model._meta.get_field(name).attname  # type: ignore[union-attr]


def constraints(kind: type[Any]) -> list[Any]:
    return [
        pytest.param(model, each, id=each.name)
        for model in OURS
        for each in model._meta.constraints
        if isinstance(each, kind)
    ]


@pytest.mark.parametrize(("model", "constraint"), constraints(CheckConstraint))
@pytest.mark.django_db
def test_a_check_holds(model: type[Model], constraint: CheckConstraint) -> None:
    with transaction.atomic():
        row(model).save(force_insert=True)
        transaction.set_rollback(True)
    for broken in BREAKS[constraint.name]:
        with pytest.raises(IntegrityError, match=constraint.name), transaction.atomic():
            row(model, **broken).save(force_insert=True)


@pytest.mark.parametrize(("model", "constraint"), constraints(UniqueConstraint))
@pytest.mark.django_db
def test_a_key_is_unique(model: type[Model], constraint: UniqueConstraint) -> None:
    given = UNDER.get(constraint.name, {})
    # PostgreSQL names the constraint, SQLite its columns.
    columns = ", ".join(
        f"{model._meta.db_table}.{model._meta.get_field(f).column}"  # type: ignore[union-attr]
        for f in constraint.fields
    )
    named = rf"{constraint.name}|constraint failed: {columns}$"
    with transaction.atomic():
        row(model, **given).save(force_insert=True)
        with pytest.raises(IntegrityError, match=named), transaction.atomic():
            row(model, **given).save(force_insert=True)
        transaction.set_rollback(True)


def test_no_check_is_forgotten() -> None:
    assert set(BREAKS) == {param.id for param in constraints(CheckConstraint)}
