"""How fast a provider is fed, and when it is left alone: pure, on numbers and instants."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

A_MINUTE: Final = timedelta(minutes=1)
MANY_UNCLEAR: Final = 3  # answers that never came, one after the other: then rest
LONGEST_REST: Final = timedelta(minutes=30)
ENOUGH: Final = 20  # messages below which a share says nothing
BAR: Final = 0.2  # of accepted messages that were not delivered


@dataclass(frozen=True, slots=True)
class Bucket:
    """Tokens that drip in, `per_minute`, up to a minute's worth; a message takes one."""

    tokens: float
    counted_at: datetime
    per_minute: int

    def at(self, now: datetime) -> "Bucket":
        """Return the bucket with what has dripped in since; a clock set back drips nothing."""
        passed = max(now - self.counted_at, timedelta(0)) / A_MINUTE
        tokens = min(self.tokens + passed * self.per_minute, float(self.per_minute))
        return Bucket(tokens, max(now, self.counted_at), self.per_minute)

    def take(self, wanted: int) -> "tuple[int, Bucket]":
        """Return how many of `wanted` may go now, and what is left."""
        given = max(min(wanted, int(self.tokens)), 0)
        return given, Bucket(self.tokens - given, self.counted_at, self.per_minute)


def rest(troubles: int) -> timedelta:
    """Return how long to leave a provider alone after so many troubles: 1, 2, 4, ... minutes."""
    return min(timedelta(minutes=2 ** min(max(troubles - 1, 0), 10)), LONGEST_REST)


def ailing(undelivered: int, total: int) -> bool:
    """Tell whether too much of what a provider accepted has not been delivered."""
    return total >= ENOUGH and undelivered / total > BAR
