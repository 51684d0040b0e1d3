"""A cheap mark of everything that demands follow from: while it stays, they stay."""

import hashlib
from datetime import datetime

from django.db.models import Count, Max

from netral.circulars.core import Stage
from netral.circulars.models import Circular, ClauseMeaning
from netral.duties.models import PolicyChoice
from netral.ledger.models import Entry
from netral.pacts.models import Campaign
from netral.tenancy.models import Institution


def sources(institution: Institution, at: datetime) -> str:
    """Return the mark: circulars in force, how clauses are read, campaigns, terms, the roster."""
    circulars = Circular.objects.of(institution).filter(stage=Stage.PUBLISHED, published_at__lte=at)
    campaigns = Campaign.objects.of(institution).filter(stage=Campaign.Stage.OPEN)
    told = (
        institution.roster_version,
        circulars.order_by().aggregate(Count("pk"), Max("published_at")),
        ClauseMeaning.objects.of(institution).aggregate(Count("pk"), Max("set_at")),
        campaigns.order_by().aggregate(Count("pk"), Max("deadline"), Max("opened_at")),
        PolicyChoice.objects.of(institution).aggregate(Count("pk"), Max("set_at")),
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()


def last_entry(institution: Institution) -> int:
    """Return the id of the institution's last entry: whether anything was done since."""
    newest = Entry.objects.of(institution).order_by("-pk").values_list("pk", flat=True)
    return newest.first() or 0
