"""Campaigns as a whole."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count

from netral.access.core import Duty
from netral.access.errors import NotYours
from netral.access.queries import Seat
from netral.orgs import queries as orgs
from netral.pacts.core import level_measure
from netral.pacts.models import Campaign, PaperForm, Pledge, Signature
from netral.tenancy.models import Institution


def campaign_for(institution: Institution, slug: str) -> Campaign:
    """Return the campaign of this address; another institution's looks like none."""
    rows = Campaign.objects.of(institution).filter(slug=slug)
    found: Campaign | None = rows.select_related("institution", "circular", "entry").first()
    if found is None:
        raise NotYours
    return found


def owns(seat: Seat) -> bool:
    """Tell whether the seat owns the campaigns of the institution: over the top of its tree."""
    held = seat.paths(Duty.OWN_CAMPAIGN)
    return bool(held) and seat.may(Duty.OWN_CAMPAIGN, orgs.root(seat.institution).path)


def audience_size(institution: Institution, audience: Mapping[str, Any]) -> int:
    """Return how many people opening a campaign would ask."""
    return int(orgs.audience(institution, audience).count())


def recount(campaign: Campaign) -> dict[tuple[int, str], int]:
    """Count the pledges and the levels of signatures by unit: the truth behind the counters."""
    mine = Pledge.objects.of(campaign.institution_id).filter(campaign=campaign)
    states = mine.order_by().values_list("unit_id", "state").annotate(n=Count("pk"))
    truth = {(unit, state): n for unit, state, n in states}
    signed = Signature.objects.of(campaign.institution_id).filter(pledge__campaign=campaign)
    levels = signed.order_by().values_list("pledge__unit_id", "level").annotate(n=Count("pk"))
    return truth | {(unit, level_measure(level)): n for unit, level, n in levels}


def scan(pledge: Pledge) -> PaperForm | None:
    """Return the paper taken for a pledge, if there is one."""
    rows = PaperForm.objects.of(pledge.institution_id).filter(pledge=pledge)
    found: PaperForm | None = rows.select_related("entry").first()
    return found
