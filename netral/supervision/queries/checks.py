"""Checks and findings as readers see them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from netral.access.core import Duty
from netral.access.errors import NotYours
from netral.access.models import User
from netral.access.queries import Seat
from netral.orgs import queries as orgs
from netral.supervision.core import CHECK_WORDS, CheckKind, FindingState
from netral.supervision.core.checklists import PHASE_WORDS, Phase
from netral.supervision.core.topics import TOPIC_WORDS, Topic
from netral.supervision.models import Check, CheckPoint, Finding, FindingFile

READERS = (Duty.SUPERVISE_UNIT, Duty.ANSWER_FOR_UNIT, Duty.AUDIT)


def reads(seat: Seat) -> list[str]:
    """Return the paths over which the seat reads checks and findings."""
    return sorted({path for duty in READERS for path in seat.paths(duty)})


def checks(seat: Seat) -> QuerySet[Check]:
    """Return the checks that the seat may read, newest first."""
    rows = Check.objects.of(seat.institution).filter(orgs.within(reads(seat), "unit__path"))
    return rows.select_related("unit", "institution")


def check_for(seat: Seat, slug: str) -> Check:
    """Return one check; hidden and missing look alike."""
    found: Check | None = checks(seat).select_related("entry").filter(slug=slug).first()
    if found is None:
        raise NotYours
    return found


def findings(seat: Seat) -> QuerySet[Finding]:
    """Return the findings that the seat may read: what is open first, then newest first."""
    rows = Finding.objects.of(seat.institution).filter(orgs.within(reads(seat), "unit__path"))
    return rows.select_related("unit", "institution").order_by("-state", "-found_at", "-pk")


def finding_for(seat: Seat, slug: str) -> Finding:
    """Return one finding; hidden and missing look alike."""
    joined = ("unit__institution", "entry", "point__check_list")
    found: Finding | None = findings(seat).select_related(*joined).filter(slug=slug).first()
    if found is None:
        raise NotYours
    return found


def file_for(seat: Seat, slug: str, order: int) -> FindingFile:
    """Return the file of a finding at a place, from 1 on."""
    rows = FindingFile.objects.filter(finding=finding_for(seat, slug))
    found: FindingFile | None = next(iter(rows[order - 1 : order]), None) if order else None
    if found is None:
        raise NotYours
    return found


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One check in a list."""

    slug: str
    word: str  # msgid of the kind
    phase: str  # msgid
    unit: str
    done_at: datetime
    findings: int


def check_line(row: Check) -> CheckLine:
    """Return one row of a list."""
    return CheckLine(
        slug=row.slug,
        word=CHECK_WORDS[CheckKind(row.kind)],
        phase=PHASE_WORDS[Phase(row.phase)],
        unit=row.unit.name,
        done_at=row.done_at,
        findings=row.findings_count,
    )


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding in a list."""

    slug: str
    topic: str  # msgid
    what: str
    place: str
    unit: str
    found_at: datetime
    mended_at: datetime | None

    @property
    def open(self) -> bool:
        """Tell whether nothing was done about it yet."""
        return self.mended_at is None


def finding_line(row: Finding) -> FindingLine:
    """Return one row of a list."""
    return FindingLine(
        slug=row.slug,
        topic=TOPIC_WORDS[Topic(row.topic)],
        what=row.what,
        place=row.place,
        unit=row.unit.name,
        found_at=row.found_at,
        mended_at=row.mended_at,
    )


@dataclass(frozen=True, slots=True)
class TopicSeen:
    """The points of one topic in a check that was done."""

    word: str  # msgid
    points: Sequence[CheckPoint]


def by_topic(check: Check) -> list[TopicSeen]:
    """Return the points of a check under their topics, with the findings that they opened."""
    rows: Iterable[CheckPoint] = check.points.select_related("finding").order_by("order")
    points = list(rows)
    return [
        TopicSeen(TOPIC_WORDS[topic], own)
        for topic in Topic
        if (own := [point for point in points if point.topic == topic])
    ]


def ticks(check: Check) -> dict[str, str]:
    """Return what was seen at each point, by its code."""
    return dict(check.points.values_list("code", "tick"))


def open_count(seat: Seat) -> int:
    """Count the open findings that the seat may read."""
    rows = Finding.objects.of(seat.institution).filter(state=FindingState.OPEN)
    return rows.filter(orgs.within(reads(seat), "unit__path")).count()


def names(actors: Iterable[str]) -> dict[str, str]:
    """Return the names behind opaque actors, with one query."""
    numbers = {int(a.partition(":")[2]) for a in actors if a.startswith("user:")}
    users = User.objects.filter(pk__in=numbers)
    return {f"user:{user.pk}": user.name for user in users}
