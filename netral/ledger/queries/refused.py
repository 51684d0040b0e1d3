"""Why the log is not written any further, as long as a web process was refused to write it.

The processes tell each other through the cache. A sequencer of its own (NETRAL_SEQUENCER=apart)
does not: it ends with its words, and a role that may write the cache could take over who reads it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.core.cache import cache

from netral.kernel.errors import Refusal
from netral.ledger.errors import NoKey

KEY: Final = "ledger.refused"


@dataclass(frozen=True, slots=True)
class Refused:
    """What a refusal says, in the msgids that it was written in."""

    text: str
    remedy: str
    facts: Mapping[str, object]

    @classmethod
    def of(cls, refusal: Refusal) -> "Refused":
        """Take the words of a refusal."""
        return cls(refusal.text, refusal.remedy, refusal.facts)

    def words(self, translate: Callable[[str], str]) -> tuple[str, str]:
        """Return what is wrong, and what to do about it."""
        text, remedy = translate(self.text), translate(self.remedy)
        return text.format(**self.facts), remedy.format(**self.facts)


def refused() -> Refused | None:
    """Return why the web process does not write the log; None where it does, or is not to."""
    if settings.SEQUENCER != "web":
        return None
    if not settings.LOG_KEY:
        return Refused.of(NoKey())
    found = cache.get(KEY)
    return Refused(*found) if found else None
