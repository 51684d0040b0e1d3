"""Boards. No statement here touches people or pledges: units and counters alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from netral.calendar.queries import working_days_late
from netral.kernel.moment import Moment
from netral.orgs import queries as orgs
from netral.orgs.models import Unit
from netral.orgs.queries.units import ancestors_of
from netral.pacts.core import STATE_WORDS, Figures, State, Window, late_first, window
from netral.pacts.models import Campaign
from netral.signing.core import LEVEL_WORDS, Level
from netral.tallies.queries import wholes
from netral.tenancy.models import Institution

ORDER: Final = (State.SIGNED, *(state for state in State if state is not State.SIGNED))


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One unit with all below it."""

    unit: int
    path: str
    name: str
    figures: Figures
    closed: bool = False  # merged away during the campaign; still holds signatures
    own: bool = False  # the people directly in the unit whose board this is

    @property
    def other(self) -> int:
        """Return how many neither signed nor are waited for, each with a reason."""
        return self.figures.total - self.figures.signed - self.figures.waiting


@dataclass(frozen=True, slots=True)
class Board:
    """One unit and the units right below it, in one campaign at one moment."""

    campaign: Campaign
    unit: int
    path: str
    name: str
    figures: Figures
    rows: tuple[BoardRow, ...]
    ranked: tuple[BoardRow, ...]  # those that are waited for, the furthest behind first
    above: tuple[tuple[int, str], ...]  # ids and names from the top down to the parent
    window: Window
    deadline: datetime
    late_days: int  # working days since the deadline, 0 before it
    stale: bool  # the roster has changed since the campaign was reconciled

    @property
    def other(self) -> int:
        """Return how many neither signed nor are waited for, each with a reason."""
        return self.figures.total - self.figures.signed - self.figures.waiting

    @property
    def states(self) -> tuple[tuple[str, int], ...]:
        """Return msgid and count of every state that occurs, and of the signed in any case."""
        counted = ((state, self.figures.of(state)) for state in ORDER)
        return tuple((STATE_WORDS[s], n) for s, n in counted if n or s is State.SIGNED)

    @property
    def levels(self) -> tuple[tuple[str, int], ...]:
        """Return msgid and count of every level that occurs."""
        return tuple((LEVEL_WORDS[Level(level)], n) for level, n in self.figures.levels())

    @property
    def finished(self) -> tuple[BoardRow, ...]:
        """Return the units where nobody is waited for any more."""
        return tuple(row for row in self.rows if row.figures.done)


def running(institution: Institution) -> list[Campaign]:
    """Return the campaigns that have been opened, the latest deadline first."""
    rows: QuerySet[Campaign] = Campaign.objects.of(institution).exclude(stage=Campaign.Stage.DRAFT)
    return list(rows.select_related("institution", "circular").order_by("-deadline", "-pk"))


def board(campaign: Campaign, at: Moment) -> Board:
    """Return the board of the whole institution."""
    return unit_board(campaign, orgs.root(campaign.institution), at)


def unit_board(campaign: Campaign, unit: Unit, at: Moment) -> Board:
    """Return the board of `unit`: itself, the units right below it, and its own people."""
    children = list(Unit.objects.of(campaign.institution_id).filter(parent=unit))
    counted = wholes(
        campaign.institution_id, campaign.board, [unit.pk, *(child.pk for child in children)]
    )
    whole = Figures(counted.get(unit.pk, {}))
    below = [_row(child, Figures(counted.get(child.pk, {}))) for child in children]
    rows = [row for row in below if row.figures.total]
    own = whole.minus(row.figures for row in rows)
    if own.total and rows:
        rows.append(BoardRow(unit.pk, unit.path, unit.name, own, own=True))
    institution = campaign.institution
    return Board(
        campaign=campaign,
        unit=unit.pk,
        path=unit.path,
        name=unit.name,
        figures=whole,
        rows=tuple(sorted(rows, key=lambda row: (-row.figures.waiting, row.own, row.name))),
        ranked=_ranked(rows),
        above=tuple((each.pk, each.name) for each in ancestors_of(unit)),
        window=window(
            stage=campaign.stage,
            opens_at=campaign.opens_at,
            deadline=campaign.deadline,
            at=at.acted,
        ),
        deadline=campaign.deadline,
        late_days=working_days_late(institution, campaign.deadline, at.acted),
        stale=campaign.stage == Campaign.Stage.OPEN
        and campaign.roster_version != institution.roster_version,
    )


def _row(unit: Unit, figures: Figures) -> BoardRow:
    closed = unit.valid_to is not None
    return BoardRow(unit.pk, unit.path, unit.name, figures, closed=closed)


def _ranked(rows: Sequence[BoardRow]) -> tuple[BoardRow, ...]:
    known = {f"{row.name}\0{row.unit}{row.own}": row for row in rows}
    order = late_first([(name, row.figures) for name, row in known.items()])
    return tuple(known[name] for name, _ in order)
