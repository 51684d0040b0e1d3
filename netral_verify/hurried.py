"""Reading from a line that may be hostile: an octet now and then must not hold anybody for ever."""

import io
import time
from typing import Any


class Hurried(io.RawIOBase):
    """What comes over a line, until its time is up."""

    def __init__(self, line: io.RawIOBase, seconds: float) -> None:
        self._line, self._until = line, time.monotonic() + seconds

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, room: Any) -> int | None:
        """Read what is there, or wait for it as long as the line itself would.

        Raises:
            TimeoutError: the time is up.
        """
        if time.monotonic() > self._until:
            raise TimeoutError
        return self._line.readinto(room)

    def close(self) -> None:
        """Let go of the line."""
        self._line.close()
        super().close()


def hurried(line: io.BufferedIOBase, seconds: float) -> io.BufferedReader:
    """Give a line, of which nothing was read yet, so many seconds in all."""
    return io.BufferedReader(Hurried(line.detach(), seconds))
