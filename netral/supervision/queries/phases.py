"""Where an institution's day lies in its nearest election."""

from collections.abc import Mapping

from netral.kernel.moment import Moment
from netral.permits.queries import upcoming
from netral.rules import queries as rules
from netral.rules.core.base import CAMPAIGN, STAGE
from netral.supervision.core.checklists import Phase, phase_of
from netral.tenancy.models import Institution


def phase_today(institution: Institution, at: Moment) -> tuple[Phase, Mapping[str, str]]:
    """Return the phase, and what the calendar says of the day as facts that rules know."""
    today = at.local().date()
    near = upcoming(institution, today)
    if not near:
        return Phase.NONE, {}
    facts = rules.derived_facts(institution.code, near[0].code, today)
    return phase_of(facts.get(STAGE, ""), facts.get(CAMPAIGN, "")), facts
