"""Every column of every model of ours says what it reveals, and every row whose it is."""

import pytest
from django.apps import apps
from django.db.models import Model, UniqueConstraint

from netral.kernel.privacy import gaps
from netral.tenancy.models import TenantRow

OURS = sorted(
    (model for model in apps.get_models() if model.__module__.startswith("netral.")),
    key=lambda model: model._meta.label,
)
OF_A_TENANT = [model for model in OURS if issubclass(model, TenantRow)]
# Indexes that serve a question asked before the institution is known.
ACROSS = {
    "ledger_sealed_batches": "sealed leaves of every institution share a batch",
    "notices_unread": "a person reads the messages of every institution in one place",
    "notices_reference": "a provider's report names only its own id",
    "notices_carried": "one worker follows up for every institution",
    "notices_waiting": "one worker sends for every institution",
    "signing_paper_by_hash": "a stranger checks a file without knowing whose it is",
}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_column_is_classified(model: type[Model]) -> None:
    columns = frozenset(field.name for field in model._meta.concrete_fields)
    assert gaps(columns, getattr(model, "privacy", {})) == (set(), set())


@pytest.mark.parametrize("model", OF_A_TENANT, ids=lambda model: model._meta.label)
def test_keys_and_indexes_begin_with_the_institution(model: type[Model]) -> None:
    keys = [c for c in model._meta.constraints if isinstance(c, UniqueConstraint)]
    for key in keys:
        assert key.fields[:1] == ("institution",), key.name
    for index in model._meta.indexes:
        assert index.name in ACROSS or index.fields[0] == "institution", index.name
