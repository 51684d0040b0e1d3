"""What somebody asks, before it is answered."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from netral.answers.queries.seasons import Season


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Typed facts, the day of the act, its election, and what the reader does not know."""

    facts: Mapping[str, str]
    on: date
    season: Season | None
    unknown: Collection[str] = ()

    def whole(self, on: date | None = None) -> dict[str, str]:
        """Return all facts as they are on a day, those of the calendar included."""
        derived = self.season.facts(on or self.on) if self.season else {}
        return {**self.facts, **derived}
