"""Reading the outbox: what a person has in house, and what waits to be sent."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.template import Context
from django.template.loader import get_template
from django.utils import translation

from netral.notices.carriers import installed, is_played
from netral.notices.core import (
    OUTSIDE,
    WITH_RECEIPTS,
    Channel,
    Manner,
    State,
    Words,
    split_words,
)
from netral.notices.core.pace import ailing
from netral.notices.core.plan import Quiet, weekdays
from netral.notices.core.reach import order
from netral.notices.models import Message, Preference, Provider
from netral.tenancy.core import Zone
from netral.tenancy.models import Institution

A_FEW: Final = 500  # recipients in one statement


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as its reader sees it in house."""

    pk: int
    words: Words
    queued_at: datetime
    institution: Institution
    path: str  # where it leads, inside the house; empty if nowhere
    is_read: bool


def unread(user: object, institution: Institution | None = None) -> int:
    """Count what `user` (anything with a `pk`) has not read; one query.

    With an institution, only its messages: the number that its inbox shows.
    """
    return inbox(user, institution).filter(read_at=None).count()


def inbox(user: object, institution: Institution | None = None) -> QuerySet[Message]:
    """Return the in-house messages of `user`, newest first."""
    recipient = f"user:{getattr(user, 'pk', None)}"
    rows = Message.objects.filter(recipient=recipient, channel=Channel.APP)
    rows = rows.of(institution) if institution else rows
    return rows.select_related("institution").defer("institution__emblem")


def letter(message: Message, language: str) -> Letter:
    """Put a message into the reader's present language."""
    return Letter(
        pk=message.pk,
        words=words(message, language, linked=False),  # a button beside it leads there
        queued_at=message.queued_at,
        institution=message.institution,
        path=path(message.url),
        is_read=message.read_at is not None,
    )


def words(message: Message, language: str, *, linked: bool = True) -> Words:
    """Render the words of a message; facts are set as plain text, never as markup."""
    template = get_template(f"notices/{message.template}.txt")
    facts = {
        **message.facts,
        "institution": message.institution,
        "link": f"{settings.BASE_URL}{path(message.url)}" if message.url and linked else "",
    }
    with translation.override(language):
        # The backend's own template: a mail is text, so nothing is escaped for HTML.
        rendered = template.template.render(Context(facts, autoescape=False))  # type: ignore[attr-defined]
    return split_words(rendered)


def path(url: str) -> str:
    """Return the part of `url` inside the house; nothing for any other house's."""
    inside = url.removeprefix(settings.BASE_URL)
    return inside if re.match(r"/(?![/\\])", inside) else ""


def chosen(institution: Institution | int, recipients: Collection[str]) -> dict[str, list[str]]:
    """Return the channels that people have chosen, by recipient; who has not chosen is missing.

    One query. Of many recipients the rows are not sought one by one: everybody's are read.
    """
    rows = Preference.objects.of(institution)
    if len(recipients) <= A_FEW:
        rows = rows.filter(recipient__in=recipients)
    return dict(rows.values_list("recipient", "channels"))


def nothing_leaves() -> bool:
    """Tell whether a demonstration plays its providers."""
    return is_played()


def offered() -> tuple[Channel, ...]:
    """Return the channels among which people may choose: those of the installation, in order."""
    return installed()


def tried(institution: Institution, recipient: str) -> list[Channel]:
    """Return the channels over which one person is tried today, in order."""
    return order(chosen(institution, [recipient]).get(recipient), installed())


def quiet(zone: str, works: Callable[[date], bool] = weekdays) -> Quiet:
    """Return the hours in which this installation leaves people of a zone alone.

    `works` tells on which days people of an institution work, for plans that look ahead.
    """
    begins, ends = settings.QUIET_HOURS
    return Quiet(zone=zone, begins=begins, ends=ends, works=works)


def waiting(channel: Channel, now: datetime, *, limit: int) -> list[int]:
    """Return the ids of messages that are due, oldest first; at night the urgent only."""
    due = _due(channel, now).order_by("not_before", "pk")
    return list(due.values_list("pk", flat=True)[:limit])


