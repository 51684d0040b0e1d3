"""Frozen views of a day with their papers, and the sealing of these."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from django.db import transaction

from netral.duties.core.weeks import Week
from netral.duties.models import Digest
from netral.duties.papers.digests import compose
from netral.kernel import spoken
from netral.kernel.codes import random_code
from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.orgs.models import Unit
from netral.signing.actions import PaperDraft, issue
from netral.signing.actions.waiting import due, file_of, seal_each
from netral.signing.core import CODE_LENGTH, PaperKind

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
    """Return the paper of a frozen view: sealed, if the house has a seal in use."""
    return file_of(digest.paper, partial(compose, digest), at=at)


def seal_due(*, at: Moment, limit: int = 200) -> int:
    """Seal recaps and self-assessments that wait for it, and return how many that were."""
    rows = Digest.objects.filter(paper_id__in=due(*KINDS, at=at, limit=limit))
    rows = rows.select_related("paper", "institution", "unit").order_by("pk")
    return seal_each(rows, lambda digest: pdf_of(digest=digest, at=at))
