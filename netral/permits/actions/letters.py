"""Sealing the papers of decisions: decided is the act, sealed is what the house owes it."""

from collections.abc import Mapping
from typing import Any

import structlog

from netral.kernel.moment import Moment
from netral.ledger.models import Entry
from netral.permits import papers
from netral.permits.core import Kind
from netral.permits.models import Permit
from netral.signing.actions import PaperDraft, seal
from netral.signing.core import PaperKind
from netral.signing.models import Paper
from netral.signing.queries import can_seal, sealed_bytes, sealing_houses

log = structlog.get_logger()


def draft(
    permit: Permit, values: Mapping[str, Any], code: str, entry: Entry, at: Moment
) -> PaperDraft:
    """Draft the paper of a decision; by its code alone it names initials and no reason."""
    decision, holder = values["decision"], values["holder"]
    subject = papers.SUBJECTS[Kind(permit.kind), decision["granted"]]
    valid = papers.period(permit) if decision["granted"] else ""
    facts = {
        "number": f"IZIN-{values['serial']:04}/{values['year']}",
        "subject": subject,
        "holder": papers.initials(permit.person.name),
        "validity": valid,
        "signatory": decision["name"],
        "office": decision["title"],
        "full": {"holder": holder["name"], "unit": holder["unit"]},
    }
    return PaperDraft(
        kind=PaperKind.PERMIT,
        code=code,
        title=subject,
        acted_at=at.acted,
        entry=entry,
        facts={key: value for key, value in facts.items() if value},
    )


def letter_of(*, permit: Permit, at: Moment) -> bytes:
    """Return the decision as PDF: sealed, by now at the latest.

    Without a seal in use the paper comes unsealed and says so itself.
    """
    paper: Paper | None = permit.paper
    if paper is None:
        msg = f"permit {permit.pk} has not been decided"
        raise LookupError(msg)
    if (kept := sealed_bytes(paper)) is not None:
        return kept
    if not can_seal(permit.institution_id, at.logged):
        return papers.letter(permit, sealed=False)
    return seal(paper=paper, pdf=papers.letter(permit), at=at)


def seal_due(*, at: Moment, limit: int = 200) -> int:
    """Seal decisions that wait for it; one that cannot be sealed does not hold up the others."""
    waiting = Paper.objects.filter(
        institution_id__in=sealing_houses(at.logged), kind=PaperKind.PERMIT, sealed_at=None
    ).order_by("pk")[:limit]
    return seal_some(paper_ids=[paper.pk for paper in waiting], at=at)


def seal_some(*, paper_ids: list[int], at: Moment) -> int:
    """Seal the papers of these ids that are not sealed yet, and return how many that were."""
    rows = Permit.objects.filter(paper_id__in=paper_ids, paper__sealed_at=None)
    done = 0
    for permit in rows.select_related("paper", "institution", "person").order_by("pk"):
        try:
            letter_of(permit=permit, at=at)
        except Exception:
            log.exception("permit.not_sealed", paper=permit.paper_id)
        else:
            done += 1
    return done
