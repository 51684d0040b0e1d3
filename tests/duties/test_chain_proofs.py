"""A stranger recomputes a chain from its file alone, and whatever was changed shows."""

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.duties.core import proofs as core
from netral.duties.core.proofs import holds, verify
from netral.kernel.canon import canonical
from netral.ledger.core.leaf import Kept, b64u, digest
from netral.ledger.core.tree import leaf_hash
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
    checks = verify(json.dumps(json.loads(WHOLE), indent=1).encode())
    assert [(each.what, each.of, each.holds) for each in checks] == [
        (core.SPELLED, core.NAME, False)  # and nothing in it is looked at
    ]


def test_the_place_of_the_sealing_which_no_hash_binds_is_left_out() -> None:
    said = json.loads(chains.proofs())
    assert "index" not in said["receipt"]
    assert "index" in chains.sealing(chains.body())


def test_a_chain_from_before_there_was_a_log_still_holds() -> None:
    said = chains.body()
    for number, each in enumerate(said["receipts"], 41):
        del each["index"]
        each["number"] = number  # of a row, as it was then
    assert holds(verify(core.spelled(said, chains.sealing(said))))


@pytest.mark.parametrize("changes", [{"more": 1}, {"format": "netral.chain/2"}])
def test_a_file_of_another_shape_is_refused(changes: dict[str, Any]) -> None:
    assert wrong(canonical(json.loads(WHOLE) | changes)) == {core.SHAPED}


def test_a_sealing_whose_words_were_erased_binds_nothing() -> None:
    said = chains.body()
    own = chains.sealing(said)
    for field in own["fields"]:
        if field["name"] == "detail":
            field.pop("salt")
            field.pop("value")
    assert wrong(core.spelled(said, own)) == {core.BOUND}


def test_a_sealing_of_another_act_binds_nothing() -> None:
    said = chains.body()
    assert wrong(core.spelled(said, chains.sealing(said, act="chain.looked_at"))) == {core.BOUND}


def test_what_a_file_says_is_its_body_under_the_leaf_of_its_sealing() -> None:
    found, said = core.stated(WHOLE), chains.body()
    assert found.body == said
    assert b64u(found.leaf_hash) == chains.sealing(said)["hash"]


def test_nothing_checked_is_nothing_proved() -> None:
    assert not holds([])


def test_a_file_is_as_large_as_allowed_and_no_larger(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core, "LARGEST", len(WHOLE))
    assert holds(verify(WHOLE))
    monkeypatch.setattr(core, "LARGEST", len(WHOLE) - 1)
    assert not holds(verify(WHOLE))


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


def stands(step: str, receipt: dict[str, Any]) -> bool:
    """Tell whether an entry may stand behind a step, where everything else holds."""
    said = chains.body(receipt)
    said["links"][1]["step"] = step
    found = wrong(chains.proofs(said))
    assert found <= {core.BEHIND}
    return not found


@pytest.mark.parametrize(
    ("step", "right"),
    [
        ("reached", {"circular.reached"}),
        ("read", {"circular.read"}),
        ("attended", {"session.attended"}),
        ("answered", {"course.finished"}),
        ("signed", set()),
        ("warned", {"guidance.given", "guidance.seen"}),
        ("published", set()),
    ],
)
def test_only_the_very_act_stands_behind_a_step(step: str, right: set[str]) -> None:
    acts = {
        "circular.reached", "circular.read", "circular.reader", "circular.revoked",
        "session.planned", "session.attended", "session.held", "session.cancelled",
        "course.finished", "guidance.given", "guidance.seen", "guidance.answered", "pact.signed",
    }  # fmt: skip
    assert {act for act in acts if stands(step, chains.read(act=act))} == right


def test_the_entry_of_the_publication_stands_for_its_first_desks() -> None:
    for step, holds_so in (("published", True), ("reached", True), ("read", False)):
        assert stands(step, chains.published()) is holds_so


def test_a_signature_stands_for_who_signed_and_for_nobody_else() -> None:
    assert stands("signed", chains.signed())
    assert not stands("read", chains.signed())
    assert not stands("signed", chains.signed(person="person:13"))


def test_an_entry_on_many_people_names_none_of_them() -> None:
    assert stands("attended", chains.read(act="session.attended", subject="session:abc"))
    assert not stands("attended", chains.read(act="session.attended", subject="person:13"))


def test_what_speaks_of_no_text_is_not_held_against_the_text() -> None:
    attended = chains.read(act="session.attended", detail={"session": "abc"})
    assert stands("attended", attended)


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


def test_a_salt_with_blanks_is_another_spelling() -> None:
    said = chains.body()
    field = next(each for each in said["receipts"][1]["fields"] if each["name"] == "detail")
    field["salt"] = f"{field['salt'][:2]} {field['salt'][2:]}"
    assert wrong(chains.proofs(said)) == {core.OPENED}


