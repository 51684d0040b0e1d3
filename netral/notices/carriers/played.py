"""A carrier that carries nothing, for demonstrations: it opens no connection whatever it is given.

It answers as providers do. The people of a demonstration do not exist; two endings of their
numbers stand for what goes wrong with real ones.
"""

from types import TracebackType
from typing import Final, Self

from netral.notices.carriers import Accepted, Outgoing, Refused, Unclear

UNKNOWN: Final = "0404"  # nobody uses WhatsApp under such a number
BROKEN: Final = "0500"  # the line breaks while the message is leaving


class Played:
    """Accepts every message, but for the two endings."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close nothing."""

    def send(self, message: Outgoing) -> Accepted:
        """Accept a message, and forget it."""
        if message.address.endswith(UNKNOWN):
            why = "played: no such receiver"
            raise Refused(why, for_good=True)
        if message.address.endswith(BROKEN):
            why = "played: the line broke"
            raise Unclear(why)
        return Accepted(f"played.{message.key}")
