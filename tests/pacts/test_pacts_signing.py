"""Signing: by the person alone, in time, exactly once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from netral.access.core import Role
from netral.access.errors import NotYours
from netral.kernel.moment import Moment
from netral.ledger.models import Disclosure, Entry
from netral.pacts.actions.pledges import open_pledge
from netral.pacts.actions.signing import Intent, sign, sign_all
from netral.pacts.core import State
from netral.pacts.errors import CampaignClosed, DeadlinePassed, TextChanged, WaveLater
from netral.pacts.models import Campaign, Pledge, PledgeEvent, Signature
from netral.signing.core import Level
from netral.signing.models import Paper
from netral.tallies.actions import fold
from netral.tallies.queries import wholes
from tests.pacts.conftest import AT, DEADLINE, NOW, OPENS, City, Sign, later, pledges


def counted(campaign: Campaign, unit: str, city: City) -> dict[str, int]:
    fold()
    pk = city.units[unit].pk
    figures = wholes(campaign.institution, campaign.board, [pk]).get(pk, {})
    return {measure: n for measure, n in figures.items() if n}


def test_a_signature_has_its_paper_its_entry_its_event_and_is_counted_on_three_levels(
    staffed: City, campaign: Campaign, put_name: Sign
) -> None:
    pledge = next(p for p in pledges(campaign) if p.unit.name == "Puskesmas Mawar")
    signature = put_name(pledge)
    assert signature.level == Level.REENTRY
    assert signature.text_sha256 == campaign.text_sha256
    assert signature.paper.sealed_at is None
    assert signature.entry.act == "pact.signed"
    assert signature.entry.kind == "pact.signed/1"
    assert Pledge.objects.get(pk=pledge.pk).state == State.SIGNED
    assert PledgeEvent.objects.get(pledge=pledge).after == State.SIGNED
    assert counted(campaign, "Puskesmas Mawar", staffed) == {
        "not_yet": 3, "signed": 1, "level_1": 1,
    }  # fmt: skip
    assert counted(campaign, "Dinas Kesehatan", staffed)["signed"] == 1
    assert counted(campaign, "Dinas Kesehatan", staffed)["not_yet"] == 6
    assert counted(campaign, "Dinas Pendidikan", staffed) == {"not_yet": 5}


def test_the_public_leaf_of_a_signature_names_nobody(campaign: Campaign, put_name: Sign) -> None:
    pledge = pledges(campaign)[0]
    leaf = bytes(put_name(pledge).entry.leaf).decode()
    assert pledge.person.identity not in leaf
    assert pledge.person.name not in leaf
    assert '"lvl":1' in leaf


def test_a_double_click_returns_the_same_signature(campaign: Campaign, put_name: Sign) -> None:
    pledge = pledges(campaign)[0]
    first = put_name(pledge)
    again = put_name(pledges(campaign)[0], at=later(seconds=2))
    stale = put_name(pledge, at=later(seconds=3))
    assert first.pk == again.pk == stale.pk
    assert Signature.objects.count() == 1
    assert Paper.objects.count() == 1


def test_the_database_itself_holds_one_signature_a_pledge(
    campaign: Campaign, put_name: Sign
) -> None:
    signature = put_name(pledges(campaign)[0])
    signature.pk = None
    signature.paper_id += 1
    with pytest.raises(IntegrityError), transaction.atomic():
        signature.save(force_insert=True)


@pytest.mark.parametrize("role", list(Role))
def test_nobody_signs_for_another_whatever_the_role(
    role: Role, staffed: City, campaign: Campaign, put_name: Sign
) -> None:
    officer = staffed.officer("petugas", role)
    pledge = pledges(campaign)[0]
    with pytest.raises(NotYours):
        put_name(pledge, by=f"user:{officer.pk}")
    with pytest.raises(NotYours):
        open_pledge(pledge=pledge, by=f"user:{officer.pk}", at=AT)
    assert not Signature.objects.exists()
    assert Pledge.objects.get(pk=pledge.pk).state == State.NOT_YET


def test_a_batch_refuses_an_intent_of_somebody_else(staffed: City, campaign: Campaign) -> None:
    one, other, *_ = pledges(campaign)
    sha256 = campaign.text_sha256
    intents = [
        Intent(one, f"user:{one.person.account_id}", Level.REENTRY, "password", sha256, NOW),
        Intent(other, f"user:{one.person.account_id}", Level.REENTRY, "password", sha256, NOW),
    ]
    with pytest.raises(NotYours):
        sign_all(campaign=campaign, intents=intents, at=AT)
    assert not Signature.objects.exists()


def test_a_person_without_account_cannot_be_signed_for_by_a_nameless_actor(
    staffed: City, campaign: Campaign, put_name: Sign
) -> None:
    pledge = pledges(campaign)[0]
    pledge.person.account = None
    pledge.person.save()
    with pytest.raises(NotYours):
        put_name(pledge, by="user:None")


@pytest.mark.parametrize(
    ("at", "refusal"),
    [
        pytest.param(DEADLINE, DeadlinePassed, id="at the deadline"),
        pytest.param(DEADLINE + timedelta(days=1), DeadlinePassed, id="a day late"),
        pytest.param(OPENS - timedelta(seconds=1), WaveLater, id="too early"),
    ],
)
def test_outside_the_dates_nothing_is_signed(
    at: object, refusal: type[Exception], campaign: Campaign, put_name: Sign
) -> None:
    with pytest.raises(refusal):
        put_name(pledges(campaign)[0], at=Moment.real(at))  # type: ignore[arg-type]
    assert not Signature.objects.exists()
    assert not Paper.objects.exists()


def test_a_deadline_that_passes_between_opening_and_signing_is_told(
    campaign: Campaign, put_name: Sign
) -> None:
    pledge = pledges(campaign)[0]
    just_before = Moment.real(DEADLINE - timedelta(seconds=1))
    open_pledge(pledge=pledge, by=f"user:{pledge.person.account_id}", at=just_before)
    with pytest.raises(DeadlinePassed) as told:
        put_name(pledge, at=Moment.real(DEADLINE))
    assert "Jumat, 28 Juni 2024 pukul 16.00 WIB" in str(told.value)
    assert Pledge.objects.get(pk=pledge.pk).state == State.OPENED


def test_another_text_than_the_one_in_force_is_not_signed(campaign: Campaign) -> None:
    pledge = pledges(campaign)[0]
    with pytest.raises(TextChanged):
        sign(
            pledge=pledge,
            level=Level.REENTRY,
            method="password",
            text_sha256="0" * 64,
            by=f"user:{pledge.person.account_id}",
            at=AT,
        )


def test_a_closed_campaign_takes_nothing(campaign: Campaign, put_name: Sign) -> None:
    campaign.stage = Campaign.Stage.CLOSED
    campaign.save()
    with pytest.raises(CampaignClosed):
        put_name(pledges(campaign)[0])


def test_a_whole_season_signs_with_a_bounded_number_of_statements(
    staffed: City,
    campaign: Campaign,
    django_assert_max_num_queries: object,
) -> None:
    everyone = pledges(campaign)
    intents = [
        Intent(
            p,
            f"user:{p.person.account_id}",
            Level.REENTRY,
            "password",
            campaign.text_sha256,
            NOW - timedelta(minutes=n),
        )
        for n, p in enumerate(everyone)
    ]
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        made = sign_all(campaign=campaign, intents=intents, at=AT)
    assert len(made) == len(everyone) == Signature.objects.count()
    assert Entry.objects.filter(act="pact.signed").count() == len(everyone)
    assert Disclosure.objects.filter(entry__act="pact.signed", field="level").count() == 12
    assert counted(campaign, "Dinas Kesehatan", staffed) == {"signed": 7, "level_1": 7}


def test_one_signature_costs_few_statements(
    campaign: Campaign, put_name: Sign, django_assert_max_num_queries: object
) -> None:
    pledge = pledges(campaign)[0]
    # Lock, entry and its openings, paper, signature, event, counters, mark; SQLite counts at once
    # and opens a savepoint less.
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        put_name(pledge)
