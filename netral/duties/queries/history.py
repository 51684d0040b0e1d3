"""What became of an obligation, and what an office has owed, in whose time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator

from netral.access.core import Duty
from netral.access.errors import NotYours
from netral.access.queries import Seat
from netral.duties.core import KIND_WORDS, STATE_WORDS, Kind, State
from netral.duties.models import Obligation, ObligationEvent
from netral.duties.queries.desk import MEANINGS
from netral.ledger.queries.marks import Mark, marks
from netral.orgs.models import Office

ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Step:
    """One move of an obligation, and who held the office then."""

    obligation: int
    kind_word: str
    word: str
    meaning: str
    at: datetime
    holder: str  # style and name; empty: the office was vacant
    reason: str
    proof: Mark


def obligation_for(seat: Seat, pk: int) -> Obligation:
    """Return an obligation of a unit whose board the seat sees; hidden and missing look alike."""
    rows = Obligation.objects.of(seat.institution).filter(pk=pk)
    found: Obligation | None = rows.select_related(
        "institution", "office", "unit__institution", "circular", "clause"
    ).first()
    if found is None:
        raise NotYours
    seat.require(Duty.SEE_BOARD, found.unit.path)
    return found


def office_for(seat: Seat, pk: int) -> Office:
    """Return the office of a head whose unit's board the seat sees."""
    rows = Office.objects.of(seat.institution).filter(pk=pk, is_head=True)
    found: Office | None = rows.select_related("unit").first()
    if found is None:
        raise NotYours
    seat.require(Duty.SEE_BOARD, found.unit.path)
    return found


def story(obligation: Obligation) -> list[Step]:
    """Return everything that became of an obligation, the earliest first."""
    return _steps(_events().filter(obligation=obligation).order_by("at", "pk"))


def office_story(office: Office, page: str) -> Page[Any]:
    """Return a page of what an office's obligations have gone through, the latest first."""
    rows = _events().filter(obligation__office=office).order_by("-at", "-pk")
    found = Paginator(rows, ON_A_PAGE).get_page(page)
    found.object_list = _steps(found.object_list)
    return found


def _events() -> Any:
    return ObligationEvent.objects.select_related(
        "obligation", "holding__person", "holding__office", "entry"
    )


def _steps(events: Iterable[ObligationEvent]) -> list[Step]:
    rows = list(events)
    proofs = marks(row.entry for row in rows)
    return [_step(row, proofs[row.entry_id]) for row in rows]


def _step(event: ObligationEvent, proof: Mark) -> Step:
    term, state = event.holding, State(event.after)
    return Step(
        obligation=event.obligation_id,
        kind_word=KIND_WORDS[Kind(event.obligation.kind)],
        word=STATE_WORDS[state],
        meaning=MEANINGS[state],
        at=event.at,
        holder=f"{term.title}: {term.person.full_name}" if term else "",
        reason=event.reason,
        proof=proof,
    )
