"""The first page of supervision: what the reader may do, one card each."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from netral.access.core import Duty
from netral.access.gate import SeatedRequest, needs
from netral.kernel.words import N_
from netral.supervision.queries.guidance import unseen
from netral.supervision.queries.knowledge_clock import running


@dataclass(frozen=True, slots=True)
class Card:
    """One thing to do: its route, its words, and the duties that open it."""

    route: str
    title: str
    text: str
    duties: frozenset[Duty]


CARDS: Final = (
    Card(
        "supervision:checks",
        N_("Checks"),
        N_("Go through the list of your unit or of a place, and see what was checked."),
        frozenset({Duty.SUPERVISE_UNIT, Duty.ANSWER_FOR_UNIT, Duty.AUDIT}),
    ),
    Card(
        "supervision:findings",
        N_("Findings"),
        N_("What has to be mended, with photos, and what was done."),
        frozenset({Duty.SUPERVISE_UNIT, Duty.ANSWER_FOR_UNIT, Duty.AUDIT}),
    ),
    Card(
        "supervision:risks",
        N_("Risk list"),
        N_("Which units to look at first, why, and what to do."),
        frozenset({Duty.SUPERVISE_UNIT}),
    ),
    Card(
        "supervision:given",
        N_("Guidance of my staff"),
        N_("A note or a warning to one person, which only that person and your office can read."),
        frozenset({Duty.GUIDE_STAFF}),
    ),
    Card(
        "supervision:nil",
        N_("Nil report"),
        N_("State that in a week or a month nothing has come to your knowledge."),
        frozenset({Duty.ANSWER_FOR_UNIT}),
    ),
    Card(
        "supervision:knowledge_list",
        N_("Suspected breaches you know of"),
        N_("Suspected breaches that have come to your knowledge, with your own deadlines."),
        frozenset({Duty.ANSWER_FOR_UNIT}),
    ),
    Card(
        "supervision:referral_desk",
        N_("Referral desk"),
        N_("Suspicions that were handed to your desk, in confidence."),
        frozenset({Duty.TAKE_REFERRAL, Duty.TAKE_INSPECTION}),
    ),
    Card(
        "supervision:referral_figures",
        N_("Referrals in figures"),
        N_("By month and state, without anything that leads to a person."),
        frozenset({Duty.AUDIT}),
    ),
    Card(
        "supervision:guidance_figures",
        N_("Guidance in figures"),
        N_("How many notes and warnings, and how many were answered, by month."),
        frozenset({Duty.AUDIT}),
    ),
    Card(
        "supervision:knowledge_reading",
        N_("Seven working days of the summons"),
        N_("How your institution reads PP 94/2021 Pasal 26 ayat (2)."),
        frozenset({Duty.KEEP_RULES}),
    ),
    Card(
        "supervision:tell",
        N_("Report a suspected breach"),
        N_("To your own head, or past the head to the personnel office or the Inspektorat."),
        frozenset({Duty.BE_BOUND}),
    ),
    Card(
        "supervision:mine",
        N_("Guidance for you"),
        N_("Notes and warnings of your superiors to you."),
        frozenset({Duty.BE_BOUND}),
    ),
)
LEADERS: Final = (Duty.GUIDE_STAFF, Duty.SUPERVISE_UNIT, Duty.ANSWER_FOR_UNIT)
READERS: Final = (
    *LEADERS, Duty.BE_BOUND, Duty.TAKE_REFERRAL, Duty.TAKE_INSPECTION, Duty.AUDIT,
)  # fmt: skip


@require_safe
@needs(*READERS)
def index(request: SeatedRequest) -> HttpResponse:
    """Lead to what the reader may do; say first what waits for the reader."""
    open_to = [card for card in CARDS if any(request.seat.paths(duty) for duty in card.duties)]
    answers = bool(request.seat.paths(Duty.ANSWER_FOR_UNIT))
    facts = {
        "cards": open_to,
        "leads": any(request.seat.paths(duty) for duty in LEADERS),
        "unseen": unseen(request.seat),
        "running": len(running(request.seat)) if answers else 0,
    }
    return render(request, "supervision/index.html", facts)
