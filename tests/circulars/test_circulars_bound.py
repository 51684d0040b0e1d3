"""Whom a circular binds is one question: my page, the page of the circular and the act agree."""

from collections.abc import Callable

import pytest

from netral.circulars import queries
from netral.circulars.actions.cascade import state_read
from netral.circulars.core import Form
from netral.circulars.errors import NotBound
from netral.circulars.models import Circular
from netral.kernel.moment import Moment
from netral.orgs.actions.moves import merge_unit, move_unit
from netral.orgs.core import PersonKind
from netral.orgs.models import Person, Unit
from tests.cast import BY, Member, employ
from tests.circulars.scene import published as publish

Publish = Callable[[Unit | None], Circular]


@pytest.fixture
def to(tree: dict[str, Unit], wali: Member) -> Publish:
    """Publish a circular for everyone in a unit, or for everyone."""

    def for_unit(unit: Unit | None) -> Circular:
        audience = {"kinds": [], "units": [unit.path] if unit else []}
        return publish(tree["32.76"], wali, audience=audience, form=Form.CIRCULAR)

    return for_unit


def owed(person: Person, at: Moment) -> list[str]:
    fresh = Person.objects.select_related("unit", "institution").get(pk=person.pk)
    return [each.number for each in queries.to_read(fresh, at.acted)]


def test_people_of_a_unit_that_moved_still_owe_what_bound_it(
    to: Publish, tree: dict[str, Unit], ratna: Member, at: Moment
) -> None:
    circular = to(tree["32.76.06"])
    move_unit(unit=tree["32.76.06"], parent=tree["setda"], by=BY, at=at)
    assert owed(ratna.person, at) == [circular.number]
    state_read(circular=circular, person=ratna.person, at=at)


def test_people_of_a_unit_that_was_merged_still_owe_what_bound_it(
    to: Publish, tree: dict[str, Unit], ratna: Member, at: Moment
) -> None:
    circular = to(tree["32.76.06"])
    merge_unit(unit=tree["32.76.06"], into=tree["disdik"], by=BY, at=at)
    assert owed(ratna.person, at) == [circular.number]
    state_read(circular=circular, person=ratna.person, at=at)


def test_others_owe_nothing(to: Publish, tree: dict[str, Unit], at: Moment) -> None:
    to(tree["32.76.06"])
    assert owed(employ(tree["disdik"], "Budi Contoh", 60).person, at) == []


def test_an_elected_mayor_is_nobodys_staff_and_owes_nothing(
    to: Publish, wali: Member, ratna: Member, at: Moment
) -> None:
    circular = to(None)
    assert wali.person.kind == PersonKind.OFFICIAL
    assert owed(wali.person, at) == []
    assert owed(ratna.person, at) == [circular.number]
    with pytest.raises(NotBound):
        state_read(circular=circular, person=wali.person, at=at)
