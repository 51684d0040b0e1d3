"""How often a stranger may ask. Counted in the shared cache, so that all processes agree.

This layer lies below `access`, whose limits it therefore cannot borrow.
"""

from dataclasses import dataclass
from hashlib import sha256

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

from netral.signing.errors import TooManyQuestions


@dataclass(frozen=True, slots=True)
class Allowance:
    """At most `times` from one address within `seconds`.

    Every time takes one of a fixed number of slots by an atomic `add`; a slot frees itself.
    """

    name: str
    times: int
    seconds: int

    def take(self, request: HttpRequest) -> None:
        """Take a slot for whoever asks.

        Raises:
            TooManyQuestions: all are taken.

        """
        asker = sha256(str(get_adapter().get_client_ip(request)).encode()).hexdigest()
        slots = [f"asked:{self.name}:{asker}:{n}" for n in range(self.times)]
        taken = cache.get_many(slots)
        free = (slot for slot in slots if slot not in taken)
        if not any(cache.add(slot, 1, timeout=self.seconds) for slot in free):
            raise TooManyQuestions(seconds=self.seconds)


# An office may share one address: what is found costs nothing, only misses and files count.
UNKNOWN_CODES = Allowance("codes", times=20, seconds=60)
FILES = Allowance("files", times=15, seconds=60)
