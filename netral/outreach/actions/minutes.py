"""Sealing minutes: closed is the act, sealed is what the house owes it."""

from functools import partial

from netral.kernel.moment import Moment
from netral.outreach import papers
from netral.outreach.models import Session
from netral.signing.actions.waiting import due, file_of, seal_each
from netral.signing.core import PaperKind
from netral.signing.queries import sealing_houses


def minutes_of(*, session: Session, at: Moment) -> bytes:
    """Return the minutes as PDF: sealed, if the house has a seal in use."""
    if session.paper is None:
        msg = f"session {session.pk} has not been closed"
        raise LookupError(msg)
    return file_of(session.paper, partial(papers.minutes, session), at=at)


def seal_due(*, at: Moment, limit: int = 200) -> int:
    """Seal minutes that wait for it: the sweeper behind workers that died."""
    return seal_some(paper_ids=due(PaperKind.MINUTES, at=at, limit=limit), at=at)


def seal_some(*, paper_ids: list[int], at: Moment) -> int:
    """Seal the papers of these ids that are not sealed yet, and return how many that were."""
    rows = Session.objects.filter(
        institution_id__in=sealing_houses(at.logged), paper_id__in=paper_ids, paper__sealed_at=None
    )
    rows = rows.select_related("paper", "institution", "unit", "circular").order_by("pk")
    return seal_each(rows, lambda session: minutes_of(session=session, at=at))
