"""The first page of supervision: what the reader may do, one card each."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from netral.access.core import Duty
from netral.access.gate import SeatedRequest, needs


@dataclass(frozen=True, slots=True)
class Card:
    """One thing to do: its route, its words, and the duties that open it."""

    route: str
    title: str
    text: str
    duties: frozenset[Duty]


CARDS: Final[tuple[Card, ...]] = ()
READERS: Final = (
    Duty.BE_BOUND, Duty.GUIDE_STAFF, Duty.SUPERVISE_UNIT, Duty.ANSWER_FOR_UNIT,
    Duty.TAKE_REFERRAL, Duty.TAKE_INSPECTION,
)  # fmt: skip


@require_safe
@needs(*READERS)
def index(request: SeatedRequest) -> HttpResponse:
    """Lead to what the reader may do."""
    open_to = [card for card in CARDS if any(request.seat.paths(duty) for duty in card.duties)]
    return render(request, "supervision/index.html", {"cards": open_to})
