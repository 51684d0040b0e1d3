"""When the witnesses first saw each entry.

A witness signs a state and a time, and only states that contain all earlier ones. So an entry
existed by the time of the first witnessed state that covers it, and was not in the log at the
time of one that does not.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from netral_verify.spelling import b64u

ALIVE: Final = 30 * 60  # seconds between states within which the log was up: it signs every ten


@dataclass(frozen=True, slots=True, order=True)
class Seen:
    """A state that enough witnesses had seen by `time` (POSIX seconds)."""

    time: int
    size: int
    root: bytes


@dataclass(slots=True)
class Coverage:
    """All states that were witnessed."""

    states: list[Seen] = field(default_factory=list)
    roots: dict[int, str] = field(init=False, default_factory=dict)  # base64url, by size
    _times: list[int] = field(init=False, default_factory=list)
    _sizes: list[int] = field(init=False, default_factory=list)
    _earliest: list[int] = field(init=False, default_factory=list)

    @classmethod
    def of(cls, states: Iterable[Seen]) -> "Coverage":
        """Arrange the states."""
        made = cls(sorted(states))
        made._times = [state.time for state in made.states]
        made.roots = {state.size: b64u(state.root) for state in made.states}
        first: dict[int, int] = {}
        for state in made.states:
            first.setdefault(state.size, state.time)
        made._sizes = sorted(first)
        earliest, least = [], 2**63
        for size in reversed(made._sizes):
            least = min(least, first[size])
            earliest.append(least)
        made._earliest = earliest[::-1]
        return made

    @property
    def newest(self) -> Seen | None:
        """Return the latest state."""
        return self.states[-1] if self.states else None

    def covered(self, index: int) -> int | None:
        """Return by when the entry at `index` had been seen in the log; None if it was not."""
        at = bisect_right(self._sizes, index)
        return self._earliest[at] if at < len(self._sizes) else None

    def reached(self, size: int) -> int | None:
        """Return by when the log had been seen with `size` entries or more."""
        return self.covered(size - 1)

    def left_out(self, since: int, until: int) -> int:
        """Return for how many seconds before `until`, without a gap, the log was up after `since`.

        An entry first seen at `until` was in none of the states of that time.
        """
        at = bisect_left(self._times, until)
        begin = until
        while at and since <= self._times[at - 1] and begin - self._times[at - 1] <= ALIVE:
            at -= 1
            begin = self._times[at]
        return until - begin
