"""Sealing pacts: signed is the act, sealed is what the house owes it afterwards."""

from collections.abc import Sequence
from functools import partial

from netral.kernel.moment import Moment
from netral.pacts import papers
from netral.pacts.models import Signature
from netral.signing.actions import waiting
from netral.signing.core import PaperKind
from netral.signing.queries import sealing_houses


def paper_of(*, signature: Signature, at: Moment) -> bytes:
    """Return the pact as PDF: sealed, if the house has a seal in use."""
    return waiting.file_of(signature.paper, partial(papers.pact, signature), at=at)


def seal_some(*, paper_ids: Sequence[int], at: Moment) -> int:
    """Seal the papers of these ids that are not sealed yet, and return how many that were."""
    rows = Signature.objects.filter(
        institution_id__in=sealing_houses(at.logged), paper_id__in=paper_ids, paper__sealed_at=None
    )
    rows = rows.select_related("paper", "institution", "pledge__campaign__circular").order_by("pk")
    return waiting.seal_each(rows, lambda signature: paper_of(signature=signature, at=at))


def due(*, at: Moment, limit: int) -> list[int]:
    """Return the ids of papers of pacts that wait for a seal their institution may use now."""
    return waiting.due(PaperKind.PACT, at=at, limit=limit)


def seal_due(*, at: Moment, limit: int = 200) -> int:
    """Seal what waits, up to `limit`: the sweeper behind workers that died."""
    return seal_some(paper_ids=due(at=at, limit=limit), at=at)
