"""Counting obligations into the counters that boards read, and the figures of a day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import F

from netral.duties.core import Group, Kind, State
from netral.duties.models import DailyFigure, Obligation
from netral.duties.queries.boards import board_of, measures
from netral.orgs.core import unit_ids
from netral.orgs.models import Unit
from netral.tallies import actions as tallies
from netral.tallies.core import Key, rolled
from netral.tenancy.models import Institution


def count(*, institution: Institution, obligations: Iterable[Obligation]) -> int:
    """Make the counters what the rows say; return how many were wrong.

    Standing duties are on no board: what a head was told is nobody else's business.
    """
    boards: dict[str, dict[Key, int]] = {board_of(): defaultdict(int)}
    boards |= {board_of(kind): defaultdict(int) for kind in Kind}
    for row in obligations:
        if row.group != Group.STANDING:
            for measure in measures(State(row.state)):
                boards[board_of()][row.unit_id, measure] += 1
                boards[board_of(Kind(row.kind))][row.unit_id, measure] += 1
    return sum(
        tallies.rebuild(institution=institution, board=board, own=own)
        for board, own in boards.items()
    )


def keep_day(*, institution: Institution, day: date, obligations: Iterable[Obligation]) -> None:
    """Keep how every unit with all below it stands on a local day; later the same day anew."""
    own: dict[Key, int] = defaultdict(int)
    for row in obligations:
        if row.group != Group.STANDING:
            for measure in measures(State(row.state)):
                own[row.unit_id, measure] += 1
    paths = dict(Unit.objects.of(institution).values_list("pk", "path"))
    figures: dict[int, dict[str, int]] = defaultdict(dict)
    for (unit, measure), amount in rolled(own, paths).items():
        figures[unit][measure] = amount
    DailyFigure.objects.bulk_create(
        [
            DailyFigure(institution=institution, unit_id=unit, day=day, **counted)
            for unit, counted in figures.items()
        ],
        update_conflicts=True,
        unique_fields=["institution", "unit", "day"],
        update_fields=["owed", "fulfilled", "late", "excused"],
        batch_size=500,
    )


def change_day(*, unit: Unit, day: date, changes: Mapping[str, int]) -> None:
    """Let what one obligation of `unit` does after a day was kept change that day's figures.

    `changes` holds amounts by measure. A day that was not kept yet is left alone: whoever keeps
    it reads the obligation as it is by then.
    """
    rows = DailyFigure.objects.of(unit.institution_id).filter(day=day)
    line = unit_ids(unit.path)
    if not changes or not rows.filter(unit__in=line).exists():
        return
    DailyFigure.objects.bulk_create(
        [DailyFigure(institution_id=unit.institution_id, unit_id=pk, day=day) for pk in line],
        ignore_conflicts=True,
    )
    rows.filter(unit__in=line).update(**{name: F(name) + n for name, n in changes.items()})
