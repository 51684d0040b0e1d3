"""A stranger recomputes a chain from its file alone, and whatever was changed shows."""

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.duties.core import proofs as core
from netral.duties.core.proofs import holds, verify
from tests.duties import chains

WHOLE = chains.proofs()


def wrong(octets: bytes) -> set[str]:
    return {check.what for check in verify(octets) if not check.holds}


def test_a_chain_made_by_hand_holds() -> None:
    checks = verify(WHOLE)
    assert holds(checks)
    assert {check.what for check in checks} == {
        core.SPELLED, core.SHAPED, core.BOUND, core.HASHED, core.COMMITTED, core.OPENED,
        core.BEHIND, core.WORDED, core.SAME_HOUSE,
    }  # fmt: skip


@pytest.mark.slow
def test_no_single_bit_can_change() -> None:
    for place in range(len(WHOLE)):
        for bit in range(8):
            changed = bytearray(WHOLE)
            changed[place] ^= 1 << bit
            assert not all(check.holds for check in core.checks(bytes(changed))), (place, bit)


@given(st.integers(0, len(WHOLE) - 1), st.binary(max_size=4))
def test_nothing_can_be_put_in_or_taken_out(place: int, put: bytes) -> None:
    for changed in (WHOLE[:place] + put + WHOLE[place:], WHOLE[:place] + put + WHOLE[place + 1 :]):
        assert changed == WHOLE or not holds(verify(changed))


@given(st.binary(max_size=200))
def test_rubbish_does_not_hold_and_does_not_break(octets: bytes) -> None:
    assert not holds(verify(octets))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    )
)
def test_another_json_does_not_hold_and_does_not_break(said: Any) -> None:
    assert not holds(verify(json.dumps(said).encode()))
    assert not holds(verify(json.dumps({"format": core.FORMAT, "body": said}).encode()))


def test_brackets_without_end_and_a_huge_file_are_refused() -> None:
    assert not holds(verify(b"[" * 200_000))
    assert not holds(verify(b" " * (core.LARGEST + 1)))


def test_a_file_set_in_another_way_is_refused() -> None:
    assert wrong(json.dumps(json.loads(WHOLE), indent=1).encode()) == {core.SPELLED}


# ---- A forger who computes every hash anew


def test_the_reading_of_somebody_else_does_not_stand_for_this_person() -> None:
    said = chains.body(chains.read(subject="person:13"))
    assert wrong(chains.proofs(said)) == {core.BEHIND}


def test_the_reading_of_another_text_does_not_stand_for_this_one() -> None:
    said = chains.body(chains.read(detail={"text": "0" * 64}))
    assert wrong(chains.proofs(said)) == {core.BEHIND}


def test_another_act_does_not_stand_for_a_reading() -> None:
    said = chains.body(chains.read(act="circular.opened"))
    assert wrong(chains.proofs(said)) == {core.BEHIND}


def test_an_act_of_another_time_does_not_stand_for_this_one() -> None:
    said = chains.body(chains.read(acted_at="2024-06-05T02:00:00Z"))
    assert wrong(chains.proofs(said)) == {core.BEHIND}


def test_other_words_of_the_circular_have_another_hash() -> None:
    said = chains.body()
    said["texts"][0]["record"]["clauses"][0]["text"] = "Boleh berpolitik praktis."
    assert wrong(chains.proofs(said)) == {core.WORDED}


def test_an_entry_of_another_institution_does_not_count() -> None:
    said = chains.body(institution={"code": "13.71", "name": "Kota Lain"})
    assert wrong(chains.proofs(said)) == {core.SAME_HOUSE}


def test_a_body_under_the_sealing_of_another_does_not_hold() -> None:
    said, other = chains.body(), chains.body(made_at="2024-06-26T01:00:00Z")
    assert wrong(core.spelled(said, chains.sealing(other))) == {core.BOUND}


def test_a_digest_in_capitals_is_another_spelling() -> None:
    said = chains.body()
    field = said["receipts"][0]["fields"][0]
    field["digest"] = field["digest"].upper()
    assert core.COMMITTED in wrong(chains.proofs(said))


def test_a_field_left_out_changes_the_commitment() -> None:
    said = chains.body()
    said["receipts"][0]["fields"].pop()
    assert core.COMMITTED in wrong(chains.proofs(said))


# ---- What is disclosed


def test_what_is_not_meant_to_be_told_stays_a_digest() -> None:
    fields = {each["name"]: each for each in chains.published()["fields"]}
    assert "value" not in fields["actor"]
    assert "salt" not in fields["actor"]
    assert fields["number"]["value"] == "270/343-Huk"


def test_an_erased_value_proves_nothing_and_denies_nothing() -> None:
    said = chains.body()
    for field in said["receipts"][1]["fields"]:
        if field["name"] in {"subject", "detail"}:
            field.pop("salt")
            field.pop("value")
    assert holds(verify(chains.proofs(said)))
    hidden = deepcopy(said)
    for field in hidden["receipts"][1]["fields"]:
        field.pop("salt", None)
        field.pop("value", None)
    assert wrong(chains.proofs(hidden)) == {core.BEHIND}  # not even the act is told
