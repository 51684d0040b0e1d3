"""Referrals, lived through: who is kept out, what the desk does, and what nobody can learn."""

import logging
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest
from cryptography.exceptions import InvalidTag
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from netral.access.core import Role
from netral.access.errors import NotYours
from netral.access.models import User
from netral.kernel.evidence import Proof
from netral.notices.models import Message
from netral.orgs.actions import offices
from netral.orgs.core import Capacity
from netral.orgs.models import Holding, Person, Unit
from netral.supervision import errors
from netral.supervision.actions import referral_desk as desk
from netral.supervision.actions.knowledge_referring import refer_known
from netral.supervision.actions.referrals import Referring, refer
from netral.supervision.core import Desk, ReferralState
from netral.supervision.core.referrals import Outcome
from netral.supervision.models import Referral
from netral.supervision.queries.knowledge_clock import running
from netral.supervision.queries.referral_desk import months, page, referral_for, register
from netral.supervision.queries.referral_evidence import referred as evidence
from netral.supervision.queries.referral_mine import OPEN_AT_ONCE, own
from netral.supervision.queries.referral_vault import sent
from netral.tenancy.models import Institution
from tests import cast
from tests.cast import Member
from tests.supervision.suspicions import (
    WHAT,
    WHO,
    at,
    everything_but_the_roster,
    officer,
    recorded,
    referred,
    seated,
    term_of,
    told,
)
from tests.together import together

pytestmark = pytest.mark.django_db
As = Callable[[Member], Client]


@pytest.fixture
def petra(tree: dict[str, Unit]) -> Member:
    """A case officer of the personnel office."""
    return officer(tree["bkpsdm"], "Petra Perkara", 41, Role.CASE_OFFICER)


@pytest.fixture
def indra(tree: dict[str, Unit]) -> Member:
    """An inspector, of Bagian Hukum in this small city."""
    return officer(tree["hukum"], "Indra Periksa", 42, Role.INSPECTOR)


@pytest.fixture
def as_(sign_in: Callable[[Client, User], None]) -> As:
    """Return a client in which somebody is signed in."""

    def enter(member: Member) -> Client:
        client = Client()
        sign_in(client, member.user)
        return client

    return enter


def slugs(member: Member, house: Institution, days: float = 0) -> list[str]:
    return [line.slug for line in register(seated(member.user, house, days))]


# ---- Which desk


def test_an_employee_goes_to_the_personnel_desk_and_a_head_to_the_inspectorate(
    sari: Member, ratna: Member, yusuf: Member, petra: Member, indra: Member, depok: Institution
) -> None:
    usual, high = referred(sari, ratna), referred(sari, yusuf, once="B")
    assert (usual.desk, high.desk) == (Desk.PERSONNEL, Desk.INSPECTORATE)
    assert slugs(petra, depok) == [usual.slug]
    assert slugs(indra, depok) == [high.slug]
    wished = referred(sari, ratna, once="C", wished=Desk.INSPECTORATE)
    assert wished.desk == Desk.INSPECTORATE


def test_the_personnel_office_does_not_judge_its_own_people(
    sari: Member, petra: Member, dewi: Member, indra: Member, depok: Institution
) -> None:
    for about in (petra, dewi):
        found = referred(sari, about, once=about.person.name)
        assert found.desk == Desk.INSPECTORATE
    assert slugs(petra, depok) == []


def test_where_nobody_may_take_it_nothing_is_sent(
    sari: Member, yusuf: Member, petra: Member
) -> None:
    with pytest.raises(errors.NobodyToTake):
        referred(sari, yusuf)
    assert not Referral.objects.exists()
    assert not Message.objects.exists()


def test_a_desk_without_officers_leaves_it_to_the_inspectorate(
    sari: Member, ratna: Member, indra: Member
) -> None:
    assert referred(sari, ratna).desk == Desk.INSPECTORATE


# ---- Who is kept out


