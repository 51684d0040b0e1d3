"""Holding the boards against a recount of people."""

from django.db import transaction

from netral.pacts import queries
from netral.pacts.models import Campaign
from netral.tallies import actions as tallies


@transaction.atomic
def recount(*, campaign: Campaign) -> int:
    """Mend the counters of a campaign and return how many were wrong; people may go on signing."""
    tallies.hold()
    truth = queries.recount(campaign)
    return tallies.rebuild(institution=campaign.institution, board=campaign.board, own=truth)
