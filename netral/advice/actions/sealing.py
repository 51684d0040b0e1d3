"""Sealing written answers: given is the act, sealed is what the house owes it afterwards."""

import structlog

from netral.advice import papers
from netral.advice.models import Answer
from netral.advice.queries.texts import sheet
from netral.kernel.moment import Moment
from netral.signing.actions.waiting import file_of
from netral.signing.core import Logged
from netral.signing.queries import sealing_houses

log = structlog.get_logger()


def paper_of(*, answer: Answer, at: Moment) -> bytes:
    """Return the answer as PDF: sealed, if the house has a seal in use."""

    def compose(*, sealed: bool, logged: Logged) -> bytes:
        return papers.answer(answer, sheet(answer), sealed=sealed, logged=logged)

    return file_of(answer.paper, compose, at=at)


def seal_due(*, at: Moment, limit: int = 200) -> int:
    """Seal answers that wait for a seal which their institution has; return how many.

    One that cannot be sealed is logged by its number alone, and does not keep the others waiting.
    """
    waiting = Answer.objects.filter(
        institution_id__in=sealing_houses(at.logged), paper__sealed_at=None
    ).select_related("institution", "paper", "question")
    done = 0
    for answer in waiting.order_by("pk")[:limit]:
        try:
            paper_of(answer=answer, at=at)
        except Exception as problem:  # noqa: BLE001  # its text may quote what must not be logged
            log.error("answer.not_sealed", answer=answer.pk, problem=type(problem).__name__)  # noqa: TRY400
        else:
            done += 1
    return done
