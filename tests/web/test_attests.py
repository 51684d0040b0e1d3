"""Every model with a key to an entry says what its rows repeat of the leaf."""

import re
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from django.db.models import ForeignKey, JSONField, Model
from django.db.models.fields import Field

from netral.ledger.core.attest import Says, each, joins
from netral.ledger.core.types import TYPES
from netral.ledger.queries.fsck.records import Tie, ties

ACTS = frozenset(
    act
    for path in Path("docs/acts").glob("*.md")
    for act in re.findall(r"^\| `([a-z_.]+)` \|", path.read_text(encoding="utf-8"), re.MULTILINE)
)
FIELDS = frozenset(chain.from_iterable(kind.fields for kind in TYPES.values())) | {"x", "at"}
KEPT = ties()
SAID = [(one, says) for one in KEPT for says in one.says]


def test_there_are_models_that_stand_on_entries() -> None:
    assert len(KEPT) > 50


@pytest.mark.parametrize("one", KEPT, ids=lambda one: f"{one.label}.{one.key}")
def test_every_key_to_an_entry_says_which_acts_make_its_rows(one: Tie) -> None:
    assert [says for says in one.says if not says.later], f"{one.label} lacks `attests`"


@pytest.mark.parametrize(("one", "says"), SAID, ids=lambda part: getattr(part, "label", ""))
def test_acts_fields_and_columns_exist(one: Tie, says: Says) -> None:
    acts = {*says.acts, *says.until, *says.unless, *says.states}
    assert acts <= ACTS, acts - ACTS
    assert set(says.states) <= set(says.acts)
    paths = {*says.same, *says.among, *says.elsewhere.values(), says.count, says.alone} - {""}
    assert {path.partition(".")[0] for path in paths} <= FIELDS
    for path in {*joins(says), *({says.state} if says.states else ())}:
        _leads_somewhere(one.model, path)


@pytest.mark.parametrize(
    "path",
    sorted(
        path
        for _, says in SAID
        for paths in says.same.values()
        for path in each(paths)
        if path.startswith("!")
    ),
)
def test_a_function_that_is_named_exists(path: str) -> None:
    module, _, name = path[1:].rpartition(".")
    assert callable(getattr(import_module(module), name))


def _leads_somewhere(model: type[Model], path: str) -> None:
    for name in path.split("."):
        found: Any = next(
            (f for f in model._meta.concrete_fields if name in {f.name, f.attname}), None
        )
        assert isinstance(found, Field), f"{model._meta.label} has no {name} ({path})"
        if isinstance(found, JSONField):
            return
        if isinstance(found, ForeignKey) and name == found.name:
            model = found.related_model
