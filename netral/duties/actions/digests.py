"""Frozen views of a day with their papers, and the sealing of these."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import structlog
from django.db import transaction

from netral.duties.core.weeks import Week
from netral.duties.models import Digest
from netral.duties.papers.digests import compose
from netral.kernel import spoken
from netral.kernel.codes import random_code
from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.orgs.models import Unit
from netral.signing.actions import PaperDraft, issue, seal
from netral.signing.core import CODE_LENGTH, PaperKind
from netral.signing.models import Paper
from netral.signing.queries import can_seal, sealed_bytes, sealing_houses

log = structlog.get_logger()
KINDS: Final = (PaperKind.RECAP, PaperKind.ASSESSMENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """What a frozen view is made of; `detail` stands in the ledger."""

    kind: PaperKind
    act: str
    title: str
    week: Week
    facts: Mapping[str, Any]
    detail: Mapping[str, Any]


@transaction.atomic
def make(making: Making, *, unit: Unit, by: str, at: Moment) -> Digest:
    """Freeze a view with its paper, in one act."""
    institution, code = unit.institution, random_code(CODE_LENGTH)
    detail = {"unit": unit.code, "document": code, **making.detail}
    entry = record(
        Act(act=making.act, actor=by, fields={"detail": detail}), institution=institution, at=at
    )
    draft = PaperDraft(
        kind=making.kind,
        code=code,
        title=making.title,
        acted_at=at.acted,
        entry=entry,
        facts={"unit": unit.name, "dated": spoken.short_day(at.local().date())},
    )
    (paper,) = issue([draft], institution=institution)
    made: Digest = Digest.objects.create(
        institution=institution, kind=making.kind.value, unit=unit, first_on=making.week.first,
        last_on=making.week.last, facts=dict(making.facts), made_at=at.acted, made_by=by,
        paper=paper, entry=entry,
    )  # fmt: skip
    return made


def pdf_of(*, digest: Digest, at: Moment) -> bytes:
    """Return the paper of a frozen view: sealed, by now at the latest.

    Without a seal in use it comes unsealed and says so itself.
    """
    if (kept := sealed_bytes(digest.paper)) is not None:
        return kept
    if not can_seal(digest.institution_id, at.logged):
        return compose(digest, sealed=False)
    return seal(paper=digest.paper, pdf=compose(digest), at=at)


def seal_due(*, at: Moment, limit: int = 200) -> int:
    """Seal recaps and self-assessments that wait; one that fails does not hold up the others."""
    waiting = Paper.objects.filter(
        institution_id__in=sealing_houses(at.logged), kind__in=KINDS, sealed_at=None
    ).order_by("pk")[:limit]
    rows = Digest.objects.filter(paper__in=list(waiting))
    done = 0
    for digest in rows.select_related("paper", "institution", "unit").order_by("pk"):
        try:
            pdf_of(digest=digest, at=at)
        except Exception:
            log.exception("digest.not_sealed", paper=digest.paper_id)
        else:
            done += 1
    return done
