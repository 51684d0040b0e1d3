"""Which page does what an obligation asks for."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse

from netral.access.core import Duty
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


NEEDS: Final = {
    Kind.SOCIALISE: Duty.HOLD_SESSION,
    Kind.EDUCATE: Duty.HOLD_SESSION,
    Kind.GUIDE: Duty.GUIDE_STAFF,
    Kind.IMPLEMENT: Duty.SUPERVISE_UNIT,
    Kind.CLIMATE: Duty.SUPERVISE_UNIT,
    Kind.SUPERVISE: Duty.SUPERVISE_UNIT,
    Kind.NIL_REPORT: Duty.ANSWER_FOR_UNIT,
    Kind.ACKNOWLEDGE: Duty.PASS_ON_CIRCULAR,
    Kind.DERIVE: Duty.PASS_ON_CIRCULAR,
    Kind.COLLECT_PACTS: Duty.SEE_BOARD,
}  # what the page behind a tool asks of its reader


@dataclass(frozen=True, slots=True)
class Tool:
    """A button: the msgid of what it does, and where it leads."""

    word: str
    url: str


class Tools:
    """The tools for the obligations of one unit, for who holds `duties`; one query at most."""

    def __init__(self, unit: Unit, demands: Iterable[Demand], duties: Collection[Duty]) -> None:
        self._unit, self._duties = unit, duties
        campaigns = [_number(d) for d in demands if d.group is Group.PACT]
        own = Campaign.objects.of(unit.institution_id).filter(pk__in=campaigns)
        self._campaigns = dict(own.values_list("pk", "slug")) if campaigns else {}

    def of(self, demand: Demand) -> Tool | None:
        """Return the tool that does what a demand asks for, if it opens to the reader."""
        if NEEDS.get(demand.kind) not in self._duties:
            return None
        return Tool(WORDS[demand.kind], self._url(demand))

    def _url(self, demand: Demand) -> str:
        if demand.group is Group.CASCADE:
            return reverse("circulars:desk")  # where what reached the unit has its next step
        if demand.group is Group.PACT:
            slug = self._campaigns[_number(demand)]
            return reverse("pacts:unit", args=[slug, self._unit.pk])
        return self._page(demand)

    def _page(self, demand: Demand) -> str:
        """Return the page of another part that does it, opened at the unit where it can be."""
        unit = [self._unit.pk]
        pages = {
            Kind.SOCIALISE: ("outreach:new", []),
            Kind.EDUCATE: ("outreach:progress", []),
            Kind.GUIDE: ("supervision:choose", []),
            Kind.IMPLEMENT: ("supervision:self_check", unit),
            Kind.CLIMATE: ("supervision:self_check", unit),
            Kind.SUPERVISE: ("supervision:self_check", unit),
            Kind.NIL_REPORT: ("supervision:nil", []),
        }
        route, arguments = pages[demand.kind]
        address = reverse(route, args=arguments)
        return f"{address}?{self._days(demand)}" if demand.kind is Kind.NIL_REPORT else address

    def _days(self, demand: Demand) -> str:
        """Return which unit and days the form offers first: those of the demand."""
        days = {"starts_on": demand.first_on, "ends_on": demand.last_on}
        return urlencode({"unit": self._unit.pk} | {name: f"{d}" for name, d in days.items()})


def _number(demand: Demand) -> int:
    """Return the id in a source: 3 of "campaign:3"."""
    return int(demand.source.partition(":")[2])
