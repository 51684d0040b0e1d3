"""Reading counters. Neither function looks at people."""

from collections import defaultdict
from collections.abc import Iterable

from netral.tallies.models import Count
from netral.tenancy.models import Institution

Figures = dict[int, dict[str, int]]


def wholes(
    institution: Institution | int, board: str, unit_ids: Iterable[int] | None = None
) -> Figures:
    """Return by unit and measure what each unit has with all below it.

    Units and measures that never counted anything are missing: read with `.get`. On PostgreSQL
    the figures lag by what is not folded in yet, usually a second.
    """
    return _figures(institution, board, unit_ids, "whole")


def owns(
    institution: Institution | int, board: str, unit_ids: Iterable[int] | None = None
) -> Figures:
    """Return by unit and measure what each unit has itself."""
    return _figures(institution, board, unit_ids, "own")


def _figures(
    institution: Institution | int, board: str, unit_ids: Iterable[int] | None, column: str
) -> Figures:
    rows = Count.objects.of(institution).filter(board=board)
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=list(unit_ids))
    found: Figures = defaultdict(dict)
    for unit_id, measure, amount in rows.values_list("unit_id", "measure", column):
        found[unit_id][measure] = amount
    return dict(found)
