"""Who sees a question: nobody but the team, and of the team nobody who stands over the asker."""

import json
import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.core import mail, serializers
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.fixtures import Settings

from netral.access.core import Role
from netral.access.errors import NotYours
from netral.access.models import ActivationCode, User
from netral.advice import queries
from netral.advice.actions import answering
from netral.advice.actions.answering import Answering
from netral.advice.core import Verdict
from netral.advice.models import Answer, Publication, Question, Turn
from netral.advice.queries import seen, team
from netral.ledger.models import Disclosure, Entry
from netral.notices.actions import send_due
from netral.notices.models import Message
from netral.orgs.actions import offices, people
from netral.orgs.core import Capacity
from netral.orgs.models import Office, Person, Unit
from netral.signing.models import Paper
from netral.tenancy.models import Institution
from tests import cast
from tests.advice.conftest import TEXT, question_of, seated
from tests.cast import AT, BY, Member

pytestmark = pytest.mark.django_db

As = Callable[[Member], Client]
ADDRESSES = ("work", "take", "release", "ask_back", "answer", "propose", "review")
SAYING = Answering(verdict=Verdict.FORBIDDEN, text="Jangan, itu menunjukkan dukungan.")


def advise(member: Member, institution: Institution) -> Member:
    cast.entrust(member.user, Role.ADVISER, institution)
    return member


def stand_in(member: Member, office: Office, capacity: Capacity) -> None:
    offices.hand_over(
        office=office, person=member.person, capacity=capacity, starts_on=date(2024, 6, 24),
        ends_on=date(2024, 6, 30), basis="SK contoh", by=BY, at=AT,
    )  # fmt: skip


def assert_hidden(as_: As, member: Member, question: Question) -> None:
    """Assert that nothing of the question is there for a member: list, count, address, notice."""
    client, mine = as_(member), seated(member.user, question.institution)
    page = client.get(reverse("advice:desk")).content.decode()
    assert question.slug not in page
    assert "unggahan" not in page
    assert [w for w in queries.waiting(mine) if w.what in {"answer", "compare"}] == []
    for name in ADDRESSES:
        url = reverse(f"advice:{name}", args=(question.slug,))
        missing = reverse(f"advice:{name}", args=("x" * 17,))
        for ask in (client.get, client.post):
            answer, nothing = ask(url), ask(missing)
            assert answer.status_code == nothing.status_code, name
            assert answer.status_code in {404, 405}, name
    for act in (
        lambda: answering.take(question=question, seat=mine),
        lambda: answering.ask_back(question=question, text="?", seat=mine),
        lambda: answering.answer(question=question, answering=SAYING, seat=mine),
    ):
        with pytest.raises(NotYours):
            act()


def test_the_team_sees_the_question_and_not_who_asked(
    question: Question, ratna: Member, sari: Member, as_: As
) -> None:
    for name, args in (("desk", ()), ("work", (question.slug,)), ("answer", (question.slug,))):
        page = as_(sari).get(reverse(f"advice:{name}", args=args)).content.decode()
        assert "unggahan" in page
        for secret in ("Ratna", ratna.person.identity, "Kecamatan Beji", f"user:{ratna.user.pk}"):
            assert secret not in page


def test_a_head_on_the_team_never_sees_a_question_from_the_own_unit(
    question: Question, hendra: Member, depok: Institution, as_: As
) -> None:
    assert_hidden(as_, advise(hendra, depok), question)


def test_who_signs_for_the_whole_city_sees_no_question(
    question: Question, wali: Member, depok: Institution, as_: As
) -> None:
    assert_hidden(as_, advise(wali, depok), question)


def test_who_stands_in_for_the_head_for_a_day_sees_nothing_from_below(
    question: Question, hendra: Member, sari: Member, as_: As
) -> None:
    stand_in(sari, Office.objects.get(title="Camat Beji"), Capacity.PLH)
    assert_hidden(as_, sari, question)