def test_an_officer_who_is_suspected_sees_a_register_without_a_gap(
    sari: Member, ratna: Member, petra: Member, indra: Member, as_: As, depok: Institution
) -> None:
    first = referred(sari, ratna)
    client = as_(petra)
    before = client.get(reverse("supervision:referral_desk")).content
    about = referred(sari, petra, once="B")
    described = referred(sari, once="C", wished=Desk.PERSONNEL)
    assert client.get(reverse("supervision:referral_desk")).content.count(b"<code>") == 2
    assert set(slugs(petra, depok)) == {first.slug, described.slug}
    assert before.count(b"<code>") == 1
    for name in ("referral", "referral_take", "referral_note", "referral_close"):
        where = reverse(f"supervision:{name}", args=(about.slug,))
        assert {client.get(where).status_code, client.post(where).status_code} <= {404, 405}
    assert about.slug.encode() not in client.get(reverse("supervision:referral_desk")).content


def test_an_officer_whom_a_description_names_is_kept_out(
    sari: Member, petra: Member, indra: Member, depok: Institution
) -> None:
    words = Referring(who="petugas bernama PERKARA, Petra", what=WHAT, once="D")
    found = refer(sender=sari.person, referring=words, at=at(0))
    assert found.desk == Desk.INSPECTORATE
    with pytest.raises(NotYours):
        referral_for(seated(petra.user, depok), found.slug)


def test_the_superior_who_is_involved_and_the_sender_are_kept_out(
    sari: Member, ratna: Member, hendra: Member, petra: Member, depok: Institution
) -> None:
    cast.entrust(hendra.user, Role.INSPECTOR, depok)
    cast.entrust(sari.user, Role.INSPECTOR, depok)
    with pytest.raises(errors.NobodyToTake):
        referred(sari, ratna, superior_involved=True)
    open_ = referred(sari, ratna, once="B", wished=Desk.INSPECTORATE)
    assert slugs(hendra, depok) == [open_.slug]
    assert slugs(sari, depok) == []


def test_a_superior_who_moves_away_stays_kept_out(
    sari: Member, ratna: Member, hendra: Member, indra: Member, depok: Institution
) -> None:
    cast.entrust(hendra.user, Role.INSPECTOR, depok)
    found = referred(sari, ratna, superior_involved=True)
    offices.end_holding(holding=term_of(hendra), ends_on=date(2024, 6, 27), by=cast.BY, at=at(1))
    assert slugs(hendra, depok, days=5) == []
    assert slugs(indra, depok, days=5) == [found.slug]


def test_who_becomes_the_head_of_the_suspect_later_is_kept_out_from_then_on(
    sari: Member, ratna: Member, hendra: Member, indra: Member, tree: dict[str, Unit],
    depok: Institution,
) -> None:  # fmt: skip
    found = referred(sari, ratna, superior_involved=True)
    assert slugs(indra, depok) == [found.slug]
    offices.end_holding(holding=term_of(hendra), ends_on=date(2024, 6, 27), by=cast.BY, at=at(1))
    offices.hand_over(
        office=Holding.objects.get(person=hendra.person).office, person=indra.person,
        capacity=Capacity.DEFINITIVE, starts_on=date(2024, 6, 28), ends_on=None, basis="SK contoh",
        by=cast.BY, at=at(1),
    )  # fmt: skip
    assert slugs(indra, depok, days=5) == []


def test_the_suspect_learns_nothing_anywhere(
    sari: Member, ratna: Member, petra: Member, as_: As
) -> None:
    found = referred(sari, ratna)
    client = as_(ratna)
    for name in ("told", "tell", "index"):
        assert found.slug.encode() not in client.get(reverse(f"supervision:{name}")).content
    assert client.get(reverse("supervision:referral_desk")).status_code == 404
    assert client.get(reverse("supervision:referral", args=(found.slug,))).status_code == 404
    assert not Message.objects.filter(recipient=f"user:{ratna.user.pk}").exists()


# ---- What the desk does


def test_a_referral_is_taken_noted_and_closed_and_the_sender_sees_the_state_alone(
    sari: Member, ratna: Member, petra: Member, as_: As, depok: Institution
) -> None:
    found = referred(sari, ratna)
    mine = seated(petra.user, depok)
    desk.take(referral=found, seat=mine)
    desk.note(referral=found, text="Saksi dihubungi.", seat=mine)
    desk.close(referral=found, outcome=Outcome.SUPERVISOR, reason="Surat 12/2024.", seat=mine)
    shown = page(Referral.objects.get(), mine)
    assert [each.what for each in shown.events] == ["sent", "taken", "noted", "closed"]
    (line,) = own(seated(sari.user, depok))
    assert line.shape == "done"
    text = as_(sari).get(reverse("supervision:told")).content.decode()
    assert "Saksi" not in text
    assert "Surat 12" not in text
    assert petra.person.name not in text
    with pytest.raises(errors.TakenAlready):
        desk.close(referral=found, outcome=Outcome.NOTHING, reason="x", seat=mine)


