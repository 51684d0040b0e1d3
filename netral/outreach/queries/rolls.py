"""Who was at a session: the list that only hosts may have."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language, gettext

from netral.kernel import spoken
from netral.outreach.core import METHOD_WORDS, FileRole, Method
from netral.outreach.models import Attendance, Session, SessionFile


def present_in(session: Session) -> list[Attendance]:
    """Return who was there, in the order of arrival."""
    rows = Attendance.objects.of(session.institution_id).filter(session=session)
    return list(rows.select_related("person__unit").order_by("at", "person__name", "pk"))


def lines(rows: Iterable[Attendance], session: Session) -> Iterator[list[str]]:
    """Yield the list as lines of text, the words of the columns first. No identity numbers."""
    zone, language = session.institution.zone, get_language() or "id"
    yield [gettext("Name"), gettext("Position"), gettext("Unit"), gettext("Recorded"),
           gettext("How")]  # fmt: skip
    for row in rows:
        person = row.person
        when = spoken.clock(row.at, zone, language)
        how = gettext(METHOD_WORDS[Method(row.method)])
        yield [person.full_name, person.position, person.unit.name, when, how]


@dataclass(frozen=True, slots=True)
class Present:
    """One line of the list as the host sees it."""

    name: str
    unit: str
    at: datetime
    word: str  # msgid of the method


def cards(session: Session) -> list[Present]:
    """Return who was there for the host's page, the latest first."""
    return [
        Present(
            row.person.full_name, row.person.unit.name, row.at, METHOD_WORDS[Method(row.method)]
        )
        for row in reversed(present_in(session))
    ]


def frozen(session: Session) -> bytes | None:
    """Return the list as it was kept when the session was closed; None before."""
    rows = SessionFile.objects.of(session.institution_id).filter(session=session)
    kept = rows.filter(role=FileRole.ROLL).values_list("content", flat=True).first()
    return None if kept is None else bytes(kept)
