"""Reminding those who can still sign, once a day at most."""

from collections.abc import Iterator

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from netral.kernel import spoken
from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.notices.actions import tell_all
from netral.notices.core import Channel, Notice
from netral.notices.models import Message
from netral.orgs.models import Unit
from netral.pacts.actions.campaigns import say
from netral.pacts.core import WAITING
from netral.pacts.errors import DeadlinePassed
from netral.pacts.models import Campaign, Pledge


@transaction.atomic
def remind(*, campaign: Campaign, unit: Unit, by: str, at: Moment) -> int:
    """Remind everybody in and below `unit` who may sign now and has not; return how many.

    Clicking twice on one day sends once; people without an account cannot be reached and are
    not counted.
    """
    if campaign.stage != Campaign.Stage.OPEN or at.acted >= campaign.deadline:
        raise DeadlinePassed(deadline=say(campaign.deadline, at))
    day = f"{at.local().date():%Y%m%d}"
    prefix = f"pact:{campaign.pk}:remind:{day}:"
    sent = Message.objects.of(campaign.institution_id).filter(
        key__startswith=prefix, channel=Channel.APP
    )
    known = set(sent.values_list("key", flat=True))
    notices = [n for n in _notices(campaign, unit, prefix, at) if n.key not in known]
    if not notices:
        return 0
    tell_all(notices, institution=campaign.institution, at=at)
    record(
        Act(
            act="campaign.reminded",
            actor=by,
            ref=bytes(campaign.entry.ref),
            fields={"detail": {"unit": unit.code, "people": len(notices)}},
        ),
        institution=campaign.institution,
        at=at,
    )
    return len(notices)


def _notices(campaign: Campaign, unit: Unit, prefix: str, at: Moment) -> Iterator[Notice]:
    rows = Pledge.objects.of(campaign.institution_id).filter(
        campaign=campaign,
        state__in=WAITING,
        unit__path__startswith=unit.path,
        wave__opens_at__lte=at.acted,
        person__account__isnull=False,
        person__account__is_active=True,
    )
    columns = (
        "person__account_id", "person__account__language", "person__email", "person__phone",
    )  # fmt: skip
    for account, spoken_by, email, phone in rows.values_list(*columns).order_by("pk"):
        language = spoken_by or "id"
        yield Notice(
            recipient=f"user:{account}",
            template="pacts/reminder",
            facts={
                "campaign": campaign.name,
                "deadline": spoken.at(campaign.deadline, at.zone, language),
            },
            key=f"{prefix}{account}",
            url=settings.BASE_URL + reverse("pacts:campaign", args=(campaign.slug,)),
            address=email,
            phone=phone,
            language=language,
        )
