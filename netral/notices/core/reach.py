"""Over which channels a person is reached outside the house, and in which order."""

from collections.abc import Collection, Sequence

from netral.notices.core import OUTSIDE, Channel


def order(chosen: Sequence[str] | None, there: Sequence[Channel]) -> list[Channel]:
    """Return the channels to try: the person's own choice, else the installation's order.

    Whatever was chosen, only what is there is tried; an empty choice means nothing outside.
    """
    return list(there) if chosen is None else [Channel(each) for each in chosen if each in there]


def amended(
    before: Sequence[str] | None, chosen: Sequence[Channel], offered: Collection[Channel]
) -> list[Channel]:
    """Return what is kept of a choice: `chosen` first, then what was on and was not `offered`.

    Who has no telephone in the roster today has not turned WhatsApp off for good.
    """
    rest = [Channel(each) for each in (OUTSIDE if before is None else before)]
    return [*chosen, *(each for each in rest if each not in offered)]
