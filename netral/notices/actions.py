"""Queueing messages in the transaction of the act that causes them, and deciding what is unsure."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.notices.carriers import installed
from netral.notices.choosing import choose_channels
from netral.notices.core import ENVELOPE, WAITING, Channel, Notice, State, day_of
from netral.notices.core.addresses import e164, mailbox
from netral.notices.core.reach import order
from netral.notices.following import follow_up, note_receipts
from netral.notices.models import Message
from netral.notices.queries import chosen, inbox, unsure
from netral.notices.queueing import insert
from netral.notices.sending import Sent, send_due
from netral.tenancy.models import Institution

__all__ = [
    "Sent", "choose_channels", "follow_up", "leave_unsure", "mark_all_read", "mark_read",
    "note_receipts", "repeat_unsure", "send_due", "tell_all",
]  # fmt: skip


@transaction.atomic
def tell_all(notices: Sequence[Notice], *, institution: Institution, at: Moment) -> None:
    """Queue messages in the house, and one outside it where there is a way, with few statements.

    Outside, the first way counts that is installed, that the person has and has not turned off;
    the others wait in case it does not deliver. Keys that were queued before are passed over. An
    address that is not exactly one mailbox or number is written down as refused: the act goes on.
    """
    rows: list[dict[str, Any]] = []
    there = installed()
    wishes = chosen(institution, {notice.recipient for notice in notices})
    for notice in notices:
        if not notice.only_mail:
            rows.append(_row(notice, Channel.APP, "", institution, at))
        ways = _ways(notice, wishes.get(notice.recipient), there)
        if ways:
            (channel, address), *others = ways
            row = _row(notice, channel, address, institution, at)
            rows.append(row | {"ways": others})
    insert(rows)


def _ways(
    notice: Notice, wish: Sequence[str] | None, there: Sequence[Channel]
) -> list[tuple[Channel, str]]:
    """Return the channels that reach a person, with their addresses, in their order.

    No wish stands against what was asked for by mail, nor against what guards an account. A mail
    is queued even where no mail server is installed yet, as long as nothing else is.
    """
    wish = None if notice.only_mail or notice.guards_account else wish
    right = {Channel.MAIL: mailbox(notice.address)}
    if not notice.only_mail:
        number = e164(notice.phone) if notice.phone else ""
        right |= {Channel.WHATSAPP: number, Channel.SMS: number}
    ways = [(channel, right[channel]) for channel in order(wish, there) if right.get(channel)]
    if ways or not notice.address or (wish is not None and Channel.MAIL not in wish):
        return ways
    return [(Channel.MAIL, notice.address)]


def _row(
    notice: Notice, channel: Channel, address: str, institution: Institution, at: Moment
) -> dict[str, Any]:
    outside = channel is not Channel.APP
    template = _words_of(notice) if outside else notice.template
    traceless = notice.leaves_no_trace
    bad = channel is Channel.MAIL and not mailbox(address)
    return {
        "institution_id": institution.pk,
        "channel": channel.value,
        "recipient": notice.recipient,
        "address": "" if bad else address,
        "language": notice.language,
        "template": template,
        "facts": dict(notice.facts) if template == notice.template else {},
        "url": notice.url,
        "key": notice.key,
        "manner": notice.manner,
        "state": (State.FAILED if bad else State.QUEUED) if outside else State.SENT,
        "problem": "address" if bad else "",
        "queued_at": day_of(at.acted) if traceless else at.acted,
        "not_before": day_of(at.logged) if traceless else at.logged,
        "sent_at": None if outside else at.logged,
        "fleeting": traceless,
    }


def _words_of(notice: Notice) -> str:
    """Return the template used outside: it may be read on the way, so that it may say nothing."""
    if notice.only_mail:
        return notice.template
    if notice.confidential:
        return WAITING
    return ENVELOPE if settings.MAIL_CONTENT_FREE else notice.template


@transaction.atomic
def repeat_unsure(*, institution: Institution, channel: Channel, by: str, at: Moment) -> int:
    """Send what is unsure once more, on the risk that some arrives twice; return how many."""
    done = unsure(institution, channel).update(
        state=State.QUEUED, claimed_at=None, not_before=at.logged, tries=0, reference=""
    )
    if done:
        act = Act(act="deliveries.repeated", actor=by, fields=_counted(channel, done))
        record(act, institution=institution, at=at)
    return done


@transaction.atomic
def leave_unsure(*, institution: Institution, channel: Channel, by: str, at: Moment) -> int:
    """Leave what is unsure at that, and forget what it said; return how many there were."""
    rows = unsure(institution, channel)
    traceless, _ = rows.filter(fleeting=True).delete()
    done = traceless + rows.update(state=State.LEFT, facts={}, url="")
    if done:
        act = Act(act="deliveries.left", actor=by, fields=_counted(channel, done))
        record(act, institution=institution, at=at)
    return done


def _counted(channel: Channel, messages: int) -> dict[str, object]:
    return {"detail": {"channel": channel.value, "messages": messages}}


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
