"""Every refusal in the system explains itself."""

import ast
import importlib
import importlib.util
import pkgutil
from collections.abc import Iterator
from functools import cache
from http import HTTPStatus
from pathlib import Path

import pytest

import netral
from netral.kernel.errors import Refusal
from netral.kernel.words import N_
from tools.catalog.book import ROOT
from tools.catalog.check import placeholders
from tools.catalog.extract import messages

for app in pkgutil.iter_modules(netral.__path__, "netral."):
    if importlib.util.find_spec(f"{app.name}.errors"):
        importlib.import_module(f"{app.name}.errors")


def kinds(base: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    for kind in base.__subclasses__():
        if kind.__module__.startswith("netral."):
            yield kind
        yield from kinds(kind)


KINDS = sorted(set(kinds()), key=lambda kind: kind.code)


def raised() -> Iterator[tuple[str, type[Refusal], set[str] | None]]:
    """Yield each place that makes a refusal, with the facts it gives; None for `**facts`."""
    named = {kind.__name__: kind for kind in KINDS}
    for path in sorted((ROOT / "netral").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in named:
                    where = f"{path.relative_to(ROOT)}:{node.lineno}"
                    facts = {keyword.arg for keyword in node.keywords}
                    yield where, named[name], None if None in facts else {f for f in facts if f}
                case ast.Raise(exc=ast.Name(id=name) | ast.Attribute(attr=name)) if name in named:
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", named[name], set()


@cache
def said(folder: Path) -> frozenset[str]:
    """Return what an app's catalogue is made from."""
    return frozenset(message.text for message in messages(folder))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_a_refusal_has_a_code_a_text_and_a_remedy(kind: type[Refusal]) -> None:
    app = kind.__module__.split(".")[1]
    assert kind.code.startswith(f"{app}.")
    assert kind.text.endswith(".")
    assert kind.remedy.endswith(".")
    assert 400 <= HTTPStatus(kind.status) < 500


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_a_refusal_is_in_its_catalogue(kind: type[Refusal]) -> None:
    folder = Path(importlib.import_module(kind.__module__).__file__ or "").parent
    assert {kind.text, kind.remedy} <= said(folder)


def test_codes_are_unique() -> None:
    assert len({kind.code for kind in KINDS}) == len(KINDS)


def test_whoever_raises_a_refusal_gives_its_facts() -> None:
    silent = [
        f"{where}: {kind.__name__} lacks {', '.join(sorted(wanted - facts))}"
        for where, kind, facts in raised()
        if facts is not None
        and "__init__" not in vars(kind)
        and (wanted := placeholders(kind.text) | placeholders(kind.remedy)) - facts
    ]
    assert silent == []


def test_a_refusal_reads_as_its_filled_text() -> None:
    class Closed(Refusal):
        code = "shop.closed"
        text = N_("The shop closed at {hour}.")
        remedy = N_("Come back tomorrow.")

    error = Closed(hour=5, note="unused")
    assert str(error) == "The shop closed at 5."
    assert error.args == ("shop.closed",)
    assert error.facts == {"hour": 5, "note": "unused"}
    assert error.status == 409
