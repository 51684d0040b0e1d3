"""Who is told of a session, when, and what: once, in one go, and nothing of what is over."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from netral.notices.models import Message
from netral.notices.queries import words
from netral.orgs.core import PersonKind
from netral.orgs.models import Person, Unit
from netral.outreach.actions.closing import close
from netral.outreach.actions.moves import Hand
from netral.outreach.actions.planning import cancel, change
from netral.outreach.errors import BegunLongAgo
from netral.outreach.models import Session
from tests import cast
from tests.cast import AT, Member
from tests.outreach.conftest import later, planned, wish
from tests.outreach.test_sessions_pages import Enter

pytestmark = pytest.mark.django_db
LINK = "https://rapat.example/abc?pwd=1"


def coming(unit: Unit, host: Member, **other: Any) -> Session:
    """Plan a session of tomorrow, 12.30 to 13.30 WIB."""
    times: dict[str, Any] = {"starts_at": wish(later(days=1, hours=1)).starts_at,
             "ends_at": wish(later(days=1, hours=1)).ends_at}  # fmt: skip
    return planned(unit, host, **(times | other))


def tomorrow(**other: Any) -> dict[str, Any]:
    return {"starts_at": later(days=1, minutes=30).acted, "ends_at": later(days=1, hours=1.5).acted,
            **other}  # fmt: skip


def inbox(what: str) -> dict[str, Message]:
    rows = Message.objects.filter(template=f"outreach/{what}", channel="app")
    return {row.recipient: row for row in rows}


def by(member: Member) -> str:
    return f"user:{member.user.pk}"


def test_everybody_invited_is_told_once_with_time_and_place_but_not_who_planned_it(
    beji: Unit, tree: dict[str, Unit], hendra: Member, ratna: Member, laras: Member, wali: Member
) -> None:
    below = cast.employ(tree["32.76.06.1001"], "Sari Contoh", 20, PersonKind.NON_ASN)
    made = coming(beji, hendra, link=LINK)
    found = inbox("planned")
    assert set(found) == {by(ratna), by(below)}
    said = words(found[by(ratna)], "id")
    assert said.subject == "Undangan: Apel netralitas"
    assert "Waktu: Kamis, 27 Juni 2024 pukul 12.30 WIB – 13.30 WIB" in said.body
    assert "Tempat: Halaman kecamatan" in said.body
    assert reverse("outreach:show", args=[made.slug]) in said.body
    assert "rapat.example" not in said.body + str(found[by(ratna)].facts)
    assert "&" not in words(found[by(ratna)], "en").body


def test_who_left_or_has_no_account_is_not_told(
    beji: Unit, hendra: Member, ratna: Member, bima: Member
) -> None:
    Person.objects.filter(pk=ratna.person.pk).update(account=None)
    bima.user.is_active = False
    bima.user.save()
    coming(beji, hendra)
    assert inbox("planned") == {}


def test_what_has_begun_when_it_is_planned_is_told_to_nobody(
    client: Client, beji: Unit, hendra: Member, ratna: Member, sign_in: Enter
) -> None:
    planned(beji, hendra)
    assert inbox("planned") == {}


def test_another_time_or_place_is_told_with_what_was_and_each_time_anew(
    beji: Unit, hendra: Member, ratna: Member
) -> None:
    made = coming(beji, hendra)
    hours: dict[str, Any] = {
        "starts_at": later(days=2).acted,
        "ends_at": later(days=2, hours=1).acted,
    }
    change(session=made, wish=wish(**hours), by=by(hendra), at=AT)
    said = words(inbox("moved")[by(ratna)], "id")
    assert said.subject == "Perubahan: Apel netralitas"
    assert "Waktu: Jumat, 28 Juni 2024 pukul 12.00 WIB" in said.body
    assert "Semula: Kamis, 27 Juni 2024 pukul 12.30 WIB, Halaman kecamatan" in said.body
    change(session=made, wish=wish(**hours, place="Aula"), by=by(hendra), at=AT)
    change(session=made, wish=wish(**tomorrow()), by=by(hendra), at=later(hours=1))
    assert Message.objects.filter(template="outreach/moved", channel="app").count() == 3


def test_what_is_no_reason_to_look_again_is_not_told(
    beji: Unit, hendra: Member, ratna: Member
) -> None:
    made = coming(beji, hendra)
    same = wish(**tomorrow(agenda="Pembukaan", speaker="Camat", title="Apel"))
    change(session=made, wish=same, by=by(hendra), at=AT)
    assert inbox("moved") == {}


def test_a_new_link_is_told_without_the_link(beji: Unit, hendra: Member, ratna: Member) -> None:
    made = coming(beji, hendra, link=LINK)
    change(session=made, wish=wish(**tomorrow(link=f"{LINK}2")), by=by(hendra), at=AT)
    body = words(inbox("moved")[by(ratna)], "id").body
    assert "Tautan rapat daring berubah." in body
    assert "Semula" not in body
    assert "rapat.example" not in body


def test_a_cancelled_session_is_told_with_the_reason(
    beji: Unit, hendra: Member, ratna: Member
) -> None:
    made = coming(beji, hendra)
    cancel(session=made, reason="Hujan <b>lebat</b>.", by=by(hendra), at=AT)
    said = words(inbox("cancelled")[by(ratna)], "id")
    assert said.subject == "Dibatalkan: Apel netralitas"
    assert "Kamis, 27 Juni 2024 pukul 12.30 WIB tidak jadi diadakan" in said.body
    assert "Alasan: Hujan <b>lebat</b>." in said.body  # text, and no markup


def test_what_is_over_is_told_to_nobody(beji: Unit, hendra: Member, ratna: Member) -> None:
    made, other = planned(beji, hendra), planned(beji, hendra, title="Rapat")
    after = later(hours=5)
    change(session=made, wish=wish(place="Aula"), by=by(hendra), at=after)
    cancel(session=made, reason="Tidak jadi.", by=by(hendra), at=after)
    hand = Hand(by(hendra), "Hendra Contoh", "Camat Beji")
    close(session=other, minutes="Selesai.", reason="Sepi.", hand=hand, at=after)
    assert not Message.objects.filter(template__startswith="outreach/").exists()


def test_a_plan_that_is_refused_tells_nobody(beji: Unit, hendra: Member, ratna: Member) -> None:
    with pytest.raises(BegunLongAgo):
        planned(beji, hendra, starts_at=later(hours=-9).acted, ends_at=later(hours=1).acted)
    assert not Message.objects.exists()


def test_a_whole_city_is_invited_with_as_few_statements_as_one_unit(
    tree: dict[str, Unit], dewi: Member, hendra: Member, ratna: Member
) -> None:
    def statements(unit: Unit) -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            coming(unit, dewi)
        return sum("notices_message" in each["sql"] for each in seen.captured_queries)

    few = statements(tree["32.76.06"])
    for n in range(100, 130):
        cast.employ(tree["disdik"], f"Guru {n}", n)
    assert statements(tree["32.76"]) == few
    assert len(inbox("planned")) == 32


def test_the_page_says_whether_people_were_told(
    client: Client, beji: Unit, hendra: Member, ratna: Member, sign_in: Enter
) -> None:
    sign_in(client, hendra.user)
    posted = {
        "unit": beji.pk, "kind": "meeting", "title": "Rapat", "purposes": ["guide"],
        "starts_at": "2024-07-01T10:00", "ends_at": "2024-07-01T11:00",
    }  # fmt: skip
    page = client.post(reverse("outreach:new"), posted, follow=True).content.decode()
    assert "Yang diundang mendapat pesan." in page
    begun = {"starts_at": "2024-06-26T11:50", "ends_at": "2024-06-26T13:00"}
    page = client.post(reverse("outreach:new"), posted | begun, follow=True).content.decode()
    assert "mendapat pesan" not in page
    assert timedelta(0) < Session.objects.latest("pk").ends_at - AT.acted
