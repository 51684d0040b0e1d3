"""Reading campaigns. Boards read counters alone; lists of people are bounded."""

from django.db.models import Count

from netral.pacts.core import level_measure
from netral.pacts.models import Campaign, Pledge, Signature
from netral.pacts.reader import Template, template

__all__ = ["Template", "recount", "template"]


def recount(campaign: Campaign) -> dict[tuple[int, str], int]:
    """Count the pledges and the levels of signatures by unit: the truth behind the counters."""
    mine = Pledge.objects.of(campaign.institution_id).filter(campaign=campaign)
    states = mine.order_by().values_list("unit_id", "state").annotate(n=Count("pk"))
    truth = {(unit, state): n for unit, state, n in states}
    signed = Signature.objects.of(campaign.institution_id).filter(pledge__campaign=campaign)
    levels = signed.order_by().values_list("pledge__unit_id", "level").annotate(n=Count("pk"))
    return truth | {(unit, level_measure(level)): n for unit, level, n in levels}
