"""What rows say again: paths, values, and when they agree."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest

from netral.ledger.core.attest import (
    ERASED,
    UNREADABLE,
    agree,
    joins,
    later,
    lookup,
    made,
    read,
    size,
)


@dataclass
class Person:
    name: str = "Ratna"
    unit_id: int = 7


@dataclass
class Row:
    person_id: int = 12
    person: Person = field(default_factory=Person)
    signer: dict[str, Any] = field(default_factory=lambda: {"full": {"name": "Ratna"}})
    text: str = "isi"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("person_id", 12),
        ("person.name", "Ratna"),
        ("signer.full.name", "Ratna"),
        ("signer.full.nothing.at.all", None),
        ("person:{person_id}", "person:12"),
        ("{person.unit_id}/{person_id}!", "7/12!"),
        ("#text", hashlib.sha256(b"isi").hexdigest()),
        ("!tests.ledger.test_attest.shout", "ISI"),
        ("!tests.ledger.test_attest.fail", UNREADABLE),
    ],
)
def test_a_path_leads_to_what_the_row_has(path: str, value: object) -> None:
    assert read(Row(), path) == value


def shout(row: Row) -> str:
    return row.text.upper()


def fail(_row: Row) -> str:
    raise LookupError


def test_a_path_leads_to_what_was_committed() -> None:
    told = {"detail": {"a": {"b": 1}}, "gone": ERASED}
    assert lookup(told, "detail.a.b") == 1
    assert lookup(told, "detail.a.c.d") is None
    assert lookup(told, "gone.a") is ERASED


NOON = datetime(2024, 6, 26, 5, 0, 0, 999, tzinfo=UTC)


@pytest.mark.parametrize(
    ("committed", "stands"),
    [
        (ERASED, "whatever"),
        (None, ""),
        ("", None),
        ([], {}),
        ("2024-06-26T05:00:00Z", NOON),
        ("2024-06-26T12:00:00.850133+07:00", NOON),
        ("2024-06-26", date(2024, 6, 26)),
        ("cafe\u0301".replace("e\u0301", "é"), "cafe\u0301"),
        ({"k": ["é"]}, {"k": ["e\u0301"]}),
        ("6162", b"ab"),
        (1, 1),
    ],
)
def test_they_agree(committed: object, stands: object) -> None:
    assert agree(committed, stands)


@pytest.mark.parametrize(
    ("committed", "stands"),
    [
        (None, 0),
        (0, None),
        ("x", ""),
        ("2024-06-26T05:00:01Z", NOON),
        ("2024-06-26T05:00:00Z", None),
        ("no time", NOON),
        (7, NOON),
        ("2024-06-27", date(2024, 6, 26)),
        ("1", 1),
        ("x", UNREADABLE),
    ],
)
def test_they_do_not_agree(committed: object, stands: object) -> None:
    assert not agree(committed, stands)


@pytest.mark.parametrize(
    ("told", "rows"), [(3, 3), (["a", "b"], 2), ({"due": 2, "late": 3}, 5), (None, None)]
)
def test_a_number_of_rows_is_told_in_three_ways(told: object, rows: int | None) -> None:
    assert size(told) == rows


def test_the_relations_that_are_read_are_known() -> None:
    says = made(
        "a.b", same={"x": ("#text", "signer.name"), "y": "{p.q}", "z": "!f.g"}, among={"l": "m"}
    )
    assert joins(says) == {"text", "signer.name", "p.q", "m"}


def test_what_changes_a_row_is_told_from_what_makes_it() -> None:
    assert later("a.b", count="n").later
    assert not made("a.b", count="n").later
