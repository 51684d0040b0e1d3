"""The course in a city: questions by today's rules, results that count once, who sees what."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation

from netral.access.errors import NotYours
from netral.circulars.core.meaning import Meaning
from netral.kernel.evidence import Proof
from netral.kernel.moment import Moment
from netral.ledger.queries import fields
from netral.orgs.core import PersonKind
from netral.orgs.models import Unit
from netral.outreach.actions.learning import finish
from netral.outreach.core.quiz import Choice
from netral.outreach.errors import CourseChanged, RestFirst
from netral.outreach.models import CourseResult
from netral.outreach.queries import passes
from netral.outreach.queries.courses import MOST_A_DAY, Quiz, course_of, quiz_of
from netral.outreach.queries.evidence import held
from netral.outreach.queries.learning import answers_on
from netral.outreach.queries.questions import ground, pool, tell
from netral.rules.core.base import ACT, STAGE, SUBJECT
from netral.tenancy.models import Institution
from tests import cast
from tests.cast import AT, Member
from tests.circulars.scene import agreed, published
from tests.outreach.conftest import fresh, later

pytestmark = pytest.mark.django_db
AFTER = Moment(AT.acted + timedelta(days=100), AT.logged)  # 4 October 2024: campaign


def answered(member: Member, *, right: bool = True, at: Moment = AT) -> CourseResult:
    """Take the quiz as a person who knows everything, or nothing."""
    quiz = quiz_of(fresh(member), at)
    return finish(
        person=quiz.person, mark=quiz.mark, given=said(quiz, right=right),
        by=f"user:{member.user.pk}", at=at,
    )  # fmt: skip


def said(quiz: Quiz, *, right: bool) -> dict[str, Choice]:
    wrong = {Choice.MAY: Choice.MAY_NOT, Choice.MAY_IF: Choice.MAY_NOT, Choice.MAY_NOT: Choice.MAY,
             Choice.SILENT: Choice.MAY}  # fmt: skip
    return {q.key: q.answer if right else wrong[q.answer] for q in quiz.questions}


# ---- Guessing


def test_nobody_guesses_until_it_fits(
    ratna: Member, client: Client, sign_in: Callable[[Client, Any], None]
) -> None:
    for n in range(MOST_A_DAY):
        answered(ratna, right=False, at=later(minutes=n))
    soon, tomorrow = later(hours=2), later(days=1, hours=1)
    with pytest.raises(RestFirst):
        answered(ratna, at=soon)
    assert CourseResult.objects.count() == MOST_A_DAY
    sign_in(client, ratna.user)
    with time_machine.travel(cast.SINCE, tick=False):
        page = client.post(reverse("outreach:quiz"), {"mark": "x"}, follow=True)
    assert "besok" in page.content.decode()
    assert answered(ratna, at=tomorrow).passed


def test_the_name_of_the_questions_does_not_tell_which_rules_decide(ratna: Member) -> None:
    quiz = quiz_of(fresh(ratna), AT)
    said = "\n".join([str(quiz.attempt), *(f"{q.key}={q.rules}" for q in quiz.questions)])
    assert quiz.mark != hashlib.sha256(said.encode()).hexdigest()[:16]


# ---- Questions


@pytest.mark.parametrize("at", [AT, AFTER])
@pytest.mark.parametrize("kind", [k for k in PersonKind if k is not PersonKind.OFFICIAL])
def test_every_key_is_what_the_engine_says_of_this_person_today(
    kind: PersonKind, at: Moment, beji: Unit
) -> None:
    member = cast.employ(beji, "Sari Contoh", 20, kind)
    found = ground(fresh(member), at)
    questions = pool(found)
    assert len(questions) >= 8
    assert len({each.answer for each in questions}) >= 2
    for each in questions:
        calendar = {} if STAGE in dict(each.facts) else found.facts
        facts = {SUBJECT: kind.value, ACT: each.act, **calendar, **dict(each.facts)}
        answer = found.engine.answer(facts, found.on)
        assert (answer.outcome.value, answer.rules) == (each.answer.value, each.rules)
        with translation.override("id"):
            told = tell(found, each)
        assert told.question.startswith("Bolehkah Anda ")
        assert told.why
        assert told.sources or each.answer is Choice.SILENT
    drawn = quiz_of(fresh(member), at).questions
    assert sum(each.answer is Choice.SILENT for each in drawn) <= 1
    assert len(drawn) >= 5


def test_lessons_and_questions_follow_the_phase(ratna: Member) -> None:
    before, after = (quiz_of(fresh(ratna), at) for at in (AT, AFTER))
    assert (before.ground.stage, after.ground.stage) == ("before", "after")
    shown = {each.code for each in before.course.for_stage("before")}
    assert "ethics" in shown
    assert "discipline" not in shown
    keys = {each.key: each.rules for each in pool(before.ground)}
    assert any(keys.get(each.key, each.rules) != each.rules for each in pool(after.ground))


def test_each_role_has_its_course(beji: Unit, ratna: Member, hendra: Member, bima: Member) -> None:
    courses = [course_of(fresh(member), AT).code for member in (ratna, hendra, bima)]
    assert courses == ["staff", "head", "staff"]
    kinds = (PersonKind.BUMD, PersonKind.NON_ASN)
    others = [cast.employ(beji, f"Orang {n}", 30 + n, kind) for n, kind in enumerate(kinds)]
    assert [course_of(fresh(member), AT).code for member in others] == ["bumd", "field"]


def test_what_the_citys_own_circular_forbids_is_asked(
    tree: dict[str, Unit], wali: Member, ratna: Member
) -> None:
    out = published(tree["32.76"], wali)
    clause = out.clauses.get(order=2)
    assert clause.kind == "prohibition"
    agreed(clause, Meaning(acts=("foto.berpose", "medsos.baca")), AT)
    quiz = quiz_of(fresh(ratna), AT)
    local = [each for each in quiz.questions if each.clauses]
    assert {each.act for each in local} == {"foto.berpose", "medsos.baca"}
    result = answered(ratna)
    (row,) = answers_on(ratna.person, ["medsos.baca"])
    assert row.right
    assert row.clauses
    assert row.entry == result.entry


# ---- Results


def test_a_result_is_one_act_and_passes_with_four_of_five(ratna: Member) -> None:
    result = answered(ratna)
    assert (result.passed, result.score, result.total) == (True, 6, 6)
    assert result.entry.act == "course.finished"
    assert fields(result.entry)["detail"]["score"] == 6
    assert passes.passed(fresh(ratna), AT.acted)
    assert not passes.passed(fresh(ratna), AT.acted + timedelta(days=366))
    assert not passes.passed(fresh(ratna), AT.acted - timedelta(seconds=1))


def test_sent_twice_it_counts_once_and_a_second_try_asks_anew(ratna: Member) -> None:
    first = quiz_of(fresh(ratna), AT)
    by = f"user:{ratna.user.pk}"
    answers = said(first, right=False)
    made = finish(person=first.person, mark=first.mark, given=answers, by=by, at=AT)
    again = finish(person=first.person, mark=first.mark, given=answers, by=by, at=AT)
    assert (made.pk, made.passed, CourseResult.objects.count()) == (again.pk, False, 1)
    second = quiz_of(fresh(ratna), AT)
    assert second.mark != first.mark
    assert not {q.key for q in second.questions} & {q.key for q in first.questions}


def test_answers_to_other_questions_are_not_counted(ratna: Member, hendra: Member) -> None:
    quiz, by = quiz_of(fresh(ratna), AT), f"user:{ratna.user.pk}"
    for given in ({}, said(quiz_of(fresh(hendra), AT), right=True)):
        with pytest.raises(CourseChanged):
            finish(person=quiz.person, mark=quiz.mark, given=given, by=by, at=AT)
    with pytest.raises(CourseChanged):
        finish(person=quiz.person, mark="0" * 16, given=said(quiz, right=True), by=by, at=AT)
    with pytest.raises(CourseChanged):  # the phase has turned meanwhile
        finish(person=quiz.person, mark=quiz.mark, given=said(quiz, right=True), by=by, at=AFTER)
    with pytest.raises(NotYours):
        finish(person=quiz.person, mark=quiz.mark, given={}, by=f"user:{hendra.user.pk}", at=AT)
    assert not CourseResult.objects.exists()


def test_a_unit_has_educated_when_four_of_five_have_passed(
    beji: Unit, depok: Institution, hendra: Member, ratna: Member, bima: Member,
    tree: dict[str, Unit],
) -> None:  # fmt: skip
    others = [cast.employ(tree["32.76.06.1001"], f"Orang {n}", 30 + n) for n in range(2)]
    since, until = AT.acted - timedelta(days=1), AT.acted + timedelta(days=9)
    for day, member in enumerate((hendra, ratna, bima)):
        answered(member, at=later(days=day))
    assert [each for each in held(depok, since, until) if each.unit_id == beji.pk] == []
    answered(others[0], at=later(days=4))
    (found,) = [each for each in held(depok, since, until) if each.unit_id == beji.pk]
    assert (found.proof, found.at, found.people) == (Proof.COURSE, later(days=4).acted, 5)
    assert passes.counts(depok, until)[beji.pk] == (4, 5)


def test_the_evidence_of_a_whole_city_takes_three_queries(
    depok: Institution, ratna: Member, django_assert_num_queries: Callable[..., Any]
) -> None:
    answered(ratna)
    with django_assert_num_queries(3):
        held(depok, AT.acted - timedelta(days=1), AT.acted + timedelta(days=1))


# ---- Pages


def test_the_pages_of_the_quiz_hold_no_key(
    client: Client, ratna: Member, sign_in: Callable[[Client, Any], None]
) -> None:
    sign_in(client, ratna.user)
    assert client.get(reverse("outreach:course")).status_code == 200
    page = client.get(reverse("outreach:quiz"))
    quiz = quiz_of(fresh(ratna), AT)
    html = page.content.decode()
    assert "checked" not in html
    for question in quiz.questions:
        assert question.key not in html or question.key == question.act
        for rule in question.rules:
            assert rule not in html


def test_a_quiz_is_taken_on_its_page_and_explained(
    client: Client, ratna: Member, hendra: Member, sign_in: Callable[[Client, Any], None]
) -> None:
    sign_in(client, ratna.user)
    quiz, address = quiz_of(fresh(ratna), AT), reverse("outreach:quiz")
    posted = {"mark": quiz.mark, "q0": "permitted"}
    half = client.post(address, posted)
    assert half.status_code == 422
    assert "Pilih satu jawaban." in half.content.decode()
    assert half.content.decode().count("checked") == 1  # what was answered stays
    posted |= {f"q{n}": q.answer.value for n, q in enumerate(quiz.questions)}
    done = client.post(address, posted)
    result = CourseResult.objects.get()
    assert done.headers["Location"] == reverse("outreach:result", args=[result.pk])
    assert client.post(address, posted).headers["Location"] == done.headers["Location"]
    shown = client.get(done.headers["Location"]).content.decode()
    assert "Anda lulus" in shown
    with translation.override("id"):
        told = [tell(quiz.ground, question) for question in quiz.questions]
    for each in told:
        assert each.why in unescape(shown)
    sign_in(client, hendra.user)
    assert client.get(done.headers["Location"]).status_code == 404


def test_a_wrong_answer_is_shown_beside_the_right_one(
    client: Client, ratna: Member, sign_in: Callable[[Client, Any], None]
) -> None:
    sign_in(client, ratna.user)
    quiz = quiz_of(fresh(ratna), AT)
    right = {f"q{n}": q.answer.value for n, q in enumerate(quiz.questions)}
    wrong = "unregulated" if right["q0"] != "unregulated" else "permitted"
    done = client.post(reverse("outreach:quiz"), {"mark": quiz.mark, **right, "q0": wrong})
    shown = unescape(client.get(done.headers["Location"]).content.decode())
    said = {"unregulated": "Tidak diatur secara khusus", "permitted": "Boleh"}[wrong]
    assert shown.count("Jawaban Anda:") == 1
    assert f"Jawaban Anda: {said}." in shown


def test_answers_to_old_questions_are_told_so_and_the_new_ones_shown(
    client: Client, ratna: Member, sign_in: Callable[[Client, Any], None]
) -> None:
    sign_in(client, ratna.user)
    answer = client.post(reverse("outreach:quiz"), {"mark": "x" * 16, "q0": "permitted"})
    assert answer.status_code == 409
    assert "Soalnya sudah berganti" in answer.content.decode()
    assert not CourseResult.objects.exists()


def test_heads_see_who_has_passed_and_nobodys_answers(
    client: Client, beji: Unit, ratna: Member, hendra: Member, laras: Member,
    sign_in: Callable[[Client, Any], None],
) -> None:  # fmt: skip
    answered(ratna)
    sign_in(client, hendra.user)
    shown = client.get(reverse("outreach:progress")).content.decode()
    assert "Kecamatan Beji" in shown
    assert "Ratna" not in shown
    named = client.get(reverse("outreach:people", args=[beji.pk])).content.decode()
    assert "Ratna Contoh" in named
    assert "6 dari 6" not in named
    sign_in(client, laras.user)
    assert client.get(reverse("outreach:people", args=[beji.pk])).status_code == 404
