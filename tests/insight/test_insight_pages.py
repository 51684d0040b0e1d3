"""My tasks, the board and a unit's desk: the right people, bounded queries, nothing written."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from netral.access.models import User
from netral.circulars.actions import cascade, life
from netral.circulars.models import Circular
from netral.kernel.moment import Moment
from netral.ledger.models import Entry
from netral.orgs.models import Unit
from netral.pacts.actions.pledges import refuse
from netral.pacts.actions.signing import sign
from netral.pacts.models import Campaign, Pledge
from netral.signing.core import Level
from netral.tallies import actions as tallies
from tests.cast import Member, employ, opened_pact
from tests.circulars.conftest import draft, facts, office, published, signed

__all__ = ["draft", "facts", "office", "published", "signed"]  # fixtures lent by circulars
SignIn = Callable[[Client, User], None]


@pytest.fixture
def campaign(published: Circular, dewi: Member, at: Moment) -> Campaign:
    """A campaign beside the circular, asking everybody."""
    made = opened_pact(published.institution, at, published)
    made.refresh_from_db()
    return made


def put_name(campaign: Campaign, member: Member, at: Moment) -> None:
    """Sign as the member does."""
    pledge = Pledge.objects.select_related(
        "person", "unit", "wave", "campaign__institution", "campaign__entry"
    ).get(campaign=campaign, person=member.person)
    sign(
        pledge=pledge,
        level=Level.REENTRY,
        method="password",
        text_sha256=campaign.text_sha256,
        by=f"user:{member.user.pk}",
        at=at,
    )


def test_the_pact_comes_first_then_what_is_unread(
    client: Client, sign_in: SignIn, campaign: Campaign, ratna: Member, at: Moment
) -> None:
    sign_in(client, ratna.user)
    assert "Pakta integritas Anda menunggu tanda tangan" in client.get("/saya/").text
    put_name(campaign, ratna, at)
    assert "Baca edaran, lalu nyatakan sudah membaca" in client.get("/saya/").text
    cascade.state_read(circular=Circular.objects.get(), person=ratna.person, at=at)
    done = client.get("/saya/").text
    assert "Tidak ada yang menunggu Anda" in done
    assert "Yang sudah selesai" in done


def test_a_head_sees_the_desk_and_the_unit(
    client: Client, sign_in: SignIn, campaign: Campaign, hendra: Member, tree: dict[str, Unit],
    at: Moment,
) -> None:  # fmt: skip
    put_name(campaign, hendra, at)
    sign_in(client, hendra.user)
    page = client.get("/saya/").text
    assert "Surat edaran telah sampai di unit Anda" in page
    assert f"/unit/{tree['32.76.06'].pk}/" in page
    assert client.get(f"/unit/{tree['32.76.06'].pk}/").status_code == 200


@pytest.mark.parametrize("unit", ["32.76", "disdik"], ids=["above", "beside"])
def test_a_head_sees_no_unit_above_or_beside(
    client: Client, sign_in: SignIn, hendra: Member, tree: dict[str, Unit], unit: str
) -> None:
    sign_in(client, hendra.user)
    assert client.get(f"/unit/{tree[unit].pk}/").status_code == 404


def test_a_circular_that_waits_for_one_hand_comes_first(
    client: Client, sign_in: SignIn, draft: Circular, wali: Member, laras: Member, at: Moment
) -> None:
    sign_in(client, wali.user)
    assert "Tidak ada yang menunggu Anda" in client.get("/saya/").text
    life.submit(circular=draft, by="user:0", at=at)
    page = client.get("/saya/").text
    assert "Sebuah edaran menunggu tanda tangan Anda" in page
    assert f"/edaran/meja/{draft.slug}/" in page
    signing = life.Signing(level=Level.REENTRY, method="password", number="1/A")
    life.sign(circular=draft, user=wali.user, signing=signing, at=at)
    assert "menunggu untuk diterbitkan" in client.get("/saya/").text
    sign_in(client, laras.user)
    assert "menunggu untuk diterbitkan" not in client.get("/saya/").text


def test_a_pact_that_opens_later_is_not_done(
    client: Client, sign_in: SignIn, campaign: Campaign, ratna: Member, at: Moment
) -> None:
    campaign.waves.update(opens_at=at.acted + timedelta(days=1))
    sign_in(client, ratna.user)
    page = client.get("/saya/").text
    assert "Yang akan datang" in page
    assert "Belum dibuka" in page
    assert "Yang sudah selesai" not in page


def test_who_refused_is_not_asked_on_and_on(
    client: Client, sign_in: SignIn, campaign: Campaign, ratna: Member, at: Moment
) -> None:
    pledge = Pledge.objects.select_related(
        "person", "unit", "wave", "campaign__institution", "campaign__entry"
    ).get(campaign=campaign, person=ratna.person)
    refuse(pledge=pledge, reason="Saya ingin bertanya dahulu.", by=f"user:{ratna.user.pk}", at=at)
    sign_in(client, ratna.user)
    page = client.get("/saya/").text
    assert "Pakta integritas Anda menunggu tanda tangan" not in page
    assert "Menolak" in page


def test_a_deadline_just_passed_is_not_zero_days_late(
    client: Client, sign_in: SignIn, campaign: Campaign, dewi: Member, at: Moment
) -> None:
    Campaign.objects.update(deadline=at.acted - timedelta(minutes=1))
    tallies.fold()
    sign_in(client, dewi.user)
    for address in ("/papan/", f"/pakta/{campaign.slug}/papan/"):
        page = client.get(address).text
        assert "Lewat batas waktu" in page
        assert "0 hari kerja" not in page


def test_who_stands_in_is_styled_so(
    client: Client, sign_in: SignIn, ratna: Member, hendra: Member
) -> None:
    hendra.person.holdings.update(capacity="plt", basis="SK 1")
    sign_in(client, ratna.user)
    assert "Plt. Camat Beji" in client.get("/saya/").text


def test_an_employee_sees_no_board(client: Client, sign_in: SignIn, ratna: Member) -> None:
    sign_in(client, ratna.user)
    assert client.get("/papan/").status_code == 404


def test_people_without_a_place_on_the_roster_have_a_page_too(
    client: Client, sign_in: SignIn, auditor: User
) -> None:
    sign_in(client, auditor)
    assert "Tidak ada yang menunggu Anda" in client.get("/saya/").text


def test_the_board_states_the_finding_and_reconciles(
    client: Client, sign_in: SignIn, campaign: Campaign, ratna: Member, dewi: Member, at: Moment
) -> None:
    put_name(campaign, ratna, at)
    tallies.fold()
    sign_in(client, dewi.user)
    page = client.get("/papan/").text
    asked = Pledge.objects.filter(campaign=campaign).count()
    assert f"1 dari {asked} orang sudah menandatangani" in page
    assert "Edaran turunan terbit di 0 dari 1" in page


def test_the_board_asks_as_much_for_many_units_as_for_few(
    client: Client, sign_in: SignIn, campaign: Campaign, dewi: Member, tree: dict[str, Unit],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    sign_in(client, dewi.user)
    with django_assert_max_num_queries(22) as few:
        client.get("/papan/")
    for n in range(5):
        employ(tree["disdik"], f"Orang {n}", 200 + n)
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get("/papan/")


def test_looking_writes_nothing(
    client: Client, sign_in: SignIn, campaign: Campaign, dewi: Member, hendra: Member
) -> None:
    before = Entry.objects.count()
    for member in (dewi, hendra):
        sign_in(client, member.user)
        for path in ("/saya/", "/papan/"):
            assert client.get(path).status_code == 200
    assert Entry.objects.count() == before
