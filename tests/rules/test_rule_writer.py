"""One rule is written into its file, and nothing else there moves."""

import tomllib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.rules import reader
from netral.rules.core.toml import NotWritten, rule_text, rules_in, with_rule
from tests.rules import files

FAMILY = "rules-etika.toml"
TEXT = files.files()[FAMILY].replace("[[rule]]", "# Di atas aturan.\n[[rule]]")
SHIPPED = {n: t for n, t in reader.shipped_files().items() if n.startswith("rules-")}


def table(code: str) -> dict[str, object]:
    return next(rule for rule in rules_in(TEXT) if rule["code"] == code)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_rule_survives_being_written(name: str) -> None:
    text = SHIPPED[name]
    for rule in rules_in(text):
        assert tomllib.loads(with_rule(text, rule["code"], rule)) == tomllib.loads(text)


def test_everything_outside_the_rule_stays_letter_by_letter() -> None:
    changed = with_rule(TEXT, "R-LIKE", {**table("R-LIKE"), "title_id": "Lain"})
    before, after = TEXT.index("[[rule]]"), TEXT.rindex("# Di atas")
    assert changed.startswith(TEXT[:before])
    assert changed.endswith(TEXT[after:])
    assert 'title_id = "Lain"' in changed


def test_a_rule_is_added_and_taken_away() -> None:
    new = {**table("R-LIKE"), "code": "R-BARU", "from": date(2024, 1, 1)}
    more = with_rule(TEXT, "R-BARU", new)
    assert [r["code"] for r in rules_in(more)] == ["R-LIKE", "R-HADIR", "R-BARU"]
    assert rules_in(with_rule(more, "R-BARU", None)) == rules_in(TEXT)


def test_a_rule_may_be_given_another_code() -> None:
    renamed = with_rule(TEXT, "R-LIKE", {**table("R-LIKE"), "code": "R-SUKA"})
    assert [r["code"] for r in rules_in(renamed)] == ["R-SUKA", "R-HADIR"]


@pytest.mark.parametrize(
    "text",
    [
        'title_id = "x"\nrule = [{ code = "R-LIKE" }]\n',
        TEXT.replace("[[rule]]", "[[ rule ]]"),
        TEXT.replace('name = "Contoh R-LIKE"', 'name = """\n[[rule]]\n"""'),
    ],
)
def test_a_file_laid_out_otherwise_is_left_to_its_text(text: str) -> None:
    with pytest.raises(NotWritten):
        with_rule(text, "R-LIKE", {**table("R-LIKE"), "title_id": "Lain"})


@given(st.text())
def test_any_text_can_be_written(said: str) -> None:
    rule = {"code": "R", "title_id": said, "when": {"act": [said]}, "case": [{"name": said}]}
    try:
        said.encode()
    except UnicodeEncodeError:
        return  # half a sign: no form lets it through
    assert tomllib.loads(rule_text(rule))["rule"] == [rule]
