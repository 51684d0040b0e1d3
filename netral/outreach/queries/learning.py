"""What one person was told and has shown to know, for the chain of evidence and the record."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from netral.circulars.models import Circular
from netral.ledger.models import Entry
from netral.orgs.models import Person
from netral.outreach.core import METHOD_WORDS, Method
from netral.outreach.models import Attendance, CourseResult


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer of a person to a question of the quiz, about an act of the rule base."""

    at: datetime
    act: str
    right: bool
    clauses: tuple[str, ...]  # keys of the clauses that the explanation named
    entry: Entry
    url: str


@dataclass(frozen=True, slots=True)
class Attended:
    """One session that a person was at."""

    at: datetime
    title: str
    method: str  # msgid
    held_at: datetime
    entry: Entry
    url: str


def answers_on(person: Person, acts: Collection[str]) -> list[Answered]:
    """Return how a person answered questions on any of the acts, the earliest first."""
    rows = CourseResult.objects.of(person.institution_id).filter(person=person)
    return [
        Answered(
            at=result.taken_at,
            act=each["act"],
            right=bool(each["right"]),
            clauses=tuple(each["clauses"]),
            entry=result.entry,
            url=f"/sosialisasi/kursus/hasil/{result.pk}/",
        )
        for result in rows.select_related("entry").order_by("taken_at", "pk")
        for each in result.answers
        if each["act"] in acts
    ]


def attended(person: Person, circular: Circular | None = None) -> list[Attended]:
    """Return the sessions that a person was at, the earliest first; of one circular if given."""
    rows = Attendance.objects.of(person.institution_id).filter(person=person)
    if circular is not None:
        rows = rows.filter(session__circular=circular)
    return [
        Attended(
            at=row.at,
            title=row.session.title,
            method=METHOD_WORDS[Method(row.method)],
            held_at=row.session.starts_at,
            entry=row.entry,
            url=f"/sosialisasi/{row.session.slug}/",
        )
        for row in rows.select_related("session", "entry").order_by("at", "pk")
    ]
