"""Channels and states of a message."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

MAX_TRIES: Final = 8  # spread over thirty hours
STALE: Final = timedelta(minutes=10)  # a claim older than this belongs to a dead worker
LONGEST_WAIT: Final = timedelta(hours=12)
ENVELOPE: Final = "notices/envelope"  # says that there is a message, not what it says
WAITING: Final = "notices/waiting"  # for what nobody else may learn of, not even from the outbox


class Channel(StrEnum):
    """How a message travels."""

    APP = "app"
    MAIL = "mail"


class State(StrEnum):
    """Where a message is."""

    QUEUED = "queued"
    SENDING = "sending"  # claimed by a worker
    SENT = "sent"
    FAILED = "failed"  # refused for good by the channel


def wait(tries: int) -> timedelta:
    """Return how long to wait after the `tries`-th failure: 1, 4, 16, ... minutes."""
    return min(timedelta(minutes=4 ** min(tries - 1, MAX_TRIES)), LONGEST_WAIT)


def day_of(at: datetime) -> datetime:
    """Return the day of an instant, without the hour that would tell what else happened then."""
    return at.replace(hour=0, minute=0, second=0, microsecond=0)


@dataclass(frozen=True, slots=True)
class Words:
    """What a message says, in one language."""

    subject: str
    body: str


def split_words(text: str) -> Words:
    """Read a rendered template: the first line that is not empty is the subject.

    The subject becomes one line without control characters, so that it can never smuggle a
    header into a mail.
    """
    first, _, rest = text.strip().partition("\n")
    subject = "".join(sign if sign.isprintable() else " " for sign in first)
    return Words(" ".join(subject.split()), rest.strip())


@dataclass(frozen=True, slots=True)
class Notice:
    """What a message is made from: to whom, which words with which facts, once per `key`.

    `template` is `app/name`: `netral/<app>/templates/notices/<app>/<name>.txt` holds the
    subject in its first line and the body below.
    """

    recipient: str  # opaque, `user:12`
    template: str  # `pacts/reminder`
    facts: Mapping[str, object]  # JSON values that the template may use
    key: str
    url: str = ""
    address: str = ""  # without one it stays in the house
    only_mail: bool = False  # for what must not lie in the house, such as a link that opens it
    leaves_no_trace: bool = False  # its row tells no hour, and is deleted once it was sent
    language: str = "id"
