"""Sealing minutes: closed is the act, sealed is what the house owes it."""

import structlog

from netral.kernel.moment import Moment
from netral.outreach import papers
from netral.outreach.models import Session
from netral.signing.actions import seal
from netral.signing.core import PaperKind
from netral.signing.models import Paper
from netral.signing.queries import can_seal, sealed_bytes, sealing_houses

log = structlog.get_logger()


def minutes_of(*, session: Session, at: Moment) -> bytes:
    """Return the minutes as PDF: sealed, by now at the latest.

    Without a seal in use the paper comes unsealed and says so itself.
    """
    paper: Paper | None = session.paper
    if paper is None:
        msg = f"session {session.pk} has not been closed"
        raise LookupError(msg)
    if (kept := sealed_bytes(paper)) is not None:
        return kept
    if not can_seal(session.institution_id, at.logged):
        return papers.minutes(session, sealed=False)
    return seal(paper=paper, pdf=papers.minutes(session), at=at)


def seal_due(*, at: Moment, limit: int = 200) -> int:
    """Seal minutes that wait for it; one that cannot be sealed does not hold up the others."""
    waiting = Paper.objects.filter(
        institution_id__in=sealing_houses(at.logged), kind=PaperKind.MINUTES, sealed_at=None
    ).order_by("pk")[:limit]
    return seal_some(paper_ids=[paper.pk for paper in waiting], at=at)


def seal_some(*, paper_ids: list[int], at: Moment) -> int:
    """Seal the papers of these ids that are not sealed yet, and return how many that were."""
    rows = Session.objects.filter(paper_id__in=paper_ids, paper__sealed_at=None)
    done = 0
    for session in rows.select_related("paper", "institution", "unit", "circular").order_by("pk"):
        try:
            minutes_of(session=session, at=at)
        except Exception:
            log.exception("minutes.not_sealed", paper=session.paper_id)
        else:
            done += 1
    return done
