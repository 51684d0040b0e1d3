"""A progress bar for the terminal; where there is none, a line a city."""

import sys
from types import TracebackType
from typing import Protocol, Self

WIDTH = 32


class Stream(Protocol):
    """Where the bar is drawn."""

    def isatty(self) -> bool:
        """Tell whether a person looks at it."""

    def write(self, text: str) -> object:
        """Write text."""

    def flush(self) -> None:
        """Show it now."""


class Bar:
    """Shows how much is done, in one line that is drawn over itself."""

    def __init__(self, stream: Stream | None = None) -> None:
        self._stream = stream or sys.stderr
        self._drawn = False
        self._said = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Leave the line, so that what follows begins on its own."""
        if self._drawn:
            self._stream.write("\n")

    def show(self, share: float, what: str) -> None:
        """Draw the bar at `share` of the whole while `what` is going on."""
        if not self._stream.isatty():
            self._say(what)
            return
        filled = round(WIDTH * share)
        bar = "█" * filled + "░" * (WIDTH - filled)
        self._stream.write(f"\r{bar} {share:4.0%}  {what:<24.24}")
        self._stream.flush()
        self._drawn = True

    def _say(self, what: str) -> None:
        place = what.partition(":")[0]
        if place and place != self._said:
            self._stream.write(f"{place} …\n")
            self._stream.flush()
            self._said = place