def test_who_does_not_want_to_be_named_is_not(
    sari: Member, ratna: Member, petra: Member, as_: As, depok: Institution
) -> None:
    found = referred(sari, ratna, shows_name=False)
    text = as_(petra).get(reverse("supervision:referral", args=(found.slug,))).content.decode()
    assert sari.person.name not in text
    assert ratna.person.name in text


def test_naming_somebody_of_the_desk_moves_it_to_the_inspectorate(
    sari: Member, petra: Member, indra: Member, tree: dict[str, Unit], depok: Institution
) -> None:
    found = referred(sari)
    colleague = officer(tree["bkpsdm"], "Kolega Perkara", 43, Role.CASE_OFFICER)
    mine = seated(petra.user, depok)
    desk.take(referral=found, seat=mine)
    desk.name(referral=found, person=colleague.person, seat=mine)
    found.refresh_from_db()
    assert (found.desk, found.state) == (Desk.INSPECTORATE, ReferralState.SENT)
    assert slugs(petra, depok) == slugs(colleague, depok) == []
    assert slugs(indra, depok) == [found.slug]


def test_what_the_personnel_desk_leaves_lying_comes_to_the_inspectorate(
    sari: Member, ratna: Member, petra: Member, indra: Member, depok: Institution
) -> None:
    found = referred(sari, ratna)
    assert found.due_on == date(2024, 7, 1)
    assert slugs(indra, depok, days=5) == []
    assert slugs(indra, depok, days=6) == [found.slug]
    (line,) = register(seated(petra.user, depok, days=7))
    assert line.late_days == 2
    desk.take(referral=found, seat=seated(indra.user, depok, days=6))
    assert Referral.objects.get().desk == Desk.INSPECTORATE


def test_a_head_hands_over_and_the_clock_stops(
    hendra: Member, ratna: Member, petra: Member, depok: Institution
) -> None:
    known = recorded(hendra, ratna)
    mine = seated(hendra.user, depok)
    hand = partial(
        refer_known, knowledge=known, note="Dua saksi.", wished=Desk.PERSONNEL,
        superior_involved=False, seat=mine,
    )  # fmt: skip
    with pytest.raises(errors.NotTheTurn):
        hand(seen=0)
    made = hand(seen=1)
    assert running(mine) == []
    assert sent(made).what == f"{WHAT}\n\nDua saksi."
    with pytest.raises(errors.NotTheTurn):
        hand(seen=2)
    today = date(2024, 6, 26)
    (proof,) = evidence(depok, today, today)
    assert (proof.proof, proof.unit_id, proof.people, proof.url) == (
        Proof.REFERRAL, hendra.person.unit_id, 0, "",
    )  # fmt: skip
    assert evidence(depok, today, today, units=[0]) == []
    assert evidence(depok, today + timedelta(days=1), today + timedelta(days=9)) == []


def test_what_an_employee_sends_is_no_evidence_for_the_head(
    sari: Member, ratna: Member, petra: Member, depok: Institution
) -> None:
    referred(sari, ratna)
    assert evidence(depok, date(2024, 6, 1), date(2024, 6, 30)) == []


# ---- What nobody can learn


def test_a_copy_of_the_database_names_neither_suspect_nor_sender(
    sari: Member, ratna: Member, hendra: Member, petra: Member, depok: Institution
) -> None:
    found = referred(sari, ratna)
    told(ratna, sari)
    recorded(hendra, ratna)
    mine = seated(petra.user, depok)
    desk.take(referral=found, seat=mine)
    desk.note(referral=found, text="Ratna dihubungi.", seat=mine)
    text = everything_but_the_roster()
    for word in ("Ratna", "Sari", "amplop", "dihubungi", found.slug.upper()):
        assert word not in text.replace(found.slug, "")
    for user in (sari.user, ratna.user):
        about = [line for line in text.splitlines() if f'"user:{user.pk}"' in line]
        assert not any("referral" in line or "knowledge" in line for line in about)


