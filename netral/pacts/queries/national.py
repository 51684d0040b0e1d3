"""The roll-up over all institutions of an installation. For readers above them all, alone."""

from dataclasses import dataclass

from netral.pacts.core import Figures, board_of, total
from netral.pacts.models import Campaign
from netral.tallies.queries import roots


@dataclass(frozen=True, slots=True)
class House:
    """One institution in its newest open campaign."""

    institution: int
    code: str  # of the region or agency
    name: str
    campaign: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Nation:
    """All institutions that ask somebody, the furthest behind first, and their sum."""

    figures: Figures
    houses: tuple[House, ...]


def national() -> Nation:
    """Return how far every institution is in its newest open campaign.

    Two statements over one row for each institution: counters of their tops, never people.
    Institutions without an open campaign are missing.
    """
    open_now = Campaign.objects.filter(stage=Campaign.Stage.OPEN).order_by("opens_at", "pk")
    newest = {
        house: (code, name, pk, title)  # a later one takes the place of an earlier one
        for house, code, name, pk, title in open_now.values_list(
            "institution_id", "institution__code", "institution__name", "pk", "name"
        )
    }
    counted = roots({house: board_of(pk) for house, (_, _, pk, _) in newest.items()})
    houses = [
        House(house, code, name, title, Figures(counted[house]))
        for house, (code, name, _, title) in newest.items()
        if house in counted
    ]
    houses.sort(key=lambda h: (h.figures.share, -h.figures.waiting, h.name))
    return Nation(total(house.figures for house in houses), tuple(houses))
