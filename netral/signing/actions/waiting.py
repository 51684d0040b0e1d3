"""Papers that wait for the seal: signed is the act, sealed is what the house owes it afterwards."""

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

import structlog
from django.db.models import Model

from netral.kernel.moment import Moment
from netral.ledger.queries.receipts import settled
from netral.signing.actions import seal
from netral.signing.core import Logged, PaperKind
from netral.signing.models import Paper
from netral.signing.queries import can_seal, logged, sealed_bytes, sealing_houses

log = structlog.get_logger()
Row = TypeVar("Row", bound=Model)


class Compose(Protocol):
    """Sets a paper as PDF; `sealed` says whether the file may claim the institution's seal.

    `logged` is where its act stands in the log, for a second code and a receipt in the file.
    """

    def __call__(self, *, sealed: bool, logged: Logged) -> bytes:
        """Return the file."""


def file_of(paper: Paper, compose: Compose, *, at: Moment) -> bytes:
    """Return the file of a paper: sealed, by now at the latest.

    It carries the receipt of its act, the proof if one can be had within a moment. Without a seal
    in use it comes unsealed and says so itself.
    """
    if (kept := sealed_bytes(paper)) is not None:
        return kept
    settled(paper.proving())
    where = logged(paper)
    if not can_seal(paper.institution_id, at.logged):
        return compose(sealed=False, logged=where)
    return seal(paper=paper, pdf=compose(sealed=True, logged=where), at=at)


def due(*kinds: PaperKind, at: Moment, limit: int) -> list[int]:
    """Return the ids of papers of these kinds that wait for a seal their institution may use."""
    rows = Paper.objects.filter(
        institution_id__in=sealing_houses(at.logged), kind__in=kinds, sealed_at=None
    )
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def seal_each(rows: Iterable[Row], work: Callable[[Row], object]) -> int:
    """Seal the paper of each row with `work`, and return for how many that went well.

    Each is a transaction of its own, so a worker that dies loses at most the one in hand. One
    that cannot be sealed is logged, and does not keep the others waiting.
    """
    done = 0
    for row in rows:
        try:
            work(row)
        except Exception:
            log.exception("paper.not_sealed", of=row._meta.label_lower, row=row.pk)
        else:
            done += 1
    return done