def test_messages_and_logs_say_nothing(
    sari: Member, ratna: Member, petra: Member, as_: As, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    posted = {"to": "personnel", "who": ratna.person.name, "what": WHAT, "once": "Q"}
    assert as_(sari).post(reverse("supervision:tell"), posted).status_code == 302
    message = Message.objects.get()
    assert (message.recipient, message.facts) == (f"user:{petra.user.pk}", {})
    assert "rujukan" not in message.url
    said = " ".join(r.getMessage() for r in caplog.records if r.name != "django.db.backends")
    assert "amplop" not in said
    assert "Ratna" not in said


def test_the_desk_is_told_on_the_telephone_and_a_sender_never(
    sari: Member, ratna: Member, petra: Member, as_: As, settings: Settings
) -> None:
    settings.SMS_URL, settings.CHANNELS = "http://x", ["sms"]
    people = [sari.person.pk, petra.person.pk]
    Person.objects.filter(pk__in=people).update(phone="081200000001")
    posted = {"to": "personnel", "who": ratna.person.name, "what": WHAT, "once": "Q"}
    as_(sari).post(reverse("supervision:tell"), posted)
    (text,) = Message.objects.filter(channel="sms")
    assert (text.recipient, text.template) == (f"user:{petra.user.pk}", "notices/waiting")


def test_damage_and_a_new_key_are_noticed(
    sari: Member, ratna: Member, petra: Member, settings: object
) -> None:
    found = referred(sari, ratna)
    octets = bytes(found.sealed)
    found.sealed = octets[:20] + bytes([octets[20] ^ 1]) + octets[21:]
    with pytest.raises(InvalidTag):
        sent(found)
    found.sealed = octets
    settings.NIK_KEY = "kunci lain yang sama panjangnya"  # type: ignore[attr-defined]
    with pytest.raises(InvalidTag):
        sent(found)


def test_the_auditor_counts_whole_months_of_five_or_more(
    sari: Member, ratna: Member, petra: Member, auditor: User, depok: Institution
) -> None:
    for n in range(6):
        referred(sari, ratna, once=str(n))
    assert months(seated(auditor, depok)) == []
    (june,) = months(seated(auditor, depok, days=6))
    assert [cell.count for cell in june.cells] == [6, None, None]
    first = Referral.objects.first()
    assert first is not None
    for each in list(Referral.objects.all())[:2]:
        desk.take(referral=each, seat=seated(petra.user, depok))
    (june,) = months(seated(auditor, depok, days=6))
    assert [cell.told for cell in june.cells] == [False, False, False]


def test_the_own_page_says_that_something_waits_to_whom_it_may(
    sari: Member, ratna: Member, petra: Member, hendra: Member, as_: As
) -> None:
    referred(sari, ratna)
    recorded(hendra, ratna)
    mine = reverse("insight:mine")
    for member, words in ((petra, "di meja Anda"), (hendra, "kepala unit")):
        text = as_(member).get(mine).content.decode()
        assert words in text
        assert "Ratna" not in text
    text = as_(ratna).get(mine).content.decode()
    assert "pengawasan/dugaan" not in text
    assert "pengawasan/rujukan" not in text


# ---- Bad input


def test_a_report_is_kept_when_it_cannot_be_sent(
    sari: Member, yusuf: Member, petra: Member, as_: As
) -> None:
    client = as_(sari)
    where = reverse("supervision:tell")
    empty = client.post(where, {"to": "personnel"})
    assert empty.status_code == 422
    odd = client.post(where, {"to": "mayor", "who": WHO, "what": WHAT})
    assert odd.status_code == 422
    assert WHAT in odd.content.decode()
    proud = client.post(where, {"to": "head", "who": WHO, "what": WHAT, "superior_involved": "on"})
    assert proud.status_code == 422
    long = client.post(where, {"to": "personnel", "who": WHO, "what": "x" * 4_001})
    assert long.status_code == 422
    refused = client.post(where, {"to": "head", "who": yusuf.person.name, "what": WHAT})
    assert refused.status_code == 409
    assert WHAT in refused.content.decode()
    assert not Referral.objects.exists()


def test_script_in_a_report_stays_text(sari: Member, petra: Member, as_: As) -> None:
    what = "<script>alert(1)</script> {{ 7 }}"
    posted = {"to": "personnel", "who": "<b>x</b>", "what": what, "once": "S"}
    as_(sari).post(reverse("supervision:tell"), posted)
    where = reverse("supervision:referral", args=(Referral.objects.get().slug,))
    shown = as_(petra).get(where).content.decode()
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7 }}" in shown


