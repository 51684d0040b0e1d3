"""Sealing letters: the signature is the act, the institution's seal is owed once it is published.

The file carries the proof of its publication, which there must be by then.
"""

from functools import partial

from netral.circulars import letter
from netral.circulars.models import Circular
from netral.kernel.moment import Moment
from netral.signing.actions.waiting import file_of, seal_each
from netral.signing.queries import sealing_houses

NOT_SIGNED = "a circular without a signature has no letter to seal"


def seal_circular(*, circular: Circular, at: Moment) -> bytes:
    """Return the letter of a signed circular: sealed, if it is published and the house has a seal.

    Before that only the desk sees it, unsealed.
    """
    if circular.paper is None:
        raise ValueError(NOT_SIGNED)
    compose = partial(letter.pdf, circular, draft=False, at=at)
    if circular.published_at is None and circular.paper.sealed_at is None:
        return compose(sealed=False)
    return file_of(circular.paper, compose, at=at)


def seal_due(*, at: Moment, limit: int = 200) -> int:
    """Seal letters that wait for it: the sweeper behind workers that died."""
    waiting = Circular.objects.filter(
        institution_id__in=sealing_houses(at.logged),
        published_at__isnull=False,
        paper__isnull=False,
        paper__sealed_at=None,
    ).select_related(
        "institution", "unit", "parent", "supersedes", "paper", "signatory__office__unit"
    )
    rows = waiting.order_by("pk")[:limit]
    return seal_each(rows, lambda circular: seal_circular(circular=circular, at=at))
