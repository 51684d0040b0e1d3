"""Two hands at the same moment: one answer, one question, one publication."""

from functools import partial

import pytest

from netral.advice.actions import answering, asking, publishing
from netral.advice.actions.answering import Answering
from netral.advice.actions.asking import Asking, ask
from netral.advice.core import OPEN_AT_ONCE, Verdict
from netral.advice.models import Answer, Publication, Question
from netral.advice.queries.attested import version
from netral.advice.queries.texts import Words
from netral.signing.models import Paper
from tests.advice.conftest import TEXT, question_of, seated
from tests.cast import AT, Member
from tests.together import together

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SAYING = Answering(verdict=Verdict.ALLOWED, text="Boleh.")


def test_of_two_advisers_who_answer_at_once_one_is_told_that_it_is_answered(
    question: Question, sari: Member, yoga: Member
) -> None:
    seats = [seated(m.user, question.institution) for m in (sari, yoga)]
    done = together(
        [
            partial(answering.answer, question=question, answering=SAYING, seat=mine)
            for mine in seats
        ]
    )
    assert done.count("advice.no_longer_open") == 1
    assert Answer.objects.count() == Paper.objects.count() == 1


def test_a_form_sent_twice_at_once_asks_once(ratna: Member, sari: Member) -> None:
    given = Asking(text=TEXT, once="ONE")
    done = together([lambda: ask(person=ratna.person, asking=given, at=AT)] * 3)
    assert {getattr(each, "pk", each) for each in done} == {Question.objects.get().pk}


def test_the_limit_holds_also_at_once(ratna: Member, sari: Member) -> None:
    for n in range(OPEN_AT_ONCE - 1):
        question_of(ratna, once=str(n))
    done = together([partial(question_of, ratna, once=f"last{n}") for n in range(3)])
    assert done.count("advice.too_many_open") == 2
    assert Question.objects.count() == OPEN_AT_ONCE


def test_an_answer_and_a_withdrawal_at_once_do_not_both_happen(
    question: Question, ratna: Member, sari: Member
) -> None:
    mine = seated(sari.user, question.institution)
    done = together(
        [
            lambda: answering.answer(question=question, answering=SAYING, seat=mine),
            lambda: asking.withdraw(question=question, user=ratna.user, at=AT),
        ]
    )
    assert done.count("advice.no_longer_open") == 1


def test_two_who_approve_at_once_publish_once(
    question: Question, sari: Member, yoga: Member
) -> None:
    mine, other = (seated(m.user, question.institution) for m in (sari, yoga))
    answering.answer(question=question, answering=SAYING, seat=mine)
    said = Words(title="Bolehkah?", question="Bolehkah?", answer="Boleh.")
    publishing.propose(question=question, said=said, seat=mine)
    seen = version(said)
    done = together([lambda: publishing.approve(question=question, seen=seen, seat=other)] * 2)
    assert done.count("advice.not_proposed") == 1
    assert Publication.objects.count() == 1
