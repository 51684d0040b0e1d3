"""What every act on a session shares: who acts, holding the row, the entry."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language, gettext

from netral.kernel import spoken
from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.ledger.models import Entry
from netral.outreach.core import STATE_WORDS, SessionState
from netral.outreach.errors import NotPlanned, WordsMissing
from netral.outreach.models import Session


@dataclass(frozen=True, slots=True)
class Hand:
    """Who acts: the opaque actor, the name, and the title that the act is done under."""

    by: str  # `user:12`
    name: str
    title: str = ""


def held_row(session: Session) -> Session:
    """Hold the session's row until the act is done, as it now is; also against new attendance.

    Raises:
        NotPlanned: it was closed or cancelled meanwhile.
    """
    rows = Session.objects.of(session.institution_id).select_for_update(of=("self",))
    now = rows.select_related("institution", "unit", "entry").get(pk=session.pk)
    if now.state != SessionState.PLANNED:
        raise NotPlanned(state=gettext(STATE_WORDS[SessionState(now.state)]))
    return now


def said(words: str, most: int) -> str:
    """Return words cut to what is kept; refuse silence."""
    if not words.strip():
        raise WordsMissing
    return words.strip()[:most]


def note(session: Session, act: str, *, by: str, at: Moment, **detail: object) -> Entry:
    """Record an act that continues the history of the session."""
    made = Act(
        act=act,
        actor=by,
        subject=f"session:{session.slug}",
        fields={"detail": {"session": session.slug, **detail}},
        ref=bytes(session.entry.ref),
    )
    return record(made, institution=session.institution, at=at)


def say(session: Session, when: datetime) -> str:
    """Write an instant of the session on the wall clock of its institution."""
    return spoken.at(when, session.institution.zone, get_language() or "id")
