"""The rule base of an institution: the law, and what its own circulars add."""

from collections.abc import Mapping
from datetime import date, datetime

from netral.rules import queries as rules
from netral.rules.core.engine import Answer, Engine
from netral.tenancy.models import Institution


def engine_of(institution: Institution, at: datetime) -> Engine:
    """Return the engine that answers for an institution at `at`, its own time."""
    return rules.in_force(institution, at).engine


def answer_for(
    institution: Institution, facts: Mapping[str, str], on: date, at: datetime
) -> Answer:
    """Answer whether an act on a day is allowed there, by the rules known at `at`.

    Raises:
        BadFacts: an unknown dimension or value, or facts that contradict each other.
        BeforeAnyRule: no rule was in force yet.
    """
    return engine_of(institution, at).answer(facts, on)
