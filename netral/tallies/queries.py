"""Reading counters. No function looks at people."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from django.db import connection

from netral.tallies.models import Count
from netral.tenancy.models import Institution

Figures = dict[int, dict[str, int]]
# Asked pair by pair, and the tops first: the counters are then found by their whole key, one
# place for each institution, and the planner has no other way to try.
ASKED: Final = "SELECT * FROM unnest(%s::bigint[], %s::text[])"
ROOTS: Final = """
    WITH asked(institution_id, board) AS ({asked}),
    tops AS MATERIALIZED (
        SELECT asked.institution_id, asked.board, orgs_unit.id
        FROM orgs_unit JOIN asked ON asked.institution_id = orgs_unit.institution_id
        WHERE orgs_unit.parent_id IS NULL
    )
    SELECT tops.institution_id, measure, whole
    FROM tops JOIN tallies_count AS counted ON counted.institution_id = tops.institution_id
        AND counted.board = tops.board AND counted.unit_id = tops.id
"""


def wholes(
    institution: Institution | int,
    board: str | Collection[str],
    unit_ids: Iterable[int] | None = None,
) -> Figures:
    """Return by unit and measure what each unit has with all below it; of several boards the sum.

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
    institution: Institution | int,
    board: str | Collection[str],
    unit_ids: Iterable[int] | None,
    column: str,
) -> Figures:
    boards = [board] if isinstance(board, str) else list(board)
    rows = Count.objects.of(institution).filter(board__in=boards)
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=list(unit_ids))
    found: Figures = defaultdict(dict)
    for unit_id, measure, amount in rows.values_list("unit_id", "measure", column):
        found[unit_id][measure] = found[unit_id].get(measure, 0) + amount
    return dict(found)


def roots(boards: Mapping[int, str]) -> Figures:
    """Return by institution and measure what the top of each tree has with all below it.

    `boards` names one board for each institution id; institutions whose board never counted
    anything are missing. One statement over as many rows as there are institutions, however many
    people and units they have: for readers above all institutions alone.
    """
    if not boards:
        return {}
    asked = ASKED
    values: list[Any] = [list(boards), list(boards.values())]
    if connection.vendor != "postgresql":
        asked = f"VALUES {', '.join(['(%s, %s)'] * len(boards))}"
        values = [each for pair in boards.items() for each in pair]
    with connection.cursor() as cursor:
        cursor.execute(ROOTS.format(asked=asked), values)
        rows = cursor.fetchall()
    found: Figures = defaultdict(dict)
    for house, measure, amount in rows:
        found[house][measure] = amount
    return dict(found)
