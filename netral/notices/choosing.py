"""Choosing over which channels one is reached outside the house."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.notices.core import OUTSIDE, Channel, Manner, State
from netral.notices.core.reach import amended
from netral.notices.models import Message, Preference
from netral.notices.outbox import fall_back
from netral.tenancy.models import Institution


@transaction.atomic
def choose_channels(
    *,
    recipient: str,
    channels: Sequence[Channel],
    offered: Collection[Channel],
    institution: Institution,
    at: Moment,
) -> None:
    """Keep the channels that `recipient` wants, in their order; none: only on these pages.

    What was not `offered` stays as it was. What waits to leave over a channel that is turned off
    by this takes the next one, if there is one; it stands on the page of messages in any case.
    """
    rows = Preference.objects.of(institution).filter(recipient=recipient)
    held = rows.select_for_update().first()
    kept = amended(held.channels if held else None, channels, offered)
    if held and held.channels == kept:
        return
    said = {"detail": {"channels": [each.value for each in kept]}}
    act = Act(act="channels.chosen", actor=recipient, subject=recipient, fields=said)
    entry = record(act, institution=institution, at=at)
    Preference.objects.update_or_create(
        institution=institution,
        recipient=recipient,
        defaults={"channels": [each.value for each in kept], "entry": entry},
    )
    _turn(recipient, institution, [each for each in OUTSIDE if each not in kept], at.logged)


def _turn(recipient: str, institution: Institution, off: Sequence[Channel], now: datetime) -> None:
    """Take back what waits over channels that are off. What was asked for goes all the same."""
    rows = Message.objects.of(institution).filter(recipient=recipient, channel__in=off)
    for row in rows.filter(state=State.QUEUED).exclude(manner=Manner.AT_ONCE):
        taken, _ = Message.objects.filter(pk=row.pk, state=State.QUEUED).delete()
        if taken:
            fall_back(row, now)
