"""What a weekly recap says: counted once, frozen, and never counted again."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from netral.access.core import Duty
from netral.access.errors import NotYours
from netral.access.queries import Seat
from netral.circulars.queries.progress import progress
from netral.duties.core.weeks import WEEK, Week
from netral.duties.models import Digest
from netral.duties.queries.boards import Board, Figures, board
from netral.duties.queries.late import Late, late
from netral.duties.queries.trends import Point, trend
from netral.kernel.moment import Moment
from netral.orgs.models import Unit
from netral.pacts.queries import Board as PactBoard
from netral.pacts.queries import running, unit_board

LISTED: Final = 200  # late obligations on paper; how many more there are is said
WEEKS: Final = 8  # of the trend


def frozen(unit: Unit, week: Week, at: Moment) -> dict[str, Any]:
    """Count what a recap of `unit` says. Late is named by office; no person stands in it."""
    house = unit.institution
    shown = board(house, unit)
    days = trend(unit, week.first - WEEKS * WEEK, week.last)
    return {
        "unit": unit.name,
        "whole": _figures(shown.figures),
        "before": _before(days, week),
        "rows": _rows(shown),
        "late": [_late(each) for each in late(house, [unit.path], at.acted, limit=LISTED)],
        "trend": [_day(point) for point in weekly(days)],
        "pacts": [_pact(unit_board(campaign, unit, at)) for campaign in running(house)],
        "circulars": [
            {"name": f"{each.number} {each.subject}".strip(), "read": each.read,
             "audience": each.audience, "derived": each.derived, "desks": each.desks}
            for each in progress(unit, at.acted)
        ],
    }  # fmt: skip


def _figures(found: Figures) -> dict[str, int]:
    return {
        "owed": found.owed, "fulfilled": found.fulfilled, "late": found.late,
        "excused": found.excused,
    }  # fmt: skip


def _before(days: Sequence[Point], week: Week) -> dict[str, int] | None:
    """Return the figures at the end of the week before, if that day was kept."""
    last = week.first - timedelta(days=1)
    found = [point.figures for point in days if point.day <= last]
    return _figures(found[-1]) if found else None


def _rows(shown: Board) -> list[dict[str, Any]]:
    return [{"name": row.name, "own": row.own, **_figures(row.figures)} for row in shown.rows]


def _late(each: Late) -> dict[str, Any]:
    return {
        "unit": each.unit_name, "office": each.office, "kind": each.kind.value,
        "due_at": each.due_at.isoformat(), "days": each.days,
    }  # fmt: skip


def _day(point: Point) -> dict[str, Any]:
    return {"day": point.day.isoformat(), **_figures(point.figures)}


def weekly(days: Sequence[Point]) -> list[Point]:
    """Keep the last known day of each week."""
    kept = {(point.day - timedelta(days=point.day.weekday())): point for point in days}
    return list(kept.values())


def _pact(found: PactBoard) -> dict[str, Any]:
    return {
        "name": found.campaign.name, "signed": found.figures.signed, "total": found.figures.total,
    }  # fmt: skip


def recaps(unit: Unit, limit: int = 10) -> list[Digest]:
    """Return the recaps of a unit, the newest first."""
    return _digests(unit, "recap", limit)


def assessments(unit: Unit, limit: int = 10) -> list[Digest]:
    """Return the frozen self-assessments of a unit, the newest first."""
    return _digests(unit, "assessment", limit)


def assessed_on(unit: Unit, day: date) -> Digest | None:
    """Return the self-assessment of a unit that was frozen on a day, if one was."""
    rows = Digest.objects.of(unit.institution_id).filter(kind="assessment", unit=unit, last_on=day)
    found: Digest | None = rows.order_by("pk").first()
    return found


def _digests(unit: Unit, kind: str, limit: int) -> list[Digest]:
    rows = Digest.objects.of(unit.institution_id).filter(kind=kind, unit=unit)
    return list(rows.defer("facts")[:limit])


def digest_for(seat: Seat, kind: str, pk: int) -> Digest:
    """Return a frozen view if the seat may see the board of its unit; else none is there."""
    rows = Digest.objects.of(seat.institution).filter(pk=pk, kind=kind)
    found: Digest | None = rows.select_related("paper", "unit", "institution").first()
    if found is None:
        raise NotYours
    seat.require(Duty.SEE_BOARD, found.unit.path)
    return found