def test_one_person_cannot_flood_the_desk(sari: Member, ratna: Member, petra: Member) -> None:
    for n in range(OPEN_AT_ONCE):
        referred(sari, ratna, once=str(n))
    with pytest.raises(errors.TooManySent):
        referred(sari, ratna, once="more")
    assert referred(sari, ratna, once="0").slug  # the same form again is no new one


def test_a_head_floods_neither_a_desk_nor_is_flooded(
    sari: Member, ratna: Member, hendra: Member, petra: Member
) -> None:
    for n in range(OPEN_AT_ONCE):
        referred(hendra, ratna, once=str(n), as_head=True)
        told(sari, ratna, once=str(n))
    with pytest.raises(errors.TooManySent):
        referred(hendra, ratna, once="more", as_head=True)
    with pytest.raises(errors.TooManySent):
        told(sari, ratna, once="more")
    assert told(sari, ratna, once="0").slug  # the same form again is no new one


def test_an_auditor_cannot_fill_up_a_small_number(
    sari: Member, ratna: Member, petra: Member, indra: Member, depok: Institution
) -> None:
    for n in range(4):
        referred(sari, ratna, once=str(n))
    cast.entrust(petra.user, Role.AUDITOR, depok)
    referred(petra, ratna, once="own", wished=Desk.PERSONNEL)
    (june,) = months(seated(petra.user, depok, days=6))
    assert not any(cell.told for cell in june.cells)


def test_whoever_belongs_to_the_personnel_office_sees_nothing_of_the_inspectorate(
    sari: Member, ratna: Member, petra: Member, indra: Member, depok: Institution
) -> None:
    high = referred(sari, ratna, wished=Desk.INSPECTORATE)
    cast.entrust(petra.user, Role.INSPECTOR, depok)  # as an office may bring it along
    seat = seated(petra.user, depok)
    assert slugs(petra, depok) == []
    with pytest.raises(NotYours):
        referral_for(seat, high.slug)
    with pytest.raises(NotYours):
        desk.take(referral=high, seat=seat)
    assert slugs(indra, depok) == [high.slug]


# ---- Two hands at the same moment


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_take_it_at_once_one_is_told_that_it_is_taken(
    sari: Member, ratna: Member, petra: Member, tree: dict[str, Unit], depok: Institution
) -> None:
    other = officer(tree["bkpsdm"], "Kolega Perkara", 43, Role.CASE_OFFICER)
    found = referred(sari, ratna)
    seats = [seated(member.user, depok) for member in (petra, other)]
    done = together([partial(desk.take, referral=found, seat=mine) for mine in seats])
    assert done.count("supervision.taken_already") == 1
    assert [each.after for each in found.events.all()] == ["sent", "taken"]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_form_sent_twice_at_once_sends_once(sari: Member, ratna: Member, petra: Member) -> None:
    done = together([lambda: referred(sari, ratna)] * 3)
    assert {getattr(each, "pk", each) for each in done} == {Referral.objects.get().pk}
    assert Message.objects.count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_head_who_hands_over_twice_at_once_hands_over_once(
    hendra: Member, ratna: Member, petra: Member, indra: Member, depok: Institution
) -> None:
    known, mine = recorded(hendra, ratna), seated(hendra.user, depok)
    hand = partial(
        refer_known, knowledge=known, note="", superior_involved=False, seat=mine, seen=1,
    )  # fmt: skip
    done = together([partial(hand, wished=desk) for desk in (Desk.PERSONNEL, Desk.INSPECTORATE)])
    assert done.count(errors.NotTheTurn.code) == 1
    assert Referral.objects.count() == 1
