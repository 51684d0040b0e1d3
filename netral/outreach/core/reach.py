"""How many people of a unit have shown that they know, and since when that is enough."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from netral.orgs.core import unit_ids

BAR: Final = 0.8  # share of the serving people of a unit with all below; policy of the house
HOLDS: Final = timedelta(days=365)  # a passed course counts for so long; policy of the house


def rolled_up(own: Mapping[str, int]) -> Counter[int]:
    """Add what each unit has of its own to all units above it. `own` is keyed by path."""
    total: Counter[int] = Counter()
    for path, count in own.items():
        for unit in unit_ids(path):
            total[unit] += count
    return total


def needed(people: int) -> int:
    """Return how many of `people` must have passed; an empty unit never gets there."""
    return max(1, ceil(people * BAR - 1e-9))


def crossings(
    people: Mapping[int, int], passes: Iterable[tuple[str, datetime]]
) -> dict[int, datetime]:
    """Return when each unit crossed the bar, by its id.

    `people` counts the serving people of each unit with all below; `passes` holds the path and
    the first pass of each person who has passed.
    """
    times: defaultdict[int, list[datetime]] = defaultdict(list)
    for path, at in passes:
        for unit in unit_ids(path):
            times[unit].append(at)
    crossed = {}
    for unit, found in times.items():
        least = needed(people.get(unit, 0))
        if people.get(unit, 0) and len(found) >= least:
            crossed[unit] = sorted(found)[least - 1]
    return crossed
