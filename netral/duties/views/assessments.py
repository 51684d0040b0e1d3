"""Self-assessment of a unit: what is asked for, what shows it, what is missing."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from netral.access.core import Duty
from netral.access.errors import NotYours
from netral.access.gate import SeatedRequest, hand_out, needs
from netral.duties.actions.assessing import freeze_assessment
from netral.duties.actions.digests import pdf_of
from netral.duties.core.assessment import (
    CONFIDENCE_WORDS,
    MEANINGS,
    NAMED,
    NEED_WORDS,
    REMEDY_WORDS,
    VERDICT_WORDS,
    WHOLE,
    Line,
)
from netral.duties.queries.assessment import assessment
from netral.duties.queries.recaps import assessed_on, assessments, digest_for
from netral.orgs import queries as orgs
from netral.orgs.models import Unit

FREEZES = (Duty.ANSWER_FOR_UNIT, Duty.EXCUSE_DUTY)


@require_safe
@needs(Duty.SEE_BOARD)
def index(request: SeatedRequest) -> HttpResponse:
    """Assess the highest unit that the reader may see."""
    return _page(request, orgs.widest(request.seat, Duty.SEE_BOARD))


@require_safe
@needs(Duty.SEE_BOARD)
def unit(request: SeatedRequest, pk: int) -> HttpResponse:
    """Assess one unit with all below it."""
    return _page(request, orgs.unit_for(request.seat, Duty.SEE_BOARD, pk))


def _page(request: SeatedRequest, found: Unit) -> HttpResponse:
    seat = request.seat
    found.institution = seat.institution
    made = assessment(found, seat.at)
    facts = {
        "unit": found,
        "found": made,
        "open": [_shown(line) for line in made.open],
        "met": [_shown(line) for line in made.lines if line not in made.open],
        "frozen": assessments(found),
        "kept_today": assessed_on(found, seat.at.local().date()),
        "may_freeze": any(seat.may(duty, found.path) for duty in FREEZES),
        "below": [each for each in orgs.below(found) if seat.may(Duty.SEE_BOARD, each.path)],
    }
    return render(request, "duties/assessment.html", facts)


def _shown(line: Line) -> dict[str, object]:
    """Lay the words of a line beside it."""
    asked = line.requirement
    return {
        "line": line,
        "title": NEED_WORDS[asked.need],
        "remedy": REMEDY_WORDS[asked.need],
        "verdict": VERDICT_WORDS[line.verdict],
        "meaning": MEANINGS[line.verdict],
        "sure": CONFIDENCE_WORDS[asked.confidence],
        "bar_sure": CONFIDENCE_WORDS[asked.bar_confidence],
        "counted": asked.need not in WHOLE and line.fact.whole > 0,
        "gaps": line.fact.gaps[:NAMED],
        "more": max(0, len(line.fact.gaps) - NAMED),
        "deeds": sorted(line.fact.deeds, key=lambda deed: (deed.until, deed.unit))[:NAMED],
        "more_deeds": max(0, len(line.fact.deeds) - NAMED),
    }


@require_POST
@needs(*FREEZES)
def freeze(request: SeatedRequest, pk: int) -> HttpResponse:
    """Keep the assessment as it is now, and lead to its paper: today's, if there is one."""
    seat = request.seat
    found = orgs.unit_for(seat, Duty.SEE_BOARD, pk)
    if not any(seat.may(each, found.path) for each in FREEZES):
        raise NotYours
    found.institution = seat.institution
    made = freeze_assessment(unit=found, by=seat.actor, at=seat.at)
    return redirect("duties:assessment_pdf", made.pk)


@require_safe
@needs(Duty.SEE_BOARD)
def pdf(request: SeatedRequest, pk: int) -> HttpResponse:
    """Hand out a frozen assessment, sealed by now."""
    found = digest_for(request.seat, "assessment", pk)
    octets = pdf_of(digest=found, at=request.seat.at)
    name = f"penilaian-mandiri-{found.last_on.isoformat()}.pdf"
    return hand_out(octets, "application/pdf", name, show=True)
