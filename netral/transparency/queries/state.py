"""The state of the log as it was last published."""

from dataclasses import dataclass
from datetime import datetime

from netral.ledger.models import Publication


@dataclass(frozen=True, slots=True)
class Published:
    """How many entries, under which root, since when."""

    size: int
    root: str  # hexadecimal
    published_at: datetime


def published() -> Published | None:
    """Return the newest state that was published; None before the first."""
    newest = Publication.objects.order_by("-pk").first()
    if newest is None:
        return None
    return Published(newest.size, bytes(newest.root).hex(), newest.published_at)
