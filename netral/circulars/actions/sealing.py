"""Sealing letters: the signature is the act, the institution's seal is owed afterwards."""

from netral.circulars import letter
from netral.circulars.models import Circular
from netral.kernel.moment import Moment
from netral.signing.actions import seal
from netral.signing.errors import NoSeal
from netral.signing.models import Paper
from netral.signing.queries import sealed_bytes, sealing_houses

NOT_SIGNED = "a circular without a signature has no letter to seal"


def seal_circular(*, circular: Circular, at: Moment) -> bytes:
    """Return the letter of a signed circular: sealed, by now at the latest.

    A letter that is sealed already stays as it is. Where the institution has no seal in use,
    the letter comes unsealed and says so itself.
    """
    paper = _paper(circular)
    if (kept := sealed_bytes(paper)) is not None:
        return kept
    try:
        return seal(paper=paper, pdf=letter.pdf(circular, draft=False, at=at), at=at)
    except NoSeal:
        return letter.pdf(circular, draft=False, at=at, sealed=False)


def seal_due(*, at: Moment, limit: int = 200) -> int:
    """Seal letters that wait for a seal which their institution has; return how many.

    The sweeper behind workers that died. Each letter is a transaction of its own.
    """
    waiting = Circular.objects.filter(
        institution_id__in=sealing_houses(at.logged), paper__isnull=False, paper__sealed_at=None
    ).select_related(
        "institution", "unit", "parent", "supersedes", "paper", "signatory__office__unit"
    )
    done = 0
    for circular in waiting.order_by("pk")[:limit]:
        seal_circular(circular=circular, at=at)
        done += 1
    return done


def _paper(circular: Circular) -> Paper:
    if circular.paper is None:
        raise ValueError(NOT_SIGNED)
    return circular.paper
