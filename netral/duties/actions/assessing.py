"""Freezing a self-assessment, so that it can be shown as it was."""

from typing import Any

from django.db import transaction

from netral.duties.actions.digests import Making, make
from netral.duties.actions.reckoning import hold
from netral.duties.core.assessment import NAMED, Assessment, Line
from netral.duties.core.weeks import Week
from netral.duties.models import Digest
from netral.duties.queries.assessment import assessment
from netral.duties.queries.recaps import assessed_on
from netral.kernel import spoken
from netral.kernel.moment import Moment
from netral.orgs.models import Unit
from netral.signing.core import PaperKind
from netral.tallies import actions as tallies


@transaction.atomic
def freeze_assessment(*, unit: Unit, by: str, at: Moment) -> Digest:
    """Keep how a unit stands at this moment, with a paper to be sealed.

    Once a local day: whoever asks again, or at the same moment, gets the one of that day.
    """
    hold(unit.institution)
    today = at.local().date()
    if known := assessed_on(unit, today):
        return known
    tallies.fold()
    found = assessment(unit, at)
    facts = _facts(unit, found)
    making = Making(
        kind=PaperKind.ASSESSMENT,
        act="assessment.made",
        title=f"Penilaian mandiri {unit.name}, {spoken.short_day(today)}",
        week=Week(today, today),
        facts=facts,
        detail={"met": found.met, "asked": found.asked},
    )
    return make(making, unit=unit, by=by, at=at)


def _facts(unit: Unit, found: Assessment) -> dict[str, Any]:
    return {
        "unit": unit.name,
        "met": found.met,
        "asked": found.asked,
        "lines": [_line(line) for line in found.lines],
    }


def _line(line: Line) -> dict[str, Any]:
    asked, fact = line.requirement, line.fact
    return {
        "need": asked.need.value, "bar": asked.bar, "days": asked.days, "source": asked.source,
        "confidence": asked.confidence.value, "bar_confidence": asked.bar_confidence.value,
        "part": int(fact.part), "whole": int(fact.whole), "verdict": line.verdict.value,
        "expires": line.expires.isoformat() if line.expires else "",
        "gap_count": len(fact.gaps),
        "gaps": [
            {"unit": gap.unit, "expired": gap.expired.isoformat() if gap.expired else ""}
            for gap in fact.gaps[:NAMED]
        ],
    }  # fmt: skip
