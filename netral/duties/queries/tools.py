"""Which page does what an obligation asks for."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from netral.circulars.models import Circular
from netral.duties.core import Group, Kind
from netral.duties.core.demands import Demand
from netral.kernel.words import N_
from netral.orgs.models import Unit
from netral.pacts.models import Campaign

WORDS: Final = {
    Kind.SOCIALISE: N_("Plan a session"),
    Kind.EDUCATE: N_("See the course"),
    Kind.GUIDE: N_("Give guidance"),
    Kind.IMPLEMENT: N_("Do the self-check"),
    Kind.CLIMATE: N_("Do the climate check"),
    Kind.SUPERVISE: N_("Do a check"),
    Kind.NIL_REPORT: N_("Make the nil report"),
    Kind.ACKNOWLEDGE: N_("Acknowledge receipt"),
    Kind.DERIVE: N_("Issue the unit’s circular"),
    Kind.COLLECT_PACTS: N_("See who has not signed"),
}


@dataclass(frozen=True, slots=True)
class Tool:
    """A button: the msgid of what it does, and where it leads."""

    word: str
    url: str


class Tools:
    """The tools for the obligations of one unit; two queries at most."""

    def __init__(self, unit: Unit, demands: Iterable[Demand]) -> None:
        self._unit = unit
        asked = list(demands)
        circulars = {d.circular for d in asked if d.group is Group.CASCADE and d.circular}
        rows = Circular.objects.of(unit.institution_id).filter(pk__in=circulars)
        self._circulars = dict(rows.values_list("pk", "slug")) if circulars else {}
        campaigns = [_number(d) for d in asked if d.group is Group.PACT]
        own = Campaign.objects.of(unit.institution_id).filter(pk__in=campaigns)
        self._campaigns = dict(own.values_list("pk", "slug")) if campaigns else {}

    def of(self, demand: Demand) -> Tool | None:
        """Return the tool that does what a demand asks for."""
        word = WORDS.get(demand.kind)
        return Tool(word, self._url(demand)) if word else None

    def _url(self, demand: Demand) -> str:
        if demand.group is Group.CASCADE and demand.circular:
            return reverse("circulars:show", args=[self._circulars[demand.circular]])
        if demand.group is Group.PACT:
            slug = self._campaigns[_number(demand)]
            return reverse("pacts:unit", args=[slug, self._unit.pk])
        if demand.kind in {Kind.SOCIALISE, Kind.EDUCATE}:
            return reverse("outreach:new")
        return "/pengawasan/"


def _number(demand: Demand) -> int:
    """Return the id in a source: 3 of "campaign:3"."""
    return int(demand.source.partition(":")[2])
