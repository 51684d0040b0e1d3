"""Writing, opening, prolonging and closing campaigns."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import get_language

from netral.circulars.models import Circular
from netral.kernel import spoken
from netral.kernel.codes import random_code
from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.orgs import queries as orgs
from netral.pacts.actions.asking import ask
from netral.pacts.core import Text
from netral.pacts.errors import (
    CampaignClosed,
    DatesPast,
    NobodyAsked,
    NotADraft,
    NotOverYet,
    TextIncomplete,
)
from netral.pacts.models import Campaign, Wave
from netral.tenancy.models import Institution

HEADS_FIRST = "Kepala unit"
ALL = "Semua pegawai"


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignFacts:
    """What a campaign is, before it opens."""

    name: str
    text: Text
    audience: Mapping[str, list[str]]  # {"kinds": [...], "units": [unit paths]}; empty is all
    opens_at: datetime  # for heads of unit
    deadline: datetime
    everyone_at: datetime | None = None  # when the others may sign, if later than the heads
    circular: Circular | None = None
    needs_course: bool = False
    label: str = ""  # "rekaan": not part of the city's regime


@transaction.atomic
def draft_campaign(
    *, institution: Institution, facts: CampaignFacts, by: str, at: Moment
) -> Campaign:
    """Write a campaign that nobody sees yet."""
    _dates(facts)
    entry = record(
        Act(act="campaign.drafted", actor=by, fields={"detail": {"name": facts.name}}),
        institution=institution,
        at=at,
    )
    campaign = Campaign(institution=institution, slug=random_code(6).lower(), entry=entry)
    _fill(campaign, facts)
    return campaign


@transaction.atomic
def change_campaign(*, campaign: Campaign, facts: CampaignFacts, by: str, at: Moment) -> None:
    """Change a draft."""
    _dates(facts)
    campaign = _drafted(campaign)
    record(
        Act(
            act="campaign.changed",
            actor=by,
            ref=bytes(campaign.entry.ref),
            fields={"detail": {"name": facts.name}},
        ),
        institution=campaign.institution,
        at=at,
    )
    _fill(campaign, facts)


def _fill(campaign: Campaign, facts: CampaignFacts) -> None:
    campaign.name = facts.name[:160]
    campaign.text = facts.text.stored()
    campaign.audience = {key: list(values) for key, values in facts.audience.items()}
    campaign.opens_at, campaign.deadline = facts.opens_at, facts.deadline
    campaign.needs_course = facts.needs_course
    campaign.circular, campaign.label = facts.circular, facts.label[:200]
    campaign.save()
    everyone_at = facts.everyone_at or facts.opens_at
    waves = [(ALL, Wave.Group.EVERYONE, everyone_at)]
    if everyone_at > facts.opens_at:
        waves.insert(0, (HEADS_FIRST, Wave.Group.HEADS, facts.opens_at))
    Wave.objects.of(campaign.institution_id).filter(campaign=campaign).delete()
    Wave.objects.bulk_create(
        [
            Wave(
                institution_id=campaign.institution_id,
                campaign=campaign,
                order=order,
                name=name,
                group=group,
                opens_at=opens_at,
            )
            for order, (name, group, opens_at) in enumerate(waves, start=1)
        ]
    )


def _dates(facts: CampaignFacts) -> None:
    last_opening = max(facts.opens_at, facts.everyone_at or facts.opens_at)
    if last_opening >= facts.deadline:
        raise DatesPast


def _drafted(campaign: Campaign) -> Campaign:
    """Fetch the draft anew and keep others from opening it meanwhile."""
    rows = Campaign.objects.of(campaign.institution_id).select_for_update(of=("self",))
    found: Campaign = rows.select_related("institution", "entry").get(pk=campaign.pk)
    if found.stage != Campaign.Stage.DRAFT:
        raise NotADraft(campaign=found.name)
    return found


@transaction.atomic
def open_campaign(*, campaign: Campaign, by: str, at: Moment) -> int:
    """Freeze the text, ask everybody in the audience, and return how many people that is."""
    draft = _drafted(campaign)
    text = Text.of(draft.text)
    if not text.complete():
        raise TextIncomplete
    if draft.deadline <= at.acted:
        raise DatesPast
    sha256 = text.sha256(draft.text_version)
    entry = record(
        Act(
            act="campaign.opened",
            actor=by,
            kind="campaign.opened/1",
            ref=bytes(draft.entry.ref),
            fields={"detail": _detail(draft), "text": text.stored()},
            public={"sha": sha256},
        ),
        institution=draft.institution,
        at=at,
    )
    draft.stage, draft.text_sha256, draft.opened_at = Campaign.Stage.OPEN, sha256, at.acted
    draft.roster_version = Institution.objects.get(pk=draft.institution_id).roster_version
    draft.save()
    today = at.local().date()
    people = orgs.audience(draft.institution, draft.audience)
    asked = ask(campaign=draft, people=people, entry=entry, on=today)
    if not asked:
        raise NobodyAsked
    campaign.refresh_from_db()
    return asked


def _detail(campaign: Campaign) -> dict[str, object]:
    return {
        "name": campaign.name,
        "audience": campaign.audience,
        "opens_at": campaign.opens_at.isoformat(),
        "deadline": campaign.deadline.isoformat(),
        "circular": campaign.circular_id,
    }


@transaction.atomic
def extend(*, campaign: Campaign, deadline: datetime, basis: str, by: str, at: Moment) -> None:
    """Move the deadline of an open campaign to a later instant."""
    found = _opened(campaign)
    if deadline <= max(found.deadline, at.acted):
        raise DatesPast
    detail = {
        "from": found.deadline.isoformat(),
        "to": deadline.isoformat(),
        "basis": basis,
    }
    record(
        Act(
            act="campaign.extended",
            actor=by,
            ref=bytes(found.entry.ref),
            fields={"detail": detail},
        ),
        institution=found.institution,
        at=at,
    )
    Campaign.objects.of(found.institution_id).filter(pk=found.pk).update(deadline=deadline)
    campaign.deadline = deadline


@transaction.atomic
def close(*, campaign: Campaign, by: str, at: Moment) -> None:
    """Close a campaign after its deadline: no paper is counted any more, figures are final."""
    found = _opened(campaign)
    if at.acted < found.deadline:
        raise NotOverYet(deadline=say(found.deadline, at))
    record(
        Act(act="campaign.closed", actor=by, ref=bytes(found.entry.ref)),
        institution=found.institution,
        at=at,
    )
    rows = Campaign.objects.of(found.institution_id).filter(pk=found.pk)
    rows.update(stage=Campaign.Stage.CLOSED, closed_at=at.acted)
    campaign.refresh_from_db()


def _opened(campaign: Campaign) -> Campaign:
    rows = Campaign.objects.of(campaign.institution_id).select_for_update(of=("self",))
    found: Campaign = rows.select_related("institution", "entry").get(pk=campaign.pk)
    if found.stage != Campaign.Stage.OPEN:
        raise CampaignClosed(campaign=found.name)
    return found


def say(when: datetime, at: Moment) -> str:
    """Write an instant for a refusal, on the institution's wall clock."""
    return spoken.at(when, at.zone, get_language() or "id")
