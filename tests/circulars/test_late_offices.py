"""A head whose office is opened after publication receives the circular all the same."""

from dataclasses import replace
from datetime import timedelta

import pytest

from netral.access.core import Role
from netral.circulars import queries
from netral.circulars.actions.following import follow_roster
from netral.circulars.actions.publishing import revoke
from netral.circulars.models import CascadeItem, Circular
from netral.circulars.queries.cascade import cascade, top_unit
from netral.circulars.queries.progress import progress
from netral.kernel.moment import Moment
from netral.ledger.models import Entry
from netral.notices.models import Message
from netral.orgs.actions.offices import add_office, hand_over
from netral.orgs.core import Capacity
from netral.orgs.models import Unit
from tests.cast import employ


@pytest.fixture
def later(at: Moment) -> Moment:
    """Nine days after publication, a week after heads had to pass it on."""
    return replace(at, acted=at.acted + timedelta(days=9), logged=at.logged + timedelta(days=9))


@pytest.fixture
def late_office(published: Circular, tree: dict[str, Unit], later: Moment) -> Unit:
    """The education office, which had no head when the circular went out."""
    unit = tree["disdik"]
    office = add_office(
        unit=unit, title="Kepala Dinas", role=Role.HEAD, is_head=True, by="user:1", at=later
    )
    head = employ(unit, "Kepala Baru", 77)
    hand_over(
        office=office, person=head.person, capacity=Capacity.DEFINITIVE,
        starts_on=later.local().date(), ends_on=None, basis="SK 1", by="user:1", at=later,
    )  # fmt: skip
    return unit


def follow(circular: Circular, at: Moment) -> int:
    circular.institution.refresh_from_db()
    return follow_roster(institution=circular.institution, at=at)


def test_it_reaches_the_new_desk_and_tells_the_head(
    published: Circular, late_office: Unit, later: Moment
) -> None:
    assert follow(published, later) == 1
    assert [item.number for item in queries.for_unit(late_office, later.acted)] == [
        published.number
    ]
    assert Message.objects.filter(template="circulars/arrived").count() == 2
    entry = Entry.objects.get(act="circular.reached")
    assert CascadeItem.objects.get(unit=late_office).entry == entry
    assert bytes(entry.ref) == bytes(published.entry.ref)


def test_a_second_round_changes_nothing(
    published: Circular, late_office: Unit, later: Moment
) -> None:
    follow(published, later)
    assert follow(published, later) == 0
    assert CascadeItem.objects.filter(unit=late_office).count() == 1


def test_nobody_is_late_before_the_circular_reached_them(
    published: Circular, late_office: Unit, later: Moment
) -> None:
    follow(published, later)
    new, old = (
        {b.unit_id: b for b in cascade(published, top_unit(published), at).late}.get(late_office.pk)
        for at in (later.acted, later.acted + timedelta(days=7))
    )
    assert new is None
    assert old is not None
    assert 0 < old.late_days <= 5


def test_the_unit_page_counts_the_new_desk_as_due(
    published: Circular, late_office: Unit, later: Moment
) -> None:
    follow(published, later)
    (shown,) = progress(late_office, later.acted)
    assert (shown.desks, shown.derived, shown.late_days) == (1, 0, 0)


def test_a_circular_out_of_force_reaches_nobody(
    published: Circular, late_office: Unit, later: Moment
) -> None:
    revoke(circular=published, reason="Keliru.", by="user:1", at=later)
    assert follow(published, later) == 0
    assert not CascadeItem.objects.filter(unit=late_office).exists()
