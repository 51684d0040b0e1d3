"""Reading the outbox: what a person has in house, and what waits to be sent."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.template import Context
from django.template.loader import get_template
from django.utils import translation

from netral.notices.core import Channel, State, Words, split_words
from netral.notices.models import Message
from netral.tenancy.models import Institution


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
        words=words(message, language),
        queued_at=message.queued_at,
        institution=message.institution,
        path=path(message.url),
        is_read=message.read_at is not None,
    )


def words(message: Message, language: str) -> Words:
    """Render the words of a message; facts are set as plain text, never as markup."""
    template = get_template(f"notices/{message.template}.txt")
    facts = {
        **message.facts,
        "institution": message.institution,
        "link": f"{settings.BASE_URL}{path(message.url)}" if message.url else "",
    }
    with translation.override(language):
        # The backend's own template: a mail is text, so nothing is escaped for HTML.
        rendered = template.template.render(Context(facts, autoescape=False))  # type: ignore[attr-defined]
    return split_words(rendered)


def path(url: str) -> str:
    """Return the part of `url` inside the house; nothing for any other house's."""
    inside = url.removeprefix(settings.BASE_URL)
    return inside if re.match(r"/(?![/\\])", inside) else ""


def sends_mail() -> bool:
    """Tell whether the installation has a mail server to hand messages to."""
    return bool(settings.EMAIL_HOST)


def waiting(now: datetime, *, limit: int) -> list[int]:
    """Return the ids of mails that are due, the oldest first."""
    due = Message.objects.filter(channel=Channel.MAIL, state=State.QUEUED, not_before__lte=now)
    return list(due.order_by("not_before", "pk").values_list("pk", flat=True)[:limit])
