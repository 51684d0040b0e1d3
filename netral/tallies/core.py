"""Rolling amounts up a tree of paths."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from netral.orgs.core import unit_ids

Key = tuple[int, str]  # unit id, measure


def rolled(own: Mapping[Key, int], paths: Mapping[int, str]) -> dict[Key, int]:
    """Add each unit's own amounts to the unit and to everything above it.

    `paths` gives the path of every unit in `own`: the ids from the root to the unit itself.
    """
    whole: dict[Key, int] = defaultdict(int)
    for (unit, measure), amount in own.items():
        for above in unit_ids(paths[unit]):
            whole[above, measure] += amount
    return dict(whole)


def summed(changes: Iterable[tuple[int, str, int]]) -> dict[Key, int]:
    """Add up changes of the same counter, and leave out what comes to nothing."""
    total: dict[Key, int] = defaultdict(int)
    for unit, measure, amount in changes:
        total[unit, measure] += amount
    return {key: amount for key, amount in total.items() if amount}
