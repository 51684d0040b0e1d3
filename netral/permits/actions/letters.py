"""Sealing the papers of decisions: decided is the act, sealed is what the house owes it."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from netral.kernel.moment import Moment
from netral.ledger.models import Entry
from netral.orgs.core.names import initials
from netral.permits import papers
from netral.permits.core import Kind
from netral.permits.models import Permit
from netral.signing.actions import PaperDraft
from netral.signing.actions.waiting import due, file_of, seal_each
from netral.signing.core import PaperKind
from netral.signing.queries import sealing_houses


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
        "holder": initials(permit.person.name),
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
    """Return the decision as PDF: sealed, if the house has a seal in use."""
    if permit.paper is None:
        msg = f"permit {permit.pk} has not been decided"
        raise LookupError(msg)
    return file_of(permit.paper, partial(papers.letter, permit), at=at)


def seal_due(*, at: Moment, limit: int = 200) -> int:
    """Seal decisions that wait for it: the sweeper behind workers that died."""
    return seal_some(paper_ids=due(PaperKind.PERMIT, at=at, limit=limit), at=at)


def seal_some(*, paper_ids: list[int], at: Moment) -> int:
    """Seal the papers of these ids that are not sealed yet, and return how many that were."""
    rows = Permit.objects.filter(
        institution_id__in=sealing_houses(at.logged), paper_id__in=paper_ids, paper__sealed_at=None
    )
    rows = rows.select_related("paper", "institution", "person").order_by("pk")
    return seal_each(rows, lambda permit: letter_of(permit=permit, at=at))
