"""Limits on tries that hold across server processes, because they live in the shared cache."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256

from django.core.cache import cache
from django.db import transaction

from netral.access.errors import TooManyTries


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `tries` failures for one key within `seconds`.

    Each try takes one of a fixed number of slots by an atomic `add`; success gives it back, and
    a slot frees itself after `seconds`. Two processes can therefore never both take the last.
    """

    name: str
    tries: int
    seconds: int

    @contextmanager
    def attempt(self, key: str) -> Iterator[None]:
        """Take a slot for `key`; keep it taken if the body raises.

        Raises:
            TooManyTries: every slot is taken.
        """
        _outside_any_transaction()
        slot = self._take(key)
        if slot is None:
            raise TooManyTries(minutes=-(-self.seconds // 60))
        yield
        cache.delete(slot)

    def _take(self, key: str) -> str | None:
        digest = sha256(key.encode()).hexdigest()
        slots = [f"limit:{self.name}:{digest}:{n}" for n in range(self.tries)]
        taken = cache.get_many(slots)
        free = (slot for slot in slots if slot not in taken)
        return next((slot for slot in free if cache.add(slot, 1, timeout=self.seconds)), None)


def _outside_any_transaction() -> None:
    """Make sure that a refusal cannot roll the count of tries back."""
    blocks = getattr(transaction.get_connection(), "atomic_blocks", ())
    if any(not getattr(block, "_from_testcase", False) for block in blocks):
        msg = "count tries outside the act's transaction"
        raise transaction.TransactionManagementError(msg)


def spend(key: str, *, seconds: int) -> bool:
    """Mark `key` as used for `seconds`; tell whether it was unused. Atomic across processes."""
    return cache.add(f"spent:{sha256(key.encode()).hexdigest()}", 1, timeout=seconds)
