"""Guidance: who may give it to whom, who reads it, the first look, the one answer."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from netral.access.core import Role
from netral.access.models import User
from netral.kernel.moment import Moment
from netral.ledger.models import Disclosure, Entry
from netral.ledger.queries import fields
from netral.notices.models import Message
from netral.orgs.actions import offices
from netral.orgs.core import Capacity
from netral.orgs.models import Office, Unit
from netral.supervision.actions.guidance import answer, see
from netral.supervision.errors import AnsweredAlready, NotBelowYou
from netral.supervision.models import Guidance
from tests import cast
from tests.cast import BY, Member
from tests.supervision.scene import guided, left

pytestmark = pytest.mark.django_db
SignIn = Callable[[Client, User], None]
TEXT = "Jaga sikap di media sosial, terutama tanda suka."


def write(client: Client, member: Member, **other: str) -> int:
    data = {"kind": "note", "text": TEXT, "clause": "", "act": ""} | other
    return client.post(f"/pengawasan/pembinaan/baru/{member.person.pk}/", data).status_code


# ---- Giving


def test_a_head_gives_a_warning_in_one_form(
    client: Client, hendra: Member, ratna: Member, sign_in: SignIn
) -> None:
    sign_in(client, hendra.user)
    page = client.get("/pengawasan/pembinaan/baru/?nama=ratna").content.decode()
    assert "Ratna Contoh" in page
    assert write(client, ratna, kind="warning", act="medsos.like") == 302
    given = Guidance.objects.get()
    assert (given.kind, given.text, given.acts) == ("warning", TEXT, ["medsos.like"])
    assert given.given_by.title == "Camat Beji"


def test_a_note_without_words_keeps_what_was_chosen(
    client: Client, hendra: Member, ratna: Member, sign_in: SignIn
) -> None:
    sign_in(client, hendra.user)
    url = f"/pengawasan/pembinaan/baru/{ratna.person.pk}/"
    answered = client.post(url, {"kind": "warning", "text": " ", "act": "medsos.like"})
    assert answered.status_code == 422
    page = answered.content.decode()
    assert "Tulis apa yang ingin Anda sampaikan." in page
    assert '<option value="medsos.like" selected>' in page
    assert not Guidance.objects.exists()


def test_the_camat_guides_the_lurah_but_the_lurah_not_the_camat(
    client: Client, hendra: Member, yusuf: Member, sign_in: SignIn
) -> None:
    sign_in(client, hendra.user)
    assert write(client, yusuf) == 302
    sign_in(client, yusuf.user)
    assert write(client, hendra) == 404
    assert Guidance.objects.count() == 1


def test_nobody_guides_a_superior_whose_own_post_lies_below(
    client: Client, sari: Member, yusuf: Member, tree: dict[str, Unit], sign_in: SignIn
) -> None:
    cast.appoint(sari, tree["32.76.06"], "Plh. Camat", Role.HEAD, is_head=True)
    sign_in(client, yusuf.user)
    assert "Sari Contoh" not in client.get("/pengawasan/pembinaan/baru/").content.decode()
    assert write(client, sari) == 409
    assert not Guidance.objects.exists()


@pytest.mark.parametrize("who", ["hendra", "kadis"])
def test_nobody_guides_themselves_or_people_elsewhere(
    who: str, client: Client, hendra: Member, kadis: Member, ratna: Member, sign_in: SignIn
) -> None:
    giver = {"hendra": hendra, "kadis": kadis}[who]
    sign_in(client, giver.user)
    target = hendra if who == "hendra" else ratna
    assert write(client, target) in {404, 409}
    assert not Guidance.objects.exists()


def test_an_act_outside_the_office_is_refused_below_the_pages_too(
    kadis: Member, ratna: Member, at: Moment
) -> None:
    with pytest.raises(NotBelowYou):
        guided(ratna.person, kadis, at)
    assert not Guidance.objects.exists()


def test_an_operator_guides_nobody(
    client: Client, bima: Member, ratna: Member, sign_in: SignIn
) -> None:
    sign_in(client, bima.user)
    assert write(client, ratna) == 404


@pytest.mark.parametrize(
    "other", [{"act": "x.y"}, {"clause": "999999"}, {"clause": "a"}, {"kind": "shout"}]
)
def test_what_the_form_did_not_offer_is_not_taken(
    other: dict[str, str], client: Client, hendra: Member, ratna: Member, sign_in: SignIn
) -> None:
    sign_in(client, hendra.user)
    assert write(client, ratna, **other) == 422
    assert not Guidance.objects.exists()


def test_words_are_never_markup(
    client: Client, hendra: Member, ratna: Member, sign_in: SignIn
) -> None:
    sign_in(client, hendra.user)
    write(client, ratna, text="<script>alert(1)</script>")
    page = client.get(f"/pengawasan/pembinaan/{Guidance.objects.get().slug}/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


# ---- Who reads it


def test_the_message_says_only_that_something_waits(
    hendra: Member, ratna: Member, at: Moment
) -> None:
    guided(ratna.person, hendra, at, TEXT)
    sent = Message.objects.get(recipient=f"user:{ratna.user.pk}")
    assert (sent.template, sent.facts, sent.url) == ("notices/waiting", {}, "/pengawasan/")
    assert "pembinaan" not in f"{sent.key}{sent.url}"


def test_the_ledger_commits_to_the_words_without_holding_them(
    hendra: Member, ratna: Member, at: Moment
) -> None:
    given = guided(ratna.person, hendra, at, TEXT)
    assert "text_sha256" in fields(given.entry)["detail"]
    kept = b"".join(bytes(d.value or b"") for d in Disclosure.objects.all())
    assert TEXT.encode() not in kept


def test_only_the_person_and_the_giving_office_can_open_it(
    client: Client, hendra: Member, ratna: Member, yusuf: Member, dewi: Member, bima: Member,
    wali: Member, auditor: User, at: Moment, sign_in: SignIn,
) -> None:  # fmt: skip
    url = f"/pengawasan/pembinaan/{guided(ratna.person, hendra, at, TEXT).slug}/"
    for user in (hendra.user, ratna.user):
        sign_in(client, user)
        assert TEXT in client.get(url).content.decode()
    for user in (yusuf.user, dewi.user, bima.user, wali.user, auditor):
        sign_in(client, user)
        assert client.get(url).status_code == 404
        for page in ("/pengawasan/", "/pengawasan/pembinaan/", "/pengawasan/pembinaan/saya/"):
            assert "Ratna" not in client.get(page).content.decode()


def test_the_next_holder_of_the_office_reads_it_and_the_last_no_longer(
    client: Client, hendra: Member, ratna: Member, kadis: Member, at: Moment, sign_in: SignIn
) -> None:
    given = guided(ratna.person, hendra, at, TEXT)
    left(hendra, at)
    offices.hand_over(
        office=Office.objects.get(title="Camat Beji"), person=kadis.person,
        capacity=Capacity.DEFINITIVE, starts_on=date(2024, 6, 26), ends_on=None, basis="SK",
        by=BY, at=at,
    )  # fmt: skip
    url = f"/pengawasan/pembinaan/{given.slug}/"
    sign_in(client, kadis.user)
    assert TEXT in client.get(url).content.decode()
    assert "Hendra Contoh" in client.get(url).content.decode()
    sign_in(client, hendra.user)
    assert client.get(url).status_code == 404


# ---- The first look, and the one answer


def test_the_persons_first_look_is_recorded_once_and_nobody_elses(
    client: Client, hendra: Member, ratna: Member, at: Moment, sign_in: SignIn
) -> None:
    given = guided(ratna.person, hendra, at)
    url = f"/pengawasan/pembinaan/{given.slug}/"
    sign_in(client, hendra.user)
    client.get(url)
    sign_in(client, ratna.user)
    assert "1 pesan baru dari atasan Anda" in client.get("/pengawasan/").content.decode()
    client.head(url)
    assert Guidance.objects.filter(seen_at=None).exists()
    client.get(url)
    client.get(url)
    assert not Guidance.objects.filter(seen_at=None).exists()
    assert Entry.objects.filter(act="guidance.seen").count() == 1
    assert "pesan baru" not in client.get("/pengawasan/").content.decode()


def test_the_person_answers_once(
    client: Client, hendra: Member, ratna: Member, at: Moment, sign_in: SignIn
) -> None:
    url = f"/pengawasan/pembinaan/{guided(ratna.person, hendra, at).slug}/"
    sign_in(client, ratna.user)
    assert client.post(url, {"text": ""}).status_code == 422
    assert client.post(url, {"text": "Saya mengerti."}).status_code == 302
    refused = client.post(url, {"text": "Tambahan."})
    assert refused.status_code == 409
    assert "Anda sudah memberi tanggapan." in refused.content.decode()
    assert Guidance.objects.get().reply == "Saya mengerti."
    assert Message.objects.filter(recipient=f"user:{hendra.user.pk}").exists()


def test_nobody_answers_for_another(
    client: Client, hendra: Member, ratna: Member, at: Moment, sign_in: SignIn
) -> None:
    given = guided(ratna.person, hendra, at)
    sign_in(client, hendra.user)
    url = f"/pengawasan/pembinaan/{given.slug}/"
    assert client.post(url, {"text": "Saya mengaku."}).status_code == 404
    with pytest.raises(NotBelowYou):
        answer(guidance=given, text="Saya mengaku.", by=f"user:{hendra.user.pk}", at=at)
    assert not see(guidance=given, by=f"user:{hendra.user.pk}", at=at)


def test_an_answer_from_a_stale_window_is_refused(
    hendra: Member, ratna: Member, at: Moment
) -> None:
    given = guided(ratna.person, hendra, at)
    by = f"user:{ratna.user.pk}"
    answer(guidance=given, text="Baik.", by=by, at=at)
    with pytest.raises(AnsweredAlready):
        answer(guidance=given, text="Lain.", by=by, at=at)


def test_an_office_that_stands_empty_loses_nothing(
    client: Client, hendra: Member, ratna: Member, at: Moment, sign_in: SignIn
) -> None:
    given = guided(ratna.person, hendra, at)
    left(hendra, at)
    sign_in(client, ratna.user)
    url = f"/pengawasan/pembinaan/{given.slug}/"
    assert client.post(url, {"text": "Saya mengerti."}).status_code == 302
    assert not Message.objects.filter(recipient=f"user:{hendra.user.pk}").exists()
