"""One rule against the facts, and one rule against another."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from netral.rules.core import RANKS, Principle
from netral.rules.core.base import Rule

When = Mapping[str, frozenset[str]]
_HEIGHT: Final = {rank: -place for place, rank in enumerate(RANKS)}


def matches(when: When, facts: Mapping[str, str | None]) -> bool | None:
    """Tell whether a rule's facts are met; None while a fact that it needs is missing."""
    sure: bool | None = True
    for dimension, values in when.items():
        fact = facts.get(dimension)
        if fact is None:
            sure = None
        elif fact not in values:
            return False
    return sure


def beats(one: Rule, other: Rule) -> Principle | None:
    """Return the principle by which `one` prevails over `other`, if it does.

    Express exception, then rank, then specificity, then the later law; what one of them
    decides the other way ends the question.
    """
    if one.code in other.overrides:
        return None
    if other.code in one.overrides:
        return Principle.EXCEPTION
    for principle, difference in (
        (Principle.SUPERIOR, _HEIGHT[one.rank] - _HEIGHT[other.rank]),
        (Principle.SPECIAL, narrower(one.when, other.when) - narrower(other.when, one.when)),
        (Principle.LATER, _days(one.starts) - _days(other.starts)),
    ):
        if difference:
            return principle if difference > 0 else None
    return None


def narrower(one: When, other: When) -> bool:
    """Tell whether `one` holds nowhere that `other` does not."""
    return all(key in one and one[key] <= values for key, values in other.items())


def _days(day: date) -> int:
    return day.toordinal()
