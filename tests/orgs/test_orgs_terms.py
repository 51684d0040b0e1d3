"""Which terms of one office go together, as pure arithmetic of days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.orgs.core import Capacity
from netral.orgs.core.offices import (
    LEANING,
    PRECEDENCE,
    PRINCIPAL,
    Term,
    clash,
    first_day_without,
    needs_basis,
    needs_last_day,
    overlap,
)

days = st.dates(date(2024, 1, 1), date(2024, 3, 1))
terms = st.builds(
    lambda capacity, day, length: Term(
        capacity, day, None if length is None else day + timedelta(days=length)
    ),
    st.sampled_from(list(Capacity)), days, st.none() | st.integers(0, 30),
)  # fmt: skip


def days_of(term: Term) -> set[date]:
    last = term.ends_on or date(2024, 6, 1)
    return {term.starts_on + timedelta(days=n) for n in range((last - term.starts_on).days + 1)}


@given(terms, terms)
def test_overlap_is_a_shared_day(one: Term, other: Term) -> None:
    assert overlap(one, other) == bool(days_of(one) & days_of(other))
    assert clash(one, other) == clash(other, one)


@given(terms, st.lists(terms, max_size=4))
def test_a_stand_in_needs_a_principal_on_every_day(term: Term, others: list[Term]) -> None:
    principal = {"definitive", "pj", "plt"}
    gap = first_day_without(term, others)
    if term.capacity in principal:
        assert gap is None
        return
    covered = set().union(*(days_of(o) for o in others if o.capacity in principal))
    missing = sorted(days_of(term) - covered)
    assert gap == (missing[0] if missing else None)


def test_every_capacity_is_principal_or_leaning_and_has_its_precedence() -> None:
    assert set(Capacity) == PRINCIPAL | LEANING == set(PRECEDENCE)
    assert not PRINCIPAL & LEANING


@pytest.mark.parametrize("capacity", Capacity)
def test_what_a_capacity_needs(capacity: Capacity) -> None:
    assert needs_last_day(capacity) == (capacity in {"plh", "pjs"})
    assert needs_basis(capacity) == (capacity != "definitive")


def test_a_shared_day_is_enough_and_a_night_between_is_enough() -> None:
    one = Term(Capacity.DEFINITIVE, date(2024, 1, 1), date(2024, 1, 31))
    same_day = Term(Capacity.PLT, date(2024, 1, 31))
    next_day = Term(Capacity.PLT, date(2024, 2, 1))
    assert clash(one, same_day)
    assert not clash(one, next_day)
    assert not clash(one, Term(Capacity.PLH, date(2024, 1, 10), date(2024, 1, 12)))


def test_two_principals_in_a_row_carry_one_stand_in() -> None:
    plh = Term(Capacity.PLH, date(2024, 1, 30), date(2024, 2, 2))
    first = Term(Capacity.DEFINITIVE, date(2024, 1, 1), date(2024, 1, 31))
    second = Term(Capacity.PLT, date(2024, 2, 1), date(2024, 2, 2))
    assert first_day_without(plh, [second, first]) is None
    assert first_day_without(plh, [first]) == date(2024, 2, 1)
    assert first_day_without(plh, [second]) == date(2024, 1, 30)
    assert first_day_without(plh, [plh]) == date(2024, 1, 30)
