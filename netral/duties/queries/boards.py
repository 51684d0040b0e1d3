"""Boards of obligations. No statement here touches obligations or people: counters alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from netral.duties.core import COUNTED, Kind, Part, State, kinds_in
from netral.duties.reader import Standing, standing
from netral.orgs.models import Unit
from netral.orgs.queries.units import ancestors_of
from netral.tallies.queries import wholes
from netral.tenancy.models import Institution

BOARD: Final = "duty"
OWED, FULFILLED, LATE, EXCUSED = "owed", "fulfilled", "late", "excused"


def board_of(kind: Kind | None = None) -> str:
    """Return the name of the counters: of all obligations on boards, or of one kind."""
    return f"{BOARD}:{kind}" if kind else BOARD


def boards_of(part: Part | None) -> tuple[str, ...]:
    """Return the names of the counters whose sum is a part: a group has those of its kinds."""
    return tuple(board_of(kind) for kind in kinds_in(part)) if part else (board_of(),)


def measures(state: State) -> tuple[str, ...]:
    """Return what an obligation in a state counts as."""
    own = {State.FULFILLED: FULFILLED, State.LATE: LATE, State.EXCUSED: EXCUSED}.get(state)
    return (*((OWED,) if state in COUNTED else ()), *((own,) if own else ()))


def uncounted() -> tuple[Standing, ...]:
    """Return what every superior owes by law: it has no dates, and so is on no board."""
    return standing()


@dataclass(frozen=True, slots=True)
class Figures:
    """How obligations stand: `owed` counts those due, late and fulfilled, and nothing else."""

    owed: int = 0
    fulfilled: int = 0
    late: int = 0
    excused: int = 0

    @classmethod
    def counted(cls, counts: Mapping[str, int]) -> "Figures":
        """Return the figures that counters say; what never counted is none."""
        return cls(**{name: counts.get(name, 0) for name in (OWED, FULFILLED, LATE, EXCUSED)})

    @property
    def due(self) -> int:
        """Return how many are to be done and still in time."""
        return self.owed - self.fulfilled - self.late

    @property
    def share(self) -> float:
        """Return the percentage that is fulfilled; 0 where nothing is owed."""
        return 100 * self.fulfilled / self.owed if self.owed else 0.0

    @property
    def meaning(self) -> str:
        """Return the meaning that colours them."""
        if self.late:
            return "late"
        return "done" if self.fulfilled == self.owed else "due"


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One unit with all below it."""

    unit: int
    path: str
    name: str
    kind: str  # of orgs.core.UnitKind
    figures: Figures
    own: bool = False  # what the unit itself owes, without those below


@dataclass(frozen=True, slots=True)
class Board:
    """One unit, what it owes itself, and the units right below it."""

    unit: int
    path: str
    name: str
    part: Part | None  # that it is about; None: all
    figures: Figures
    rows: tuple[BoardRow, ...]  # the furthest behind first
    above: tuple[tuple[int, str], ...]  # ids and names from the top down to the parent


def board(institution: Institution, unit: Unit, *, part: Part | None = None) -> Board:
    """Return the board of `unit` from counters, three queries; standing duties are on none."""
    below = list(Unit.objects.of(institution).filter(parent=unit))
    counted = wholes(institution, boards_of(part), [unit.pk, *(each.pk for each in below)])
    figures = {pk: Figures.counted(counts) for pk, counts in counted.items()}
    whole = figures.get(unit.pk, Figures())
    rows = [
        BoardRow(each.pk, each.path, each.name, each.kind, figures[each.pk])
        for each in below
        if each.pk in figures and figures[each.pk] != Figures()
    ]
    own = _minus(whole, [row.figures for row in rows])
    if own != Figures() and rows:
        rows.append(BoardRow(unit.pk, unit.path, unit.name, unit.kind, own, own=True))
    return Board(
        unit=unit.pk,
        path=unit.path,
        name=unit.name,
        part=part,
        figures=whole,
        rows=tuple(sorted(rows, key=_behind)),
        above=tuple((each.pk, each.name) for each in ancestors_of(unit)),
    )


def _behind(row: BoardRow) -> tuple[object, ...]:
    return -row.figures.late, row.figures.share, row.own, row.name


def _minus(whole: Figures, parts: list[Figures]) -> Figures:
    return Figures(
        owed=whole.owed - sum(part.owed for part in parts),
        fulfilled=whole.fulfilled - sum(part.fulfilled for part in parts),
        late=whole.late - sum(part.late for part in parts),
        excused=whole.excused - sum(part.excused for part in parts),
    )
