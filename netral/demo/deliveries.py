"""Telephones and channels of the guests, and what became of the messages that left the house.

Nothing leaves a demonstration: its providers are played. Everything else is as in earnest.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

from netral.demo.houses import House
from netral.notices.actions import choose_channels, send_due
from netral.notices.core import OUTSIDE, Channel

# Who wants messages on the telephone first. Nobody uses WhatsApp under the number of the urban
# village's head, so that mails follow; the line to the agency's head breaks.
ON_THE_PHONE: Final = ("walikota", "sekda", "kepala", "lurah", "operator")
A_MINUTE: Final = timedelta(minutes=1)
MANY: Final = 1000


def choose_for_guests(house: House) -> None:
    """Let some guests choose WhatsApp first, and mail where that does not arrive."""
    for person in house.people.values():
        if person.email.partition("@")[0] in ON_THE_PHONE and person.account_id is not None:
            choose_channels(
                recipient=f"user:{person.account_id}",
                channels=[Channel.WHATSAPP, Channel.MAIL],
                offered=OUTSIDE,
                institution=house.institution,
                at=house.set_up,
            )


def deliver(now: datetime) -> None:
    """Hand over what waits, and once more what takes another channel thereupon."""
    with _unwarned():
        for minutes in range(2):
            send_due(now=now + minutes * A_MINUTE, limit=MANY)


@contextmanager
def _unwarned() -> Iterator[None]:
    """Warn nobody who loads the season of failures that are part of the play."""
    log = logging.getLogger("netral.notices")
    before = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(before)
