"""What supervision can show for what a unit has done, for whoever keeps account of duties."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from netral.kernel.evidence import Evidence, Proof
from netral.supervision.core import CHECK_WORDS, CheckKind
from netral.supervision.core.topics import Topic
from netral.supervision.models import Check, Guidance, NilReport
from netral.tenancy.models import Institution

KINDS = {CheckKind.SELF: Proof.SELF_CHECK, CheckKind.FIELD: Proof.FIELD_CHECK}
# What a self-check shows beside itself where it held the points of a topic.
SHOWN_BY = {Topic.CLIMATE: Proof.CLIMATE_CHECK, Topic.IMPLEMENTATION: Proof.IMPLEMENTATION}


def shown(
    institution: Institution, since: datetime, until: datetime, units: Collection[int] | None = None
) -> list[Evidence]:
    """Return guidance, checks and nil reports from `since` until before `until`, oldest first.

    `units` are ids; without them all units are asked. Guidance tells neither whom nor what about.
    Three queries, whatever the size.
    """
    found = [
        *_guidance(_rows(Guidance, "given_at", institution, since, until, units)),
        *_checks(_rows(Check, "done_at", institution, since, until, units)),
        *_nil_reports(_rows(NilReport, "stated_at", institution, since, until, units)),
    ]
    return sorted(found, key=lambda each: (each.at, each.key, each.proof))


def _rows(
    model: type[Any],
    when: str,
    institution: Institution,
    since: datetime,
    until: datetime,
    units: Collection[int] | None,
) -> QuerySet[Any]:
    every: QuerySet[Any] = model.objects.of(institution)
    rows = every.filter(**{f"{when}__gte": since, f"{when}__lt": until})
    return rows if units is None else rows.filter(unit_id__in=list(units))


def _guidance(rows: QuerySet[Any]) -> Iterator[Evidence]:
    for pk, unit, at in rows.values_list("pk", "unit_id", "given_at"):
        # No address: only the person and the giving office may look.
        yield Evidence(unit_id=unit, proof=Proof.GUIDANCE, at=at, key=f"guidance:{pk}", people=1)


def _checks(rows: QuerySet[Any]) -> Iterator[Evidence]:
    for slug, unit, kind, topics, at in rows.values_list(
        "slug", "unit_id", "kind", "topics", "done_at"
    ):
        for proof in _proofs(CheckKind(kind), topics):
            yield Evidence(
                unit_id=unit,
                proof=proof,
                at=at,
                key=f"check:{slug}",
                title=gettext(CHECK_WORDS[CheckKind(kind)]),
                url=reverse("supervision:check", kwargs={"slug": slug}),
            )


def _proofs(kind: CheckKind, topics: Iterable[str]) -> list[Proof]:
    more = [proof for topic, proof in SHOWN_BY.items() if topic in topics]
    return [KINDS[kind], *(more if kind is CheckKind.SELF else ())]


def _nil_reports(rows: QuerySet[Any]) -> Iterator[Evidence]:
    for pk, unit, first, last, at in rows.values_list(
        "pk", "unit_id", "starts_on", "ends_on", "stated_at"
    ):
        yield Evidence(
            unit_id=unit,
            proof=Proof.NIL_REPORT,
            at=at,
            key=f"nil:{pk}",
            title=gettext("Nil report"),
            url=reverse("supervision:nil"),
            covers=(first, last),
        )
