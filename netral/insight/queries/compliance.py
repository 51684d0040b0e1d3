"""How the duties of heads stand, by unit and over time: from counters, never from people."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain
from typing import TYPE_CHECKING, Final

from netral.access.core import Duty
from netral.duties import queries as duties
from netral.duties.core import KINDS_OF, Group, Part
from netral.duties.queries.boards import Figures, boards_of
from netral.duties.queries.late import Late
from netral.duties.queries.recaps import recaps, weekly
from netral.duties.queries.trends import Point
from netral.orgs import queries as orgs
from netral.tallies.queries import wholes

if TYPE_CHECKING:  # a board names rows of other apps in its types, and never touches them
    from netral.access.queries import Seat
    from netral.duties.models import Digest
    from netral.orgs.models import Unit

WEEK: Final = timedelta(days=7)
BACK: Final = 12 * WEEK  # of the trend
FIRST: Final = 7  # late obligations beside the board
LISTED: Final = 200  # on the page of the late list
MOST: Final = 5000  # in a file
DRAWN: Final = 12  # units in the picture, and in the table before it is opened
# What a board may be narrowed to, by its name in addresses.
PARTS: Final[Mapping[str, Part]] = {
    each.value: each for each in (*Group, *chain(*KINDS_OF.values()))
}


@dataclass(frozen=True, slots=True)
class Compliance:
    """One unit with those right below it, what is late, and how it came so far."""

    unit: "Unit"
    board: duties.Board
    days: Sequence[Point]
    late: Sequence[Late]
    above: Sequence[tuple[int, str]]  # only those that the reader may open
    recaps: "Sequence[Digest]"
    may_recap: bool

    @property
    def figures(self) -> Figures:
        """Return the figures of the whole."""
        return self.board.figures

    @property
    def first_rows(self) -> Sequence[duties.BoardRow]:
        """Return the units furthest behind, as many as are drawn."""
        return self.board.rows[:DRAWN]

    @property
    def more_rows(self) -> Sequence[duties.BoardRow]:
        """Return the other units."""
        return self.board.rows[DRAWN:]

    @property
    def week_ago(self) -> Figures | None:
        """Return the figures of a week before the last day kept, if that day was kept."""
        if not self.days:
            return None
        wanted = self.days[-1].day - WEEK
        found = [point.figures for point in self.days if point.day <= wanted]
        return found[-1] if found else None

    @property
    def change(self) -> int | None:
        """Return how many more are late than a week ago."""
        before = self.week_ago
        return None if before is None else self.figures.late - before.late

    @property
    def fewer(self) -> int:
        """Return how many fewer are late than a week ago."""
        return -(self.change or 0)

    @property
    def weeks(self) -> list[Point]:
        """Return the last known day of each week, the newest first."""
        return weekly(self.days)[::-1]


def compliance(seat: "Seat", unit: "Unit", part: Part | None = None) -> Compliance:
    """Return the board of `unit`; the caller has made sure that the seat may see it."""
    today = seat.at.local().date()
    shown = duties.board(seat.institution, unit, part=part)
    return Compliance(
        unit=unit,
        board=shown,
        days=[] if part else duties.trend(unit, today - BACK, today),
        late=duties.late(seat.institution, [unit.path], seat.at.acted, limit=FIRST, part=part),
        above=[each for each in shown.above if seat.may(Duty.SEE_BOARD, path_of(unit, each[0]))],
        recaps=recaps(unit, 5),
        may_recap=seat.may(Duty.EXCUSE_DUTY, unit.path),
    )


def figures_of(unit: "Unit") -> Figures:
    """Return the figures of one unit with all below it; one query."""
    counted = wholes(unit.institution_id, boards_of(None), [unit.pk])
    return Figures.counted(counted.get(unit.pk, {}))


def path_of(unit: "Unit", above: int) -> str:
    """Return the path of a unit above `unit`: the part of the path down to it."""
    before, found, _ = f"/{unit.path}".partition(f"/{above}/")
    return f"{before}{found}"[1:]


@dataclass(frozen=True, slots=True)
class Everything:
    """One unit and all below it, for a file: depth, name and figures; what is late; the trend."""

    units: Sequence[tuple[int, str, Figures]]
    late: Sequence[Late]
    days: Sequence[Point]


def everything(seat: "Seat", unit: "Unit", part: Part | None = None) -> Everything:
    """Return the figures of every unit at and below `unit`, in the order of the tree."""
    house, today = seat.institution, seat.at.local().date()
    tree = [each for each in orgs.tree(house, today) if each.path.startswith(unit.path)]
    counted = wholes(house, boards_of(part), [each.pk for each in tree])
    depth = unit.path.count("/")
    return Everything(
        units=[
            (each.path.count("/") - depth, each.name, Figures.counted(counted[each.pk]))
            for each in tree
            if each.pk in counted
        ],
        late=duties.late(house, [unit.path], seat.at.acted, limit=MOST, part=part),
        days=[] if part else duties.trend(unit, today - BACK, today),
    )


def late_list(
    seat: "Seat", paths: Collection[str], part: Part | None, limit: int = LISTED
) -> list[Late]:
    """Return what is late below `paths`, the longest first, for the weekly meeting."""
    return duties.late(seat.institution, paths, seat.at.acted, limit=limit, part=part)
