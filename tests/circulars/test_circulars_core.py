"""The stages of a circular, and what a derived circular may not weaken."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.circulars.core import (
    CLAUSE_WORDS,
    FROZEN,
    STAGE_WORDS,
    ClauseKind,
    Stage,
    desk_due,
)
from netral.circulars.core.derived import (
    WEAKENS_WORDS,
    ParentClause,
    Reach,
    Weakens,
    Weakness,
    later,
    shortfall,
    weaknesses,
)
from netral.circulars.core.text import ClauseText

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


def test_what_was_signed_is_frozen_for_good() -> None:
    assert set(Stage) - {Stage.DRAFT, Stage.INITIALLED} == FROZEN


def test_every_stage_and_kind_of_clause_has_words() -> None:
    assert set(STAGE_WORDS) == set(Stage)
    assert set(CLAUSE_WORDS) == set(ClauseKind)


@given(st.none() | st.datetimes(), st.datetimes())
def test_a_head_owes_nothing_before_the_circular_came(due: datetime | None, came: datetime) -> None:
    owed = desk_due(due, came)
    assert (owed is None) is (due is None)
    assert owed is None or (owed >= came and owed in {due, came})


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
        pytest.param({"phase": "before"}, Weakens.SHORTER_PHASE, id="earlier phase"),
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
        pytest.param({"phase": "before_during_after"}, id="a wider phase"),
        pytest.param({"due_at": DUE - timedelta(days=1)}, id="earlier"),
    ],
)
def test_a_prohibition_may_be_strengthened(changes: dict[str, object]) -> None:
    assert short(BAN, again(BAN, **changes)) == set()


@pytest.mark.parametrize("part", ["before", "campaign", "quiet"])
def test_before_during_and_after_takes_in_each_part_but_not_all_times(part: str) -> None:
    whole, always = replace(BAN, phase="before_during_after"), replace(BAN, phase="")
    assert short(replace(BAN, phase=part), again(whole)) == set()
    assert short(whole, again(whole, phase=part)) == {Weakens.SHORTER_PHASE}
    assert short(whole, again(always)) == set()
    assert short(always, again(whole)) == {Weakens.SHORTER_PHASE}
    assert short(always, again(always, phase=part)) == {Weakens.SHORTER_PHASE}
    during = replace(LEAVE, phase="before_during_after")
    assert short(during, again(during, phase=part)) == set()
    assert short(replace(LEAVE, phase=part), again(during)) == {Weakens.LONGER_PHASE}


def test_a_prohibition_left_out_is_noticed() -> None:
    assert short(BAN) == {Weakens.LEFT_OUT}


def test_a_permission_may_be_left_out_but_not_widened_or_invented() -> None:
    assert short(LEAVE) == set()
    assert short(LEAVE, again(LEAVE, conditions=("netral",))) == {Weakens.CONDITION_DROPPED}
    assert short(LEAVE, again(LEAVE, kinds=("pns", "bumd"))) == {Weakens.MORE_PERMITTED}
    assert short(LEAVE, again(LEAVE, kinds=())) == {Weakens.MORE_PERMITTED}
    assert short(LEAVE, again(LEAVE, text="Boleh berkampanye.")) == {Weakens.REWORDED}
    assert short(LEAVE, LEAVE) == {Weakens.PERMISSION_ADDED}


def test_a_permission_may_be_narrowed() -> None:
    for changes in ({"phase": "quiet"}, {"conditions": (*LEAVE.conditions, "izin")}):
        assert short(LEAVE, again(LEAVE, **changes)) == set()
    everyone = replace(LEAVE, kinds=())
    assert short(everyone, again(everyone, kinds=("pns",))) == set()


def test_a_permission_holds_no_longer_than_the_parents() -> None:
    quiet = replace(LEAVE, phase="quiet", due_at=DUE)
    assert short(quiet, again(quiet)) == set()
    assert short(quiet, again(quiet, phase="")) == {Weakens.LONGER_PHASE}
    assert short(quiet, again(quiet, due_at=None)) == {Weakens.LATER}
    assert weaknesses([ParentClause(7, quiet)], [again(quiet, phase="campaign")]) == [
        Weakness(Weakens.LONGER_PHASE, quiet.text)
    ]


def test_an_exact_copy_does_not_cover_for_a_weaker_one() -> None:
    wider = again(LEAVE, conditions=())
    assert short(LEAVE, wider, again(LEAVE)) == {Weakens.CONDITION_DROPPED}
    assert short(LEAVE, again(LEAVE), wider) == {Weakens.CONDITION_DROPPED}
    assert short(BAN, again(BAN, text="Sebaiknya tidak."), again(BAN)) == {Weakens.REWORDED}


def test_a_prohibition_in_force_at_once_is_not_put_off() -> None:
    at_once = replace(BAN, due_at=None)
    assert short(at_once, again(at_once)) == set()
    assert short(at_once, again(at_once, due_at=DUE)) == {Weakens.PUT_OFF}


def test_a_duty_or_permission_may_be_given_a_deadline() -> None:
    duty = replace(BAN, kind=ClauseKind.DUTY, due_at=None)
    assert short(duty, again(duty, due_at=DUE)) == set()
    assert short(LEAVE, again(LEAVE, due_at=DUE)) == set()


@given(st.none() | st.datetimes(), st.none() | st.datetimes())
def test_a_deadline_is_later_where_it_gives_more_time(
    parent: datetime | None, own: datetime | None
) -> None:
    ends = [at or datetime.max for at in (parent, own)]  # noqa: DTZ901
    assert later(parent, own) is (ends[1] > ends[0])


def test_one_weak_clause_is_found_among_strong_ones_and_named() -> None:
    parents = [ParentClause(7, BAN), ParentClause(8, LEAVE), ParentClause(9, BAN)]
    own = [again(BAN), replace(LEAVE, restates=8), replace(BAN, restates=9, phase="quiet")]
    assert weaknesses(parents, own[:2]) == [Weakness(Weakens.LEFT_OUT, BAN.text)]
    assert weaknesses(parents, own) == [Weakness(Weakens.SHORTER_PHASE, BAN.text)]
    stray = replace(LEAVE, text="Boleh cuti.", restates=10)
    assert weaknesses(parents[:2], [*own[:2], stray]) == [
        Weakness(Weakens.PERMISSION_ADDED, "Boleh cuti.")
    ]


TEXTS = st.builds(
    ClauseText,
    kind=st.sampled_from(list(ClauseKind)),
    text=st.sampled_from(["Dilarang.", "Boleh."]),
    conditions=st.sets(st.sampled_from(["netral", "izin"])).map(tuple),
    kinds=st.sets(st.sampled_from(["pns", "pppk"])).map(tuple),
    phase=st.sampled_from(["", "campaign", "quiet"]),
    due_at=st.none() | st.sampled_from([DUE, DUE + timedelta(days=1)]),
)


@given(st.lists(TEXTS, max_size=4), st.lists(TEXTS.filter(lambda own: own.kind != "permission")))
def test_an_exact_copy_with_more_bans_and_duties_always_passes(
    parent: list[ClauseText], more: list[ClauseText]
) -> None:
    rows = [ParentClause(n, clause) for n, clause in enumerate(parent)]
    copy = [replace(row.clause, restates=row.pk) for row in rows]
    assert weaknesses(rows, [*copy, *more]) == []


@given(st.sampled_from(["prohibition", "duty"]), TEXTS, TEXTS, TEXTS)
def test_what_passes_twice_passes_from_the_first_to_the_last(
    kind: str, first: ClauseText, second: ClauseText, third: ClauseText
) -> None:
    a, b, c = (again(each, kind=ClauseKind(kind)) for each in (first, second, third))
    if not short(a, b) and not short(b, c):
        assert not short(a, c)


@given(TEXTS, TEXTS)
def test_two_clauses_that_restate_each_other_say_the_same(one: ClauseText, two: ClauseText) -> None:
    if not short(one, again(two)) and not short(two, again(one)):
        assert again(one).stored() == again(two).stored() | {
            "conditions": list(one.conditions)  # their order says nothing
        }


def test_every_weakness_has_words() -> None:
    assert set(WEAKENS_WORDS) == set(Weakens)


@pytest.mark.parametrize(
    ("own", "short_of"),
    [
        pytest.param(Reach(("pns", "pppk"), ("1/4/",), ("pilkada",)), [], id="the unit"),
        pytest.param(Reach((), ("",), ()), [], id="everybody and every election"),
        pytest.param(
            Reach(("pns", "pppk"), ("1/4/9/", "1/4/8/"), ("pilkada",)),
            [Weakens.FEWER_BOUND],
            id="some units below",
        ),
        pytest.param(Reach(("pns", "pppk"), (), ("pilkada",)), [Weakens.FEWER_BOUND], id="no unit"),
        pytest.param(
            Reach(("pns", "pppk"), ("1/40/",), ("pilkada",)), [Weakens.FEWER_BOUND], id="another"
        ),
        pytest.param(
            Reach(("pns",), ("1/4/",), ("pilkada",)), [Weakens.FEWER_BOUND], id="fewer kinds"
        ),
        pytest.param(
            Reach(("pns", "pppk"), ("1/4/",), ("pemilu",)),
            [Weakens.FEWER_ELECTIONS],
            id="another election",
        ),
    ],
)
def test_a_derived_circular_reaches_all_that_its_parent_reaches_below_the_unit(
    own: Reach, short_of: list[Weakens]
) -> None:
    for paths in [("",), ("1/",), ("1/4/",), ("1/4/", "1/5/")]:
        parent = Reach(("pns", "pppk"), paths, ("pilkada",))
        assert shortfall(parent, own, "1/4/") == short_of


def test_a_parent_that_reaches_a_part_of_the_unit_asks_for_that_part() -> None:
    parent = Reach(paths=("1/4/9/", "1/5/"))
    assert shortfall(parent, Reach(paths=("1/4/9/",)), "1/4/") == []
    assert shortfall(parent, Reach(paths=("1/4/",)), "1/4/") == []
    assert shortfall(parent, Reach(paths=("1/4/8/",)), "1/4/") == [Weakens.FEWER_BOUND]


def test_a_circular_that_names_nobody_reaches_everybody() -> None:
    assert shortfall(Reach(), Reach(), "1/4/") == []
    assert shortfall(Reach(), Reach(paths=("1/4/",)), "1/4/") == []
    assert shortfall(Reach(), Reach(paths=("1/4/9/",)), "1/4/") == [Weakens.FEWER_BOUND]
    narrow = Reach(("pns",), elections=("pilkada",))
    assert shortfall(Reach(), narrow, "1/4/") == [Weakens.FEWER_BOUND, Weakens.FEWER_ELECTIONS]


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
