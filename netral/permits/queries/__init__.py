"""Reading permits."""

from netral.permits.queries.checks import examine, summary, tell, upcoming
from netral.permits.queries.deciders import acting_as, holds_over, may_decide, whom
from netral.permits.queries.desk import Desk, desk, questions
from netral.permits.queries.facts import facts_for
from netral.permits.queries.mine import (
    Card,
    card,
    details,
    mine,
    own,
    permit_for,
    recommendation,
    story,
)

__all__ = [
    "Card",
    "Desk",
    "acting_as",
    "card",
    "desk",
    "details",
    "examine",
    "facts_for",
    "holds_over",
    "may_decide",
    "mine",
    "own",
    "permit_for",
    "questions",
    "recommendation",
    "story",
    "summary",
    "tell",
    "upcoming",
    "whom",
]
