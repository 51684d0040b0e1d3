"""Two at once: two claims, two rooms, two closers, a claim while the list is closed."""

from functools import partial

import pytest

from netral.ledger.models import Entry
from netral.orgs.models import Unit
from netral.outreach.actions.attending import enter
from netral.outreach.actions.planning import cancel
from netral.outreach.core import SessionState
from netral.outreach.models import Attendance, SessionFile
from netral.signing.models import Paper
from netral.tenancy.models import Institution
from tests.cast import AT, Member
from tests.outreach.conftest import again, closed, fresh, planned, there
from tests.together import together

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def acts(act: str) -> int:
    return Entry.objects.filter(act=act).count()


def test_one_person_who_claims_four_times_at_once_is_there_once(
    beji: Unit, hendra: Member, ratna: Member
) -> None:
    made = planned(beji, hendra)
    done = together([partial(there, made, ratna)] * 4)
    assert {getattr(each, "pk", each) for each in done} == {Attendance.objects.get().pk}
    assert acts("session.attended") == 1


def test_of_two_rooms_at_once_one_has_the_person(beji: Unit, hendra: Member, ratna: Member) -> None:
    rooms = [planned(beji, hendra), planned(beji, hendra, title="Rapat")]
    done = together([partial(there, room, ratna) for room in rooms])
    assert done.count("outreach.already_elsewhere") == 1
    assert Attendance.objects.count() == acts("session.attended") == 1


def test_two_hosts_who_enter_the_same_people_record_each_once(
    beji: Unit, hendra: Member, ratna: Member, bima: Member
) -> None:
    made, by = planned(beji, hendra), f"user:{hendra.user.pk}"
    people = [[fresh(ratna), fresh(bima)], [fresh(bima), fresh(ratna)]]
    done = together([partial(enter, session=made, people=row, by=by, at=AT) for row in people])
    assert sorted(each.recorded for each in done) == [0, 2]  # type: ignore[attr-defined]
    assert Attendance.objects.count() == 2


def test_of_two_closers_one_closes_and_the_other_is_told_so(
    beji: Unit, hendra: Member, ratna: Member, sealed: Institution
) -> None:
    made = planned(beji, hendra)
    there(made, ratna)
    done = together([partial(closed, made, hendra)] * 3)
    assert done.count("outreach.not_planned") == 2
    assert again(made).state == SessionState.HELD
    assert acts("session.held") == Paper.objects.count() == SessionFile.objects.count() == 1


def test_who_comes_while_the_list_is_closed_is_on_it_or_told_so(
    beji: Unit, hendra: Member, ratna: Member, bima: Member, sealed: Institution
) -> None:
    made = planned(beji, hendra)
    there(made, ratna)
    done = together([partial(closed, made, hendra), partial(there, made, bima)])
    assert (again(made).present, done.count("outreach.not_planned")) in {(2, 0), (1, 1)}
    assert Attendance.objects.count() == again(made).present


def test_nobody_is_recorded_at_a_session_that_is_called_off_meanwhile(
    beji: Unit, hendra: Member, ratna: Member
) -> None:
    made = planned(beji, hendra)
    off = partial(cancel, session=made, reason="Hujan.", by=f"user:{hendra.user.pk}", at=AT)
    done = together([off, partial(there, made, ratna)])
    told = {code for code in done if isinstance(code, str)}
    assert told in ({"outreach.people_present"}, {"outreach.not_planned"})
    off_now = again(made).state == SessionState.CANCELLED
    assert Attendance.objects.count() == (0 if off_now else 1)
