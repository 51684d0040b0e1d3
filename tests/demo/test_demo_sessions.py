"""The sessions and quizzes of the season: every state, every way of being there, one right now."""

import pytest

from netral.demo import facts, season
from netral.orgs.models import Person
from netral.outreach.core import Method, SessionState
from netral.outreach.models import Attendance, CourseResult, Session
from netral.outreach.queries.sessions import Phase, phase
from netral.tenancy.models import Institution
from netral.tenancy.queries import moment
from tests.demo.conftest import NOW

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


@pytest.mark.parametrize("slug", facts.SLUGS)
def test_every_city_has_sessions_in_every_state_one_of_them_running(
    loaded: list[season.Loaded], slug: str
) -> None:
    city = Institution.objects.get(slug=slug)
    at = moment(city, NOW).acted
    sessions = list(Session.objects.of(city))
    assert {phase(each, at) for each in sessions} == set(Phase)
    (running,) = [each for each in sessions if phase(each, at) is Phase.RUNNING]
    assert Attendance.objects.of(city).filter(session=running).exists()
    methods = Attendance.objects.of(city).values_list("method", flat=True)
    assert set(methods) == set(Method)
    held = [each for each in sessions if each.state == SessionState.HELD]
    assert all(each.present <= each.invited and each.paper_id for each in held)
    guests = Person.objects.of(city).exclude(email="")
    assert not Attendance.objects.of(city).filter(person__in=guests).exists()  # left to them
    results = CourseResult.objects.of(city)
    assert results.filter(passed=True).exists()
    assert results.filter(passed=False).exists()
