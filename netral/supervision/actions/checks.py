"""Recording a list that was gone through, with the findings it opened."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.orgs.models import Unit
from netral.supervision.actions.findings import Seen, impersonal, open_finding
from netral.supervision.core import Tick
from netral.supervision.models import Check, CheckPoint
from netral.supervision.queries.lists import CheckList


@dataclass(frozen=True, slots=True)
class Ticked:
    """What was seen at one point, and the words to it."""

    tick: Tick
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list gone through: `slug` was drawn when it was shown, so that it is kept once."""

    slug: str
    shown: CheckList
    ticked: Mapping[str, Ticked]  # by the code of the point
    note: str = ""
    place: str = ""


@transaction.atomic
def keep(*, unit: Unit, sheet: Sheet, by: str, at: Moment) -> Check:
    """Keep a list with its points and open its findings; the same sheet again is the same check.

    Raises:
        NamesSomebody: a remark or a place names a person. Nothing is kept.
        KeyError: a point was left out; the form asks for every one.
    """
    # The unit's row is held, so that a double click is one check.
    Unit.objects.of(unit.institution_id).select_for_update(no_key=True).get(pk=unit.pk)
    there: Check | None = Check.objects.of(unit.institution_id).filter(slug=sheet.slug).first()
    if there is not None:
        return there
    notes = [ticked.note for ticked in sheet.ticked.values()]
    impersonal(unit, at, sheet.note, sheet.place, *notes)
    found = [p for p in sheet.shown.points if sheet.ticked[p.code].tick is Tick.FINDING]
    entry = record(_act(unit, sheet, len(found), by), institution=unit.institution, at=at)
    check = Check.objects.create(
        institution=unit.institution,
        slug=sheet.slug,
        unit=unit,
        kind=sheet.shown.kind,
        phase=sheet.shown.phase,
        topics=list(dict.fromkeys(point.topic.value for point in sheet.shown.points)),
        rules_version=sheet.shown.rules_version,
        note=sheet.note,
        findings_count=len(found),
        done_at=at.acted,
        by=by,
        entry=entry,
    )
    rows = _points(check, sheet)
    for point in found:
        ticked = sheet.ticked[point.code]
        seen = Seen(point.topic, ticked.note or point.text, sheet.place, rows[point.code])
        open_finding(unit=unit, seen=seen, by=by, at=at, entry=entry)
    return check


def _points(check: Check, sheet: Sheet) -> dict[str, CheckPoint]:
    rows = [
        CheckPoint(
            institution_id=check.institution_id,
            check_list=check,
            order=order,
            code=point.code,
            topic=point.topic,
            text=point.text,
            tick=sheet.ticked[point.code].tick,
            note=sheet.ticked[point.code].note,
        )
        for order, point in enumerate(sheet.shown.points, start=1)
    ]
    return {row.code: row for row in CheckPoint.objects.bulk_create(rows)}


def _act(unit: Unit, sheet: Sheet, findings: int, by: str) -> Act:
    return Act(
        act="check.done",
        actor=by,
        subject=f"unit:{unit.pk}",
        fields={
            "detail": {
                "check": sheet.slug,
                "kind": sheet.shown.kind.value,
                "phase": sheet.shown.phase.value,
                "points": {p.code: sheet.ticked[p.code].tick.value for p in sheet.shown.points},
                "findings": findings,
                "rules": sheet.shown.rules_version,
            }
        },
    )
