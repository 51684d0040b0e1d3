"""Publishing: written anew, compared by another, withdrawn when it no longer holds."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from netral import advice
from netral.access.core import Role
from netral.access.errors import NotYours
from netral.advice.actions import answering, asking, publishing
from netral.advice.actions.answering import Answering
from netral.advice.core import Stage, Verdict
from netral.advice.errors import (
    NotForPublication,
    NotProposed,
    NotPublished,
    SecondPersonNeeded,
)
from netral.advice.models import Publication, Question
from netral.advice.queries import published, team, texts
from netral.advice.queries.attested import version
from netral.advice.queries.texts import Words
from netral.kernel.moment import Moment
from netral.ledger.models import Entry
from netral.orgs.models import Unit
from netral.tenancy.models import Institution
from tests import cast
from tests.advice.conftest import Rules, question_of, seated
from tests.cast import AT, Member

pytestmark = pytest.mark.django_db
As = Callable[[Member], Client]
SAYING = Answering(
    verdict=Verdict.FORBIDDEN, text="Jangan menyukai unggahan itu.", rules=("SKB22-KE-02",)
)
PLAIN = Words(
    title="Bolehkah menyukai unggahan tim pemenangan?",
    question="Seorang pegawai mengikuti akun tim pemenangan sejak dahulu.",
    answer="Tidak boleh.",
    act="like",
)
FORM = {"title": PLAIN.title, "question": PLAIN.question, "answer": PLAIN.answer, "act": "like"}


@pytest.fixture
def answered(question: Question, sari: Member) -> Question:
    mine = seated(sari.user, question.institution)
    answering.answer(question=question, answering=SAYING, seat=mine)
    question.refresh_from_db()
    return question


@pytest.fixture
def proposed(answered: Question, sari: Member) -> Question:
    publishing.propose(question=answered, said=PLAIN, seat=seated(sari.user, answered.institution))
    return answered


@pytest.fixture
def public(proposed: Question, yoga: Member) -> Publication:
    return publishing.approve(
        question=proposed, seen=version(PLAIN), seat=seated(yoga.user, proposed.institution)
    )


def test_nothing_is_public_until_a_second_person_has_compared_it(
    proposed: Question, depok: Institution
) -> None:
    assert published(depok) == []
    page = Client().get(reverse("advice:published", args=("depok",))).content.decode()
    assert PLAIN.title not in page
    waiting = Publication.objects.get()
    assert (waiting.title, waiting.question, waiting.answer) == ("", "", "")
    hidden = reverse("advice:published_one", args=("depok", waiting.slug))
    assert Client().get(hidden).status_code == 404


def test_the_writer_cannot_approve_the_own_version(
    proposed: Question, sari: Member, as_: As
) -> None:
    with pytest.raises(SecondPersonNeeded):
        publishing.approve(
            question=proposed, seen=version(PLAIN), seat=seated(sari.user, proposed.institution)
        )
    url = reverse("advice:review", args=(proposed.slug,))
    assert as_(sari).get(url).status_code == 409
    answer = as_(sari).post(url, {"act": "approve", "seen": version(PLAIN)})
    assert answer.status_code == 409
    assert not Publication.objects.filter(stage=Stage.PUBLISHED).exists()


def test_no_sign_that_nobody_sees_turns_what_is_compared_and_published(
    answered: Question, sari: Member, as_: As
) -> None:
    url = reverse("advice:propose", args=(answered.slug,))
    turned = {name: f"{value} \u202erudnum\u200b" for name, value in FORM.items() if name != "act"}
    assert as_(sari).post(url, {**turned, "act": "like", "checked": "on"}).status_code == 302
    answered.refresh_from_db()
    said = texts.words(answered.answer.publication)
    assert said.title == f"{PLAIN.title} rudnum"
    assert not {"\u202e", "\u200b"} & set(f"{said.title}{said.question}{said.answer}")


def test_the_asker_on_the_team_approves_nothing_of_the_own(
    proposed: Question, ratna: Member, hendra: Member, depok: Institution
) -> None:
    for member in (ratna, hendra):
        cast.entrust(member.user, Role.ADVISER, depok)
        with pytest.raises(NotYours):
            publishing.approve(
                question=proposed, seen=version(PLAIN), seat=seated(member.user, depok)
            )


def test_two_persons_publish_and_everybody_reads(public: Publication, depok: Institution) -> None:
    (found,) = published(depok)
    assert [each.slug for each in published(depok, act="like")] == [found.slug]
    assert published(depok, act="photo") == []
    assert found.rules == (("SKB22-KE-02", "Dilarang: Menyukai unggahan"),)
    for url in ("/tanya/depok/", f"/tanya/depok/{public.slug}/"):
        page = Client().get(url).content.decode()
        assert PLAIN.title in page
        assert "Dilarang" in page
    page = Client().get(f"/tanya/depok/{public.slug}/").content.decode()
    for secret in ("Ratna", "Sari", "Yoga", "sejak lama"):
        assert secret not in page
    assert public.source.question.slug not in page


def test_the_public_version_has_a_history_of_its_own(public: Publication) -> None:
    entry = Entry.objects.get(pk=public.entry_id)
    assert bytes(entry.ref) != bytes(public.source.question.entry.ref)
    assert entry.number == 0


def test_the_list_is_searched_by_word_and_act_newest_first(
    public: Publication, depok: Institution
) -> None:
    def listed(query: str) -> bool:
        return PLAIN.title in Client().get(f"/tanya/depok/?{query}").content.decode()

    assert listed("cari=PEMENANGAN akun")
    assert not listed("cari=cuti")
    assert listed("perbuatan=like")
    assert not listed("perbuatan=photo")
    assert listed("perbuatan=%27%20OR%201=1")
    assert listed("page=99999")
    assert Client().get("/tanya/depok/?cari=%00").status_code == 400
    assert Client().get("/tanya/tidak-ada/").status_code == 404


def test_a_published_answer_is_only_in_its_own_house(public: Publication) -> None:
    assert Client().get(f"/tanya/padang/{public.slug}/").status_code == 404
    assert Client().get(f"/tanya/depok/{public.source.question.slug}/").status_code == 404


def test_strangers_read_and_are_told_how_to_ask(
    public: Publication, ratna: Member, as_: As
) -> None:
    page = Client().get("/tanya/depok/").content.decode()
    assert "Masuk lalu bertanya" in page
    assert "Tarik jawaban ini" not in Client().get(f"/tanya/depok/{public.slug}/").content.decode()
    own = as_(ratna).get(f"/tanya/depok/{public.slug}/").content.decode()
    assert f"{reverse('advice:ask')}?perbuatan=like" in own


def test_without_the_askers_consent_nothing_is_published(
    ratna: Member, sari: Member, yoga: Member, depok: Institution, as_: As
) -> None:
    private = question_of(ratna, may_publish=False)
    mine = seated(sari.user, depok)
    answering.answer(question=private, answering=SAYING, seat=mine)
    with pytest.raises(NotForPublication):
        publishing.propose(question=private, said=PLAIN, seat=mine)
    url = reverse("advice:propose", args=(private.slug,))
    assert as_(sari).get(url).status_code == 409
    assert as_(sari).post(url, FORM).status_code == 409


def test_the_asker_may_say_no_until_it_is_public(
    proposed: Question, ratna: Member, sari: Member, yoga: Member, as_: As
) -> None:
    client, url = as_(ratna), reverse("advice:consent", args=(proposed.slug,))
    client.post(url, {"agrees": "no"})
    assert client.post(url, {"agrees": "perhaps"}).status_code == 409
    theirs = seated(yoga.user, proposed.institution)
    with pytest.raises(NotForPublication):
        publishing.approve(question=proposed, seen=version(PLAIN), seat=theirs)
    page = as_(yoga).get(reverse("advice:review", args=(proposed.slug,))).content.decode()
    assert "penanya menolak" in page
    client.post(url, {"agrees": "yes"})
    publishing.approve(question=proposed, seen=version(PLAIN), seat=theirs)
    with pytest.raises(NotForPublication):
        asking.decide_publication(question=proposed, agrees=False, user=ratna.user, at=AT)
    own = client.get(reverse("advice:question", args=(proposed.slug,))).content.decode()
    assert "Baca jawaban yang diterbitkan" in own


def test_a_version_goes_back_with_a_reason_and_comes_again(
    proposed: Question, sari: Member, yoga: Member, as_: As
) -> None:
    url = reverse("advice:review", args=(proposed.slug,))
    assert as_(yoga).post(url, {"act": "back", "seen": version(PLAIN)}).status_code == 422
    given = {"act": "back", "seen": version(PLAIN), "reason": "Masih menyebut sejak dahulu."}
    assert as_(yoga).post(url, given).status_code == 302
    assert as_(yoga).post(url, given).status_code == 409
    page = as_(sari).get(reverse("advice:propose", args=(proposed.slug,))).content.decode()
    assert "Masih menyebut sejak dahulu." in page
    assert PLAIN.title in page
    work = as_(sari).get(reverse("advice:work", args=(proposed.slug,))).content.decode()
    assert "Dikembalikan:" in work
    answer = as_(sari).post(reverse("advice:propose", args=(proposed.slug,)), FORM)
    assert answer.status_code == 302
    assert texts.words(Publication.objects.get()).sent_back == ""
    assert Publication.objects.get().stage == Stage.PROPOSED


def test_what_changed_after_it_was_compared_is_not_published(
    proposed: Question, sari: Member, yoga: Member, as_: As
) -> None:
    seen = version(PLAIN)
    changed = Words(title="Lain", question="Ratna bertanya", answer="Tidak.")
    publishing.propose(
        question=proposed, said=changed, seat=seated(sari.user, proposed.institution)
    )
    url = reverse("advice:review", args=(proposed.slug,))
    assert as_(yoga).post(url, {"act": "approve", "seen": seen}).status_code == 409
    assert as_(yoga).post(url, {"act": "approve"}).status_code == 409
    with pytest.raises(NotProposed):
        publishing.send_back(
            question=proposed, seen=seen, reason="x",
            seat=seated(yoga.user, proposed.institution),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ({"question": "Ratna, NIP 198001022005011000, bertanya."}, "198001022005011000"),
        ({"answer": "Hubungi ratna@depok.example"}, "ratna@depok.example"),
        ({"title": "Pegawai Kecamatan Beji bertanya"}, "Kecamatan Beji"),
        ({"question": "Bolehkah saya menyukai unggahan tim pemenangan itu"}, "<mark>"),
    ],
)
def test_what_might_give_the_asker_away_is_shown_before_it_is_kept(
    said: dict[str, str], shown: str, answered: Question, sari: Member, as_: As
) -> None:
    url = reverse("advice:propose", args=(answered.slug,))
    answer = as_(sari).post(url, FORM | said)
    assert answer.status_code == 422
    assert shown in answer.content.decode()
    assert not Publication.objects.exists()
    assert as_(sari).post(url, FORM | said | {"checked": "on"}).status_code == 302
    assert Publication.objects.count() == 1


def test_the_form_starts_empty_never_with_the_original(
    answered: Question, sari: Member, as_: As
) -> None:
    page = as_(sari).get(reverse("advice:propose", args=(answered.slug,))).content.decode()
    form = page.partition('<form method="post" class="form"')[2].partition("</form>")[0]
    assert "sejak lama" not in form
    assert "sejak lama" in page


def test_what_is_published_is_never_markup(answered: Question, sari: Member, yoga: Member) -> None:
    evil = "<script>alert(1)</script>"
    said = Words(title=evil, question=evil, answer=evil)
    mine, other = (seated(m.user, answered.institution) for m in (sari, yoga))
    publishing.propose(question=answered, said=said, seat=mine)
    made = publishing.approve(question=answered, seen=version(said), seat=other)
    for url in ("/tanya/depok/", f"/tanya/depok/{made.slug}/"):
        assert evil not in Client().get(url).content.decode()


def test_a_published_answer_is_withdrawn_with_a_reason_by_anyone_of_the_team(
    public: Publication, hendra: Member, depok: Institution, as_: As
) -> None:
    url = reverse("advice:retract", args=("depok", public.slug))
    assert as_(hendra).get(url).status_code == 404
    cast.entrust(hendra.user, Role.ADVISER, depok)
    assert as_(hendra).get(url).status_code == 200
    assert as_(hendra).post(url, {"reason": ""}).status_code == 422
    as_(hendra).post(url, {"reason": "Keputusan bersama diganti."})
    assert published(depok) == []
    page = Client().get(f"/tanya/depok/{public.slug}/").content.decode()
    assert "Keputusan bersama diganti." in page
    assert "tidak berlaku lagi" in page
    assert as_(hendra).post(url, {"reason": "lagi"}).status_code == 404
    with pytest.raises(NotPublished):
        publishing.retract(publication=public, reason="x", seat=seated(hendra.user, depok))


def test_the_public_page_says_that_the_rules_have_changed(
    public: Publication, rules: Rules
) -> None:
    url = f"/tanya/depok/{public.slug}/"
    assert "berubah sejak jawaban ini" not in Client().get(url).content.decode()
    rules.base.version, rules.sha256 = "2024.2", "b" * 64
    assert "berubah sejak jawaban ini" in Client().get(url).content.decode()


def test_what_is_public_is_not_written_or_compared_again(
    public: Publication, sari: Member, yoga: Member, as_: As
) -> None:
    question = public.source.question
    with pytest.raises(NotForPublication):
        publishing.propose(
            question=question, said=PLAIN, seat=seated(sari.user, question.institution)
        )
    assert as_(yoga).get(reverse("advice:review", args=(question.slug,))).status_code == 409
    work = as_(yoga).get(reverse("advice:work", args=(question.slug,))).content.decode()
    assert public.slug in work


def test_an_unpublished_row_is_not_read_as_published(
    proposed: Question, tree: dict[str, Unit]
) -> None:
    with pytest.raises(ValueError, match="not published"):
        advice.queries.public.read(Publication.objects.get())


def test_what_is_to_be_compared_stays_on_the_desk_however_old_it_is(
    proposed: Question, ratna: Member, sari: Member, yoga: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(team, "DONE_SHOWN", 1)
    mine = seated(sari.user, proposed.institution)
    later = replace(mine, at=Moment(AT.acted + timedelta(days=1), AT.logged))
    answering.answer(question=question_of(ratna, once="B"), answering=SAYING, seat=later)
    found = team.desk(seated(yoga.user, proposed.institution))
    assert [line.slug for line in found.to_compare] == [proposed.slug]
    assert len(found.answered) == 1


def test_who_compares_finds_it_among_the_own_tasks(
    proposed: Question, sari: Member, yoga: Member, as_: As
) -> None:
    assert "perlu dibandingkan" in as_(yoga).get("/saya/").content.decode()
    assert "perlu dibandingkan" not in as_(sari).get("/saya/").content.decode()
    desk = as_(yoga).get(reverse("advice:desk")).content.decode()
    assert reverse("advice:review", args=(proposed.slug,)) in desk
