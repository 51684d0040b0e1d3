"""Queueing messages in the transaction of the act that causes them."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from netral.kernel.moment import Moment
from netral.notices.core import ENVELOPE, Channel, Notice, State, day_of
from netral.notices.models import Message
from netral.notices.queries import inbox
from netral.notices.sending import Sent, send_due
from netral.tenancy.models import Institution

__all__ = ["Sent", "mark_all_read", "mark_read", "send_due", "tell_all"]


@transaction.atomic
def tell_all(notices: Sequence[Notice], *, institution: Institution, at: Moment) -> None:
    """Queue in-app messages, and mails where there is an address, with a few statements.

    Keys that were queued before are passed over.
    """
    rows = [
        _row(notice, channel, institution, at)
        for notice in notices
        for channel in _channels(notice)
    ]
    Message.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)


def _channels(notice: Notice) -> list[Channel]:
    app = [] if notice.only_mail else [Channel.APP]
    return [*app, Channel.MAIL] if notice.address else app


def _row(notice: Notice, channel: Channel, institution: Institution, at: Moment) -> Message:
    by_mail = channel is Channel.MAIL
    # A mail may be read on the way: an installation can choose that it says nothing.
    sealed = by_mail and settings.MAIL_CONTENT_FREE and not notice.only_mail
    return Message(
        institution=institution,
        channel=channel,
        recipient=notice.recipient,
        address=notice.address if by_mail else "",
        language=notice.language,
        template=ENVELOPE if sealed else notice.template,
        facts={} if sealed else dict(notice.facts),
        url=notice.url,
        key=notice.key,
        state=State.QUEUED if by_mail else State.SENT,
        queued_at=day_of(at.acted) if notice.leaves_no_trace else at.acted,
        not_before=day_of(at.logged) if notice.leaves_no_trace else at.logged,
        sent_at=None if by_mail else at.logged,
        fleeting=notice.leaves_no_trace,
    )


@transaction.atomic
def mark_read(*, message: Message, now: datetime) -> None:
    """Note when the reader opened a message; the first time counts."""
    Message.objects.of(message.institution_id).filter(pk=message.pk, read_at=None).update(
        read_at=now
    )


@transaction.atomic
def mark_all_read(*, user: object, institution: Institution | None, now: datetime) -> int:
    """Mark everything in the inbox of `user` as read; return how many messages that were."""
    return inbox(user, institution).filter(read_at=None).update(read_at=now)
