"""Findings: opened with or without a list, shown by files, closed with what was done."""

import hashlib
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from netral.kernel.codes import random_code
from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.ledger.models import Entry
from netral.orgs.models import Unit
from netral.supervision.core import FindingState
from netral.supervision.core.topics import Topic
from netral.supervision.errors import FilesEnough, MendedAlready, NamesSomebody
from netral.supervision.exhibits import Exhibit
from netral.supervision.models import CheckPoint, Finding, FindingFile
from netral.supervision.queries.naming import names_in

SLUG_SIGNS: Final = 10
MOST_FILES: Final = 6


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen where: a thing, a place or a practice, never a person."""

    topic: Topic
    what: str
    place: str = ""
    point: CheckPoint | None = None


def impersonal(unit: Unit, at: Moment, *texts: str) -> None:
    """Refuse words that name a person.

    Raises:
        NamesSomebody: with the words that do.
    """
    marks = names_in("\n".join(texts), unit, at)
    if marks:
        raise NamesSomebody(marks=", ".join(f"“{mark}”" for mark in marks))


@transaction.atomic
def find(*, unit: Unit, seen: Seen, slug: str, by: str, at: Moment) -> Finding:
    """Open a finding that no list led to; the same sheet again is the same finding.

    Raises:
        NamesSomebody: the words name a person.
    """
    Unit.objects.of(unit.institution_id).select_for_update(no_key=True).get(pk=unit.pk)
    there: Finding | None = Finding.objects.of(unit.institution_id).filter(slug=slug).first()
    if there is not None:
        return there
    impersonal(unit, at, seen.what, seen.place)
    act = Act(
        act="finding.opened", actor=by, subject=f"unit:{unit.pk}",
        fields={"detail": {"finding": slug, "topic": seen.topic.value}},
    )  # fmt: skip
    entry = record(act, institution=unit.institution, at=at)
    return open_finding(unit=unit, seen=seen, by=by, at=at, entry=entry, slug=slug)


def open_finding(
    *, unit: Unit, seen: Seen, by: str, at: Moment, entry: Entry, slug: str = ""
) -> Finding:
    """Keep a finding under the entry of the act that it belongs to; its words were looked at."""
    return Finding.objects.create(
        institution=unit.institution,
        slug=slug or random_code(SLUG_SIGNS).lower(),
        unit=unit,
        point=seen.point,
        topic=seen.topic,
        what=seen.what,
        place=seen.place,
        found_at=at.acted,
        by=by,
        entry=entry,
    )


@transaction.atomic
def mend(*, finding: Finding, remedy: str, by: str, at: Moment) -> None:
    """Close a finding with what was done.

    Raises:
        MendedAlready: it is closed.
        NamesSomebody: the words name a person.
    """
    impersonal(finding.unit, at, remedy)
    rows = Finding.objects.of(finding.institution_id).filter(pk=finding.pk, state=FindingState.OPEN)
    mended = rows.update(state=FindingState.MENDED, mended_at=at.acted, mended_by=by, remedy=remedy)
    if not mended:
        raise MendedAlready
    act = Act(
        act="finding.mended", actor=by, subject=f"unit:{finding.unit_id}",
        fields={
            "detail": {
                "finding": finding.slug,
                "remedy_sha256": hashlib.sha256(remedy.encode()).hexdigest(),
            }
        },
    )  # fmt: skip
    record(act, institution=finding.institution, at=at)


@transaction.atomic
def show_by(*, finding: Finding, exhibit: Exhibit, by: str, at: Moment) -> FindingFile:
    """Add a picture or a PDF; the same one again is the one that is there.

    Raises:
        FilesEnough: no more are taken.
    """
    held = Finding.objects.of(finding.institution_id).select_for_update(no_key=True)
    held.get(pk=finding.pk)
    rows = FindingFile.objects.of(finding.institution_id).filter(finding=finding)
    there: FindingFile | None = rows.filter(sha256=exhibit.sha256).first()
    if there is not None:
        return there
    if rows.count() >= MOST_FILES:
        raise FilesEnough(most=MOST_FILES)
    act = Act(
        act="finding.shown", actor=by, subject=f"unit:{finding.unit_id}",
        fields={"detail": {"finding": finding.slug, "sha256": exhibit.sha256}},
    )  # fmt: skip
    entry = record(act, institution=finding.institution, at=at)
    return FindingFile.objects.create(
        institution=finding.institution,
        finding=finding,
        name=exhibit.name,
        media_type=exhibit.media_type,
        size=len(exhibit.octets),
        sha256=exhibit.sha256,
        content=exhibit.octets,
        added_at=at.acted,
        added_by=by,
        entry=entry,
    )
