"""The moves of a circular's life, what a derived circular may not weaken, and the frozen text."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.circulars.core import MOVES, ClauseKind, Relay, Stage
from netral.circulars.core.derived import ParentClause, Weakens, weaknesses
from netral.circulars.core.text import ClauseText, signature_lines, text_sha256

DUE = datetime(2024, 6, 28, 9, 0, tzinfo=UTC)
BAN = ClauseText(
    kind=ClauseKind.PROHIBITION,
    text="Dilarang mengunggah dukungan.",
    conditions=("di luar tugas",),
    kinds=("pns", "pppk"),
    phase="campaign",
    due_at=DUE,
)
LEAVE = ClauseText(
    kind=ClauseKind.PERMISSION,
    text="Boleh menjadi anggota PPS.",
    conditions=("tugas tidak terganggu", "netral"),
    kinds=("pns",),
)


def short(parent: ClauseText, *own: ClauseText) -> set[Weakens]:
    return {w.how for w in weaknesses([ParentClause(7, parent)], own)}


def again(clause: ClauseText, **changes: object) -> ClauseText:
    return replace(clause, restates=7, **changes)  # type: ignore[arg-type]


def test_every_stage_can_be_reached_from_a_draft() -> None:
    seen, frontier = {Stage.DRAFT}, [Stage.DRAFT]
    while frontier:
        frontier += (new := MOVES[frontier.pop()] - seen)
        seen |= new
    assert seen == set(Stage)


def test_nothing_leaves_the_end_of_a_life() -> None:
    assert {s for s, to in MOVES.items() if not to} == {Stage.SUPERSEDED, Stage.REVOKED}


def test_a_faithful_copy_weakens_nothing() -> None:
    assert short(BAN, again(BAN)) == set()
    assert short(LEAVE, again(LEAVE)) == set()


@pytest.mark.parametrize(
    ("changes", "how"),
    [
        pytest.param({"text": "Sebaiknya tidak."}, Weakens.REWORDED, id="other words"),
        pytest.param({"kind": ClauseKind.PERMISSION}, Weakens.REWORDED, id="other kind"),
        pytest.param(
            {"conditions": ("di luar tugas", "jam kerja")}, Weakens.CONDITION_ADDED, id="condition"
        ),
        pytest.param({"kinds": ("pns",)}, Weakens.FEWER_BOUND, id="fewer people"),
        pytest.param({"phase": "quiet"}, Weakens.SHORTER_PHASE, id="other phase"),
        pytest.param({"due_at": DUE + timedelta(seconds=1)}, Weakens.LATER, id="a second later"),
        pytest.param({"due_at": None}, Weakens.LATER, id="no deadline"),
    ],
)
def test_a_prohibition_is_not_weakened(changes: dict[str, object], how: Weakens) -> None:
    assert how in short(BAN, again(BAN, **changes))


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"conditions": ()}, id="fewer conditions"),
        pytest.param({"kinds": ()}, id="everyone bound"),
        pytest.param({"kinds": ("pns", "pppk", "non_asn")}, id="more bound"),
        pytest.param({"phase": ""}, id="at all times"),
        pytest.param({"due_at": DUE - timedelta(days=1)}, id="earlier"),
    ],
)
def test_a_prohibition_may_be_strengthened(changes: dict[str, object]) -> None:
    assert short(BAN, again(BAN, **changes)) == set()


def test_a_prohibition_left_out_is_noticed() -> None:
    assert short(BAN) == {Weakens.LEFT_OUT}


def test_a_permission_may_be_left_out_but_not_widened_or_invented() -> None:
    assert short(LEAVE) == set()
    assert short(LEAVE, again(LEAVE, conditions=("netral",))) == {Weakens.CONDITION_DROPPED}
    assert short(LEAVE, again(LEAVE, kinds=("pns", "bumd"))) == {Weakens.MORE_PERMITTED}
    assert short(LEAVE, again(LEAVE, kinds=())) == {Weakens.MORE_PERMITTED}
    assert short(LEAVE, LEAVE) == {Weakens.PERMISSION_ADDED}


def test_a_permission_holds_no_longer_than_the_parents() -> None:
    quiet = replace(LEAVE, phase="quiet", due_at=DUE)
    assert short(quiet, again(quiet)) == set()
    assert short(quiet, again(quiet, phase="")) == {Weakens.LONGER_PHASE}
    assert short(quiet, again(quiet, due_at=None)) == {Weakens.LATER}


def test_an_exact_copy_does_not_cover_for_a_weaker_one() -> None:
    wider = again(LEAVE, conditions=())
    assert short(LEAVE, wider, again(LEAVE)) == {Weakens.CONDITION_DROPPED}
    assert short(LEAVE, again(LEAVE), wider) == {Weakens.CONDITION_DROPPED}
    assert short(BAN, again(BAN, text="Sebaiknya tidak."), again(BAN)) == {Weakens.REWORDED}


def test_own_prohibitions_and_duties_are_free() -> None:
    own = ClauseText(kind=ClauseKind.PROHIBITION, text="Dilarang memakai mobil dinas.")
    assert short(BAN, again(BAN), own) == set()


kinds = st.sets(st.sampled_from(["pns", "cpns", "pppk", "non_asn"])).map(tuple)


@given(parent=kinds, own=kinds)
def test_nobody_whom_the_parent_binds_is_let_go(
    parent: tuple[str, ...], own: tuple[str, ...]
) -> None:
    everyone = {"pns", "cpns", "pppk", "non_asn", "bumd", "pppk_part"}
    bound_before, bound_after = set(parent) or everyone, set(own) or everyone
    weaker = Weakens.FEWER_BOUND in short(replace(BAN, kinds=parent), again(BAN, kinds=own))
    assert weaker == (not bound_before <= bound_after)


def test_the_hash_covers_every_word_and_no_row_id() -> None:
    facts = {"subject": "Netralitas"}
    whole = text_sha256(facts, [BAN])
    assert whole == text_sha256(facts, [replace(BAN, restates=9)])
    others = [
        text_sha256({"subject": "netralitas"}, [BAN]),
        text_sha256(facts, []),
        *(
            text_sha256(facts, [replace(BAN, **{name: value})])  # type: ignore[arg-type]
            for name, value in {
                "kind": ClauseKind.DUTY, "text": "x", "conditions": (), "kinds": (), "phase": "",
                "due_at": None,
            }.items()
        ),
    ]  # fmt: skip
    assert len({whole, *others}) == len(others) + 1


@pytest.mark.parametrize(
    ("relay", "capacity", "lines"),
    [
        (Relay.DIRECT, "definitive", ["WALI KOTA DEPOK,"]),
        (Relay.DIRECT, "pj", ["Pj. WALI KOTA DEPOK,"]),
        (Relay.ON_BEHALF, "plh", ["a.n. Pj. WALI KOTA PADANG", "Plh. WALI KOTA DEPOK,"]),
        (
            Relay.FOR_HIM,
            "definitive",
            ["a.n. Pj. WALI KOTA PADANG", "SEKRETARIS DAERAH", "u.b.", "WALI KOTA DEPOK,"],
        ),
    ],
)
def test_the_signature_block_follows_capacity_and_relay(
    relay: Relay, capacity: str, lines: list[str]
) -> None:
    assert lines == signature_lines(
        relay=relay,
        on_behalf_of="Pj. Wali Kota Padang",
        under="Sekretaris Daerah",
        capacity=capacity,
        title="Wali Kota Depok",
    )
