"""How often a stranger may ask. Counted in the shared cache, so that all processes agree.

This layer lies below `access`, whose limits it therefore cannot borrow.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from secrets import token_hex
from typing import Final

from allauth.core.internal.ratelimit import get_ip
from django.core.cache import cache
from django.http import HttpRequest

from netral.signing.errors import ExaminerBusy, TooManyQuestions

TURN: Final = "examining"
LONGEST_TURN: Final = 20  # seconds; past the patience of `bounds`, for a worker that died


@dataclass(frozen=True, slots=True)
class Allowance:
    """At most `times` from one address within `seconds`.

    Every time takes one of a fixed number of slots by an atomic `add`; a slot frees itself. Of
    IPv6 the network counts: whoever has one address of it has them all.
    """

    name: str
    times: int
    seconds: int

    def take(self, request: HttpRequest) -> None:
        """Take a slot for whoever asks.

        Raises:
            TooManyQuestions: all are taken.
        """
        asker = sha256(str(get_ip(request)).encode()).hexdigest()
        slots = [f"asked:{self.name}:{asker}:{n}" for n in range(self.times)]
        taken = cache.get_many(slots)
        free = (slot for slot in slots if slot not in taken)
        if not any(cache.add(slot, 1, timeout=self.seconds) for slot in free):
            raise TooManyQuestions(seconds=self.seconds)


# An office may share one address: what is found costs nothing, only misses and strange files do.
UNKNOWN_CODES = Allowance("codes", times=20, seconds=60)
FILES = Allowance("files", times=6, seconds=60)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Examine one strange file at a time in the whole house.

    An examination may hold its worker for seconds, and there are few: strangers must never hold
    them all.

    Raises:
        ExaminerBusy: another file is being examined.
    """
    mine = token_hex(8)
    if not cache.add(TURN, mine, timeout=LONGEST_TURN):
        raise ExaminerBusy
    try:
        yield
    finally:
        if cache.get(TURN) == mine:  # else it ran out, and somebody else is at it
            cache.delete(TURN)
