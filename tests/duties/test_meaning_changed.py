"""A clause is read anew after its duties were reckoned."""

import pytest

from netral.circulars.core.meaning import Duty, Meaning
from netral.duties.core import Kind, State
from netral.duties.models import ObligationEvent
from netral.orgs.models import Unit
from netral.tenancy.models import Institution
from tests.cast import Member
from tests.circulars.scene import agreed
from tests.duties.scene import DEPOK, in_force, later, owed, reckoned

pytestmark = pytest.mark.django_db


def test_a_duty_that_the_new_reading_does_not_find_ends_and_the_others_stay_as_they_were(
    depok: Institution, tree: dict[str, Unit], wali: Member, hendra: Member
) -> None:
    made = in_force(tree["32.76"], wali, *DEPOK)
    reckoned(depok)
    kept = [row.pk for row in owed(depok, Kind.SUPERVISE)]
    assert owed(depok, Kind.EDUCATE) == []
    reading = Meaning(duties=(Duty.SUPERVISE, Duty.EDUCATE))
    agreed(made.clauses.get(), reading, later(1))
    reckoned(depok, 1)
    ended = owed(depok, Kind.SOCIALISE)
    assert {row.state for row in ended} == {State.ENDED}
    told = ObligationEvent.objects.filter(obligation__in=ended, after=State.ENDED)
    assert told.count() == len(ended)
    assert [row.pk for row in owed(depok, Kind.SUPERVISE)] == kept
    assert owed(depok, Kind.EDUCATE)[0].state == State.DUE
