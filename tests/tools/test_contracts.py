"""Each way to import wrongly is caught, by the contracts of pyproject.toml themselves."""

import copy
import tomllib
from collections.abc import Iterator
from typing import Any

import grimp
import pytest
from importlinter import Contract, configuration
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.layers import LayersContract

from tools.catalog.book import ROOT, apps
from tools.contracts import FrontDoor

KINDS = {"layers": LayersContract, "forbidden": ForbiddenContract, "front_door": FrontDoor}
configuration.configure()
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
UP = "Apps point downwards"
INSIDE = "Inside an app, edges point to the core"
PURE = "Cores and the kernel are pure"
DOOR = "Between apps, only the front door"
READ = "Dashboards never write"
OUTSIDE = "Programs of outsiders know nothing of Netral"
WITHIN = "Netral knows nothing of the programs of outsiders"
APART = "Programs of outsiders share only the verifier"


@pytest.fixture(scope="module")
def whole() -> grimp.ImportGraph:
    return grimp.build_graph(
        *SETTINGS["root_packages"],
        include_external_packages=True,
        exclude_type_checking_imports=True,
        cache_dir=None,
    )


def contracts() -> Iterator[Contract]:
    for each in SETTINGS["contracts"]:
        kind: Any = KINDS[each["type"]]
        yield kind(each["name"], in_words(SETTINGS), in_words(each))


def in_words(options: dict[str, Any]) -> dict[str, Any]:
    """Return options as import-linter reads them: truth is spelt."""
    return {key: str(value) if isinstance(value, bool) else value for key, value in options.items()}


def broken(graph: grimp.ImportGraph) -> list[str]:
    """Return the names of the contracts it breaks; a check takes out what the contract ignores."""
    return [
        each.name
        for each in contracts()
        if not each.check(copy.deepcopy(graph), verbose=False).kept
    ]


def test_the_house_keeps_its_contracts(whole: grimp.ImportGraph) -> None:
    assert broken(whole) == []


@pytest.mark.parametrize(
    ("importer", "imported", "contract"),
    [
        pytest.param("ledger.core", "netral.pacts.core", UP, id="upwards"),
        pytest.param("signing.actions", "netral.notices.actions", UP, id="sideways"),
        pytest.param("pacts.queries", "netral.pacts.actions", INSIDE, id="a query that writes"),
        pytest.param("orgs.models", "netral.orgs.queries", INSIDE, id="a model that reads"),
        pytest.param("circulars.core", "django", PURE, id="Django in a core"),
        pytest.param("kernel.canon", "django", PURE, id="Django in the kernel"),
        pytest.param("pacts.actions", "netral.orgs.forms", DOOR, id="another app's form"),
        pytest.param("circulars.views", "netral.access.limits", DOOR, id="another app's inside"),
        pytest.param("insight.queries", "netral.pacts.actions", READ, id="a dashboard that writes"),
        pytest.param("insight.queries", "netral.pacts.models", READ, id="a dashboard on tables"),
    ],
)
def test_a_wrong_import_is_caught(
    whole: grimp.ImportGraph, importer: str, imported: str, contract: str
) -> None:
    graph = copy.deepcopy(whole)
    for module in (f"netral.{importer}", imported):
        if module not in graph.modules:
            graph.add_module(module)
    graph.add_import(
        importer=f"netral.{importer}", imported=imported, line_number=7, line_contents="import"
    )
    assert contract in broken(graph)


@pytest.mark.parametrize(
    ("importer", "imported", "contract"),
    [
        ("netral_verify.tree", "netral.ledger.core.tree", OUTSIDE),
        ("netral_verify.note", "django", OUTSIDE),
        ("netral_witness.record", "netral.ledger.models", OUTSIDE),
        ("netral.ledger.core.tree", "netral_verify.tree", WITHIN),
        ("netral.ledger.queries", "netral_witness.record", WITHIN),
        ("netral_verify.tree", "netral_witness.record", APART),
    ],
)
def test_programs_of_outsiders_are_kept_apart(
    whole: grimp.ImportGraph, importer: str, imported: str, contract: str
) -> None:
    graph = copy.deepcopy(whole)
    assert importer in graph.modules
    graph.add_import(importer=importer, imported=imported, line_number=7, line_contents="import")
    assert contract in broken(graph)


def test_the_trespasser_is_named_with_the_line(
    whole: grimp.ImportGraph, capsys: pytest.CaptureFixture[str]
) -> None:
    graph = copy.deepcopy(whole)
    graph.add_module("netral.orgs.secret")
    graph.add_import(
        importer="netral.pacts.models",
        imported="netral.orgs.secret",
        line_number=7,
        line_contents="from netral.orgs import secret",
    )
    door = next(each for each in contracts() if each.name == DOOR)
    door.render_broken_contract(door.check(graph, verbose=False))
    said = capsys.readouterr().out
    assert "netral.pacts.models -> netral.orgs.secret (line 7)" in said
    assert "actions, core, errors" in said


def test_an_app_that_was_not_placed_is_caught(whole: grimp.ImportGraph) -> None:
    graph = copy.deepcopy(whole)
    graph.add_module("netral.gossip")
    assert UP in broken(graph)


def test_every_app_is_placed() -> None:
    layers = next(each["layers"] for each in SETTINGS["contracts"] if "exhaustive" in each)
    assert {name for line in layers for name in line.split(" | ")} == {a.name for a in apps()}