@pytest.mark.parametrize("capacity", [Capacity.PLT, Capacity.PJ])
def test_who_acts_in_a_vacant_office_sees_nothing_from_below(
    capacity: Capacity, question: Question, sari: Member, tree: dict[str, Unit], as_: As
) -> None:
    office = offices.add_office(
        unit=tree["32.76.06"], title="Camat Beji", role=Role.HEAD, is_head=True, by=BY, at=AT
    )
    stand_in(sari, office, capacity)
    assert_hidden(as_, sari, question)


def test_the_head_who_is_stood_in_for_sees_nothing_either(
    question: Question, hendra: Member, sari: Member, depok: Institution, as_: As
) -> None:
    stand_in(sari, Office.objects.get(title="Camat Beji"), Capacity.PLH)
    assert_hidden(as_, advise(hendra, depok), question)


def test_an_adviser_who_rises_above_the_asker_later_loses_sight_of_it(
    question: Question, sari: Member, yoga: Member, tree: dict[str, Unit], as_: As
) -> None:
    answering.take(question=question, seat=seated(sari.user, question.institution))
    cast.appoint(sari, tree["32.76.06"], "Camat Beji", Role.HEAD, is_head=True)
    assert_hidden(as_, sari, question)
    answering.take(question=question, seat=seated(yoga.user, question.institution))


def test_an_asker_who_moves_below_an_adviser_is_out_of_sight(
    question: Question, ratna: Member, yoga: Member, tree: dict[str, Unit], as_: As
) -> None:
    cast.appoint(yoga, tree["disdik"], "Kepala Dinas Pendidikan", Role.HEAD, is_head=True)
    assert as_(yoga).get(reverse("advice:work", args=(question.slug,))).status_code == 200
    people.transfer(person=ratna.person, unit=tree["sdn-beji-1"], by=BY, at=AT)
    assert_hidden(as_, yoga, question)


def test_a_head_elsewhere_sees_it(
    question: Question, yoga: Member, tree: dict[str, Unit], as_: As
) -> None:
    cast.appoint(yoga, tree["disdik"], "Kepala Dinas Pendidikan", Role.HEAD, is_head=True)
    assert as_(yoga).get(reverse("advice:work", args=(question.slug,))).status_code == 200


def test_an_adviser_cannot_see_or_answer_the_own_question(
    sari: Member, yoga: Member, as_: As
) -> None:
    assert_hidden(as_, sari, question_of(sari))


@pytest.mark.parametrize("role", [Role.ADMIN, Role.AUDITOR, Role.OPERATOR, Role.SUPERADMIN])
def test_who_administers_audits_or_operates_sees_nothing_even_as_an_adviser(
    role: Role, question: Question, sari: Member, depok: Institution, as_: As
) -> None:
    cast.entrust(sari.user, role, depok)
    assert_hidden(as_, sari, question)
    assert "Selama" in as_(sari).get(reverse("advice:desk")).content.decode()


def test_admins_auditors_operators_heads_and_colleagues_find_nothing(
    question: Question, dewi: Member, bima: Member, hendra: Member, laras: Member, wali: Member,
    auditor: User, as_: As, sign_in: Callable[[Client, User], None],
) -> None:  # fmt: skip
    client = Client()
    sign_in(client, auditor)
    for each in (client, *map(as_, (dewi, bima, hendra, laras, wali))):
        assert each.get(reverse("advice:desk")).status_code == 404
        for name in (*ADDRESSES, "question", "sent", "withdraw", "paper"):
            answer = each.get(reverse(f"advice:{name}", args=(question.slug,)))
            assert answer.status_code in {404, 405}
            assert b"unggahan" not in answer.content
        for page in ("insight:mine", "access:roles", "insight:board"):
            assert question.slug not in each.get(reverse(page)).content.decode()