def test_a_field_left_out_changes_the_commitment() -> None:
    said = chains.body()
    said["receipts"][0]["fields"].pop()
    assert core.COMMITTED in wrong(chains.proofs(said))


def test_a_value_with_a_salt_and_digest_of_its_own_is_not_what_the_leaf_commits_to() -> None:
    said = chains.body()
    field = next(each for each in said["receipts"][1]["fields"] if each["name"] == "actor")
    salt, value = bytes.fromhex(field["salt"]), canonical("user:99")
    field |= {"value": "user:99", "digest": digest(salt=salt, field="actor", value=value).hex()}
    assert wrong(chains.proofs(said)) == {core.COMMITTED}


def test_a_leaf_of_another_type_than_its_commitment_is_refused() -> None:
    said = chains.body()
    found = said["receipts"][1]
    found["leaf"] = canonical(json.loads(found["leaf"]) | {"t": "erasure/1"}).decode()
    found["hash"] = b64u(leaf_hash(found["leaf"].encode()))
    said["links"][1]["deeds"][0]["receipt"] = found["hash"]
    assert wrong(chains.proofs(said)) == {core.COMMITTED}


def test_a_leaf_under_the_hash_of_another_is_refused() -> None:
    said = chains.body()
    found = said["receipts"][1]
    found["leaf"] = canonical(json.loads(found["leaf"]) | {"seq": 7}).decode()
    assert wrong(chains.proofs(said)) == {core.HASHED}


def test_a_field_that_stays_a_digest_keeps_its_name() -> None:
    said = chains.body()
    field = said["receipts"][0]["fields"][0]
    assert "value" not in field
    field["name"] = "subject"
    assert wrong(chains.proofs(said)) == {core.COMMITTED}


@pytest.mark.parametrize("more", [{"value": "x"}, {"salt": "00"}, {"more": 1}])
def test_a_field_tells_both_salt_and_value_or_neither_and_nothing_else(
    more: dict[str, Any],
) -> None:
    said = chains.body()
    said["receipts"][0]["fields"][0] |= more
    assert not holds(verify(chains.proofs(said)))
    opened = chains.body()
    opened["receipts"][0]["fields"][2] |= {"more": 1}
    assert wrong(chains.proofs(opened)) == {core.OPENED}


def test_another_value_under_the_same_digest_is_refused_by_the_name_of_its_field() -> None:
    said = chains.body()
    said["receipts"][0]["fields"][2]["value"] = "270/344-Huk"
    failed = [each for each in verify(chains.proofs(said)) if not each.holds]
    of = f"{said['receipts'][0]['hash']} number"
    assert [(each.what, each.of) for each in failed] == [(core.OPENED, of)]


# ---- What is disclosed


def test_what_is_not_meant_to_be_told_stays_a_digest() -> None:
    fields = {each["name"]: each for each in chains.published()["fields"]}
    assert "value" not in fields["actor"]
    assert "salt" not in fields["actor"]
    assert fields["number"]["value"] == "270/343-Huk"


def told(receipt: dict[str, Any]) -> set[str]:
    fields = receipt["fields"]
    assert all(("value" in each) is ("salt" in each) for each in fields)
    return {each["name"] for each in fields if "value" in each}


def test_each_kind_of_entry_tells_what_it_must_and_no_more() -> None:
    assert told(chains.published()) == {"number", "subject", "text", "acted_at"}
    assert told(chains.signed()) == {
        "person", "name", "campaign", "text", "level", "method", "acted_at", "document",
    }  # fmt: skip
    assert told(chains.read()) == {"act", "actor", "subject", "acted_at", "detail"}
    assert told(chains.sealing(chains.body())) == {"act", "subject", "acted_at", "detail"}
    warned = {"act": "guidance.given", "actor": "user:4", "detail": {"kind": "warning"}}
    assert told(chains.entry(5, "internal/1", warned, act="guidance.given")) == {
        "act", "subject", "acted_at",
    }  # fmt: skip
    revoked = chains.entry(6, "circular.revoked/1", {"reason": "Diganti."})
    assert told(revoked) == set()


def test_a_receipt_says_its_place_type_leaf_and_hash() -> None:
    said = chains.published()
    assert (said["index"], said["type"]) == (1, "circular.published/1")
    assert said["hash"] == b64u(leaf_hash(said["leaf"].encode()))


@pytest.mark.parametrize(("salt", "value"), [(None, b'"1"'), (bytes(16), None), (None, None)])
def test_what_was_erased_by_half_is_told_by_its_digest_alone(
    salt: bytes | None, value: bytes | None
) -> None:
    erased = Kept(field="number", digest=bytes(32), salt=salt, value=value)
    bare = core.receipt(index=1, kind="circular.published/1", act="", leaf=b"{}", fields=[erased])
    assert bare["fields"] == [{"name": "number", "digest": "00" * 32}]


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
