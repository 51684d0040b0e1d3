"""What becomes of messages that a provider has accepted, or that nobody knows about."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from netral.notices.carriers import is_played
from netral.notices.core import WITH_RECEIPTS, Channel, State
from netral.notices.core.receipts import Fate, Receipt
from netral.notices.models import Message
from netral.notices.outbox import fall_back

FEW = 200  # a round
MAY_ARRIVE = (State.SENT, State.UNSURE, State.UNDELIVERED, State.HANDING, State.LEFT)


def note_receipts(channel: Channel, receipts: Iterable[Receipt], now: datetime) -> int:
    """Write down what a provider reports; return how many reports were about messages of ours.

    A report that comes again changes nothing, nor does one that comes after a later one.
    """
    return sum(_note(channel, receipt, now) for receipt in receipts)


@transaction.atomic
def _note(channel: Channel, receipt: Receipt, now: datetime) -> bool:
    names = {name for name in (receipt.reference, receipt.ours) if name}
    rows = Message.objects.filter(reference__in=names, channel=channel, state__in=MAY_ARRIVE)
    if receipt.fate is Fate.FAILED:
        return bool([_bounced(row, receipt.code, now) for row in rows.filter(delivered_at=None)])
    arrived = {
        Fate.SENT: {},
        Fate.DELIVERED: {"delivered_at": Coalesce(F("delivered_at"), now)},
        Fate.READ: {
            "delivered_at": Coalesce(F("delivered_at"), now),
            "seen_at": Coalesce(F("seen_at"), now),
        },
    }[receipt.fate]
    if receipt.fate is Fate.SENT:  # nothing new, unless it was in doubt
        rows = rows.filter(state__in=(State.UNSURE, State.HANDING))
    said = {"state": State.SENT, "reference": receipt.reference, "claim": "", "problem": ""}
    return bool(rows.update(**said, **arrived, sent_at=Coalesce(F("sent_at"), now)))


def _bounced(row: Message, why: str, now: datetime) -> bool:
    """Note that a message was not delivered, and send it another way, both once."""
    mine = Message.objects.filter(pk=row.pk, delivered_at=None).exclude(state=State.UNDELIVERED)
    if mine.update(state=State.UNDELIVERED, claim="", problem=why):
        fall_back(row, now)
    return True


def follow_up(now: datetime) -> int:
    """Give up what was accepted and of which no word of delivery came in time; try another way.

    A provider that says yes and does nothing is found out here. Only channels whose providers
    promise receipts are held to it; one that is only played promises none.
    """
    if is_played():
        return 0
    late = unproven(now).filter(sent_at__lt=now - timedelta(hours=settings.RECEIPT_HOURS))
    done = 0
    for row in late.order_by("pk")[:FEW]:
        with transaction.atomic():
            done += _bounced(row, "no receipt", now)
    return done


def unproven(now: datetime) -> QuerySet[Message]:
    """Return what was accepted and of which nothing has been heard since."""
    return Message.objects.filter(
        Q(sent_at__lte=now), channel__in=WITH_RECEIPTS, state=State.SENT, delivered_at=None
    )
