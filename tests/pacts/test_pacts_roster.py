"""The roster moves on while a campaign runs; the states always sum to it."""

from datetime import timedelta

import pytest

from netral.kernel.moment import Moment
from netral.orgs.actions.moves import merge_unit, move_unit
from netral.orgs.actions.people import transfer
from netral.orgs.actions.service import Leaving, bring_back, leave
from netral.orgs.core import PersonKind, Service
from netral.orgs.models import Person
from netral.orgs.queries import root
from netral.pacts.actions.campaigns import close, extend, open_campaign
from netral.pacts.actions.pledges import exempt, put_back, put_on_leave, refuse
from netral.pacts.actions.roster import ROSTER, due, reconcile
from netral.pacts.core import State
from netral.pacts.errors import (
    BasisMissing,
    CampaignClosed,
    CannotMove,
    DatesPast,
    NobodyAsked,
    NotADraft,
    NotOverYet,
    ReasonMissing,
    TextIncomplete,
)
from netral.pacts.models import Campaign, Pledge, PledgeEvent, Signature
from netral.pacts.queries import recount
from netral.tallies.actions import fold
from netral.tallies.queries import owns, wholes
from tests.pacts.conftest import AT, BY, DEADLINE, OPENS, City, Sign, later, pledges


def exact(campaign: Campaign) -> None:
    """Hold the counters against a recount of people."""
    fold()
    kept = {
        (unit, measure): n
        for unit, measures in owns(campaign.institution, campaign.board).items()
        for measure, n in measures.items()
        if n
    }
    assert kept == recount(campaign)


def state_of(campaign: Campaign, person: Person) -> str:
    return str(Pledge.objects.get(campaign=campaign, person=person).state)


def test_opening_asks_the_whole_roster_once_and_counts_it(staffed: City) -> None:
    draft = staffed.draft()
    assert open_campaign(campaign=draft, by=BY, at=AT) == 12
    assert len(draft.text_sha256) == 64
    assert draft.stage == Campaign.Stage.OPEN
    exact(draft)
    with pytest.raises(NotADraft):
        open_campaign(campaign=draft, by=BY, at=AT)
    assert Pledge.objects.count() == 12


def test_only_the_audience_is_asked(staffed: City) -> None:
    units = [staffed.units["Dinas Kesehatan"].path]
    campaign = staffed.campaign(audience={"kinds": [PersonKind.NON_ASN], "units": units})
    assert Pledge.objects.filter(campaign=campaign).count() == 7
    with pytest.raises(NobodyAsked):
        staffed.campaign(audience={"kinds": [PersonKind.PNS], "units": []})
    assert Campaign.objects.filter(stage=Campaign.Stage.OPEN).count() == 1


def test_a_campaign_without_words_or_time_does_not_open(staffed: City) -> None:
    empty = staffed.draft()
    empty.text = {"title": "Pakta", "statements": []}
    empty.save()
    with pytest.raises(TextIncomplete):
        open_campaign(campaign=empty, by=BY, at=AT)
    with pytest.raises(DatesPast):
        open_campaign(campaign=staffed.draft(), by=BY, at=Moment.real(DEADLINE))
    with pytest.raises(DatesPast):
        staffed.draft(everyone_at=DEADLINE)


def test_heads_of_unit_come_first(staffed: City, put_name: Sign) -> None:
    chief, worker, *_ = Person.objects.filter(unit=staffed.units["Dinas Kesehatan"])
    staffed.head(chief)
    campaign = staffed.campaign(everyone_at=AT.acted + timedelta(days=1))
    waves = {p.person_id: p.wave.group for p in pledges(campaign)}
    assert waves[chief.pk] == "heads"
    assert waves[worker.pk] == "everyone"


def test_whoever_is_on_leave_begins_on_leave(staffed: City) -> None:
    person = Person.objects.first()
    assert person
    leave(person=person, leaving=Leaving(service=Service.LEAVE), by=BY, at=AT)
    campaign = staffed.campaign()
    assert state_of(campaign, person) == State.ON_LEAVE
    bring_back(person=person, by=BY, at=AT)
    assert reconcile(campaign=campaign, at=AT).returned == 1
    assert state_of(campaign, person) == State.NOT_YET
    exact(campaign)


def test_a_transfer_moves_the_person_and_keeps_and_shows_the_signature(
    staffed: City, campaign: Campaign, put_name: Sign
) -> None:
    pledge = next(p for p in pledges(campaign) if p.unit.name == "Puskesmas Mawar")
    put_name(pledge)
    target = staffed.units["Dinas Pendidikan"]
    transfer(person=pledge.person, unit=target, by=BY, at=AT)
    done = reconcile(campaign=campaign, at=AT)
    assert done.transferred == 1
    pledge.refresh_from_db()
    assert (pledge.unit, pledge.state) == (target, State.SIGNED)
    assert Signature.objects.get(pledge=pledge).signer["unit"] == "Puskesmas Mawar"
    event = PledgeEvent.objects.get(pledge=pledge, by=ROSTER)
    assert event.unit_before == staffed.units["Puskesmas Mawar"]
    figures = wholes(campaign.institution, campaign.board)
    fold()
    figures = wholes(campaign.institution, campaign.board)
    assert figures[target.pk]["signed"] == figures[target.pk]["level_1"] == 1
    assert figures[staffed.units["Dinas Kesehatan"].pk].get("signed", 0) == 0
    exact(campaign)


