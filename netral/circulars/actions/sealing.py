"""Sealing letters: the signature is the act, the institution's seal is owed afterwards."""

from functools import partial

from netral.circulars import letter
from netral.circulars.models import Circular
from netral.kernel.moment import Moment
from netral.signing.actions.waiting import file_of, seal_each
from netral.signing.queries import sealing_houses

NOT_SIGNED = "a circular without a signature has no letter to seal"


def seal_circular(*, circular: Circular, at: Moment) -> bytes:
    """Return the letter of a signed circular: sealed, if the house has a seal in use."""
    if circular.paper is None:
        raise ValueError(NOT_SIGNED)
    compose = partial(letter.pdf, circular, draft=False, at=at)
    return file_of(circular.paper, compose, at=at)


def seal_due(*, at: Moment, limit: int = 200) -> int:
    """Seal letters that wait for it: the sweeper behind workers that died."""
    waiting = Circular.objects.filter(
        institution_id__in=sealing_houses(at.logged), paper__isnull=False, paper__sealed_at=None
    ).select_related(
        "institution", "unit", "parent", "supersedes", "paper", "signatory__office__unit"
    )
    rows = waiting.order_by("pk")[:limit]
    return seal_each(rows, lambda circular: seal_circular(circular=circular, at=at))