def company(due: Sequence[int], channel: Channel, now: datetime) -> list[int]:
    """Return the ids of what is due for the same people as `due`, and may leave with it."""
    people = Message.objects.filter(pk__in=due).exclude(manner=Manner.AT_ONCE)
    also = _due(channel, now).filter(recipient__in=set(people.values_list("recipient", flat=True)))
    return list(also.exclude(manner=Manner.AT_ONCE).values_list("pk", flat=True)[: 10 * len(due)])


def _due(channel: Channel, now: datetime) -> QuerySet[Message]:
    due = Message.objects.filter(channel=channel, state=State.QUEUED, not_before__lte=now)
    asleep = [zone.value for zone in Zone if quiet(zone.value).holds(now)]
    if not asleep:
        return due
    return due.exclude(~Q(manner=Manner.AT_ONCE), institution__zone__in=asleep)


def written_today(rows: Sequence[Message], now: datetime) -> set[tuple[int, str]]:
    """Return the people, with their institutions, who have had a message of this kind today.

    What was sent at once does not count: it was waited for. `rows` are of one channel.
    """
    if not rows:
        return set()
    since = now - timedelta(days=1)
    sent = Message.objects.filter(
        institution__in={row.institution_id for row in rows},
        recipient__in={row.recipient for row in rows},
        channel=rows[0].channel,
        sent_at__gte=since,
    ).exclude(manner=Manner.AT_ONCE)
    zones = {row.institution_id: quiet(row.institution.zone) for row in rows}
    found = sent.values_list("institution_id", "recipient", "sent_at")
    return {
        (house, recipient)
        for house, recipient, at in found
        if at and zones[house].local(at).date() == zones[house].local(now).date()
    }


@dataclass(frozen=True, slots=True)
class Line:
    """How a channel is doing, for whoever runs it: numbers and instants, no names, no words."""

    channel: Channel
    installed: bool
    counts: Mapping[State, int]  # of the last thirty days
    unsure: int  # whenever it was
    provider: Provider | None
    resting: bool
    ailing: bool  # too much of what was accepted has not arrived


def lines(institution: Institution, now: datetime) -> list[Line]:
    """Return the state of every channel that is installed or has ever carried something."""
    rows = Message.objects.of(institution).exclude(channel=Channel.APP).order_by()
    recent = rows.filter(not_before__gte=now - timedelta(days=30))
    counts = {(c, s): n for c, s, n in _counted(recent, "channel", "state")}
    unsure_by = dict(_counted(rows.filter(state=State.UNSURE), "channel"))
    providers = {p.channel: p for p in Provider.objects.all()}
    there = installed()
    used = [c for c in OUTSIDE if c in there or c in unsure_by or any(k[0] == c for k in counts)]
    return [
        Line(
            channel=channel,
            installed=channel in there,
            counts={s: counts[channel, s] for s in State if (channel, s) in counts},
            unsure=unsure_by.get(channel, 0),
            provider=(provider := providers.get(channel)),
            resting=bool(provider and provider.rest_until and provider.rest_until > now),
            ailing=channel in WITH_RECEIPTS and is_ailing(channel, now),
        )
        for channel in used
    ]


def _counted(rows: QuerySet[Message], *by: str) -> list[tuple[Any, ...]]:
    return list(rows.values_list(*by).annotate(n=Count("pk")))


def is_ailing(channel: Channel, now: datetime) -> bool:
    """Tell whether too much of what a provider accepted in the last day has not arrived.

    Counted over every institution: they share the provider.
    """
    day = Message.objects.filter(channel=channel, sent_at__gte=now - timedelta(days=1))
    lost = Q(state=State.UNDELIVERED)
    found = day.aggregate(
        undelivered=Count("pk", filter=lost), total=Count("pk", filter=lost | ~Q(delivered_at=None))
    )
    return ailing(found["undelivered"], found["total"])


def in_trouble(now: datetime) -> list[Channel]:
    """Return the channels whose provider does not do what it says."""
    return [c for c in installed() if c in WITH_RECEIPTS and is_ailing(c, now)]


def unsure(institution: Institution, channel: Channel) -> QuerySet[Message]:
    """Return the messages of which nobody knows whether they have left."""
    return Message.objects.of(institution).filter(channel=channel, state=State.UNSURE)
