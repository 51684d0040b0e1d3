"""What the calendar says of a day, as facts that rules know."""

from datetime import date

from netral.calendar import queries as calendar
from netral.calendar.core.elections import Office
from netral.calendar.core.stages import campaign_on, stage_on
from netral.rules.core.base import CAMPAIGN, DERIVED, ELECTION, STAGE


def derived_facts(
    region: str, election: str, on: date, office: Office | None = None
) -> dict[str, str]:
    """Return what the calendar says of a local day: the law, the stage and the campaign.

    What it does not know is left out: it is never typed by the person who asks.

    Raises:
        NoSuchElection: the calendar has no election of that code.
    """
    found = calendar.election(election)
    told = {
        ELECTION: found.law.value,
        STAGE: stage_on(found, region, on, office).stage.value,
        CAMPAIGN: campaign_on(found, region, on, office).campaign.value,
    }
    return {name: value for name, value in told.items() if value in DERIVED[name]}
