"""Every sentence of the programs is there in Indonesian, with the same places."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import netral_verify
import netral_witness
from netral_verify import Wrong
from netral_verify.indonesian import REPORT, WRONG
from netral_verify.indonesian_names import FIELDS, KINDS
from netral_verify.labels import FIELDS as NAMES
from netral_verify.labels import KINDS as LABELS
from netral_verify.labels import LEVELS
from netral_verify.leaf import kinds
from netral_verify.words import Voice
from netral_witness.words import INDONESIAN

SAYS = {"require": 1, "say": 0, "s": 0, "Wrong": 0}
PLACE = re.compile(r"\{\w+\}")


def sentences(package: str) -> Iterator[str]:
    """Yield what stands in the code as the message of an error or a report."""
    for path in sorted(Path(package).parent.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                place = SAYS.get(node.func.id, 99)
                yield from texts(node.args[place : place + 1])
            elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                if isinstance(target, ast.Name) and target.id in {"msg", "NO_KEY", "NO_POLICY",
                                                                  "NO_PROMISE_KEY"}:  # fmt: skip
                    yield from texts([node.value])


def texts(nodes: list[ast.expr]) -> Iterator[str]:
    for node in nodes:
        for part in (node.body, node.orelse) if isinstance(node, ast.IfExp) else (node,):
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield part.value


@pytest.mark.parametrize(
    ("package", "tables"),
    [(netral_verify, (WRONG, REPORT)), (netral_witness, (INDONESIAN, WRONG))],
    ids=["verify", "witness"],
)
def test_every_sentence_is_there_in_indonesian(
    package: object, tables: tuple[dict[str, str], ...]
) -> None:
    said = set(sentences(package.__file__))  # type: ignore[attr-defined]
    assert len(said) > 20
    known = {sentence for table in tables for sentence in table}
    answered = (Path(netral_witness.__file__).parent / "protocol.py").read_text()
    # What a witness answers over HTTP is for programs, and in English.
    assert [each for each in said - known if f'"{each}"' not in answered] == []


@pytest.mark.parametrize("table", [WRONG, REPORT, KINDS, FIELDS, INDONESIAN])
def test_a_translation_has_the_places_of_its_sentence(table: dict[str, str]) -> None:
    odd = [k for k, v in table.items() if sorted(PLACE.findall(k)) != sorted(PLACE.findall(v))]
    assert odd == []


def test_nothing_is_translated_that_nobody_says() -> None:
    said = set(sentences(netral_verify.__file__)) | {"PROVEN", "NOT PROVEN", "FALSE"}
    assert set(WRONG) | set(REPORT) <= said


def test_every_type_and_level_has_a_name_in_both_languages() -> None:
    assert {name.partition("/")[0] for name in kinds()} == set(LABELS)
    assert {*LABELS.values(), *LEVELS} == set(KINDS)


def test_every_field_has_a_name_in_both_languages() -> None:
    fields = {name for kind in kinds().values() for name in (*kind.fields, *kind.public)}
    assert fields == set(NAMES)
    assert set(NAMES.values()) == set(FIELDS)


def test_a_fault_within_a_fault_is_said_in_the_readers_language() -> None:
    inner = Wrong("{name} is not named above", name="x")
    outer = Wrong("line {place} of the policy: {why}", place=3, why=inner)
    assert str(outer) == "line 3 of the policy: x is not named above"
    assert Voice("id").why(outer) == "baris 3 kebijakan: x belum disebut di atasnya"
    assert Voice("en").why(outer) == str(outer)


def test_hostile_texts_reach_no_terminal() -> None:
    wrong = Wrong("{name} did not sign this", name="\x1b[2J" + "x" * 500)
    assert str(wrong).startswith("\ufffd[2Jxxx")
    assert len(str(wrong)) < 160
    assert Voice("id").why(wrong).isprintable()
