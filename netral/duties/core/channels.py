"""Where the public can report a breach. Pure."""

from dataclasses import dataclass

from netral.calendar.core.elections import SURE, Confidence


@dataclass(frozen=True, slots=True)
class Channel:
    """A place where the public can report, and whether its address has been verified."""

    name: str
    url: str
    note: str
    source: str
    confidence: Confidence

    @property
    def sure(self) -> bool:
        """Tell whether a source says so."""
        return self.confidence in SURE
