"""Two at once: a double click on two workers, a roster that moves under a signature."""

import os
from functools import partial

import pytest

from netral.orgs.actions.people import transfer
from netral.pacts.actions.pledges import exempt, open_pledge
from netral.pacts.actions.recounting import recount
from netral.pacts.actions.roster import reconcile
from netral.pacts.core import State
from netral.pacts.models import Campaign, Pledge, PledgeEvent, Signature
from netral.signing.models import Paper
from netral.tallies.actions import fold
from tests.pacts.conftest import AT, BY, City, Sign, pledges
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 8 if "postgres" in os.environ.get("DATABASE_URL", "") else 4


def test_many_clicks_at_once_make_one_signature_and_one_receipt(
    campaign: Campaign, put_name: Sign
) -> None:
    clicks = [partial(put_name, pledges(campaign)[0]) for _ in range(AT_ONCE)]
    assert len({made.pk for made in together(clicks)}) == 1  # type: ignore[attr-defined]
    assert Signature.objects.count() == Paper.objects.count() == 1
    assert PledgeEvent.objects.count() == 1
    fold()
    assert recount(campaign=campaign) == 0


def test_a_transfer_during_signatures_keeps_every_figure(
    staffed: City, campaign: Campaign, put_name: Sign
) -> None:
    everyone = pledges(campaign)
    target = staffed.units["Dinas Pendidikan"]
    for pledge in everyone[:4]:
        transfer(person=pledge.person, unit=target, by=BY, at=AT)
    signers = [partial(put_name, pledge) for pledge in everyone[:AT_ONCE]]
    together([*signers, partial(reconcile, campaign=campaign, at=AT)])
    reconcile(campaign=campaign, at=AT)
    fold()
    assert recount(campaign=campaign) == 0
    assert Signature.objects.count() == min(AT_ONCE, len(everyone))
    assert Pledge.objects.filter(unit=target).count() >= 9


def test_two_reconciliations_at_once_ask_a_joiner_once(staffed: City, campaign: Campaign) -> None:
    staffed.people("Dinas Pendidikan", 3)
    together([partial(reconcile, campaign=campaign, at=AT) for _ in range(3)])
    assert Pledge.objects.count() == 15
    fold()
    assert recount(campaign=campaign) == 0


def test_signing_and_exempting_at_once_has_one_outcome(campaign: Campaign, put_name: Sign) -> None:
    one, two = pledges(campaign)[0], pledges(campaign)[0]
    together(
        [
            partial(put_name, one),
            partial(exempt, pledge=two, reason="Tugas", basis="SK 1", by="user:1", at=AT),
        ]
    )
    state = Pledge.objects.get(pk=one.pk).state
    assert state in {State.SIGNED, State.EXEMPT}
    assert Signature.objects.exists() == (state == State.SIGNED)
    fold()
    assert recount(campaign=campaign) == 0


def test_opening_the_text_in_many_windows_is_one_move(campaign: Campaign) -> None:
    copies = [pledges(campaign)[0] for _ in range(AT_ONCE)]
    me = f"user:{copies[0].person.account_id}"
    together([partial(open_pledge, pledge=each, by=me, at=AT) for each in copies])
    assert PledgeEvent.objects.count() == 1
    fold()
    assert recount(campaign=campaign) == 0
