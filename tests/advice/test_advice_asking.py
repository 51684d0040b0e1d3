"""Asking: once, within limits, nothing lost, and told by when."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from netral.access.core import Role
from netral.access.errors import NotYours
from netral.advice.actions import answering, asking
from netral.advice.actions.answering import Answering
from netral.advice.actions.asking import Asking, ask
from netral.advice.core import LONGEST, OPEN_AT_ONCE, State, Verdict
from netral.advice.core.binding import fingerprint
from netral.advice.errors import (
    NobodyToAnswer,
    NoLongerOpen,
    NothingAsked,
    ThreadTooLong,
    TooManyOpen,
)
from netral.advice.models import Question
from netral.advice.queries import law, texts
from netral.advice.queries.asker import own
from netral.kernel.moment import Moment
from netral.ledger.models import Disclosure, Entry
from netral.ledger.queries import fields
from netral.orgs.models import Person, Unit
from netral.tenancy.models import Institution
from tests import cast
from tests.advice.conftest import TEXT, question_of, seated
from tests.cast import AT, NOON, Member
from tests.ledger.whole import is_whole

pytestmark = pytest.mark.django_db
As = Callable[[Member], Client]
ASK = "/tanya/baru/"


def test_a_question_is_told_by_when_it_is_answered(question: Question) -> None:
    assert question.due_on == date(2024, 6, 28)  # asked on Wednesday, two working days
    assert question.state == State.OPEN
    found = texts.asked(question)
    assert (found.text, found.act, found.kind) == (TEXT, "like", "pns")


def test_the_entry_commits_to_the_text_and_names_nobody(question: Question, ratna: Member) -> None:
    found = fields(question.entry)
    assert found["actor"].startswith("asker:")
    assert str(ratna.user.pk) not in found["actor"].removeprefix("asker:")[:0]
    salt = texts.asked(question).salt
    assert found["detail"] == {"text": fingerprint(salt, TEXT)}
    assert is_whole(question.entry)


def test_two_questions_of_one_person_are_not_linked_in_the_ledger(
    ratna: Member, sari: Member
) -> None:
    made = [question_of(ratna, once=once) for once in "AB"]
    assert len({fields(each.entry)["actor"] for each in made}) == 2


def test_the_target_follows_the_setting(ratna: Member, sari: Member, settings: object) -> None:
    settings.ADVICE_DAYS = 3  # type: ignore[attr-defined]
    assert question_of(ratna).due_on == date(2024, 7, 1)


def test_where_holidays_are_unknown_no_day_is_guessed(
    ratna: Member, sari: Member, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    far = Moment(acted=NOON.replace(year=2041), logged=AT.logged)
    assert law.due_on(ratna.person.institution, far) is None
    made = question_of(ratna)
    Question.objects.filter(pk=made.pk).update(due_on=None)
    page = as_(ratna).get(reverse("advice:sent", args=(made.slug,))).content.decode()
    assert "Hari libur" in page
    assert "tanpa tanggal" in as_(sari).get(reverse("advice:desk")).content.decode().lower()


def test_the_confirmation_says_what_next_by_when_and_who_sees_it(
    ratna: Member, sari: Member, yoga: Member, hendra: Member, as_: As
) -> None:
    cast.entrust(hendra.user, Role.ADVISER, hendra.person.institution)
    answer = as_(ratna).post(
        ASK, {"text": TEXT, "act": "like", "wants_notice": "on", "once": "A"}, follow=True
    )
    page = answer.content.decode()
    for word in ("Jumat, 28 Juni 2024", "Sari Contoh", "Yoga Contoh", "Bukan atasan Anda"):
        assert word in page
    assert "Hendra" not in page


def test_a_form_sent_twice_asks_once(ratna: Member, sari: Member, as_: As) -> None:
    client = as_(ratna)
    given = {"text": TEXT, "once": "ABC"}
    first, second = client.post(ASK, given), client.post(ASK, given)
    assert first.headers["Location"] == second.headers["Location"]
    assert Question.objects.count() == 1


def test_the_same_form_of_another_person_is_another_question(
    ratna: Member, bima: Member, sari: Member
) -> None:
    assert question_of(ratna, once="A").slug != question_of(bima, once="A").slug


def test_an_error_loses_nothing_that_was_typed(ratna: Member, sari: Member, as_: As) -> None:
    long = "kata " * LONGEST
    answer = as_(ratna).post(ASK, {"text": long, "act": "like", "may_publish": "on"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert long.strip() in page
    assert 'value="like" selected' in page
    assert "paling banyak 4.000 karakter" in page.lower()


@pytest.mark.parametrize("act", ["../../etc", "tidak-ada", "<script>"])
def test_a_code_that_nobody_knows_is_refused_or_passed_over(
    act: str, ratna: Member, sari: Member, as_: As
) -> None:
    assert as_(ratna).get(ASK, {"perbuatan": act}).status_code == 200
    assert as_(ratna).post(ASK, {"text": TEXT, "act": act}).status_code == 422
    assert not Question.objects.exists()


def test_the_address_brings_the_act_along(ratna: Member, sari: Member, as_: As) -> None:
    page = as_(ratna).get(ASK, {"perbuatan": "like"}).content.decode()
    assert 'value="like" selected' in page


def test_who_was_signed_out_while_writing_sees_the_text_again(ratna: Member, sari: Member) -> None:
    answer = Client().post(ASK, {"text": TEXT})
    assert answer.status_code == 403
    assert TEXT in answer.content.decode()
    assert Client().get(ASK).status_code == 302


def test_without_an_account_nobody_asks(db: None) -> None:
    assert Client().get("/tanya/").status_code == 302


def test_an_account_without_a_person_cannot_ask(
    depok: Institution, sari: Member, ratna: Member, as_: As
) -> None:
    Person.objects.filter(pk=ratna.person.pk).update(account=None)
    assert as_(ratna).post(ASK, {"text": TEXT}).status_code == 409
    ratna.person.refresh_from_db()
    with pytest.raises(NotYours):
        ask(person=ratna.person, asking=Asking(text="x", once="A"), at=AT)


def test_enough_is_enough(ratna: Member, sari: Member, as_: As) -> None:
    made = [question_of(ratna, once=str(n)) for n in range(OPEN_AT_ONCE)]
    with pytest.raises(TooManyOpen):
        question_of(ratna, once="one more")
    page = as_(ratna).get(ASK).content.decode()
    assert "disabled" in page
    asking.withdraw(question=made[0], user=ratna.user, at=AT)
    assert question_of(ratna, once="one more").state == State.OPEN


def test_where_everybody_on_the_team_stands_above_nothing_is_taken(
    hendra: Member, ratna: Member, depok: Institution, as_: As
) -> None:
    with pytest.raises(NobodyToAnswer):
        question_of(ratna)
    cast.entrust(hendra.user, Role.ADVISER, depok)
    with pytest.raises(NobodyToAnswer):
        question_of(ratna)
    assert "belum ada" in as_(ratna).get(ASK).content.decode().lower()
    refused = as_(ratna).post(ASK, {"text": TEXT, "once": "A"})
    assert refused.status_code == 409
    assert TEXT in refused.content.decode()


def test_asking_back_rests_the_clock_and_a_reply_starts_it_anew(
    question: Question, ratna: Member, sari: Member, as_: As
) -> None:
    mine = seated(sari.user, question.institution)
    answering.ask_back(question=question, text="Kapan?", seat=mine)
    question.refresh_from_db()
    assert (question.state, question.due_on) == (State.ASKED_BACK, None)
    assert "balasan" in as_(ratna).get("/saya/").content.decode().lower()
    url = reverse("advice:question", args=(question.slug,))
    assert as_(ratna).post(url, {"text": ""}).status_code == 422
    assert as_(ratna).post(url, {"text": "Tahun lalu."}).status_code == 302
    question.refresh_from_db()
    assert (question.state, question.due_on) == (State.OPEN, date(2024, 6, 28))
    assert [said.text for said in texts.thread(question)] == ["Kapan?", "Tahun lalu."]
    assert texts.facts_told(question) == [TEXT, "Tahun lalu."]
    with pytest.raises(NothingAsked):
        asking.reply(question=question, text="Dan lagi.", user=ratna.user, at=AT)


def test_a_thread_ends(question: Question, ratna: Member, sari: Member) -> None:
    mine = seated(sari.user, question.institution)
    for _ in range(20):
        answering.ask_back(question=question, text="?", seat=mine)
        asking.reply(question=question, text="!", user=ratna.user, at=AT)
    with pytest.raises(ThreadTooLong):
        answering.ask_back(question=question, text="?", seat=mine)


def test_withdrawing_erases_what_was_written(
    question: Question, ratna: Member, sari: Member, as_: As
) -> None:
    answering.ask_back(
        question=question, text="Kapan?", seat=seated(sari.user, question.institution)
    )
    client = as_(ratna)
    assert client.get(reverse("advice:withdraw", args=(question.slug,))).status_code == 200
    client.post(reverse("advice:withdraw", args=(question.slug,)))
    question.refresh_from_db()
    assert question.state == State.WITHDRAWN
    assert bytes(question.asked_sealed) == b""
    assert {bytes(turn.text_sealed) for turn in question.turns.all()} == {b""}
    assert texts.asked(question).text == ""
    for path in ("/tanya/", reverse("advice:question", args=(question.slug,))):
        assert client.get(path).status_code == 200
    assert as_(sari).get(reverse("advice:work", args=(question.slug,))).status_code == 404
    with pytest.raises(NoLongerOpen):
        asking.withdraw(question=question, user=ratna.user, at=AT)


def test_nobody_else_replies_withdraws_or_decides(
    question: Question, bima: Member, sari: Member, as_: As
) -> None:
    for member in (bima, sari):
        with pytest.raises(NotYours):
            asking.reply(question=question, text="x", user=member.user, at=AT)
        with pytest.raises(NotYours):
            asking.withdraw(question=question, user=member.user, at=AT)
        with pytest.raises(NotYours):
            asking.decide_publication(question=question, agrees=True, user=member.user, at=AT)
        for name in ("question", "sent", "withdraw", "consent", "paper"):
            url = reverse(f"advice:{name}", args=(question.slug,))
            assert as_(member).post(url, {"agrees": "yes", "text": "x"}).status_code in {404, 405}


def test_the_asker_finds_everything_in_one_place(
    question: Question, ratna: Member, sari: Member, depok: Institution, as_: As
) -> None:
    given = Answering(verdict=Verdict.CONDITIONAL, text="Boleh, asal tanpa atribut.")
    answering.answer(question=question, answering=given, seat=seated(sari.user, depok))
    client = as_(ratna)
    assert [each.unread for each in own(seated(ratna.user, depok))] == [True]
    assert "belum membuka" in client.get("/tanya/").content.decode()
    assert question.slug in client.get("/saya/").content.decode()
    page = client.get(reverse("advice:question", args=(question.slug,))).content.decode()
    for word in ("Boleh dengan syarat", "asal tanpa atribut", "Ratna Contoh", "2024.1"):
        assert word in page
    assert [each.unread for each in own(seated(ratna.user, depok))] == [False]
    assert question.slug not in client.get("/saya/").content.decode()


def test_what_people_write_is_never_markup(ratna: Member, sari: Member, as_: As) -> None:
    made = question_of(ratna, "<script>alert(1)</script><img src=x onerror=alert(1)>")
    for client, name in ((as_(ratna), "question"), (as_(sari), "work"), (as_(sari), "answer")):
        page = client.get(reverse(f"advice:{name}", args=(made.slug,))).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;" in page


def test_a_question_of_another_city_is_not_there(
    question: Question, ratna: Member, tree: dict[str, Unit], as_: As
) -> None:
    """The same address in another institution names nothing."""
    assert Question.objects.of(question.institution_id + 1).filter(slug=question.slug).count() == 0


def test_every_act_leaves_one_entry_in_the_history_of_its_question(
    question: Question, ratna: Member, sari: Member
) -> None:
    mine = seated(sari.user, question.institution)
    answering.take(question=question, seat=mine)
    answering.take(question=question, seat=mine)
    answering.release(question=question, seat=mine)
    answering.release(question=question, seat=mine)
    answering.ask_back(question=question, text="Kapan?", seat=mine)
    asking.reply(question=question, text="Kemarin.", user=ratna.user, at=AT)
    asking.decide_publication(question=question, agrees=False, user=ratna.user, at=AT)
    asking.decide_publication(question=question, agrees=False, user=ratna.user, at=AT)
    history = Entry.objects.filter(ref=bytes(question.entry.ref)).order_by("number")
    assert [entry.act for entry in history] == [
        "advice.asked", "advice.taken", "advice.released", "advice.asked_back", "advice.replied",
        "advice.consent_changed",
    ]  # fmt: skip
    said = Disclosure.objects.filter(entry__in=history).values_list("value", flat=True)
    assert not any(b"Kapan" in bytes(value or b"") for value in said)