def test_joiners_are_asked_and_leavers_leave(staffed: City, campaign: Campaign) -> None:
    gone = pledges(campaign)[0].person
    leave(person=gone, leaving=Leaving(service=Service.RETIRED), by=BY, at=AT)
    new = staffed.people("Dinas Pendidikan", 2)
    assert [c.pk for c in due()] == [campaign.pk]
    done = reconcile(campaign=campaign, at=AT)
    assert (done.joined, done.left) == (2, 1)
    assert state_of(campaign, gone) == State.LEFT
    assert state_of(campaign, new[0]) == State.NOT_YET
    assert due() == []
    exact(campaign)
    assert not reconcile(campaign=campaign, at=AT)
    bring_back(person=gone, by=BY, at=AT)
    assert reconcile(campaign=campaign, at=AT).returned == 1
    assert state_of(campaign, gone) == State.NOT_YET
    exact(campaign)


def test_who_signed_and_left_stays_signed(
    staffed: City, campaign: Campaign, put_name: Sign
) -> None:
    pledge = pledges(campaign)[0]
    put_name(pledge)
    leave(person=pledge.person, leaving=Leaving(service=Service.RETIRED), by=BY, at=AT)
    assert not reconcile(campaign=campaign, at=AT)
    assert state_of(campaign, pledge.person) == State.SIGNED


def test_leave_that_an_officer_recorded_is_not_undone_by_the_roster(
    staffed: City, campaign: Campaign
) -> None:
    pledge = pledges(campaign)[0]
    put_on_leave(pledge=pledge, reason="Cuti melahirkan", by="user:1", at=AT)
    staffed.people("Dinas Pendidikan", 1)
    reconcile(campaign=campaign, at=AT)
    assert state_of(campaign, pledge.person) == State.ON_LEAVE
    pledge.refresh_from_db()
    put_back(pledge=pledge, reason="Kembali bekerja", by="user:1", at=AT)
    assert state_of(campaign, pledge.person) == State.NOT_YET
    exact(campaign)


def test_units_that_move_or_merge_carry_their_counts(
    staffed: City, campaign: Campaign, put_name: Sign
) -> None:
    clinic, school = staffed.units["Puskesmas Mawar"], staffed.units["Dinas Pendidikan"]
    put_name(next(p for p in pledges(campaign) if p.unit == clinic))
    move_unit(unit=clinic, parent=school, by=BY, at=AT)
    reconcile(campaign=campaign, at=AT)
    figures = wholes(campaign.institution, campaign.board)
    assert figures[school.pk]["signed"] == 1
    assert figures[school.pk]["not_yet"] == 8
    assert figures[staffed.units["Dinas Kesehatan"].pk]["not_yet"] == 3
    exact(campaign)
    clinic.refresh_from_db()
    merge_unit(unit=clinic, into=school, by=BY, at=AT)
    reconcile(campaign=campaign, at=AT)
    exact(campaign)
    top = wholes(campaign.institution, campaign.board)[root(staffed.house).pk]
    assert top["signed"] == 1
    assert top["not_yet"] == 11


def test_a_refusal_has_a_reason_and_may_be_thought_over(campaign: Campaign, put_name: Sign) -> None:
    pledge = pledges(campaign)[0]
    me = f"user:{pledge.person.account_id}"
    with pytest.raises(ReasonMissing):
        refuse(pledge=pledge, reason="  ", by=me, at=AT)
    refuse(pledge=pledge, reason="Saya ingin membaca edarannya dulu.", by=me, at=AT)
    assert state_of(campaign, pledge.person) == State.REFUSED
    exact(campaign)
    put_name(pledge)
    assert state_of(campaign, pledge.person) == State.SIGNED
    exact(campaign)
    with pytest.raises(CannotMove):
        refuse(pledge=pledge, reason="Tidak jadi.", by=me, at=AT)


def test_an_exemption_needs_reason_and_basis(campaign: Campaign) -> None:
    pledge = pledges(campaign)[0]
    with pytest.raises(BasisMissing):
        exempt(pledge=pledge, reason="Tugas belajar", basis="", by="user:1", at=AT)
    exempt(pledge=pledge, reason="Tugas belajar", basis="SK 12/2024", by="user:1", at=AT)
    assert state_of(campaign, pledge.person) == State.EXEMPT
    exact(campaign)


def test_a_deadline_moves_only_later_and_closing_waits_for_it(
    campaign: Campaign, put_name: Sign
) -> None:
    with pytest.raises(NotOverYet):
        close(campaign=campaign, by=BY, at=AT)
    with pytest.raises(DatesPast):
        extend(campaign=campaign, deadline=OPENS, basis="Nota", by=BY, at=AT)
    new = DEADLINE + timedelta(days=3)
    extend(campaign=campaign, deadline=new, basis="Nota dinas 5", by=BY, at=later(days=3))
    put_name(pledges(campaign)[0], at=Moment.real(DEADLINE + timedelta(days=1)))
    seen = pledges(campaign)[1]
    close(campaign=campaign, by=BY, at=Moment.real(new))
    assert campaign.stage == Campaign.Stage.CLOSED
    assert seen.campaign.stage == Campaign.Stage.OPEN  # as a page showed it that is open still
    for act in (put_on_leave, put_back):
        with pytest.raises(CampaignClosed):
            act(pledge=seen, reason="Cuti", by=BY, at=Moment.real(new))
    with pytest.raises(CampaignClosed):
        exempt(pledge=seen, reason="Tugas", basis="SK 1", by=BY, at=Moment.real(new))
