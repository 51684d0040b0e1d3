"""Reminders of a pact: by the plan of its deadline, and by hand, in one way and never doubled.

The campaign of the scene opens on Wednesday, 26 June 2024 at 10.00 and ends on Friday at 16.00 WIB.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from netral.kernel.moment import Moment
from netral.ledger.models import Entry
from netral.notices.core import Manner
from netral.notices.models import Message
from netral.notices.queries import words
from netral.orgs.queries import root
from netral.pacts.actions.campaigns import close, extend
from netral.pacts.actions.reminders import remind, remind_if_due
from netral.pacts.models import Campaign
from netral.pacts.queries.reminding import upcoming
from tests.pacts.conftest import AT, BY, DEADLINE, City, Sign, later, pledges

pytestmark = pytest.mark.django_db


def wib(day: int, hour: int, minute: int = 0, month: int = 6) -> Moment:
    return Moment.real(datetime(2024, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=7))


def asked(city: City, at: Moment) -> list[Message]:
    """Let the chore run, and return what it queued for pages."""
    before = set(Message.objects.values_list("pk", flat=True))
    remind_if_due(institution=city.house, at=at)
    return list(Message.objects.exclude(pk__in=before).filter(channel="app"))


def test_the_plan_reminds_at_the_start_before_the_deadline_and_once_after(
    staffed: City, campaign: Campaign
) -> None:
    everybody = len(pledges(campaign))
    hours = [AT, wib(27, 8), wib(27, 16), wib(28, 9), wib(28, 14), wib(28, 17),
             wib(1, 8, month=7), wib(2, 8, month=7), wib(8, 8, month=7)]  # fmt: skip
    told = [asked(staffed, at) for at in hours]
    counts = [len(each) // everybody for each in told]
    assert counts == [1, 0, 1, 0, 1, 0, 1, 0, 0]
    assert sum(map(len, told)) == 4 * everybody
    assert {m.manner for m in told[4]} == {Manner.AT_ONCE}  # of no use later
    assert {m.manner for m in told[0] + told[2] + told[6]} == {Manner.POLITE}
    assert words(told[2][0], "id").subject == "Pakta integritas Anda menunggu tanda tangan"
    over = words(told[6][0], "id")
    assert over.subject == "Batas waktu menandatangani pakta integritas Anda sudah lewat"
    assert "Jumat, 28 Juni 2024" in over.body
    recorded = Entry.objects.filter(act="campaign.reminded")
    assert recorded.count() == 4


def test_whoever_has_signed_is_left_in_peace(
    staffed: City, campaign: Campaign, put_name: Sign
) -> None:
    signer, *others = pledges(campaign)
    put_name(signer)
    found = {each.recipient for each in asked(staffed, wib(27, 16))}
    assert found == {f"user:{each.person.account_id}" for each in others}


def test_the_chore_reminds_nobody_twice_however_often_it_runs(
    staffed: City, campaign: Campaign
) -> None:
    assert asked(staffed, AT)
    for minutes in (1, 11, 60, 300):
        assert asked(staffed, later(minutes=minutes)) == []
    assert Entry.objects.filter(act="campaign.reminded").count() == 1


def test_by_hand_and_by_plan_is_one_reminder_a_day(staffed: City, campaign: Campaign) -> None:
    top = root(staffed.house)
    health = staffed.units["Dinas Kesehatan"]
    by_hand = remind(campaign=campaign, unit=health, by=BY, at=wib(27, 9))
    assert by_hand
    by_plan = asked(staffed, wib(27, 16))
    assert len(by_plan) == len(pledges(campaign)) - by_hand
    assert remind(campaign=campaign, unit=top, by=BY, at=wib(27, 17)) == 0
    assert len({m.recipient for m in Message.objects.filter(channel="app")}) == len(
        pledges(campaign)
    )


def test_what_was_sent_before_the_plan_counts(staffed: City, campaign: Campaign) -> None:
    """Keys are those of the button as it was before pacts had a plan."""
    first, *others = pledges(campaign)
    account = first.person.account_id
    Message.objects.create(
        institution=staffed.house,
        channel="app",
        recipient=f"user:{account}",
        template="pacts/reminder",
        key=f"pact:{campaign.pk}:remind:20240627:{account}",
        queued_at=AT.acted,
        not_before=AT.acted,
    )
    assert len(asked(staffed, wib(27, 16))) == len(others)


def test_the_last_two_hours_come_beside_the_reminder_of_the_morning(
    staffed: City, campaign: Campaign
) -> None:
    top = root(staffed.house)
    everybody = len(pledges(campaign))
    assert remind(campaign=campaign, unit=top, by=BY, at=wib(28, 8)) == everybody
    assert len(asked(staffed, wib(28, 14))) == everybody
    assert asked(staffed, wib(28, 15)) == []
    assert remind(campaign=campaign, unit=top, by=BY, at=wib(28, 15)) == 0


def test_a_deadline_that_moves_is_announced_anew(staffed: City, campaign: Campaign) -> None:
    assert asked(staffed, wib(27, 16))
    moved = DEADLINE + timedelta(days=7)
    extend(campaign=campaign, deadline=moved, basis="ND/7", by=BY, at=wib(27, 17))
    assert asked(staffed, wib(28, 14)) == []
    assert upcoming(campaign, wib(28, 14)) == wib(2, 16, month=7).acted
    assert asked(staffed, wib(2, 16, month=7))


def test_a_closed_campaign_says_nothing_more(staffed: City, campaign: Campaign) -> None:
    close(campaign=campaign, by=BY, at=wib(28, 17))
    assert asked(staffed, wib(1, 8, month=7)) == []


def test_an_inactive_account_is_not_written_to(staffed: City, campaign: Campaign) -> None:
    gone = pledges(campaign)[0].person.account
    assert gone is not None
    gone.is_active = False
    gone.save()
    assert f"user:{gone.pk}" not in {each.recipient for each in asked(staffed, AT)}


def test_another_city_is_not_reminded(
    staffed: City, campaign: Campaign, make_city: Callable[[str], City]
) -> None:
    assert asked(make_city("99.72"), AT) == []


def test_nobody_is_asked_to_sign_once_it_is_too_late(staffed: City, campaign: Campaign) -> None:
    """A worker that stood still in the last two hours does not make up for it."""
    assert asked(staffed, wib(28, 16)) == []
    assert asked(staffed, wib(28, 17)) == []
    assert len(asked(staffed, wib(1, 9, month=7))) == len(pledges(campaign))
