"""Queueing messages in the transaction of the act that causes them."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from netral.kernel.moment import Moment
from netral.notices.core import Channel, Notice
from netral.notices.models import Message
from netral.tenancy.models import Institution

__all__ = ["tell", "tell_all"]


@transaction.atomic
def tell(  # noqa: PLR0913  # one message, all its parts named
    *,
    institution: Institution,
    recipient: str,
    template: str,
    facts: Mapping[str, object],
    key: str,
    at: Moment,
    url: str = "",
    address: str = "",
    language: str = "id",
) -> None:
    """Queue an in-app message, and a mail if there is an `address`; the same `key` never twice.

    `template` is `app/name`: `netral/<app>/templates/notices/<app>/<name>.txt` holds the
    subject in its first line and the body below. `facts` are JSON values that it may use.
    """
    notice = Notice(
        recipient=recipient,
        template=template,
        facts=facts,
        key=key,
        url=url,
        address=address,
        language=language,
    )
    tell_all([notice], institution=institution, at=at)


@transaction.atomic
def tell_all(notices: Sequence[Notice], *, institution: Institution, at: Moment) -> None:
    """Queue many messages with a few statements; keys that were queued before are passed over."""
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
    return Message(
        institution=institution,
        channel=channel,
        recipient=notice.recipient,
        address=notice.address if channel is Channel.MAIL else "",
        language=notice.language,
        template=notice.template,
        facts=dict(notice.facts),
        url=notice.url,
        key=notice.key,
        queued_at=at.acted,
        not_before=at.logged,
    )
