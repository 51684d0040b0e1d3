"""Carriers bring messages out of the house, each over one channel.

A carrier hands one message over and says what came of it, in one of four ways: accepted, refused,
out of reach (nothing has left), or unclear (it may have left). Whoever calls decides what follows.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final, Protocol

from django.conf import settings

from netral.notices.core import Channel, Words


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message, ready to leave: `key` is ours, and the same however often it is tried."""

    key: str
    address: str  # one mailbox, or one number in E.164
    language: str
    words: Words
    house: str  # the institution's name
    link: str
    count: int = 1  # how many messages it stands for
    sealed: bool = False  # says only that something waits


@dataclass(frozen=True, slots=True)
class Accepted:
    """The other side has taken the message, under its own `reference` if it gives one."""

    reference: str = ""


class NotSent(Exception):
    """A message did not leave, or nobody knows; `why` is a short code without any address."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why[:200]


class Refused(NotSent):
    """The other side has said no: `for_good` to this message, else for now."""

    def __init__(self, why: str, *, for_good: bool) -> None:
        super().__init__(why)
        self.for_good = for_good


class Unreachable(NotSent):
    """Nothing has left, nor will anything else now."""


class Unclear(NotSent):
    """The line broke while the message was leaving: it may have arrived."""


LONGEST_REFERENCE: Final = 120  # signs, as the table keeps them


def named(reference: object) -> Accepted:
    """Return the acceptance under a provider's id; one that gives none has perhaps taken nothing.

    Raises:
        Unclear: it is no id.
    """
    if not isinstance(reference, str) or not 0 < len(reference) <= LONGEST_REFERENCE:
        why = "accepted without an id"
        raise Unclear(why)
    return Accepted(reference)


class Carrier(Protocol):
    """Hands messages over, one at a time, between `__enter__` and `__exit__`."""

    def send(self, message: Outgoing) -> Accepted:
        """Hand one message over.

        Raises:
            Refused: the other side has said no.
            Unreachable: nothing has left.
            Unclear: it may have left.
        """


Opener = Callable[[], AbstractContextManager[Carrier]]


def _mail() -> AbstractContextManager[Carrier]:
    from netral.notices.carriers.mail import Mail  # noqa: PLC0415  # the interface is read first

    return Mail()


def _whatsapp() -> AbstractContextManager[Carrier]:
    from netral.notices.carriers.whatsapp import WhatsApp  # noqa: PLC0415

    return WhatsApp()


def _sms() -> AbstractContextManager[Carrier]:
    from netral.notices.carriers.sms import Sms  # noqa: PLC0415

    return Sms()


OPENERS: Final[dict[Channel, Opener]] = {
    Channel.MAIL: _mail,
    Channel.WHATSAPP: _whatsapp,
    Channel.SMS: _sms,
}


def is_played() -> bool:
    """Tell whether channels are only played: in a demonstration, where none is set up."""
    real = settings.EMAIL_HOST or settings.WHATSAPP_NUMBER_ID or settings.SMS_URL
    return settings.DEMO and not real


def opener(channel: Channel) -> Opener:
    """Return what opens the line to the other side of a channel."""
    if is_played():
        from netral.notices.carriers.played import Played  # noqa: PLC0415

        return Played
    return OPENERS[channel]


def installed() -> tuple[Channel, ...]:
    """Return the channels that this installation has, in the order in which they are tried."""
    there = {
        Channel.MAIL: settings.EMAIL_HOST or is_played(),
        Channel.WHATSAPP: settings.WHATSAPP_NUMBER_ID or is_played(),
        Channel.SMS: settings.SMS_URL,
    }
    return tuple(channel for channel in map(Channel, settings.CHANNELS) if there[channel])


def per_minute(channel: Channel) -> int:
    """Return how many messages a minute a channel is given at most."""
    return {
        Channel.MAIL: settings.MAIL_PER_MINUTE,
        Channel.WHATSAPP: settings.WHATSAPP_PER_MINUTE,
        Channel.SMS: settings.SMS_PER_MINUTE,
    }[channel]