def test_an_adviser_of_a_part_sees_that_part(
    question: Question, tree: dict[str, Unit], depok: Institution, as_: As
) -> None:
    kia = cast.employ(tree["disdik"], "Kia Contoh", 31)
    cast.appoint(kia, tree["disdik"], "Tim netralitas Disdik", Role.ADVISER)
    assert_hidden(as_, kia, question)


def test_messages_say_nothing_and_reach_only_who_may_read(
    question: Question, ratna: Member, sari: Member, yoga: Member, hendra: Member,
    depok: Institution, as_: As,
) -> None:  # fmt: skip
    advise(hendra, depok)
    other = question_of(ratna, once="B")
    answering.answer(question=other, answering=SAYING, seat=seated(sari.user, depok))
    told = Message.objects.of(depok)
    assert {m.recipient for m in told} == {f"user:{m.user.pk}" for m in (sari, yoga)}
    for message in told:
        assert message.facts == {}
        assert message.template == "notices/waiting"
        assert message.url in {"/saya/", reverse("advice:desk")}
        assert question.slug not in message.key
    page = as_(ratna).get(reverse("notices:inbox")).content.decode()
    assert "unggahan" not in page


def test_the_team_is_told_on_the_telephone(
    ratna: Member, sari: Member, depok: Institution, settings: Settings
) -> None:
    settings.SMS_URL, settings.CHANNELS = "http://x", ["sms"]
    Person.objects.filter(pk__in=[ratna.person.pk, sari.person.pk]).update(phone="081200000001")
    question_of(ratna, once="B")
    (text,) = Message.objects.filter(channel="sms")
    assert (text.recipient, text.template) == (f"user:{sari.user.pk}", "notices/waiting")


def test_an_askers_message_goes_by_mail_tells_no_hour_and_leaves_no_row(
    ratna: Member, sari: Member, depok: Institution, settings: Settings
) -> None:
    """A row beside an answer of the same second would say whose question it was."""
    settings.EMAIL_HOST = "localhost"  # a mail server there is; it only pretends here
    User.objects.filter(pk=ratna.user.pk).update(email="ratna@depok.example")
    asked = question_of(ratna, once="M")
    answering.answer(question=asked, answering=SAYING, seat=seated(sari.user, depok))
    (row,) = Message.objects.filter(recipient=f"user:{ratna.user.pk}")
    assert (row.channel, row.url, row.facts) == ("mail", "/saya/", {})
    for when in (row.queued_at, row.not_before):
        assert (when.hour, when.minute, when.second, when.microsecond) == (0, 0, 0, 0)
    assert send_due(now=AT.logged).sent == 1
    assert not Message.objects.filter(recipient=f"user:{ratna.user.pk}").exists()
    assert [m.to for m in mail.outbox if "ratna@depok.example" in m.to]


def _slip(user: User, depok: Institution, used_at: datetime) -> None:
    entry = Entry.objects.of(depok).first()
    ActivationCode.objects.create(
        institution=depok, user=user, code_hash=str(used_at), made_at=used_at,
        expires_at=used_at, used_at=used_at, entry=entry,
    )  # fmt: skip


def test_an_account_opened_anew_with_a_slip_does_not_show_what_was_asked_before(
    question: Question, ratna: Member, depok: Institution, as_: As
) -> None:
    """Whoever held the slip may be an operator, and must not even learn that anything was asked."""
    before = question.entry.logged_at - timedelta(days=3)
    _slip(ratna.user, depok, before)
    assert question in seen.own_questions(seated(ratna.user, depok))
    _slip(ratna.user, depok, question.entry.logged_at + timedelta(minutes=1))
    client = as_(ratna)
    page = client.get(reverse("advice:mine")).content.decode()
    assert question.slug not in page
    assert "lembar aktivasi" in page
    for name in ("question", "sent", "withdraw", "paper"):
        assert client.get(reverse(f"advice:{name}", args=(question.slug,))).status_code == 404
    assert question.slug not in client.get(reverse("insight:mine")).content.decode()


