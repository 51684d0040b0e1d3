"""Channels and states of a message, and what a message is made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from netral.kernel.words import N_

MAX_TRIES: Final = 8  # spread over thirty hours
STALE: Final = timedelta(minutes=10)  # a claim older than this belongs to a dead worker
LONGEST_WAIT: Final = timedelta(hours=12)
ENVELOPE: Final = "notices/envelope"  # says that there is a message, not what it says
WAITING: Final = "notices/waiting"  # for what nobody else may learn of, not even from the outbox
DIGEST: Final = "notices/digest"  # several messages in one


class Channel(StrEnum):
    """How a message travels."""

    APP = "app"
    MAIL = "mail"
    WHATSAPP = "whatsapp"
    SMS = "sms"


OUTSIDE: Final = (Channel.MAIL, Channel.WHATSAPP, Channel.SMS)
WITH_RECEIPTS: Final = (Channel.WHATSAPP, Channel.SMS)  # their providers say what arrived
CHANNEL_WORDS: Final = {
    Channel.APP: N_("On these pages"),
    Channel.MAIL: N_("E-mail"),
    Channel.WHATSAPP: N_("WhatsApp"),
    Channel.SMS: N_("SMS"),
}


class State(StrEnum):
    """Where a message is."""

    QUEUED = "queued"
    CLAIMED = "sending"  # by a worker; nothing has left yet
    HANDING = "handing"  # written just before it leaves: from here on it may have left
    SENT = "sent"  # the channel has accepted it
    UNSURE = "unsure"  # the worker or the line died while it was leaving; never repeated by itself
    UNDELIVERED = "undelivered"  # accepted, and then not delivered
    FAILED = "failed"  # refused for good by the channel
    LEFT = "left"  # unsure, and somebody decided to leave it at that


STATE_WORDS: Final = {
    State.QUEUED: N_("Waiting"),
    State.CLAIMED: N_("Taken up"),
    State.HANDING: N_("On its way"),
    State.SENT: N_("Accepted"),
    State.UNSURE: N_("Unsure"),
    State.UNDELIVERED: N_("Not delivered"),
    State.FAILED: N_("Refused by the provider"),
    State.LEFT: N_("Left alone"),
}


class Manner(StrEnum):
    """How a message behaves at night and beside others."""

    AT_ONCE = "at_once"  # somebody waits for it: also at night, never bundled
    POLITE = "polite"  # not at night; the second of a day waits for company
    WAITED = "waited"  # has waited for company, and goes now with whatever else is there


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
    address: str = ""  # a mailbox
    phone: str = ""  # a mobile number, as it is dialled; without either it stays in the house
    only_mail: bool = False  # for what must not lie in the house, such as a link that opens it
    leaves_no_trace: bool = False  # its row tells no hour, and is deleted once it was sent
    language: str = "id"
    urgent: bool = False  # of no use in the morning: goes at night too, and alone
    confidential: bool = False  # outside the house it says only that something waits
    guards_account: bool = False  # no choice of channels silences it: its owner must know

    @property
    def manner(self) -> Manner:
        """Tell how it behaves. A link that somebody asked for is waited for."""
        return Manner.AT_ONCE if self.urgent or self.only_mail else Manner.POLITE


def late_list(notice: Notice, *, titles: Sequence[str], day: str, shown: int = 20) -> Notice:
    """Return the one message a day that tells a superior what below is overdue.

    `notice` says to whom and where it leads; its template, facts and key are replaced. The list
    is cut at `shown` titles and says how many there are.
    """
    return replace(
        notice,
        template="notices/overdue",
        facts={"titles": list(titles[:shown]), "n": len(titles), "more": len(titles[shown:])},
        key=f"overdue:{notice.recipient}:{day}",
    )
