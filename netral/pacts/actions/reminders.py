"""Reminding those who can still sign: by the plan of the deadline, and whenever a head asks.

Both take one way, so that nobody is reminded twice on a day, but for the last two hours.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from netral.kernel import spoken
from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.notices.actions import tell_all
from netral.notices.core import Channel, Notice
from netral.notices.core.plan import Kind
from netral.notices.models import Message
from netral.orgs.models import Unit
from netral.pacts.actions.campaigns import say
from netral.pacts.core import WAITING
from netral.pacts.errors import DeadlinePassed
from netral.pacts.models import Campaign, Pledge
from netral.pacts.queries.reminding import due_today
from netral.tenancy.models import Institution

AGAIN: Final = timedelta(minutes=10)  # how often it is asked whom to remind
PLAN: Final = "system:reminders"  # the actor of reminders that the plan sends


@dataclass(frozen=True, slots=True)
class Call:
    """One reminder of one campaign today: whether it may come at night, and what it says."""

    campaign: Campaign
    at: Moment
    urgent: bool = False
    template: str = "pacts/reminder"


@transaction.atomic
def remind(*, campaign: Campaign, unit: Unit, by: str, at: Moment) -> int:
    """Remind everybody in and below `unit` who may sign now and has not; return how many.

    Clicking twice on one day sends once; people without an account cannot be reached and are
    not counted.
    """
    if campaign.stage != Campaign.Stage.OPEN or at.acted >= campaign.deadline:
        raise DeadlinePassed(deadline=say(campaign.deadline, at))
    asked = _waiting(campaign).filter(unit__path__startswith=unit.path)
    sent = _tell(asked.filter(wave__opens_at__lte=at.acted), Call(campaign, at))
    if sent:
        _note(campaign, by, {"unit": unit.code, "people": sent}, at)
    return sent


def remind_if_due(*, institution: Institution, at: Moment) -> int:
    """Remind of every open campaign whose plan says so today; return how many people.

    Asked again on the same day, nobody.
    """
    rows = Campaign.objects.of(institution).filter(stage=Campaign.Stage.OPEN)
    found = rows.select_related("institution", "entry").order_by("pk")
    return sum(_remind_by_plan(campaign, at) for campaign in found)


@transaction.atomic
def _remind_by_plan(campaign: Campaign, at: Moment) -> int:
    turns = due_today(campaign, at)
    if not turns or not _is_time(campaign, at):
        return 0
    done = 0
    for turn in turns:
        kind = turn.reminder.kind
        template = "pacts/over" if kind is Kind.OVERDUE else "pacts/reminder"
        asked = _waiting(campaign).filter(wave=turn.wave)
        sent = _tell(asked, Call(campaign, at, turn.reminder.urgent, template))
        if sent:
            detail: dict[str, object] = {
                "occasion": kind.value,
                "wave": turn.wave.order,
                "people": sent,
            }
            _note(campaign, PLAN, detail, at)
        done += sent
    return done


def _is_time(campaign: Campaign, at: Moment) -> bool:
    """Take the turn of asking for this campaign; another worker may just have had it."""
    mine = Campaign.objects.of(campaign.institution_id).filter(pk=campaign.pk)
    waited = Q(reminded_at=None) | Q(reminded_at__lte=at.logged - AGAIN)
    return bool(mine.filter(waited).update(reminded_at=at.logged))


def _waiting(campaign: Campaign) -> QuerySet[Pledge]:
    """Return the pledges of those who can sign, have not, and can be reached."""
    return Pledge.objects.of(campaign.institution_id).filter(
        campaign=campaign,
        state__in=WAITING,
        person__account__isnull=False,
        person__account__is_active=True,
    )


def _tell(asked: QuerySet[Pledge], call: Call) -> int:
    """Queue one message a person who has had none today; return how many those are."""
    campaign, at = call.campaign, call.at
    prefix = f"pact:{campaign.pk}:remind:{at.local().date():%Y%m%d}:"
    ending = ":urgent" if call.urgent else ""
    sent = Message.objects.of(campaign.institution_id).filter(
        key__startswith=prefix, key__endswith=ending, channel=Channel.APP
    )
    known = {_account(key, prefix) for key in sent.values_list("key", flat=True)}
    notices = [n for n in _notices(asked, call, prefix, ending) if n.recipient not in known]
    tell_all(notices, institution=campaign.institution, at=at)
    return len(notices)


def _account(key: str, prefix: str) -> str:
    return f"user:{key.removeprefix(prefix).partition(':')[0]}"


def _note(campaign: Campaign, by: str, detail: dict[str, object], at: Moment) -> None:
    act = Act(
        act="campaign.reminded",
        actor=by,
        ref=bytes(campaign.entry.ref),
        fields={"detail": detail},
    )
    record(act, institution=campaign.institution, at=at)


def _notices(asked: QuerySet[Pledge], call: Call, prefix: str, ending: str) -> Iterator[Notice]:
    campaign = call.campaign
    columns = (
        "person__account_id", "person__account__language", "person__email", "person__phone",
    )  # fmt: skip
    for account, spoken_by, email, phone in asked.values_list(*columns).order_by("pk"):
        language = spoken_by or "id"
        yield Notice(
            recipient=f"user:{account}",
            template=call.template,
            facts={
                "campaign": campaign.name,
                "deadline": spoken.at(campaign.deadline, call.at.zone, language),
            },
            key=f"{prefix}{account}{ending}",
            url=settings.BASE_URL + reverse("pacts:campaign", args=(campaign.slug,)),
            address=email,
            phone=phone,
            language=language,
            urgent=call.urgent,
        )
