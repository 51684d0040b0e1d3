"""What the reader refuses because of the whole, not of one table."""

import pytest

from netral.rules.core.space import LARGEST
from netral.rules.reader import BadRules, read_base
from tests.rules.files import PLAIN, files, rule

CIRCUMSTANCE = """[[circumstance]]
code = "{code}"
question_id = "Benar?"
question_en = "True?"
yes_id = "Benar"
yes_en = "True"
no_id = "Tidak"
no_en = "Not true"
"""


def _with_circumstances(count: int, *acts: str) -> dict[str, str]:
    codes = [f"c{n}" for n in range(count)]
    told = "".join(CIRCUMSTANCE.format(code=code) for code in codes)
    needs = "\n".join(f'{code} = "no"' for code in codes)
    given = "\n".join(f'{code} = "no"' for code in codes)
    rules = [rule(f"R-{act}", act, when=needs, facts=given) for act in acts or ("like",)]
    return files(*rules, circumstances=told)


def test_an_act_with_more_facts_than_anybody_could_look_through_is_refused() -> None:
    """Two subjects or nobody, and yes, no or unknown for each circumstance."""
    assert 3 * 3**10 < LARGEST < 3 * 3**11
    assert read_base(_with_circumstances(10)).rules[0].when.keys() >= {"c0", "c9"}
    with pytest.raises(
        BadRules, match="like: when names more facts than anybody could look through"
    ):
        read_base(_with_circumstances(11))
    with pytest.raises(
        BadRules, match="hadir: when names more facts than anybody could look through"
    ):
        read_base(_with_circumstances(10, "like", "hadir"))


def test_the_shipped_kinds_of_file_are_all_needed() -> None:
    whole = files()
    for name in PLAIN:
        fewer = {key: text for key, text in whole.items() if key != name}
        with pytest.raises(BadRules, match=f"{name} is missing"):
            read_base(fewer)


def test_another_file_is_refused_by_its_name() -> None:
    with pytest.raises(BadRules, match=r"catatan\.txt is no file of a rule base"):
        read_base({**files(), "catatan.txt": ""})
