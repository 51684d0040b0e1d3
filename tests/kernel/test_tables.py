"""Strict tables: every fault names its place, what stands there and what must."""

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum

import pytest

from netral.kernel import tables
from netral.kernel.tables import BadTable, Table
from netral.rules.reader.tables import COLLECTED


class Colour(StrEnum):
    """Two words."""

    RED = "red"
    BLUE = "blue"


def table(**values: object) -> Table:
    return Table("a.toml", values)


@pytest.mark.parametrize(
    ("values", "take", "complaint"),
    [
        ({}, lambda t: t.text("k"), "k is missing"),
        ({"k": " "}, lambda t: t.text("k"), "k must be a text that says something, not ' '"),
        (
            {"k": 3},
            lambda t: t.text("k", default=""),
            "k must be a text that says something, not 3",
        ),
        ({"k": "a"}, lambda t: t.texts("k"), "k must be a list, not 'a'"),
        ({"k": []}, lambda t: t.texts("k"), "k must be a list, not []"),
        (
            {"k": ["a", ""]},
            lambda t: t.texts("k"),
            "k must be a list of texts that say something, not ['a', '']",
        ),
        ({"k": ["a", "a "]}, lambda t: t.texts("k"), "k must not repeat itself, not ['a', 'a']"),
        ({"k": "soon"}, lambda t: t.day("k"), "k must be a date or \"unknown\", not 'soon'"),
        ({"k": "unknown"}, lambda t: t.exact_day("k"), "k must be a date, not 'unknown'"),
        ({}, lambda t: t.exact_day("k"), "k is missing"),
        ({"k": 1}, lambda t: t.yes("k", default=False), "k must be true or false, not 1"),
        ({"k": "green"}, lambda t: t.word("k", Colour), "k must be one of red, blue, not 'green'"),
        (
            {"k": ["red"] * 2},
            lambda t: t.words("k", Colour),
            f"k must not repeat itself, not {[Colour.RED] * 2}",
        ),
        ({"k": ["red", 1]}, lambda t: t.words("k", Colour), "k must be one of red, blue, not 1"),
        ({"k": "c"}, lambda t: t.code("k", ["a", "b"]), "k must be one of a, b, not 'c'"),
        ({"k": [["a"]]}, lambda t: t.codes("k", ["a"]), "k must be one of a, not ['a']"),
        (
            {"k": ["a"] * 2},
            lambda t: t.codes("k", ["a"]),
            "k must not repeat itself, not ['a', 'a']",
        ),
        (
            {"k": [1, True]},
            lambda t: t.numbers("k"),
            "k must be a list of whole numbers, not [1, True]",
        ),
        ({}, lambda t: t.words("k", Colour), "k is missing"),
        ({}, lambda t: t.codes("k", ["a"]), "k is missing"),
        ({}, lambda t: t.texts("k"), "k is missing"),
        ({"k": []}, lambda t: t.words("k", Colour), "k must be a list, not []"),
        ({"k": []}, lambda t: t.codes("k", ["a"]), "k must be a list, not []"),
        ({"k": "3"}, lambda t: t.exact_day("k", may_lack=True), "k must be a date, not '3'"),
        ({"k": 1}, lambda t: t.table("k"), "k must be a table"),
        ({"k": 1}, lambda t: t.tables("k"), "k must be a list of tables, not 1"),
        ({"k": [{}, 1]}, lambda t: t.tables("k"), "k 2 must be a table"),
        (
            {"k": 1, "j": 2},
            Table.end,
            "j, k is a key that nobody knows: remove it or correct its spelling",
        ),
    ],
)
def test_a_fault_says_where_and_what(
    values: dict[str, object], take: Callable[[Table], object], complaint: str
) -> None:
    with pytest.raises(BadTable) as refused:
        take(table(**values))
    assert str(refused.value) == f"a.toml: {complaint}"


def test_what_is_right_is_taken_and_gone() -> None:
    day = date(2024, 9, 22)
    of = table(
        text=" a ", texts=["b"], day=day, none="unknown", yes=True, word="red", words=["blue"],
        code="c", codes=["c"], numbers=[1], inner={"k": 1}, inners=[{"k": 2}],
    )  # fmt: skip
    assert (of.text("text"), of.texts("texts"), of.day("day"), of.day("none")) == ("a", ("b",), day, None)  # noqa: E501  # fmt: skip
    assert (of.yes("yes", default=False), of.word("word", Colour)) == (True, Colour.RED)
    assert (of.words("words", Colour), of.code("code", ["c"])) == ((Colour.BLUE,), "c")
    assert (of.codes("codes", ["c"]), of.numbers("numbers")) == (("c",), (1,))
    assert of.table("inner").rest() == {"k": 1}
    (inner,) = of.tables("inners")
    assert (inner.where, inner.has("k"), inner.has("j")) == ("a.toml: inners 1", True, False)
    of.end()


def test_what_may_lack_may_lack() -> None:
    of = table()
    assert (of.text("k", default=""), of.texts("k", may_lack=True)) == ("", ())
    assert (of.exact_day("k", may_lack=True), of.yes("k", default=True)) == (None, True)
    assert (of.code("k", ["a"], default=""), of.tables("k"), of.table("k").rest()) == ("", [], {})
    assert (of.words("k", Colour, may_lack=True), of.codes("k", [], may_lack=True)) == ((), ())


def test_a_file_is_read_or_says_why_it_is_no_toml() -> None:
    assert (of := Table.of_file("a.toml", "k = 1")).where == "a.toml"
    assert of.rest() == {"k": 1}
    with pytest.raises(BadTable) as refused:
        Table.of_file("a.toml", "k = ")
    fault = refused.value
    assert str(fault) == "a.toml is not TOML: Invalid value (at end of document)"
    assert (fault.where, fault.key, fault.rule, fault.value) == ("a.toml", "", tables.NOT_TOML, "")
    assert fault.params == {"fault": "Invalid value (at end of document)"}


def test_a_rule_without_parameters_may_hold_a_percent_sign() -> None:
    assert str(BadTable("a.toml", "", "is 100 % wrong")) == "a.toml is 100 % wrong"


def test_what_is_no_table_has_no_key() -> None:
    with pytest.raises(BadTable) as refused:
        Table("a.toml", 3)
    assert (refused.value.key, str(refused.value)) == ("", "a.toml must be a table")


def test_every_complaint_is_in_a_catalogue() -> None:
    said = {
        value for name, value in vars(tables).items() if name.isupper() and isinstance(value, str)
    }
    assert said == set(COLLECTED)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("k = " + "[" * 50_000, "Nested too deep"),
        ("k = " + "{k=" * 50_000, "Nested too deep"),
        ("k = " + "1" * 5_000, "4300 digits"),
        ("k." * 20_000 + "k = 1", "more than 100 dots"),
        ("[" + '"\u2028".' * 20_000 + "k]", "more than 100 dots"),
        ('k = "a\u202eb"', "U+202E"),
        ('k = "a\\u200Bb"', "U+200B"),
        ('k = [["a\\u0000"]]', "U+0000"),
        ('"\u2066k" = 1', "U+2066"),
        ("k = 1  # \u202e2 = k", "U+202E"),
    ],
)
def test_a_file_made_to_harm_is_refused_at_once(text: str, fault: str) -> None:
    with pytest.raises(BadTable, match=re.escape(fault)):
        Table.of_file("a.toml", text)


def test_texts_of_several_lines_are_no_harm() -> None:
    read = Table.of_file("a.toml", 'k = """\n\tone. two.\nthree.\r\n"""\r\n')
    assert read.text("k") == "one. two.\nthree."
