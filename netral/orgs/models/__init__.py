"""Units, people, offices and their holders, and roster imports. Everything dated."""

from netral.orgs.models.offices import Holding, Office
from netral.orgs.models.people import Person, PersonEvent
from netral.orgs.models.rosters import RosterImport
from netral.orgs.models.units import Unit

__all__ = ["Holding", "Office", "Person", "PersonEvent", "RosterImport", "Unit"]