def test_who_wants_no_message_gets_none(ratna: Member, sari: Member, depok: Institution) -> None:
    asked = question_of(ratna, wants_notice=False)
    answering.answer(question=asked, answering=SAYING, seat=seated(sari.user, depok))
    assert not Message.objects.filter(recipient=f"user:{ratna.user.pk}").exists()


def test_a_copy_of_the_database_does_not_say_who_asked_what(
    question: Question, ratna: Member, sari: Member, depok: Institution
) -> None:
    mine = seated(sari.user, depok)
    answering.ask_back(question=question, text="Kapan unggahan itu dibuat?", seat=mine)
    answering.answer(question=question, answering=SAYING, seat=mine)
    kept: list[object] = []
    for model in (Question, Turn, Answer, Publication, Paper):
        kept += json.loads(serializers.serialize("json", model.objects.all()))
    entries = Entry.objects.filter(act__startswith="advice.")
    kept += [bytes(e.leaf).decode() for e in entries]
    kept += [bytes(d.value or b"").decode() for d in Disclosure.objects.filter(entry__in=entries)]
    dump = json.dumps(kept)
    for secret in ("unggahan", "dukungan", TEXT[:12], "like", Verdict.FORBIDDEN.value):
        assert secret not in dump
    assert f'user:{ratna.user.pk}\\"' not in dump
    row = Question.objects.get(pk=question.pk)
    assert seen.asker_of(row) == seen.Asker(ratna.user.pk, ratna.person.pk)


def test_logs_say_nothing(
    ratna: Member, sari: Member, as_: As, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = as_(ratna)
    client.post(reverse("advice:ask"), {"text": TEXT, "once": "Q"})
    client.get(reverse("advice:question", args=("tidakada",)))
    said = " ".join(r.getMessage() for r in caplog.records if r.name != "django.db.backends")
    assert "unggahan" not in said


def test_titles_and_addresses_of_pages_say_nothing(
    question: Question, ratna: Member, sari: Member, as_: As
) -> None:
    page = as_(ratna).get(reverse("advice:question", args=(question.slug,))).content.decode()
    title = page.partition("<title>")[2].partition("</title>")[0]
    assert "unggahan" not in title
    assert len(question.slug) == 17
    assert str(question.pk) not in reverse("advice:question", args=(question.slug,)).split("/")
    headers = as_(sari).get(reverse("advice:work", args=(question.slug,))).headers
    assert "no-store" in headers["Cache-Control"]


def test_the_order_is_late_ones_first_and_lateness_is_told_in_working_days(
    ratna: Member, sari: Member, as_: As
) -> None:
    late, soon = question_of(ratna, "Yang lama", "A"), question_of(ratna, "Yang baru", "B")
    Question.objects.filter(pk=late.pk).update(due_on=date(2024, 6, 24))
    Question.objects.filter(pk=soon.pk).update(due_on=date(2024, 6, 27))
    found = team.desk(seated(sari.user, late.institution))
    assert [line.slug for line in found.waiting] == [late.slug, soon.slug]
    assert [line.late_days for line in found.waiting] == [2, 0]
    assert found.late == 1
    page = as_(sari).get(reverse("advice:desk")).content.decode()
    assert "Terlambat 2 hari kerja" in page
    task = as_(sari).get(reverse("insight:mine")).content.decode()
    assert reverse("advice:desk") in task


def test_the_list_costs_the_same_for_many_questions(
    ratna: Member, sari: Member, depok: Institution
) -> None:
    question_of(ratna, once="A")
    with CaptureQueriesContext(connection) as one:
        team.desk(seated(sari.user, depok))
    for once in "BCDE":
        question_of(ratna, once=once)
    with CaptureQueriesContext(connection) as five:
        team.desk(seated(sari.user, depok))
    assert len(five) == len(one)
