"""Duties, paths and sign-in names as laws, without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.access.core import (
    ROLE_WORDS,
    ROLES,
    Duty,
    Power,
    Role,
    holds,
    may_give,
    may_hand_code,
    paths,
    tidy_username,
    username_for,
)

PLACES = st.sampled_from(["", "1/", "1/4/", "1/4/9/", "1/40/", "2/", "12/"])
POWERS = st.lists(st.builds(Power, st.sampled_from(list(Role)), PLACES), max_size=4)
DUTIES = st.sampled_from(list(Duty))
A, P = Role.ADMIN, Role.AUDITOR
D, G, H, K = Role.DRAFTER, Role.SIGNATORY, Role.HEAD, Role.OPERATOR  # K: kasubag
E, S = Role.EMPLOYEE, Role.SUPERADMIN
HANDED = {
    Role.AUDITOR, Role.DRAFTER, Role.OPERATOR, Role.ADVISER, Role.CASE_OFFICER, Role.INSPECTOR,
}  # fmt: skip


@pytest.mark.parametrize(
    ("duty", "roles"),
    [
        (Duty.RUN_INSTALLATION, {S}),
        (Duty.KEEP_UNITS, {S, A}),
        (Duty.IMPORT_ROSTER, {A}),
        (Duty.SEE_PEOPLE, {A, H, K, P}),
        (Duty.ISSUE_ACCOUNTS, {A, K}),
        (Duty.GIVE_ROLES, {A}),
        (Duty.DRAFT_CIRCULAR, {A, D}),
        (Duty.INITIAL_CIRCULAR, {A, D, G}),
        (Duty.SIGN_CIRCULAR, {G}),
        (Duty.PASS_ON_CIRCULAR, {H}),
        (Duty.SEE_CASCADE, {A, D, G, H, K, P}),
        (Duty.OWN_CAMPAIGN, {A}),
        (Duty.SEE_BOARD, {A, G, H, K, P}),
        (Duty.REMIND, {A, H, K}),
        (Duty.TAKE_PAPER, {A, H, K}),
        (Duty.DECIDE_PERMIT, {G, H}),
        (Duty.BE_BOUND, {E}),
        (Duty.AUDIT, {P}),
    ],
)
def test_each_duty_is_held_by_the_roles_that_the_house_names(duty: Duty, roles: set[Role]) -> None:
    assert {role for role, duties in ROLES.items() if duty in duties} == roles


def test_every_role_has_words_and_duties() -> None:
    assert set(ROLES) == set(ROLE_WORDS) == set(Role)
    assert all(ROLES.values())


@given(POWERS, DUTIES, PLACES)
def test_a_duty_is_held_where_a_grant_of_it_begins_the_path(
    powers: list[Power], duty: Duty, place: str
) -> None:
    granted = any(duty in ROLES[p.role] and place.startswith(p.path) for p in powers)
    assert holds(powers, duty, place) is granted


@given(POWERS, DUTIES)
def test_the_paths_of_a_duty_cover_its_grants_and_never_each_other(
    powers: list[Power], duty: Duty
) -> None:
    held = paths(powers, duty)
    granted = {p.path for p in powers if duty in ROLES[p.role]}
    assert list(held) == sorted(set(held))
    assert set(held) <= granted
    assert all(any(path.startswith(p) for p in held) for path in granted)
    assert not any(one != two and one.startswith(two) for one in held for two in held)


def test_a_number_that_begins_like_another_is_another_unit() -> None:
    assert not holds([Power(Role.HEAD, "1/4/")], Duty.SEE_BOARD, "1/40/")


def test_without_a_place_the_whole_institution_is_meant() -> None:
    assert holds([Power(Role.HEAD, "")], Duty.SEE_BOARD)
    assert not holds([Power(Role.HEAD, "1/")], Duty.SEE_BOARD)


@given(POWERS, st.sampled_from(list(Role)), PLACES)
def test_a_role_is_given_by_whoever_holds_all_of_it_there_and_may_give(
    powers: list[Power], role: Role, place: str
) -> None:
    apart = {Duty.AUDIT, Duty.ANSWER_ADVICE, Duty.TAKE_REFERRAL, Duty.TAKE_INSPECTION}
    needed = (ROLES[role] - apart) | {Duty.GIVE_ROLES}
    by_hand = role in HANDED
    allowed = by_hand and all(holds(powers, duty, place) for duty in needed)
    assert may_give(iter(powers), role, place) is allowed


@pytest.mark.parametrize("role", list(Role))
def test_a_personnel_office_gives_what_no_office_carries(role: Role) -> None:
    assert may_give([Power(Role.ADMIN, "")], role) is (role in HANDED)
    assert not may_give([Power(other, "") for other in Role if other is not Role.ADMIN], role)


def test_a_role_is_given_over_the_whole_institution_unless_a_place_is_named() -> None:
    below = [Power(Role.ADMIN, "1/")]
    assert may_give(below, Role.OPERATOR, "1/4/")
    assert not may_give(below, Role.OPERATOR)


@given(POWERS, POWERS)
def test_a_code_never_opens_more_than_its_issuer_may(
    issuer: list[Power], target: list[Power]
) -> None:
    roles = {power.role for power in target}
    if may_hand_code(iter(issuer), iter(target)):
        assert Role.SUPERADMIN not in roles
        assert paths(issuer, Duty.ISSUE_ACCOUNTS)
        assert roles <= {Role.EMPLOYEE} or holds(issuer, Duty.ISSUE_ACCOUNTS)
    elif Role.SUPERADMIN not in roles:
        assert not holds(issuer, Duty.ISSUE_ACCOUNTS)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("19800101 200501 1 001", "198001012005011001"),
        ("'1980.0101-2005`01\u2018\u20191001\u200b", "198001012005011001"),
        ("  Admin  BKPSDM ", "admin-bkpsdm"),
        ("ratna\tk@Depok.EXAMPLE", "ratna-k@depok.example"),
        ("THL-0012", "thl-0012"),
        ("٣٢٧٦", "٣٢٧٦"),
        ("a\x00b", "ab"),
        ("", ""),
    ],
)
def test_a_typed_name_is_read_as_people_type_it(typed: str, name: str) -> None:
    assert tidy_username(typed) == name


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("19800101 200501 1 001", "198001012005011001"),
        ("3276010101800001", "3276010101800001"),
        ("12345678901234567", "depok-12345678901234567"),
        ("198001012005011001-2", "depok-1980010120050110012"),
        ("THL 12", "depok-thl-12"),
    ],
)
def test_a_local_number_carries_the_name_of_its_institution(number: str, name: str) -> None:
    assert username_for(number, "depok") == name
