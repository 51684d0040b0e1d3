"""What units have done, as the other parts of the house show it. No part reports to this one."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.db.models import Max
from django.urls import reverse

from netral.circulars.core import Stage
from netral.circulars.models import CascadeItem
from netral.duties.core.demands import Demand
from netral.duties.core.matching import Deed
from netral.kernel.evidence import Evidence, Proof
from netral.kernel.moment import local_day, midnight
from netral.outreach.queries.evidence import held
from netral.pacts.core import Figures
from netral.pacts.models import Campaign, Signature
from netral.supervision.queries.evidence import shown as supervised
from netral.supervision.queries.referral_evidence import referred
from netral.tallies.queries import owns
from netral.tenancy.models import Institution

REFERRED: Final = "referral"


def shown(
    institution: Institution,
    since: datetime,
    until: datetime,
    units: Collection[int] | None = None,
) -> dict[int, list[Evidence]]:
    """Return by unit what was done from `since` on and before `until`; None means all units."""
    found: dict[int, list[Evidence]] = defaultdict(list)
    for deed in (
        *held(institution, since, until, units),
        *supervised(institution, since, until, units),
        *_referred(institution, since, until, units),
        *_passed_on(institution, units),
        *_signed(institution, units),
    ):
        if deed.at < until:
            found[deed.unit_id].append(deed)
    return found


def as_deeds(evidence: Iterable[Evidence], zone: str) -> list[Deed]:
    """Return evidence on the calendar of the place."""
    return [
        Deed(each.proof, local_day(each.at, zone), each.at, each.key, each.covers)
        for each in evidence
    ]


def since(demands: Mapping[int, Iterable[Demand]], zone: str) -> datetime | None:
    """Return from when on deeds can matter: the first minute that a demand speaks of."""
    firsts = [demand.first_on for asked in demands.values() for demand in asked]
    return midnight(min(firsts), zone) if firsts else None


def _referred(
    institution: Institution, since: datetime, until: datetime, units: Collection[int] | None
) -> list[Evidence]:
    """Return that heads have referred suspicions; the key does not lead to the referral."""
    first, last = (local_day(at, institution.zone) for at in (since, until))
    found = referred(institution, first, last, units)
    return [replace(each, key=REFERRED, url="", title="") for each in found]


def _passed_on(institution: Institution, units: Collection[int] | None) -> list[Evidence]:
    """Return what heads did with the circulars on their desks; the key is the demand's source."""
    rows = CascadeItem.objects.of(institution).filter(
        circular__stage=Stage.PUBLISHED, acknowledged_at__isnull=False
    )
    rows = rows.filter(unit__in=units) if units is not None else rows
    found: list[Evidence] = []
    for pk, unit, acknowledged, published, number, slug, own in rows.values_list(
        "pk", "unit_id", "acknowledged_at", "derived__published_at", "circular__number",
        "circular__slug", "derived__slug",
    ):  # fmt: skip
        source = f"item:{pk}"
        for proof, at, address in (
            (Proof.ACKNOWLEDGED, acknowledged, slug),
            (Proof.DERIVED, published, own),
        ):
            if at is not None:
                url = reverse("circulars:show", args=[address])
                found.append(
                    Evidence(unit_id=unit, proof=proof, at=at, key=source, title=number, url=url)
                )
    return found


def _signed(institution: Institution, units: Collection[int] | None) -> list[Evidence]:
    """Return the campaigns in which nobody of a unit's own people is waited for any more."""
    found: list[Evidence] = []
    for campaign in Campaign.objects.of(institution).filter(stage=Campaign.Stage.OPEN):
        counted = owns(institution, campaign.board, units)
        figures = {unit: Figures(counts) for unit, counts in counted.items()}
        done = {unit: f.total for unit, f in figures.items() if f.total and not f.waiting}
        last = _last_signed(campaign, list(done)) if done else {}
        found += [
            Evidence(
                unit_id=unit,
                proof=Proof.PACTS,
                at=last.get(unit) or campaign.opens_at,
                key=f"campaign:{campaign.pk}",
                title=campaign.name,
                url=reverse("pacts:campaign", args=[campaign.slug]),
                people=people,
            )
            for unit, people in done.items()
        ]
    return found


def _last_signed(campaign: Campaign, units: list[int]) -> dict[int, datetime]:
    rows = Signature.objects.of(campaign.institution_id).filter(
        pledge__campaign=campaign, pledge__unit__in=units
    )
    signed = rows.order_by().values_list("pledge__unit").annotate(last=Max("signed_at"))
    return dict(signed)
