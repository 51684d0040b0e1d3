"""Sealing pacts: signed is the act, sealed is what the house owes it afterwards."""

from collections.abc import Sequence

import structlog

from netral.kernel.moment import Moment
from netral.pacts import papers
from netral.pacts.models import Signature
from netral.signing.actions import seal
from netral.signing.core import PaperKind
from netral.signing.models import Paper
from netral.signing.queries import can_seal, sealed_bytes, sealing_houses

log = structlog.get_logger()


def paper_of(*, signature: Signature, at: Moment) -> bytes:
    """Return the pact as PDF: sealed, by now at the latest.

    Without a seal in use the paper comes unsealed and says so itself.
    """
    if (kept := sealed_bytes(signature.paper)) is not None:
        return kept
    if not can_seal(signature.institution_id, at.logged):
        return papers.pact(signature, sealed=False)
    return seal(paper=signature.paper, pdf=papers.pact(signature), at=at)


def seal_some(*, paper_ids: Sequence[int], at: Moment) -> int:
    """Seal the papers of these ids that are not sealed yet, and return how many that were.

    Each is a transaction of its own, so a worker that dies loses at most the one in hand. One
    that cannot be sealed is logged, and does not keep the others waiting.
    """
    waiting = (
        Signature.objects.filter(paper_id__in=paper_ids, paper__sealed_at=None)
        .select_related("paper", "institution", "pledge__campaign__circular")
        .order_by("pk")
    )
    done = 0
    for signature in waiting:
        try:
            seal(paper=signature.paper, pdf=papers.pact(signature), at=at)
        except Exception:
            log.exception("pact.not_sealed", paper=signature.paper_id)
        else:
            done += 1
    return done


def due(*, at: Moment, limit: int) -> list[int]:
    """Return the ids of papers of pacts that wait for a seal their institution may use now."""
    waiting = Paper.objects.filter(
        institution_id__in=sealing_houses(at.logged), kind=PaperKind.PACT, sealed_at=None
    )
    return list(waiting.order_by("pk").values_list("pk", flat=True)[:limit])


def seal_due(*, at: Moment, limit: int = 200) -> int:
    """Seal what waits, up to `limit`: the sweeper behind workers that died."""
    return seal_some(paper_ids=due(at=at, limit=limit), at=at)
