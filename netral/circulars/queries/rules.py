"""The rule base of an institution: the law, and what its own circulars add."""

from collections.abc import Mapping
from datetime import date, datetime

from netral.circulars.core.gap import joined
from netral.circulars.core.meaning import rules_of
from netral.circulars.queries.meanings import local_circulars
from netral.rules import queries as rules
from netral.rules.core.base import Rule
from netral.rules.core.engine import Answer, Engine
from netral.tenancy.models import Institution


def engine_of(institution: Institution, at: datetime) -> Engine:
    """Return the engine that answers for an institution at `at`, its own time.

    Two queries; the engine itself is made once for a version of the base and what the clauses
    mean, and kept.
    """
    law = rules.in_force(institution, at).engine
    return joined(law, local_circulars(institution, at))


def local_rules(institution: Institution, at: datetime) -> list[Rule]:
    """Return the rules that the institution's own circulars add, those that ended included."""
    base = rules.in_force(institution, at).base
    return [rule for each in local_circulars(institution, at) for rule in rules_of(each, base)]


def answer_for(
    institution: Institution, facts: Mapping[str, str], on: date, at: datetime
) -> Answer:
    """Answer whether an act on a day is allowed there, by the rules known at `at`.

    Raises:
        BadFacts: an unknown dimension or value, or facts that contradict each other.
        BeforeAnyRule: no rule was in force yet.
    """
    return engine_of(institution, at).answer(facts, on)
