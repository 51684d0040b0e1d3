"""A campaign that asks for the course before the signature."""

import pytest

from netral.access.core import Role
from netral.outreach.actions.learning import finish
from netral.outreach.queries.courses import quiz_of
from netral.pacts.actions.counter import confirm_paper, take_paper
from netral.pacts.core import State
from netral.pacts.errors import CourseFirst
from netral.pacts.models import Pledge, Signature
from netral.pacts.scans import Scan
from tests.pacts.conftest import AT, NOW, City, Sign, later, pledges

pytestmark = pytest.mark.django_db


def learn(pledge: Pledge) -> None:
    person = pledge.person
    quiz = quiz_of(person, AT)
    given = {each.key: each.answer for each in quiz.questions}
    finish(person=person, mark=quiz.mark, given=given, by=f"user:{person.account_id}", at=AT)


def test_nobody_signs_before_the_course_is_passed(staffed: City, put_name: Sign) -> None:
    pledge = pledges(staffed.campaign(needs_course=True))[0]
    pledge.person.institution = staffed.house
    with pytest.raises(CourseFirst):
        put_name(pledge)
    assert not Signature.objects.exists()
    learn(pledge)
    put_name(pledge, later(minutes=1))
    pledge.refresh_from_db()
    assert pledge.state == State.SIGNED


def test_a_campaign_without_it_asks_nothing(staffed: City, put_name: Sign) -> None:
    assert put_name(pledges(staffed.campaign())[0]).level == 1


def test_a_paper_at_the_counter_is_exempt(staffed: City) -> None:
    pledge = pledges(staffed.campaign(needs_course=True))[0]
    one, two = staffed.officer("Satu", Role.OPERATOR), staffed.officer("Dua", Role.OPERATOR)
    scan = Scan(b"\xff\xd8\xff", "image/jpeg")
    form = take_paper(pledge=pledge, scan=scan, signed_at=NOW, by=f"user:{one.pk}", at=AT)
    assert confirm_paper(form=form, by=f"user:{two.pk}", at=AT).level == 0
