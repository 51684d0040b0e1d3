"""The roll-up over all institutions: from counters, never from people."""

from collections.abc import Callable
from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from netral.pacts.core import State
from netral.pacts.models import Campaign
from netral.pacts.queries import national
from netral.tallies.actions import fold
from tests.pacts.conftest import OPENS, City, Sign, pledges


def test_every_institution_counts_once_the_furthest_behind_first(
    staffed: City, put_name: Sign, make_city: Callable[[str], City]
) -> None:
    campaign = staffed.campaign()
    behind = make_city("99.72")
    behind.people("Dinas Pendidikan", 2)
    behind.campaign()
    for pledge in pledges(campaign)[:3]:
        put_name(pledge)
    fold()
    found = national()
    assert [house.institution for house in found.houses] == [behind.house.pk, staffed.house.pk]
    assert [house.figures.signed for house in found.houses] == [0, 3]
    assert found.figures.total == 14
    assert found.figures.of(State.SIGNED) == 3


def test_of_two_open_campaigns_the_newest_counts(staffed: City, put_name: Sign) -> None:
    old = staffed.campaign(name="Yang lama", opens_at=OPENS - timedelta(days=1))
    new = staffed.campaign(name="Yang baru")
    put_name(pledges(old)[0])
    put_name(pledges(new)[0])
    put_name(pledges(new)[1])
    fold()
    (house,) = national().houses
    assert (house.campaign, house.figures.signed) == ("Yang baru", 2)


def test_drafts_and_closed_campaigns_are_left_out(staffed: City) -> None:
    staffed.draft()
    closed = staffed.campaign()
    Campaign.objects.filter(pk=closed.pk).update(stage=Campaign.Stage.CLOSED)
    fold()
    found = national()
    assert found.houses == ()
    assert found.figures.total == 0


def test_the_roll_up_asks_for_nobody(campaign: Campaign) -> None:
    fold()
    with CaptureQueriesContext(connection) as asked:
        national()
    said = " ".join(query["sql"] for query in asked.captured_queries)
    assert len(asked) == 2
    assert "orgs_person" not in said
    assert "pacts_pledge" not in said
