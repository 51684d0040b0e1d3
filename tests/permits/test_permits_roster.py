"""Unpaid leave on the roster: from its first day until its last, never over a hand."""

from datetime import date, timedelta

import pytest

from netral.kernel.moment import Moment
from netral.ledger.models import Entry
from netral.orgs.actions.service import Leaving, bring_back, leave
from netral.orgs.core import Service
from netral.orgs.models import Person
from netral.permits.actions.deciding import recommend
from netral.permits.actions.ending import end, revoke
from netral.permits.actions.roster import follow
from netral.permits.models import Permit
from netral.permits.queries import facts_for
from netral.web.chores import begin_and_end_leave
from tests import cast
from tests.cast import Member
from tests.permits.conftest import again, asked, fresh, granted, hand
from tests.permits.conftest import leave as wish

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2024, 8, 27), date(2024, 11, 27)


def on(day: date, hour: int = 0, minute: int = 1) -> Moment:
    """Return a minute of a day in Depok, seven hours before UTC."""
    local = cast.NOON.replace(year=day.year, month=day.month, day=day.day, hour=hour, minute=minute)
    return Moment(local - timedelta(hours=7), cast.SINCE)


@pytest.fixture
def away(ratna: Member, hendra: Member, wali: Member, at: Moment) -> Permit:
    """Leave that was granted to Ratna from the 27th of August to voting day."""
    permit = asked(ratna, at, wish())
    recommend(permit=permit, words="Dapat.", hand=hand(hendra), turn=0, at=at)
    return granted(again(permit), hand(wali, "Wali Kota Depok"), at)


def run(permit: Permit, at: Moment) -> tuple[int, str]:
    done = follow(institution=permit.institution, at=at)
    return done, Person.objects.get(pk=permit.person_id).service


def test_leave_begins_with_the_local_day_and_is_over_after_the_last(away: Permit) -> None:
    steps = [
        run(away, on(FIRST - timedelta(days=1), 23, 59)),
        run(away, on(FIRST)),
        run(away, on(FIRST)),
        run(away, on(LAST, 23, 59)),
        run(away, on(LAST + timedelta(days=1))),
        run(away, on(LAST + timedelta(days=2))),
    ]
    assert steps == [
        (0, "active"), (1, "leave"), (0, "leave"), (0, "leave"), (1, "active"), (0, "active"),
    ]  # fmt: skip
    acts = Entry.objects.filter(act__in=("person.left", "person.returned"))
    assert acts.count() == 2


def test_the_roster_says_until_when_and_by_which_permit(away: Permit) -> None:
    follow(institution=away.institution, at=on(FIRST))
    person = Person.objects.get(pk=away.person_id)
    assert person.leave_until == LAST
    assert away.number in person.service_note


def test_whoever_is_away_already_is_left_alone(away: Permit, ratna: Member, at: Moment) -> None:
    leave(person=fresh(ratna), leaving=Leaving(service=Service.LEAVE, note="Cuti besar"),
          by="system", at=at)  # fmt: skip
    follow(institution=away.institution, at=on(FIRST))
    follow(institution=away.institution, at=on(LAST + timedelta(days=1)))
    person = fresh(ratna)
    assert (person.service, person.service_note) == (Service.LEAVE, "Cuti besar")
    assert again(away).roster == Permit.Roster.LEFT_ALONE


def test_who_was_brought_back_by_hand_stays_as_the_hand_left_them(
    away: Permit, ratna: Member
) -> None:
    follow(institution=away.institution, at=on(FIRST))
    day = on(FIRST + timedelta(days=3))
    bring_back(person=fresh(ratna), by="system", at=day)
    leave(person=fresh(ratna), leaving=Leaving(service=Service.LEAVE, note="Cuti sakit"),
          by="system", at=day)  # fmt: skip
    assert run(away, on(LAST + timedelta(days=1))) == (0, "leave")
    assert fresh(ratna).service_note == "Cuti sakit"


def test_who_has_retired_meanwhile_stays_retired(away: Permit, ratna: Member) -> None:
    gone = Leaving(service=Service.RETIRED, note="BUP")
    leave(person=fresh(ratna), leaving=gone, by="system", at=on(date(2024, 8, 1)))
    assert run(away, on(FIRST)) == (0, "retired")


@pytest.mark.parametrize("how", ["ended", "revoked"])
def test_leave_that_ends_early_brings_the_person_back_early(
    how: str, away: Permit, wali: Member
) -> None:
    follow(institution=away.institution, at=on(FIRST))
    day = FIRST + timedelta(days=10)
    if how == "ended":
        end(permit=again(away), last_on=day - timedelta(days=1), turn=2, at=on(day))
    else:
        revoke(permit=again(away), reason="Keliru.", hand=hand(wali), turn=2, at=on(day))
    assert run(away, on(day)) == (1, "active")
    assert facts_for(away.person, day) == {}
    assert facts_for(away.person, day - timedelta(days=1)) == {"cltn": True}


def test_leave_given_back_in_part_says_the_new_last_day(away: Permit, ratna: Member) -> None:
    follow(institution=away.institution, at=on(FIRST))
    day, last = FIRST + timedelta(days=10), FIRST + timedelta(days=20)
    end(permit=again(away), last_on=last, turn=2, at=on(day))
    assert [run(away, on(day)), run(away, on(day))] == [(1, "leave"), (0, "leave")]
    assert fresh(ratna).leave_until == last
    assert run(away, on(last + timedelta(days=1))) == (1, "active")


def test_a_hand_s_own_last_day_stays(away: Permit, ratna: Member) -> None:
    follow(institution=away.institution, at=on(FIRST))
    day, longer = FIRST + timedelta(days=10), LAST + timedelta(days=30)
    leaving = Leaving(service=Service.LEAVE, note="Cuti sakit", until=longer)
    leave(person=fresh(ratna), leaving=leaving, by="system", at=on(day))
    end(permit=again(away), last_on=day, turn=2, at=on(day))
    assert run(away, on(day)) == (0, "leave")
    assert (fresh(ratna).service_note, fresh(ratna).leave_until) == ("Cuti sakit", longer)


def test_leave_that_never_began_never_reaches_the_roster(away: Permit, wali: Member) -> None:
    revoke(permit=away, reason="Keliru.", hand=hand(wali), turn=2, at=on(date(2024, 8, 1)))
    assert run(again(away), on(FIRST)) == (0, "active")


def test_the_worker_does_it_by_itself(away: Permit) -> None:
    Permit.objects.update(starts_on=date(2024, 6, 26))
    assert begin_and_end_leave(cast.SINCE) == 1
    assert begin_and_end_leave(cast.SINCE) == 0
