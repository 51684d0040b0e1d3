"""Handing mails to the mail server, each claimed first.

A row is claimed by compare-and-set, sent, then marked. A worker that dies between the server's
acceptance and the mark leaves a claim that another takes up after ten minutes: that mail goes
out twice. SMTP knows no way round this; both copies bear the same Message-ID, by which mailboxes
recognise a copy. A mail is never lost, and outside that window never doubled.
"""

import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, QuerySet
from django.utils.crypto import salted_hmac

from netral.notices import queries
from netral.notices.core import MAX_TRIES, STALE, State, wait
from netral.notices.models import Message

log = logging.getLogger(__name__)
PERMANENT = 500  # SMTP's replies from here on mean: never try this again


@dataclass(slots=True)
class Sent:
    """What a run did."""

    sent: int = 0
    put_off: int = 0
    failed: int = 0


class _Clock:
    """Tells the time of a run that began at `now`, without reading the wall's."""

    def __init__(self, now: datetime) -> None:
        self._now, self._start = now, time.monotonic()

    def __call__(self) -> datetime:
        return self._now + timedelta(seconds=time.monotonic() - self._start)


def send_due(*, now: datetime, limit: int | None = None) -> Sent:
    """Send what is due, at most `limit` mails; without a mail server everything stays queued."""
    done = Sent()
    if not queries.sends_mail():
        return done
    clock = _Clock(now)
    _free_stale(now)
    due = queries.waiting(now, limit=limit or settings.MAIL_PER_RUN)
    if not due:
        return done
    connection = get_connection()
    try:
        connection.open()
        for pk in due:
            if message := _claim(pk, clock()):
                _send(message, connection, clock, done)
    except (OSError, SMTPException) as problem:  # of the connection: no row has been claimed yet
        log.warning("the mail server cannot be reached: %s", type(problem).__name__)
    finally:
        connection.close()
    return done


def _free_stale(now: datetime) -> None:
    """Give back what a dead worker had claimed."""
    stale = Message.objects.filter(state=State.SENDING, claimed_at__lt=now - STALE)
    stale.update(state=State.QUEUED, claimed_at=None)


def _claim(pk: int, now: datetime) -> Message | None:
    free = Message.objects.filter(pk=pk, state=State.QUEUED)
    if not free.update(state=State.SENDING, claimed_at=now, tries=F("tries") + 1):
        return None  # another worker was faster
    return Message.objects.select_related("institution").get(pk=pk)


def _send(message: Message, connection: BaseEmailBackend, clock: _Clock, done: Sent) -> None:
    try:
        mail(message, connection).send()
    except Exception as problem:  # noqa: BLE001  # one bad row must not stop the others
        _put_off(message, problem, clock(), done)
        return
    done.sent += 1
    if message.fleeting:
        _mine(message).delete()
        return
    # What it said has left the house; a link that opens an account need not lie here any longer.
    _mark(message, state=State.SENT, sent_at=clock(), problem="", facts={}, url="")


def _put_off(message: Message, problem: Exception, now: datetime, done: Sent) -> None:
    """Try again later, or never: a refusal for good, a row that makes no mail, too many tries."""
    log.warning("mail %s was not sent: %s", message.pk, type(problem).__name__)
    if _for_good(problem) or message.tries >= MAX_TRIES:
        _mark(message, state=State.FAILED, problem=_say(problem))
        done.failed += 1
        return
    later = now + wait(message.tries)
    _mark(message, state=State.QUEUED, claimed_at=None, not_before=later, problem=_say(problem))
    done.put_off += 1


def _for_good(problem: Exception) -> bool:
    if isinstance(problem, SMTPRecipientsRefused):
        return all(code >= PERMANENT for code, _ in problem.recipients.values())
    if isinstance(problem, SMTPResponseException):
        return problem.smtp_code >= PERMANENT
    return not isinstance(problem, OSError | SMTPException)


def _say(problem: Exception) -> str:
    """Name the problem without the address, which some servers repeat in their answer."""
    code = getattr(problem, "smtp_code", "")
    if isinstance(problem, SMTPRecipientsRefused):
        code = next(iter(problem.recipients.values()), ("",))[0]
    return f"{type(problem).__name__} {code}".strip()[:200]


def _mark(message: Message, **changes: object) -> None:
    """Change the row only while the claim is still ours."""
    _mine(message).update(**changes)


def _mine(message: Message) -> QuerySet[Message]:
    return Message.objects.filter(pk=message.pk, state=State.SENDING, claimed_at=message.claimed_at)


def mail(message: Message, connection: BaseEmailBackend | None = None) -> EmailMessage:
    """Compose the mail of a row; the same row always bears the same Message-ID."""
    words = queries.words(message, message.language)
    mark = salted_hmac("netral.message-id", str(message.pk), algorithm="sha256").hexdigest()
    house = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    return EmailMessage(
        subject=words.subject,
        body=f"{words.body}\n",
        to=[message.address],
        connection=connection,
        headers={
            "Message-ID": f"<{mark[:32]}@{house}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": message.language,
        },
    )
