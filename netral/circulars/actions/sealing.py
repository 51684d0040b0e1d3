"""Sealing letters: the signature is the act, the institution's seal is owed afterwards."""

import structlog

from netral.circulars import letter
from netral.circulars.models import Circular
from netral.kernel.moment import Moment
from netral.signing.actions import seal
from netral.signing.models import Paper
from netral.signing.queries import can_seal, sealed_bytes, sealing_houses

log = structlog.get_logger()

NOT_SIGNED = "a circular without a signature has no letter to seal"


def seal_circular(*, circular: Circular, at: Moment) -> bytes:
    """Return the letter of a signed circular: sealed, by now at the latest.

    A letter that is sealed already stays as it is. Where the institution has no seal in use,
    the letter comes unsealed and says so itself.
    """
    paper = _paper(circular)
    if (kept := sealed_bytes(paper)) is not None:
        return kept
    if not can_seal(paper.institution_id, at.logged):
        return letter.pdf(circular, draft=False, at=at, sealed=False)
    return seal(paper=paper, pdf=letter.pdf(circular, draft=False, at=at), at=at)


def seal_due(*, at: Moment, limit: int = 200) -> int:
    """Seal letters that wait for a seal which their institution has; return how many.

    The sweeper behind workers that died. Each letter is a transaction of its own. One that
    cannot be sealed is logged, and does not keep the others waiting.
    """
    waiting = Circular.objects.filter(
        institution_id__in=sealing_houses(at.logged), paper__isnull=False, paper__sealed_at=None
    ).select_related(
        "institution", "unit", "parent", "supersedes", "paper", "signatory__office__unit"
    )
    done = 0
    for circular in waiting.order_by("pk")[:limit]:
        try:
            seal_circular(circular=circular, at=at)
        except Exception:
            log.exception("circular.not_sealed", circular=circular.pk)
        else:
            done += 1
    return done


def _paper(circular: Circular) -> Paper:
    if circular.paper is None:
        raise ValueError(NOT_SIGNED)
    return circular.paper
