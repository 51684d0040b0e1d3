"""`hitung_ulang` finds what is wrong on a board, mends it, and says so."""

import io

from django.core.management import call_command

from netral.pacts.models import Campaign
from netral.tallies.actions import fold
from netral.tallies.models import Count
from tests.pacts.conftest import Sign, pledges


def said() -> str:
    out = io.StringIO()
    call_command("hitung_ulang", stdout=out)
    return out.getvalue()


def test_a_board_that_is_right_stays_as_it_is(campaign: Campaign, put_name: Sign) -> None:
    put_name(pledges(campaign)[0])
    assert said() == f"{campaign.board}: benar\n"


def test_a_board_that_is_wrong_is_mended(campaign: Campaign, put_name: Sign) -> None:
    put_name(pledges(campaign)[0])
    fold()
    Count.objects.filter(board=campaign.board, measure="signed").update(own=5, whole=9)
    assert "sudah dibetulkan" in said()
    assert said() == f"{campaign.board}: benar\n"
